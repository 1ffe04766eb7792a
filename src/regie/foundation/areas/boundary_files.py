"""Opens boundary files: GeoJSON, GeoPackage and CSV with a WKT column become raw tables.

Whatever is wrong with a file becomes a `BoundaryError` with a sentence for the reader. Nothing
is ever fetched: GeoJSON is parsed here, because GDAL's reader follows a `crs` link to the
network, and GDAL only sees files that are a GeoPackage by their own header on this machine.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyproj
import shapely
from django.utils.translation import gettext as _
from shapely import Geometry
from shapely.geometry import shape

GEOJSON = "GeoJSON"
GEOPACKAGE = "GeoPackage"
WKT_CSV = "CSV"

LARGEST_TEXT = 300 * 1024 * 1024
"""Bytes. A larger text file takes gigabytes of memory; the same map as GeoPackage does not."""

_SURFACES = {"Polygon", "MultiPolygon"}
_WKT = re.compile(r"\s*(?:SRID=(?P<srid>\d+);)?\s*(?:MULTI)?POLYGON", re.IGNORECASE)
_EPSG = re.compile(r"EPSG:{1,2}(?:[\d.]*:)?(\d{4,6})$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_HEAD = 256 * 1024
_SAMPLE = 50
_NUMBERS_KEPT = {"jaar", "jaarcode", "indelingsjaar", "water"}
"""Columns that matter although they may hold numbers; key figures in a map are not kept."""

_GEOPACKAGE_IDS = {b"GPKG", b"GP10", b"GP11"}

csv.field_size_limit(50_000_000)  # one border can be megabytes of text; the default is 128 KB


class BoundaryError(Exception):
    """A boundary file cannot be used; the message says why, in the reader's language."""


@dataclass
class RawFeature:
    """One record: columns in lower case, and its border (None: absent or broken)."""

    values: dict[str, str]
    border: Geometry | None
    cut_off: bool = False


@dataclass
class RawTable:
    """The records of one file or layer, before anything is known about their meaning.

    `borders` holds more candidates where a CSV file has several WKT columns.
    """

    features: list[RawFeature]
    epsg: int | None = None
    label: str = ""
    may_swap: bool = False
    others: list[list[Geometry | None]] = field(default_factory=list)


