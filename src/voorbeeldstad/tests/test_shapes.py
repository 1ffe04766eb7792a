"""The map: levels tile each other without gaps or overlaps, in two coordinate systems."""

import json
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from voorbeeldstad import country, shapes

pytestmark = pytest.mark.pure

LEVELS = ("provincies", "gemeenten", "wijken", "buurten")


@pytest.fixture(scope="module")
def drawn(folder: Path) -> dict[str, dict[str, BaseGeometry]]:
    found = {}
    for level in LEVELS:
        collection = json.loads((folder / f"{level}_2025.geojson").read_text())
        found[level] = {
            feature["properties"]["statcode"]: shape(feature["geometry"])
            for feature in collection["features"]
        }
    return found


def test_every_area_of_the_classification_has_an_outline(
    drawn: dict[str, dict[str, BaseGeometry]],
) -> None:
    kinds = dict(
        zip(LEVELS, ("province", "municipality", "district", "neighbourhood"), strict=True)
    )
    rows = [row for row in country.areas() if row.municipality != "GM9900"]
    for level, kind in kinds.items():
        assert sorted(drawn[level]) == sorted(row.code for row in rows if row.kind == kind)


@pytest.mark.parametrize("level", LEVELS)
def test_outlines_are_valid_and_tile_without_overlap(
    drawn: dict[str, dict[str, BaseGeometry]], level: str
) -> None:
    outlines = list(drawn[level].values())
    assert all(outline.is_valid and not outline.is_empty for outline in outlines)
    assert all(shapely.is_ccw(shapely.get_exterior_ring(part)) for o in outlines for part in
               shapely.get_parts(o))  # fmt: skip
    assert shapely.coverage_is_valid(outlines)
    joined = shapely.union_all(outlines)
    assert joined.area == pytest.approx(sum(outline.area for outline in outlines), rel=1e-9)
    holes = [ring for part in shapely.get_parts(joined) for ring in part.interiors]
    assert not holes


def test_neighbourhoods_tile_districts_and_districts_tile_towns(
    drawn: dict[str, dict[str, BaseGeometry]],
) -> None:
    for district, outline in drawn["wijken"].items():
        inside = [o for code, o in drawn["buurten"].items() if code[2:8] == district[2:]]
        assert shapely.union_all(inside).symmetric_difference(outline).area == 0
    made = shapes.draw_map(seed=2026)
    for town in ("GM9901", "GM9902"):
        inside = [o for code, o in made.districts.items() if code[2:6] == town[2:]]
        apart = shapely.union_all(inside).symmetric_difference(made.municipalities[town])
        assert apart.area < 0.0005 * made.municipalities[town].area


def test_the_country_lies_within_dutch_bounds(drawn: dict[str, dict[str, BaseGeometry]]) -> None:
    west, south, east, north = shapely.total_bounds(list(drawn["gemeenten"].values()))
    assert 3.3 < west < east < 7.3
    assert 50.7 < south < north < 53.6
    west, south, east, north = shapely.total_bounds(list(drawn["buurten"].values()))
    assert 0 < west < east < 300_000
    assert 300_000 < south < north < 630_000


def test_voorbeeldstad_and_buurstad_are_neighbours(
    drawn: dict[str, dict[str, BaseGeometry]],
) -> None:
    one, other = drawn["gemeenten"]["GM9901"], drawn["gemeenten"]["GM9902"]
    assert one.touches(other)
    assert one.intersection(other).length > 0.01


def test_outlines_are_not_squares(drawn: dict[str, dict[str, BaseGeometry]]) -> None:
    corners = [shapely.get_num_coordinates(outline) for outline in drawn["buurten"].values()]
    assert min(corners) > 15
    filled = [o.area / o.minimum_rotated_rectangle.area for o in drawn["buurten"].values()]
    assert np.mean(filled) < 0.85


def test_the_way_to_wgs84_agrees_with_proj() -> None:
    rng = np.random.default_rng(1)
    at = rng.uniform((100_000, 420_000), (220_000, 520_000), (200, 2))
    to = pyproj.Transformer.from_crs(28992, 4326, always_xy=True)
    expected = np.column_stack(to.transform(*at.T))
    assert np.abs(shapes.to_wgs84(at) - expected).max() < 2e-5
