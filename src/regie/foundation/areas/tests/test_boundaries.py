"""Boundary files: what is recognised, in which system, and what is refused in words."""

import json
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from regie.foundation.areas import boundary_files
from regie.foundation.areas.boundaries import (
    BoundaryError,
    looks_like_boundaries,
    read_boundaries,
    to_rd,
)
from regie.foundation.areas.tests import maps

pytestmark = pytest.mark.pure

Save = Callable[..., Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def write(content: str | bytes, name: str = "kaart", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def swapped(border: Polygon) -> Polygon:
    return shapely.transform(border, lambda xy: xy[:, ::-1])


def wkt_csv(rows: list[str], header: str = "Nr;CBS_Buurtcode;Buurtcode;Buurt;WKT") -> str:
    return "\ufeff" + "\r\n".join([header, *rows]) + "\r\n\r\n"


def refusal(path: Path) -> str:
    with pytest.raises(BoundaryError) as caught:
        read_boundaries(path)
    return str(caught.value)


def outcome(path: Path) -> str:
    """The refusal in words, or how many areas were read."""
    try:
        return str(len(read_boundaries(path).features))
    except BoundaryError as error:
        return str(error)


# --- what is read -----------------------------------------------------------------------------


def test_geojson_in_rd_without_a_declared_system(save: Save) -> None:
    path = save(maps.geojson(maps.municipalities()), "zonder.extensie")
    found = read_boundaries(path)
    assert looks_like_boundaries(path)
    assert (found.format, found.crs, found.realm) == ("GeoJSON", "RD", "voorbeeld")
    assert (found.kinds, found.years, found.notes) == (("municipality",), (2024,), ())
    first = found.features[0]
    assert (first.code, first.name, first.year, first.province) == (
        "GM9901",
        "Plaats 1",
        2024,
        "PV91",
    )
    assert shapely.bounds(first.geometry).tolist() == [131_000, 450_000, 132_000, 451_000]


@pytest.mark.parametrize(
    "crs", [None, "urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4258"]
)
def test_geojson_in_degrees_becomes_metres(save: Save, crs: str | None) -> None:
    degrees = [(v, maps.in_degrees(b)) for v, b in maps.municipalities() if b is not None]
    found = read_boundaries(save(maps.geojson(degrees, crs)))
    assert found.crs == "WGS84"
    x, y = shapely.get_coordinates(found.features[0].geometry)[0]
    assert 100_000 < x < 160_000
    assert 430_000 < y < 470_000


def test_the_church_of_amersfoort_is_the_origin_of_the_dutch_grid() -> None:
    tower = box(5.387206, 52.155174, 5.387207, 52.155175)
    x, y = shapely.get_coordinates(to_rd([tower])[0])[0]
    assert abs(x - 155_000) < 2
    assert abs(y - 463_000) < 2


def test_coordinates_win_from_what_the_file_says_and_that_is_told(save: Save) -> None:
    found = read_boundaries(save(maps.geojson(maps.municipalities(), "EPSG:4326")))
    assert found.crs == "RD"
    assert "WGS84" in found.notes[0]
    assert "RD" in found.notes[0]


def test_multipolygons_holes_and_heights_are_read(save: Save) -> None:
    ring = [
        [130_000, 450_000, 3],
        [134_000, 450_000, 3],
        [134_000, 454_000, 3],
        [130_000, 450_000, 3],
    ]
    feature = {
        "type": "Feature",
        "id": "GM9901",
        "properties": None,
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]},
    }
    found = read_boundaries(save(json.dumps(feature)))
    assert found.features[0].code == "GM9901"
    assert found.features[0].name == ""
    assert not shapely.has_z(found.features[0].geometry)


