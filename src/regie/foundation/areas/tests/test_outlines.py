"""Borders become paths: complete, closed, whole metres, and small enough for a page."""

import re

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon, box

from regie.foundation.areas import outlines as outlines_module
from regie.foundation.areas.outlines import border_of, draw_outlines, path_of, repair

pytestmark = pytest.mark.pure

Rings = list[NDArray[np.int64]]


def rings_of(path: str) -> Rings:
    """Read a path back as a browser does: absolute start, relative steps, closed."""
    rings = []
    for text in re.findall(r"M[^M]*z", path):
        start, steps = text[1:-1].split("l")
        numbers = [np.array(re.findall(r"-?\d+", part), dtype=int) for part in (start, steps)]
        points = np.vstack([numbers[0], numbers[1].reshape(-1, 2)]).cumsum(axis=0)
        rings.append(points)
    return rings


def multi(*parts: Polygon) -> MultiPolygon:
    return MultiPolygon(list(parts))


@given(st.integers(0, 280_000), st.integers(300_000, 620_000), st.integers(1, 5000), st.data())
def test_a_path_reads_back_as_the_same_corners(
    x: int, y: int, size: int, data: st.DataObject
) -> None:
    offsets = st.integers(1, size)
    corners = [(x, y), (x + data.draw(offsets), y), (x, y + data.draw(offsets))]
    (ring,) = rings_of(path_of(multi(Polygon(corners))))
    assert {(px, -py) for px, py in ring.tolist()} == set(corners)


@given(st.integers(3, 60), st.floats(20, 5000), st.floats(0, 250_000), st.floats(310_000, 600_000))
def test_rounding_never_adds_up_along_a_border(
    corners: int, radius: float, x: float, y: float
) -> None:
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    points = np.column_stack([x + radius * np.cos(angles), y + radius * np.sin(angles)])
    for ring in rings_of(path_of(multi(Polygon(points)))):
        nearest = np.abs(ring[:, None] * (1, -1) - points[None]).max(axis=2).min(axis=1)
        assert nearest.max() <= 0.5


def test_parts_and_holes_are_kept_and_holes_turn_the_other_way() -> None:
    land = Polygon(
        box(0, 400_000, 9000, 409_000).exterior, [box(2000, 402_000, 5000, 405_000).exterior]
    )
    island = box(20_000, 400_000, 24_000, 404_000)
    (outline,) = draw_outlines([multi(land, island)], "municipality")
    rings = rings_of(outline.path)
    assert len(rings) == 3
    turns = [np.sign(_area(ring)) for ring in rings]
    assert sorted(turns) == [-1, -1, 1]
    assert outline.bounds == (0, -409_000, 24_000, -400_000)
    assert outline.frame()["max_y"] == -400_000


def test_neighbours_keep_one_common_border() -> None:
    line = [(5000.0 + 40 * np.sin(k / 3), 400_000.0 + 50 * k) for k in range(200)]
    low, high = line[0][1], line[-1][1]
    west = Polygon([(0, low), *line, (0, high)])
    east = Polygon([(10_000, low), *line, (10_000, high)])
    outlines = draw_outlines([multi(west), multi(east)], "neighbourhood")
    one, two = ({tuple(p) for p in rings_of(each.path)[0].tolist()} for each in outlines)
    border = {point for point in one if 4900 < point[0] < 5100}
    assert border == {point for point in two if 4900 < point[0] < 5100}
    assert 10 < len(border) < 200


def test_crumbs_smaller_than_a_pixel_go_but_a_small_area_stays() -> None:
    large, crumb = box(0, 400_000, 9000, 409_000), box(20_000, 400_000, 20_030, 400_030)
    hole = Polygon(large.exterior, [box(100, 400_100, 130, 400_130).exterior])
    first, second = draw_outlines(
        [multi(hole, crumb), multi(box(50_000, 400_000, 50_020, 400_020))], "municipality"
    )
    assert first.path.count("M") == 1
    assert second.path == "M50020-400000l0-20-20 0 0 20z"


