"""The server from outside: the protocols as documented, and every misbehaviour as announced."""

import gzip
import http.client
import io
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlsplit

import orjson
import pytest

from standin import samples
from standin.misbehaviour import NAMES, NONE, Fault, Misbehaviour, named
from standin.server import Running, cli_site, running, started
from standin.site import Site

pytestmark = pytest.mark.pure
SITE = samples.site(range(2024, 2026), ["GM1680", "GM1979"])
FEED = "/dataderden/ODataFeed/odata/47018NED/TypedDataSet?$format=json"
API = "/dataderden/ODataApi/odata/47018NED"
OBSERVATIONS = "/v4/03759ned/Observations"
ITEMS = "/pdok/cbs/gebiedsindelingen/ogc/v1/collections/buurt_gegeneraliseerd/items?f=json"
WFS = (
    "/wfs/cbs/gebiedsindelingen/2025/wfs/v1_0?service=WFS&version=2.0.0&request=GetFeature"
    "&typeNames=gebiedsindelingen:buurt_gegeneraliseerd&outputFormat=application/json"
)


class Reply:
    """Status, headers and body of one answer."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.headers = dict(answer.getheaders())
        self.body = answer.read()

    def json(self) -> Any:
        return orjson.loads(self.body)


def get(url: str, target: str, method: str = "GET", **headers: str) -> Reply:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    try:
        quoted = quote(target, safe="/?&=$'(),:|%")
        connection.request(
            method, quoted, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        return Reply(connection.getresponse())
    finally:
        connection.close()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running(SITE) as base:
        yield base


@contextmanager
def behaving(**how: Any) -> Iterator[Running]:
    with started(SITE, Misbehaviour(**how)) as server:
        yield server


def walk(url: str, target: str, link: str = "odata.nextLink", most: int = 60) -> list[Any]:
    """The pages that a client sees that follows next links."""
    pages: list[Any] = []
    while target and len(pages) < most:
        pages.append(get(url, target).json())
        following = urlsplit(pages[-1].get(link, ""))
        target = f"{following.path}?{following.query}" if following.path else ""
    return pages


def rows(pages: list[Any]) -> list[Any]:
    return [record for page in pages for record in page["value"]]


def test_the_service_document_names_the_sets(url: str) -> None:
    sets = {item["name"]: item["url"] for item in get(url, API).json()["value"]}
    assert list(sets)[:5] == [
        "TableInfos", "UntypedDataSet", "TypedDataSet", "DataProperties", "CategoryGroups",
    ]  # fmt: skip
    assert sets["Perioden"] == f"{url}{API}/Perioden"
    for name in sets:
        assert get(url, f"{API}/{name}?$top=1").status in (200, 500)


def test_metadata_has_the_shape_of_the_real_files(url: str) -> None:
    info = get(url, f"{API}/TableInfos").json()["value"][0]
    assert {"Title", "Identifier", "Modified", "ReasonDelivery", "DefaultSelection"} <= set(info)
    found = {p["Key"]: p for p in get(url, f"{API}/DataProperties").json()["value"]}
    assert found["WijkenEnBuurten"]["Type"] == "GeoDetail"
    assert found["GeregistreerdeMisdrijven_1"]["Default"] == "Zero"
    assert found["Gemeentenaam_2"]["ParentID"] == found[""]["ID"]
    periods = get(url, f"{API}/Perioden").json()["value"]
    assert periods[-1] == {
        "Key": "2025JJ00", "Title": "2025", "Description": None, "Status": "Voorlopig",
    }  # fmt: skip
    area = get(url, f"{API}/WijkenEnBuurten?$filter=Key eq 'GM1680    '").json()["value"]
    assert area[0]["Municipality"] == "GM1680"


@pytest.mark.parametrize(
    ("table", "dimension", "key"),
    [("47018NED", "WijkenEnBuurten", "NL00      "), ("47013NED", "RegioS", "NL01  ")],
)
def test_the_country_has_another_key_per_dimension(
    url: str, table: str, dimension: str, key: str
) -> None:
    found = get(url, f"/dataderden/ODataApi/odata/{table}/{dimension}?$top=1").json()["value"]
    assert found[0]["Key"] == key


def test_the_api_refuses_more_than_its_limit_whatever_top_says() -> None:
    with behaving(api_limit=100) as server:
        for tail in ("", "?$top=5", "?$skip=90&$top=5"):
            answer = get(server.url, f"{API}/TypedDataSet{tail}")
            assert answer.status == 500
            assert "more than 100 records" in answer.json()["odata.error"]["message"]["value"]
        few = "?$filter=SoortMisdrijf eq '1.1.1 ' and WijkenEnBuurten eq 'GM1680    '"
        assert len(get(server.url, f"{API}/TypedDataSet{few}").json()["value"]) == 2
        assert get(server.url, f"{API}/WijkenEnBuurten").status == 200


@pytest.mark.parametrize("wrong", ["SoortMisdrijf eq '1.1.1'", "WijkenEnBuurten eq 'NL01      '"])
def test_a_key_that_is_not_padded_or_wrong_matches_nothing(url: str, wrong: str) -> None:
    answer = get(url, f"{API}/TypedDataSet?$filter={wrong}")
    assert (answer.status, answer.json()["value"]) == (200, [])


@pytest.mark.parametrize(
    "option",
    ["$filter=Nergens eq 'x'", "$filter=Key in ('x')", "$select=Nergens", "$top=veel",
     "$orderby=Perioden desc", "$expand=x"],
)  # fmt: skip
def test_what_the_protocol_does_not_know_is_refused(url: str, option: str) -> None:
    assert get(url, f"{FEED}&{option}").status == 400


def test_the_feed_speaks_atom_unless_json_is_asked(url: str) -> None:
    answer = get(url, FEED.replace("?$format=json", "?$top=1"))
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert b'<d:WijkenEnBuurten xml:space="preserve">NL00      </d:WijkenEnBuurten>' in answer.body
    for address in ("", "/Perioden", "/UntypedDataSet?$top=1"):
        assert b"<?xml" in get(url, f"/dataderden/ODataFeed/odata/47018NED{address}").body
    assert get(url, FEED.replace("Typed", "Untyped") + "&$top=1").json()["value"][0]["ID"] == 0


def test_the_feed_gives_every_row_once_in_pages() -> None:
    with behaving(page_size=700) as server:
        pages = walk(server.url, FEED)
        found = [record["ID"] for record in rows(pages)]
        assert found == list(range(int(get(server.url, FEED.replace("?", "/$count?")).body)))
        few = walk(server.url, f"{FEED}&$top=1500&$select=ID")
        assert [len(page["value"]) for page in few] == [700, 700, 100]
        areas = f"{FEED.replace('TypedDataSet', 'WijkenEnBuurten')}"
        assert len(rows(walk(server.url, areas))) == len(SITE.tables[0].dimensions[1].members)


def test_the_catalogues_are_apart(url: str) -> None:
    def ids(host: str, tail: str = "") -> set[str]:
        answer = get(url, f"/{host}/ODataCatalog/Tables?$format=json{tail}").json()["value"]
        return {record["Identifier"] for record in answer}

    police = {"47018NED", "47022NED", "47013NED", "47024NED"}
    assert ids("dataderden") == ids("dataderden", "&$filter=Catalog eq 'Politie'") == police
    assert ids("dataderden", "&$filter=Catalog eq 'CBS'") == set()
    assert "70072ned" in ids("opendata")
    assert get(url, "/opendata/ODataApi/odata/47018NED/TableInfos").status == 404
    assert get(url, "/v4/47018NED/Properties").status == 404
    themes = get(url, "/dataderden/ODataCatalog/Themes?$format=json").json()["value"]
    links = get(url, "/dataderden/ODataCatalog/Tables_Themes?$format=json").json()["value"]
    assert {link["ThemeID"] for link in links} <= {theme["ID"] for theme in themes}
    assert b"<?xml" in get(url, "/dataderden/ODataCatalog/").body


@pytest.mark.parametrize(
    "target",
    ["/dataderden/ODataApi/odata/47099NED", f"{API}/Nergens", f"{API}/TypedDataSet/1", "/nergens",
     "/dataderden/elders", "/dataderden/ODataCatalog/Nergens", "/v4/03759ned/Nergens",
     "/v4/03759NED/Properties", "/v4/03759ned/Observations/1", "/download/nergens.zip",
     "/pdok/elders", "/wfs/elders", "/wfs/cbs/gebiedsindelingen/1990/wfs/v1_0",
     ITEMS.replace("buurt_", "straat_")],
)  # fmt: skip
def test_what_is_not_there_is_404(url: str, target: str) -> None:
    assert get(url, target).status == 404


def test_v4_gives_observations_with_attributes(url: str) -> None:
    assert get(url, "/v4/").json()["value"][0]["Identifier"]
    assert {s["name"] for s in get(url, "/v4/03759ned").json()["value"]} >= {"RegioSCodes"}
    codes = get(url, "/v4/03759ned/RegioSCodes").json()["value"]
    assert {"Identifier": "NL01", "Title": "Nederland"}.items() <= codes[0].items()
    dissolved = next(code for code in codes if code["Identifier"] == "GM0003")
    assert "Opgeheven per 01-01-2021" in dissolved["Description"]
    assert get(url, "/v4/03759ned/RegioSGroups").json()["value"]
    assert get(url, "/v4/03759ned/MeasureCodes").json()["value"][0]["Identifier"] == "M000352"
    assert get(url, "/v4/03759ned/Dimensions").json()["value"][-1]["Kind"] == "TimeDimension"
    gone = get(url, f"{OBSERVATIONS}?$filter=RegioS eq 'GM0003' and Perioden eq '2024JJ00'").json()
    assert [o["ValueAttribute"] for o in gone["value"]] == ["Impossible", "Impossible"]
    assert gone["value"][0]["Value"] is None


def test_v4_pages_and_counts() -> None:
    with behaving(page_size=5) as server:
        pages = walk(server.url, f"{OBSERVATIONS}?$top=12", "@odata.nextLink")
        assert [len(page["value"]) for page in pages] == [5, 5, 2]
        everything = rows(walk(server.url, OBSERVATIONS, "@odata.nextLink"))
        assert len(everything) == int(get(server.url, f"{OBSERVATIONS}/$count").body)
        assert len({o["Id"] for o in everything}) == len(everything)
    with running(SITE) as url:
        assert get(url, f"{OBSERVATIONS}?$select=Value").status == 400
        assert get(url, f"{OBSERVATIONS}?$apply=x").status == 400
        assert get(url, f"{OBSERVATIONS}?$filter=Nergens eq 'x'").status == 400


def test_pdok_gives_boundaries_in_pages_and_both_systems(url: str) -> None:
    def follow(target: str) -> list[Any]:
        found = []
        while target:
            page = get(url, target).json()
            found += page["features"]
            links = {link["rel"]: link["href"] for link in page["links"]}
            parts = urlsplit(links.get("next", ""))
            target = f"{parts.path}?{parts.query}" if parts.path else ""
        return found

    every = follow(f"{ITEMS}&jaarcode=2025&limit=4")
    assert len({f["properties"]["statcode"] for f in every}) == len(every) > 15
    assert len(follow(f"{ITEMS}&limit=50")) == 3 * len(every)
    near = follow(f"{ITEMS}&jaarcode=2025&bbox=6.6,52.9,6.8,53.1&limit=50")
    assert {f["properties"]["statcode"][2:6] for f in near} == {"1680"}
    rd = "http://www.opengis.net/def/crs/EPSG/0/28992"
    answer = get(url, f"{ITEMS}&limit=1&crs={quote(rd, safe='')}")
    assert answer.headers["Content-Crs"] == f"<{rd}>"
    assert answer.json()["features"][0]["geometry"]["coordinates"][0][0][0][0] > 10_000
    root = ITEMS.partition("/buurt_")[0]
    assert [c["id"] for c in get(url, root).json()["collections"]] == [
        "buurt_gegeneraliseerd", "gemeente_gegeneraliseerd", "wijk_gegeneraliseerd",
    ]  # fmt: skip
    assert get(url, f"{root}/buurt_gegeneraliseerd").json()["id"] == "buurt_gegeneraliseerd"
    assert get(url, root.removesuffix("/collections")).json()["links"]
    for wrong in ("&bbox=1,2", "&crs=x", "&cursor=x", "&limit=x"):
        assert get(url, ITEMS + wrong).status == 400
    assert get(url, ITEMS.replace("f=json", "f=html")).status == 400


def test_wfs_gives_features_in_pages(url: str) -> None:
    first = get(url, f"{WFS}&count=10").json()
    second = get(url, f"{WFS}&count=10&startIndex=10&srsName=EPSG:4326").json()
    assert first["numberMatched"] == second["numberMatched"] > first["numberReturned"] == 10
    assert first["crs"]["properties"]["name"].endswith("28992")
    assert second["crs"]["properties"]["name"].endswith("4326")
    assert b"FeatureType" in get(url, WFS.replace("GetFeature", "GetCapabilities")).body
    for wrong in (
        WFS.replace("GetFeature", "Dance"), WFS.replace("buurt_", "straat_"),
        WFS.replace("application/json", "gml"), f"{WFS}&count=x", f"{WFS}&srsName=EPSG:1",
    ):  # fmt: skip
        assert b"ExceptionReport" in get(url, wrong).body


def test_files_come_whole_or_in_parts(url: str) -> None:
    path = "/download/postcode/2025-cbs-pc6huisnr20250801_buurt.zip"
    whole = get(url, path)
    assert zipfile.ZipFile(io.BytesIO(whole.body)).namelist() == ["pc6hnr20250801_gwb.csv"]
    part = get(url, path, Range="bytes=10-19")
    assert (part.status, part.body) == (206, whole.body[10:20])
    rest = get(url, path, Range="bytes=10-")
    assert rest.body == whole.body[10:]
    assert rest.headers["Content-Range"] == f"bytes 10-{len(whole.body) - 1}/{len(whole.body)}"
    assert get(url, path, Range="bytes=99999999-").status == 416
    assert get(url, path, method="HEAD").headers["Content-Length"] == str(len(whole.body))


def test_a_file_on_disk_is_served_as_it_is(tmp_path: Any) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"0123456789" * 200_000)
    with running(Site(files={"x.zip": path})) as url:
        assert get(url, "/download/x.zip").body == path.read_bytes()
        assert get(url, "/download/x.zip", Range="bytes=5-14").body == b"5678901234"


def test_a_fault_strikes_the_page_and_as_often_as_was_asked() -> None:
    with behaving(page_size=500, error_500=Fault((3,), 2)) as server:
        third = f"{FEED}&$skip=1000"
        assert [get(server.url, third).status for _ in range(3)] == [500, 500, 200]
        assert get(server.url, FEED).status == 200
        assert server.hits == {"error_500": 2}
        assert len(server.requests) == 4
        server.misbehave(NONE)
        assert get(server.url, third).status == 200


def test_a_share_of_the_addresses_is_the_same_for_a_seed() -> None:
    def struck(seed: int) -> list[int]:
        with behaving(seed=seed, page_size=100, error_500=Fault(share=0.5, times=None)) as server:
            return [get(server.url, f"{FEED}&$skip={n * 100}").status for n in range(20)]

    assert struck(1) == struck(1) != struck(2)
    assert 4 < struck(1).count(500) < 16


def test_unavailable_says_when_to_come_back() -> None:
    with behaving(unavailable=Fault(what="all"), retry_after=7) as server:
        answer = get(server.url, "/dataderden/ODataCatalog/Tables")
        assert (answer.status, answer.headers["Retry-After"]) == (503, "7")
        assert get(server.url, "/dataderden/ODataCatalog/Tables").status == 200


@pytest.mark.parametrize("name", ["reset", "short"])
def test_a_body_that_ends_too_soon(name: str) -> None:
    with behaving(**{name: Fault()}) as server:
        with pytest.raises((ConnectionError, http.client.IncompleteRead)):
            get(server.url, FEED)
        assert len(get(server.url, FEED).json()["value"]) > 100


@pytest.mark.parametrize("name", ["long", "truncated"])
def test_a_body_that_is_cut(name: str) -> None:
    with behaving(**{name: Fault()}) as server:
        with pytest.raises(orjson.JSONDecodeError):
            get(server.url, FEED).json()
        assert get(server.url, FEED).json()["value"]


def test_a_stall_and_a_slow_line() -> None:
    with behaving(stall=Fault(), stall_seconds=0.2) as server:
        begin = time.monotonic()
        assert get(server.url, FEED).json()["value"]
        assert time.monotonic() - begin >= 0.2
    with behaving(slow_bytes=100_000) as server:
        begin = time.monotonic()
        assert get(server.url, f"{FEED}&$top=100").json()["value"]
        assert time.monotonic() - begin >= 0.1


def test_empty_and_html_look_like_answers() -> None:
    with behaving(empty=Fault(), html=Fault()) as server:
        assert get(server.url, FEED).body.startswith(b"<!DOCTYPE html>")
        assert get(server.url, FEED).json()["value"] == []
        assert get(server.url, FEED).json()["value"]
    with behaving(empty=Fault()) as server:
        assert get(server.url, OBSERVATIONS).json()["value"] == []


def test_pages_that_come_twice_overlap_or_lose_their_link() -> None:
    with behaving(page_size=1000, repeat_page=Fault((2,))) as server:
        found = [record["ID"] for record in rows(walk(server.url, FEED))]
        assert found[1000:2000] == found[2000:3000]
        assert sorted(set(found)) == list(range(len(found) - 1000))
    with behaving(page_size=1000, repeat_page=Fault((2,), None)) as server:
        assert len(walk(server.url, FEED, most=8)) == 8
    with behaving(page_size=1000, overlap=3) as server:
        found = [record["ID"] for record in rows(walk(server.url, FEED))]
        assert found[1000:1003] == found[997:1000]
    with behaving(page_size=1000, lost_link=Fault((2,), None)) as server:
        assert len(walk(server.url, FEED)) == 2


def test_pages_and_rows_in_another_order_are_the_same_rows() -> None:
    with behaving(page_size=600, shuffled_pages=True, shuffled_rows=True) as server:
        pages = walk(server.url, FEED)
        found = [record["ID"] for record in rows(pages)]
        assert found != sorted(found)
        assert sorted(found) == list(range(len(found)))
        assert walk(server.url, FEED) == pages
        assert rows(walk(server.url, f"{FEED}&$skip=999999")) == []


@pytest.mark.parametrize(
    ("links", "begin"),
    [
        ("wrong_host", "http://odata-intern"),
        ("https", "https://127"),
        ("relative", "TypedDataSet?"),
    ],
)
def test_links_that_lead_elsewhere(links: str, begin: str) -> None:
    with behaving(page_size=100, links=links) as server:
        assert get(server.url, FEED).json()["odata.nextLink"].startswith(begin)


def test_a_table_is_built_again_halfway() -> None:
    with behaving(page_size=1000, rebuilt_after=2) as server:
        before = get(server.url, f"{API}/TableInfos").json()["value"][0]["Modified"]
        pages = walk(server.url, FEED, most=3)
        after = get(server.url, f"{API}/TableInfos").json()["value"][0]["Modified"]
        assert after > before
        again = get(server.url, FEED).json()["value"]
        figure = "GeregistreerdeMisdrijven_1"
        assert again[0][figure] == pages[0]["value"][0][figure] + 1
        listed = get(server.url, "/dataderden/ODataCatalog/Tables?$format=json").json()["value"]
        assert listed[0]["Modified"] == after
    with behaving(rebuilt_after=1) as server:
        get(server.url, OBSERVATIONS)
        assert get(server.url, "/v4/03759ned/Properties").json()["Modified"] > "2027"
        assert get(server.url, OBSERVATIONS).status == 200


def test_headers_compression_and_formats_that_are_not_as_hoped(url: str) -> None:
    assert get(url, API).headers["Access-Control-Allow-Origin"] == "*"
    with behaving(no_cors=True, gzip=True, atom=True, gone=("47018NED", "03759ned")) as server:
        answer = get(
            server.url, "/opendata/ODataCatalog/Tables?$format=json", Accept_Encoding="gzip"
        )
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert gzip.decompress(answer.body).startswith(b"<?xml")
        assert get(server.url, API).status == 404
        assert get(server.url, "/v4/03759ned").status == 404


def test_a_wide_question_fails_on_every_route() -> None:
    with behaving(wide_500=20) as server:
        for target in (FEED, f"{API}/TypedDataSet", OBSERVATIONS):
            assert get(server.url, target).status == 500
        assert server.hits["wide_500"] == 3


def test_faults_reach_boundaries_and_files_when_asked() -> None:
    with behaving(error_500=Fault(what="boundaries"), short=Fault(what="files")) as server:
        assert [get(server.url, WFS).status for _ in range(2)] == [500, 200]
        assert get(server.url, f"{ITEMS}&limit=2").status == 500
        with pytest.raises(http.client.IncompleteRead):
            get(server.url, "/download/regionale-kaarten/WijkBuurtkaart_2025_v1.zip")


def test_the_front_page_says_what_is_here(url: str) -> None:
    assert b"made up" in get(url, "/").body
    assert cli_site().table("47018NED", "Politie") is not None


def test_names_on_the_command_line_combine() -> None:
    both = named("reset, paging")
    assert (both.page_size, both.reset) == (1000, Fault())
    assert named("") == NONE
    assert all(named(name) != NONE for name in NAMES)
    with pytest.raises(ValueError, match="nonsense is not one of"):
        named("nonsense")
    with pytest.raises(ValueError, match="links must be"):
        Misbehaviour(links="sideways")