def test_water_and_abroad_are_left_out_and_counted(save: Save) -> None:
    records = maps.neighbourhoods()
    records.append(({**records[0][0], "buurtcode": "BU99019999", "water": "JA"}, maps.square(9)))
    records.append(({**records[0][0], "buurtcode": "BU99009999"}, box(0, 0, 9e6, 9e6)))
    found = read_boundaries(save(maps.geojson(records)))
    assert [f.code for f in found.features] == [
        "BU99010000",
        "BU99010001",
        "BU99010100",
        "BU99010101",
    ]
    assert found.notes == ("2 vlakken water of buitenland zijn overgeslagen.",)


def test_a_geopackage_gives_all_levels_of_its_layers(tmp_path: Path) -> None:
    layers: dict[str, list[maps.Record]] = {
        "gemeente_gegeneraliseerd_2023": maps.municipalities(year=None),
        "gemeente_niet_gegeneraliseerd_2023": maps.municipalities(year=None),
        "buurten": maps.neighbourhoods(),
        "ggdregio": [({"statcode": "GG0111"}, maps.square())],
    }
    path = maps.write_geopackage(tmp_path / "zonder-extensie.gpkg", layers)
    found = read_boundaries(path)
    assert looks_like_boundaries(path)
    assert (found.format, found.crs) == ("GeoPackage", "RD")
    assert found.kinds == ("municipality", "neighbourhood")
    assert [f.code for f in found.features][:2] == ["GM9901", "GM9902"]
    assert len(found.features) == 6
    assert found.years == (2023,)
    assert found.features[2].name == "Buurt 0"


def test_a_detailed_layer_without_a_generalised_twin_is_used(tmp_path: Path) -> None:
    layers = {"gemeente_niet_gegeneraliseerd_2023": maps.municipalities()}
    found = read_boundaries(maps.write_geopackage(tmp_path / "kaart.gpkg", layers))
    assert len(found.features) == 2


def test_csv_with_wkt_takes_the_column_with_the_right_order_of_axes(save: Save) -> None:
    right = maps.in_degrees(maps.square())
    text = wkt_csv(
        [f'1;"BU0363AC02";"AC02";"Leliegracht e.o.";"{swapped(right).wkt}";"{right.wkt}"'],
        "Nr;CBS_Buurtcode;Buurtcode;Buurt;WKT_LAT_LNG;WKT_LNG_LAT",
    )
    path = save(text)
    found = read_boundaries(path)
    assert looks_like_boundaries(path)
    assert (found.format, found.crs, found.realm, found.notes) == ("CSV", "WGS84", "nl", ())
    assert (found.features[0].code, found.features[0].name) == ("BU0363AC02", "Leliegracht e.o.")


def test_csv_with_only_swapped_axes_is_turned_and_told(save: Save) -> None:
    border = swapped(maps.in_degrees(maps.square()))
    found = read_boundaries(save(wkt_csv([f"1;BU0363AC02;AC02;Lelie;{border.wkt}"])))
    assert found.crs == "WGS84"
    assert "omgedraaid" in found.notes[0]


def test_csv_in_windows_text_with_commas_and_a_declared_system(save: Save) -> None:
    text = f'code,naam,wkt\nGM1900,Súdwest-Fryslân,"SRID=28992;{maps.square().wkt}"\n'
    found = read_boundaries(save(text, encoding="cp1252"))
    assert found.features[0].name == "Súdwest-Fryslân"
    assert found.crs == "RD"


def test_a_few_records_without_a_border_are_named(save: Save) -> None:
    records = maps.municipalities(40)
    records[3] = (records[3][0], None)
    found = read_boundaries(save(maps.geojson(records)))
    assert len(found.features) == 39
    assert found.notes == ("Zonder leesbare grens (1): GM9904.",)


