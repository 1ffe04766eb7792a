"""PDOK: boundaries through OGC API Features and through WFS."""

import re
from dataclasses import dataclass

from standin.answers import Answer, AskedWrongError, Question, as_json, page_of
from standin.boundaries import Layer, Shape, degrees
from standin.metadata3 import Record
from standin.site import Site

GEOJSON = "application/geo+json"
WFS_JSON = "application/json; subtype=geojson"
FIRST_LIMIT, LARGEST_LIMIT, WFS_PAGE = 10, 1000, 1000
RD_URI = "http://www.opengis.net/def/crs/EPSG/0/28992"
WGS84_URIS = (
    "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    "http://www.opengis.net/def/crs/EPSG/0/4326",
)
SRS = {
    "EPSG:28992": True,
    "urn:ogc:def:crs:EPSG::28992": True,
    "EPSG:4326": False,
    "urn:ogc:def:crs:EPSG::4326": False,
}
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Features:
    """The OGC API below /cbs/gebiedsindelingen/ogc/v1."""

    site: Site

    def answer(self, question: Question) -> Answer:
        """Collections, one collection, or its items."""
        try:
            return self._answer(question)
        except AskedWrongError as wrong:
            return _problem(400, "Bad Request", str(wrong))

    def _answer(self, question: Question) -> Answer:
        if question.query.get("f", "json") != "json":
            raise AskedWrongError("specified format is not supported")
        match [part for part in question.path if part]:
            case ["cbs", "gebiedsindelingen", "ogc", "v1"]:
                return self._landing(question)
            case ["cbs", "gebiedsindelingen", "ogc", "v1", "collections"]:
                found = [self._collection(question, name) for name in self._names()]
                return as_json({"links": [], "collections": found})
            case ["cbs", "gebiedsindelingen", "ogc", "v1", "collections", name, *rest]:
                return self._below(question, name, rest)
        return _problem(404, "Not Found", "resource not found")

    def _landing(self, question: Question) -> Answer:
        here = question.address.rstrip("/")
        links = [
            {"rel": "data", "href": question.link(f"{here}/collections"), "title": "Collections"}
        ]
        return as_json({"title": "CBS Gebiedsindelingen", "description": "", "links": links})

    def _names(self) -> list[str]:
        return sorted({layer.name for layer in self.site.layers})

    def _below(self, question: Question, name: str, rest: list[str]) -> Answer:
        if name not in self._names() or rest not in ([], ["items"]):
            return _problem(404, "Not Found", f"the requested collection '{name}' is not known")
        if not rest:
            return as_json(self._collection(question, name))
        return self._items(question, name)

    def _collection(self, question: Question, name: str) -> Record:
        root = question.address.partition("/collections")[0]
        items = question.link(f"{root}/collections/{name}/items", {"f": "json"})
        return {
            "id": name,
            "title": name,
            "description": "Verzonnen grenzen",
            "extent": {"spatial": {"bbox": [[3.2, 50.7, 7.3, 53.6]], "crs": WGS84_URIS[0]}},
            "links": [{"rel": "items", "type": GEOJSON, "href": items}],
            "crs": [*WGS84_URIS, RD_URI],
        }

    def _items(self, question: Question, name: str) -> Answer:
        rd = _wants_rd(question)
        box, year = _box(question.query.get("bbox", "")), question.query.get("jaarcode", "")
        found = [
            (layer, shape)
            for layer in self.site.layers
            if layer.name == name and (not year or str(layer.year) == year)
            for shape in layer.shapes
            if box is None or _touch(shape.box(), box)
        ]
        limit = min(max(question.number("limit", FIRST_LIMIT), 1), LARGEST_LIMIT)
        page = page_of(question, len(found), limit, at=_cursor(question), top=None)
        shown = [_feature(layer, shape, rd) for layer, shape in found[page.start : page.stop]]
        links = [
            {
                "rel": "self",
                "type": GEOJSON,
                "href": question.link(question.address, question.query),
            }
        ]
        if page.following is not None:
            query = dict(question.query) | {"cursor": f"{page.following}|x"}
            links.append(
                {"rel": "next", "type": GEOJSON, "href": question.link(question.address, query)}
            )
        content = {
            "type": "FeatureCollection",
            "timeStamp": "2026-01-01T00:00:00Z",
            "links": links,
            "features": shown,
            "numberReturned": len(shown),
        }
        answer = as_json(content)
        headers = {"Content-Crs": f"<{RD_URI if rd else WGS84_URIS[0]}>"}
        return Answer(answer.body, GEOJSON, kind="boundaries", page=page.number, headers=headers)


def _cursor(question: Question) -> int:
    text = question.query.get("cursor", "0").partition("|")[0]
    if not text.isdigit():
        raise AskedWrongError("cursor is not valid")
    return int(text)