def test_a_crossed_border_is_repaired_and_lines_are_left_out() -> None:
    bow = repair(Polygon([(0, 0), (10, 10), (10, 0), (0, 10)]))
    assert bow.repaired
    assert bow.geometry is not None
    assert len(bow.geometry.geoms) == 2
    spike = repair(Polygon([(0, 0), (10, 0), (10, 10), (20, 20), (10, 10), (0, 10)]))
    assert spike.geometry is not None
    assert spike.geometry.area == 100
    assert not repair(box(0, 0, 1, 1)).repaired


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=3, max_size=12))
def test_any_ring_is_repaired_to_valid_surfaces_or_none(points: list[tuple[int, int]]) -> None:
    border = repair(Polygon(points)).geometry
    assert border is None or (border.is_valid and border.area > 0)


def test_a_border_without_surface_is_none() -> None:
    assert repair(Polygon()).geometry is None
    assert repair(Polygon([(0, 0), (1, 1), (2, 2), (0, 0)])).geometry is None


def test_features_with_one_code_become_one_border() -> None:
    merged = border_of([box(0, 0, 1, 1), box(1, 0, 2, 1), Polygon()])
    assert merged.geometry is not None
    assert shapely.equals(merged.geometry, box(0, 0, 2, 1))
    assert not merged.repaired
    crossed = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    assert border_of([crossed, box(0, 0, 10, 10)]).repaired


def test_a_map_that_stays_too_large_is_drawn_as_small_as_it_gets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outlines_module, "LARGEST_LOCAL_MAP", 1)
    (outline,) = draw_outlines([multi(box(0, 400_000, 900, 400_900))], "neighbourhood")
    assert outline.path.startswith("M900-400000")


def test_nothing_gives_nothing_and_less_than_a_metre_gives_no_ring() -> None:
    assert draw_outlines([], "municipality") == []
    assert path_of(multi(box(0.1, 0.1, 0.3, 0.3))) == ""


@given(
    st.lists(
        st.tuples(*[st.floats(0, 3000)] * 2, *[st.floats(30, 800)] * 2), min_size=1, max_size=8
    )
)
def test_overlapping_borders_are_still_drawn(
    boxes: list[tuple[float, float, float, float]],
) -> None:
    borders = [multi(box(x, y, x + w, y + h)) for x, y, w, h in boxes]
    outlines = draw_outlines(borders, "neighbourhood")
    assert len(outlines) == len(borders)
    assert all(each.path.startswith("M") and each.path.endswith("z") for each in outlines)


@pytest.mark.parametrize("fits", [True, False], ids=["common corners", "no common corners"])
def test_a_detailed_map_of_the_country_fits_on_a_page(fits: bool) -> None:
    """342 municipalities with about 800 corners each stay under 150 KB of path."""
    outlines = draw_outlines(_country(80.0, round_to=0.01 if fits else 0), "municipality")
    assert sum(len(each.path) for each in outlines) < 150_000
    assert len(outlines) == 342


def _country(step: float, round_to: float) -> list[MultiPolygon]:
    """Cells with rippled borders; without rounding, neighbours have no corner in common."""
    rng = np.random.default_rng(7)
    frame = box(14_000, 306_000, 277_000, 619_000)
    points = shapely.MultiPoint(rng.uniform((14_000, 306_000), (277_000, 619_000), (342, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(points))
    dense = shapely.segmentize(shapely.intersection(cells, frame), step)
    if round_to:
        dense = shapely.transform(dense, lambda xy: np.round(xy / round_to) * round_to)
    return [multi(*shapely.get_parts(each)) for each in shapely.transform(dense, _ripple)]


def _ripple(points: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y = points.T
    waves = [60 / k * np.sin((x * np.cos(k) + y * np.sin(k)) / (1500 / k)) for k in range(1, 9)]
    rough = np.sum(waves, axis=0)
    return np.column_stack([x + rough, y - rough])


def _area(ring: NDArray[np.int64]) -> float:
    x, y = ring.T
    return float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2