# --- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "leeg"),
        (b"<!DOCTYPE html><html>502 Bad Gateway</html>", "webpagina"),
        (b"PK\x03\x04rest of a zip", "zipbestand"),
        (b"a;b\n1;2\n", "geen kaart"),
        (b"SQLite format 3\x00" + bytes(100), "geen kaart"),
        (b'{"iets": "anders"}', "geen kaart"),
        (b'{"type": "Topology", "objects": {}}', "TopoJSON"),
        (b'{"type": "FeatureCollection"}', "geen gebieden"),
        (b'{"type": "FeatureCollection", "features": []}', "CBS-gebiedscodes"),
        (b'{"type": "FeatureCollection", "features": [1, null, "x"]}', "CBS-gebiedscodes"),
        (b'{"type": "FeatureCollection", "features": [{"type": ', "afgekapt"),
        (b'{"type": "FeatureCollection", "x": "\xff\xfe"}', "UTF-8"),
        (b'{"type": "FeatureCollection", "f": ' + b"[" * 200_000, "afgekapt"),
        (b"code;wkt\nGM9901;POLYGON((5 52, 6 52", "niet leesbaar"),
        (b'code;wkt\nGM9901;"POLYGON((5 52, 6 52', "afgekapt"),
        (b"code;wkt\nGM9901;\nGM9902;POLYGON((5 52,6 52,6 53,5 52))", "niet leesbaar"),
        (b"code;wkt\n;\nGM9901;geen POLYGON((", "geen kolom met grenzen"),
        (b'{"type": "FeatureCollection", "features": [{"type": [], "coordinates": 1}]}', "codes"),
        (b'{"type": "FeatureCollection", "crs": 3, "features": 4}', "geen gebieden"),
        (b'{"type": "Polygon", "coordinates": [[[5,52],[6,52],[6,53],[5,52]]]}', "geen gebieden"),
    ],
)
def test_other_content_is_refused_in_words(save: Save, content: bytes, word: str) -> None:
    assert word in refusal(save(content))