def _wants_rd(question: Question) -> bool:
    asked = question.query.get("crs", WGS84_URIS[0])
    if asked not in (*WGS84_URIS, RD_URI):
        raise AskedWrongError(f"requested crs '{asked}' is not supported")
    return asked == RD_URI


def _box(text: str) -> Box | None:
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise AskedWrongError("bbox should contain exactly 4 values") from None
    return west, south, east, north


def _touch(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and one[2] >= other[0] and one[1] <= other[3] and one[3] >= other[1]


def _feature(layer: Layer, shape: Shape, rd: bool) -> Record:
    ring = shape.ring if rd else tuple(degrees(point) for point in shape.ring)
    return {
        "type": "Feature",
        "id": f"{layer.name}.{shape.code}.{layer.year}",
        "properties": {
            "jaarcode": layer.year,
            "jrstatcode": f"{layer.year}{shape.code}",
            "rubriek": layer.kind,
            "statcode": shape.code,
            "statnaam": shape.name,
        },
        "geometry": {"type": "MultiPolygon", "coordinates": [[[list(point) for point in ring]]]},
    }


def _problem(status: int, title: str, words: str) -> Answer:
    found = as_json({"title": title, "status": status, "detail": words})
    return Answer(found.body, "application/problem+json", status)


@dataclass(frozen=True)
class Wfs:
    """The WFS below /cbs/gebiedsindelingen/{year}/wfs/v1_0."""

    site: Site

    def answer(self, question: Question) -> Answer:
        """GetCapabilities or GetFeature; names of parameters are not case-sensitive."""
        match [part for part in question.path if part]:
            case ["cbs", "gebiedsindelingen", year, "wfs", "v1_0"] if re.fullmatch(r"\d{4}", year):
                layers = [layer for layer in self.site.layers if layer.year == int(year)]
                asked = {name.lower(): value for name, value in question.query.items()}
                return self._asked(question, layers, asked)
        return _exception("the requested resource does not exist", 404)

    def _asked(self, question: Question, layers: list[Layer], asked: dict[str, str]) -> Answer:
        if not layers:
            return _exception("the requested resource does not exist", 404)
        if asked.get("request", "").lower() == "getcapabilities":
            return _capabilities(layers)
        if asked.get("request", "").lower() != "getfeature":
            return _exception("msWFSDispatch(): unknown request")
        name = asked.get("typenames", asked.get("typename", "")).rpartition(":")[2]
        layer = next((found for found in layers if found.name == name), None)
        if layer is None:
            return _exception(f"msWFSGetFeature(): TYPENAME '{name}' does not exist")
        if "json" not in asked.get("outputformat", "").lower():
            return _exception("this server speaks outputFormat=application/json only")
        return self._features(question, layer, asked)

    def _features(self, question: Question, layer: Layer, asked: dict[str, str]) -> Answer:
        srs = asked.get("srsname", "EPSG:28992")
        start, count = asked.get("startindex", "0"), asked.get("count", str(WFS_PAGE))
        if srs not in SRS or not (start.isdigit() and count.isdigit()):
            return _exception("msWFSGetFeature(): invalid SRSNAME, STARTINDEX or COUNT")
        size = max(min(int(count), question.behave.page_size or WFS_PAGE, WFS_PAGE), 1)
        page = page_of(question, len(layer.shapes), size, at=int(start), top=None)
        shown = [_feature(layer, shape, SRS[srs]) for shape in layer.shapes[page.start : page.stop]]
        content = {
            "type": "FeatureCollection",
            "name": layer.name,
            "crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{srs[-4:]}"}},
            "numberMatched": len(layer.shapes),
            "numberReturned": len(shown),
            "features": shown,
        }
        if SRS[srs]:
            content["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
        found = as_json(content)
        return Answer(found.body, WFS_JSON, kind="boundaries", page=page.number)


def _capabilities(layers: list[Layer]) -> Answer:
    types = "".join(
        f"<wfs:FeatureType><wfs:Name>gebiedsindelingen:{layer.name}</wfs:Name></wfs:FeatureType>"
        for layer in layers
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><wfs:WFS_Capabilities version="2.0.0" '
        'xmlns:wfs="http://www.opengis.net/wfs/2.0"><wfs:FeatureTypeList>'
        f"{types}</wfs:FeatureTypeList></wfs:WFS_Capabilities>"
    )
    return Answer(text.encode(), "text/xml; charset=UTF-8")


def _exception(words: str, status: int = 400) -> Answer:
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><ows:ExceptionReport version="2.0.0" '
        'xmlns:ows="http://www.opengis.net/ows/1.1"><ows:Exception '
        'exceptionCode="InvalidParameterValue"><ows:ExceptionText>'
        f"{words.replace('<', '&lt;')}</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
    )
    return Answer(text.encode(), "text/xml; charset=UTF-8", status)