def format_of(path: Path) -> str | None:
    """The format by the content of the file, never by its name; None when it is no map."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"SQLite format 3\x00"):
        return GEOPACKAGE if head[68:72] in _GEOPACKAGE_IDS else None
    text = head.decode("utf-8-sig", errors="replace").lstrip()
    if text.startswith("{"):
        known = ('"FeatureCollection"', '"Feature"', '"Topology"', '"coordinates"')
        return GEOJSON if any(word in text for word in known) else None
    return WKT_CSV if re.search(r"POLYGON\s*Z?\s*\(", text, re.IGNORECASE) else None


def open_tables(path: Path) -> tuple[str, list[RawTable]]:
    """The format of a file and its raw tables. Raises `BoundaryError`."""
    local = _local(path)
    try:
        return _open_local(local)
    except OSError as error:
        raise BoundaryError(_("Het bestand is niet te lezen.")) from error


def _open_local(local: Path) -> tuple[str, list[RawTable]]:
    form = format_of(local)
    if form == GEOPACKAGE:
        return form, list(_geopackage(local))
    if form is None:
        raise BoundaryError(_unknown_format(local))
    if local.stat().st_size > LARGEST_TEXT:
        raise BoundaryError(
            _("Dit bestand is te groot als tekst. Lever de kaart als GeoPackage aan.")
        )
    return form, [_geojson(local) if form == GEOJSON else _wkt_csv(local)]


def _local(path: Path) -> Path:
    """Only a real file on this machine: names such as /vsicurl/ make GDAL fetch something."""
    try:
        found = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise BoundaryError(_("Het bestand is niet gevonden.")) from error
    if not found.is_file() or str(found).startswith("/vsi"):
        raise BoundaryError(_("Dit is geen gewoon bestand."))
    return found


def _unknown_format(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(200).lstrip()
    if not head:
        return _("Het bestand is leeg.")
    if head[:1] == b"<":
        return _("Dit is een webpagina of XML, geen kaart. Download de kaart opnieuw.")
    if head[:2] == b"PK":
        return _("Dit is een zipbestand. Pak het uit en kies het GeoPackage of de GeoJSON.")
    return _("Dit is geen kaart in GeoJSON, GeoPackage of CSV met een WKT-kolom.")


# --- GeoJSON -------------------------------------------------------------------------------


def _geojson(path: Path) -> RawTable:
    try:
        text = path.read_text(encoding="utf-8-sig")
        # NaN is no JSON, but pandas writes it for empty cells.
        content = json.loads(text, object_hook=_as_border, parse_constant=lambda _text: None)
    except UnicodeDecodeError as error:
        raise BoundaryError(
            _("De tekens in dit bestand zijn niet leesbaar. GeoJSON hoort in UTF-8 te staan.")
        ) from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise BoundaryError(
            _("Deze GeoJSON is beschadigd of afgekapt. Download het bestand opnieuw.")
        ) from error
    features = [_raw_feature(item) for item in _geojson_features(content)]
    return RawTable(features, _geojson_epsg(content))


def _as_border(item: dict[str, Any]) -> object:
    """Turn a border into geometry while parsing, so that its lists are not kept in memory."""
    if str(item.get("type")) not in _SURFACES or "coordinates" not in item:
        return item
    try:
        return shapely.force_2d(shape(item))
    except (ValueError, TypeError, IndexError, AttributeError, shapely.errors.ShapelyError):
        return None


def _geojson_features(content: object) -> list[object]:
    if isinstance(content, dict):
        if content.get("type") == "Topology":
            raise BoundaryError(_("Dit is TopoJSON. Kies dezelfde kaart als GeoJSON."))
        if content.get("type") == "Feature":
            return [content]
        features = content.get("features")
        if isinstance(features, list):
            return features
    raise BoundaryError(_("Deze GeoJSON bevat geen gebieden."))


def _raw_feature(item: object) -> RawFeature:
    feature = item if isinstance(item, dict) else {}
    properties = feature.get("properties")
    values = _text_values(properties if isinstance(properties, dict) else {})
    values.setdefault("id", _text(feature.get("id")))
    border = feature.get("geometry")
    return RawFeature(values, border if isinstance(border, Geometry) else None)


def _geojson_epsg(content: object) -> int | None:
    """The number in the old `crs` member, when it is a name; a link is never followed."""
    crs = content.get("crs") if isinstance(content, dict) else None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        return None
    found = _EPSG.search(name.strip())
    return int(found[1]) if found else 4326 if name.strip().endswith("CRS84") else None


# --- GeoPackage ----------------------------------------------------------------------------


def _geopackage(path: Path) -> Iterator[RawTable]:
    # Loading it takes up to two seconds and 60 MB; only a GeoPackage needs it.
    import pyogrio
    from pyogrio import errors

    wrong = (
        errors.DataSourceError,
        errors.DataLayerError,
        errors.FeatureError,
        errors.GeometryError,
        OSError,
        ValueError,
    )
    try:
        layers = [(str(name), str(kind)) for name, kind in pyogrio.list_layers(path)]
        for name in _useful(layers):
            yield _layer(path, name)
    except wrong as error:
        raise BoundaryError(
            _("Dit GeoPackage is beschadigd of afgekapt. Download het bestand opnieuw.")
        ) from error


def _useful(layers: list[tuple[str, str]]) -> list[str]:
    """Layers with surfaces; of a layer and its detailed twin only the generalised one."""
    names = [name for name, kind in layers if "Polygon" in kind or kind == "Unknown"]
    twins = {name: name.replace("niet_gegeneraliseerd", "gegeneraliseerd") for name in names}
    return [name for name, twin in twins.items() if name == twin or twin not in twins]


def _layer(path: Path, name: str) -> RawTable:
    from pyogrio import raw, read_info

    info = read_info(path, layer=name)
    wanted = [
        field
        for field, kind in zip(info["fields"], info["dtypes"], strict=True)
        if kind in {"object", "str"} or field.lower() in _NUMBERS_KEPT
    ]
    meta, _ids, borders, columns = raw.read(path, layer=name, columns=wanted, force_2d=True)
    names = [str(each) for each in meta["fields"]]
    shapes = shapely.from_wkb(borders, on_invalid="ignore")
    features = [
        RawFeature(_text_values(dict(zip(names, values, strict=True))), border)
        for border, *values in zip(shapes, *columns, strict=True)
    ]
    return RawTable(features, epsg_of(meta["crs"]), name)


def epsg_of(crs: str | None) -> int | None:
    """The EPSG number of what a GeoPackage declares; None when it is unknown."""
    try:
        return pyproj.CRS.from_user_input(crs).to_epsg() if crs else None
    except pyproj.exceptions.CRSError:
        return None


# --- CSV with WKT --------------------------------------------------------------------------


def _wkt_csv(path: Path) -> RawTable:
    text = _decoded(path)
    head = text.splitlines()[0]
    delimiter = max(";\t,|", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [name.strip().lower() for name in next(reader)]
        rows = [row for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise BoundaryError(
            _("Dit CSV-bestand is beschadigd of afgekapt. Download het bestand opnieuw.")
        ) from error
    return _wkt_table(header, rows)


def _wkt_table(header: list[str], rows: list[list[str]]) -> RawTable:
    columns = sorted(
        {index for row in rows[:_SAMPLE] for index, cell in enumerate(row) if _WKT.match(cell)}
    )
    if not columns:
        raise BoundaryError(_("Dit CSV-bestand heeft geen kolom met grenzen (WKT)."))
    borders = [[_from_wkt(row[i]) if i < len(row) else None for row in rows] for i in columns]
    features = [
        RawFeature(
            {
                name: cell
                for i, (name, cell) in enumerate(zip(header, row, strict=False))
                if i not in columns
            },
            border,
            cut_off=len(row) < len(header),
        )
        for row, border in zip(rows, borders[0], strict=True)
    ]
    marks = (_WKT.match(row[columns[0]]) for row in rows[:_SAMPLE] if len(row) > columns[0])
    epsg = next((int(mark["srid"]) for mark in marks if mark and mark["srid"]), None)
    return RawTable(features, epsg, may_swap=True, others=borders[1:])


def _from_wkt(text: str) -> Geometry | None:
    if not _WKT.match(text):
        return None
    found = shapely.from_wkt(text.rpartition(";")[2], on_invalid="ignore")
    return None if found is None else shapely.force_2d(found)


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


# --- shared --------------------------------------------------------------------------------


def year_in(text: str) -> int | None:
    """The year in a layer name or a code such as 2024GM0014."""
    found = _YEAR.search(text)
    return int(found[0]) if found else None


def _text_values(values: dict[str, Any]) -> dict[str, str]:
    return {
        str(name).lower(): _text(value)
        for name, value in values.items()
        if isinstance(value, str | None) or str(name).lower() in _NUMBERS_KEPT
    }


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