def test_a_file_that_may_not_be_read_is_refused(
    save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> NoReturn:
        raise PermissionError

    path = save(maps.geojson(maps.municipalities()))
    monkeypatch.setattr(Path, "open", refuse)
    assert "niet te lezen" in refusal(path)


@pytest.mark.parametrize("crs", ["EPSG:28992", "rommel", "", None])
def test_an_unreadable_system_is_no_problem_when_the_coordinates_speak(crs: str | None) -> None:
    assert boundary_files.epsg_of(crs) == (28992 if crs == "EPSG:28992" else None)


@pytest.mark.parametrize("year", [2012, 2012.0, "2012", " 2012 "])
def test_years_may_be_numbers(save: Save, year: object) -> None:
    records = [({"statcode": "GM9901", "jaar": year}, maps.square())]
    assert read_boundaries(save(maps.geojson(records))).years == (2012,)


def test_a_map_without_area_codes_is_refused(save: Save) -> None:
    assert "statcode" in refusal(save(maps.geojson([({"naam": "Ergens"}, maps.square())])))


def test_a_map_without_any_border_is_refused(save: Save) -> None:
    records = [(values, None) for values, _border in maps.municipalities()]
    assert "GM9901" in refusal(save(maps.geojson(records)))


def test_a_map_with_water_only_is_refused(save: Save) -> None:
    records = [({**values, "water": "JA"}, border) for values, border in maps.neighbourhoods()]
    assert "geen gebieden met een grens" in refusal(save(maps.geojson(records)))


@pytest.mark.parametrize(
    "border", [box(-1, 51, 0, 52), box(0, 0, 10, 10), box(700_000, 6.6e6, 7.1e5, 6.7e6)]
)
def test_places_outside_the_country_are_refused(save: Save, border: Polygon) -> None:
    assert "niet in Nederland" in refusal(save(maps.geojson([({"statcode": "GM9901"}, border)])))


@pytest.mark.parametrize("border", [maps.square(), maps.in_degrees(maps.square())])
def test_swapped_axes_in_geojson_are_refused_with_a_hint(save: Save, border: Polygon) -> None:
    text = maps.geojson([({"statcode": "GM9901"}, swapped(border))])
    assert "assen zijn verwisseld" in refusal(save(text))


def test_another_system_is_refused_by_its_number(tmp_path: Path, save: Save) -> None:
    assert "EPSG:3857" in refusal(save(maps.geojson(maps.municipalities(), "EPSG:3857")))
    layers = {"gemeenten": maps.municipalities()}
    path = maps.write_geopackage(tmp_path / "kaart.gpkg", layers, crs="EPSG:32631")
    assert "EPSG:32631" in refusal(path)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e999"])
def test_impossible_coordinates_are_refused(save: Save, value: str) -> None:
    text = maps.geojson(maps.municipalities(1)).replace("131000.0", value, 1)
    assert "niet leesbaar" in refusal(save(text))


@pytest.mark.parametrize("coordinates", [[], [[]], [[[1, 2]]], "tekst", [[["a", "b"]] * 4], 7])
def test_broken_coordinates_are_refused(save: Save, coordinates: Any) -> None:
    feature = {
        "type": "Feature",
        "properties": {"statcode": "GM9901"},
        "geometry": {"type": "Polygon", "coordinates": coordinates},
    }
    path = save(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert "niet leesbaar" in refusal(path)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_truncated_geopackage_is_refused(tmp_path: Path, save: Save, share: float) -> None:
    layers = {"buurten": maps.neighbourhoods(count=90)}
    whole = maps.write_geopackage(tmp_path / "heel.gpkg", layers).read_bytes()
    assert "GeoPackage" in refusal(save(whole[: int(len(whole) * share)], "half.gpkg"))


@given(st.integers(0, 1500))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_cut_off_anywhere_gives_a_sentence(save: Save, length: int) -> None:
    rows = [f"{n};BU990100{n:02d};x;Buurt;{maps.square(n).wkt}" for n in range(3)]
    for text in (maps.geojson(maps.municipalities(4)), wkt_csv(rows)):
        path = save(text[:length])
        assert outcome(path).endswith((".", "0", "1", "2", "3", "4"))


@given(st.binary(max_size=400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_give_a_sentence(save: Save, content: bytes) -> None:
    for start in (
        b"",
        b'{"type":"FeatureCollection",',
        b"SQLite format 3\x00" + b"\x00" * 52 + b"GPKG",
        b"c;POLYGON((\n",
    ):
        with pytest.raises(BoundaryError):
            read_boundaries(save(start + content))


def test_text_that_is_too_large_is_refused(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundary_files, "LARGEST_TEXT", 100)
    assert "GeoPackage" in refusal(save(maps.geojson(maps.municipalities())))


# --- nothing is fetched -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["/vsicurl/http://example.org/kaart.gpkg", "http://example.org/kaart.geojson", "bestaat-niet"],
)
def test_only_real_files_are_opened(name: str) -> None:
    assert "niet gevonden" in refusal(Path(name))
    assert not looks_like_boundaries(Path(name))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert "gewoon bestand" in refusal(tmp_path)


def test_a_link_to_a_coordinate_system_is_not_followed(
    save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(*_args: object, **_kwargs: object) -> NoReturn:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "create_connection", no_network)
    monkeypatch.setattr(socket.socket, "connect", no_network)
    content = json.loads(maps.geojson(maps.municipalities()))
    content["crs"] = {
        "type": "link",
        "properties": {"href": "http://127.0.0.1:9/x", "type": "proj4"},
    }
    assert read_boundaries(save(json.dumps(content))).crs == "RD"


@pytest.mark.parametrize("name", ["boundary_files.py", "boundaries.py", "shaping.py"])
def test_every_sentence_is_short(name: str) -> None:
    source = Path(boundary_files.__file__).with_name(name).read_text(encoding="utf-8")
    for sentence in re.findall(r'_\(\s*"([^"]+)"\s*\)', source):
        assert all(len(part.split()) <= 20 for part in sentence.split("."))
