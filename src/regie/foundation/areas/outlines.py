"""From borders in RD New metres to outlines that can be drawn. Pure: shapely and numpy only.

Neighbours are simplified together (a coverage), so that their common border stays common and no
slivers appear between them. The path has whole metres, relative steps, and y turned downwards.
"""

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry, MultiPolygon, Polygon

TOLERANCE = {"municipality": 300.0, "district": 20.0, "neighbourhood": 8.0}
"""Metres; Visvalingam-Whyatt drops a corner when its triangle is smaller than its square.
Municipalities stand on a map of the country (1 pixel is about 500 m at 640 pixels wide),
neighbourhoods on a map of one municipality (about 20 m a pixel)."""

OTHER_TOLERANCE = 500.0

LARGEST_MAP = {"municipality": 150_000}
LARGEST_LOCAL_MAP = 120_000
"""Characters of path text on one map. A more detailed source is simplified further until it fits,
so that a page stays light whatever was imported."""

_COARSER = 1.4
_ATTEMPTS = 12
SMALLEST_PART = 0.25
"""Parts and holes smaller than this many squared tolerances are dropped, if others remain."""


_STUCK = 0.97
"""When a coarser tolerance keeps more than this share, neighbours hardly share any corners."""

Simplify = Callable[[list[MultiPolygon], float], Sequence[Geometry]]


@dataclass(frozen=True)
class Outline:
    """An SVG path in whole metres with its frame: (min_x, min_y, max_x, max_y)."""

    path: str
    bounds: tuple[int, int, int, int]

    def frame(self) -> dict[str, int]:
        """The bounds by the names that the table of shapes uses."""
        return dict(zip(("min_x", "min_y", "max_x", "max_y"), self.bounds, strict=True))


@dataclass(frozen=True)
class Repaired:
    """A usable border (or None), and whether it had to be repaired."""

    geometry: MultiPolygon | None
    repaired: bool


def repair(geometry: Geometry) -> Repaired:
    """Make a border valid and keep its surfaces only; None when there are none."""
    valid = bool(shapely.is_valid(geometry))
    whole = geometry if valid else shapely.make_valid(geometry)
    parts = [part for part in shapely.get_parts(whole) if not shapely.is_empty(part)]
    # make_valid may answer a collection with collections in it: one more level is enough.
    flat = itertools.chain.from_iterable(shapely.get_parts(part) for part in parts)
    surfaces = [part for part in flat if isinstance(part, Polygon) and part.area > 0]
    return Repaired(_multi(surfaces), not valid)


def border_of(geometries: Sequence[Geometry]) -> Repaired:
    """One usable border from the features that carry the same code, or from the parts of an area.

    Each is made valid before they are merged: merging crossed borders fails.
    """
    fixed = [repair(geometry) for geometry in geometries]
    surfaces = [each.geometry for each in fixed if each.geometry is not None]
    whole = surfaces[0] if len(surfaces) == 1 else shapely.union_all(surfaces)
    return Repaired(repair(whole).geometry, any(each.repaired for each in fixed))


def draw_outlines(borders: Sequence[MultiPolygon], kind: str) -> list[Outline]:
    """The outlines of one map, simplified for the level it is shown at, in the same order."""
    if not borders:
        return []
    tolerance = TOLERANCE.get(kind, OTHER_TOLERANCE)
    largest = LARGEST_MAP.get(kind, LARGEST_LOCAL_MAP)
    simplify: Simplify = _together
    outlines = _simplified(borders, tolerance, simplify)
    for _attempt in range(_ATTEMPTS):
        before = _size(outlines)
        if before <= largest:
            break
        tolerance *= _COARSER
        outlines = _simplified(borders, tolerance, simplify)
        if _size(outlines) > _STUCK * before:
            simplify = _one_by_one
    return outlines


def path_of(border: MultiPolygon) -> str:
    """The SVG path of a border in RD metres: `M` absolute, then `l` with relative steps."""
    oriented = shapely.orient_polygons(border)
    rings = shapely.get_rings(list(shapely.get_parts(oriented)))
    return "".join(filter(None, (_ring_path(shapely.get_coordinates(ring)) for ring in rings)))


def _size(outlines: Iterable[Outline]) -> int:
    return sum(len(each.path) for each in outlines)


def _together(borders: list[MultiPolygon], tolerance: float) -> Sequence[Geometry]:
    simple: Sequence[Geometry] = shapely.coverage_simplify(borders, tolerance).tolist()
    return simple


def _one_by_one(borders: list[MultiPolygon], tolerance: float) -> Sequence[Geometry]:
    """For borders that do not fit each other (gaps, overlaps): there is no common border to keep.

    Half the tolerance is a distance that drops about as many corners (Douglas-Peucker).
    """
    simple: Sequence[Geometry] = shapely.simplify(borders, tolerance / 2).tolist()
    return simple


def _simplified(
    borders: Sequence[MultiPolygon], tolerance: float, simplify: Simplify
) -> list[Outline]:
    simple = simplify(list(borders), tolerance)
    return [_outline(each, whole, tolerance) for each, whole in zip(simple, borders, strict=True)]


def _outline(simple: Geometry, whole: MultiPolygon, tolerance: float) -> Outline:
    """Fall back on the border itself where simplifying ate most of a small area."""
    kept = _without_crumbs(repair(simple).geometry, tolerance)
    path = path_of(kept) if kept is not None and kept.area > whole.area / 2 else ""
    if not path:
        kept, path = whole, path_of(whole)
    min_x, min_y, max_x, max_y = shapely.bounds(kept).round().astype(int).tolist()
    return Outline(path, (min_x, -max_y, max_x, -min_y))


def _without_crumbs(border: MultiPolygon | None, tolerance: float) -> MultiPolygon | None:
    """Drop islands and holes that are smaller than a pixel; keep the largest part always."""
    if border is None:
        return None
    least = SMALLEST_PART * tolerance**2
    parts = sorted(border.geoms, key=lambda part: -part.area)
    large = [part for part in parts if part.area >= least] or parts[:1]
    return _multi([_without_small_holes(part, least) for part in large])


def _without_small_holes(part: Polygon, least: float) -> Polygon:
    holes = [ring for ring in part.interiors if Polygon(ring).area >= least]
    return Polygon(part.exterior, holes)


def _multi(parts: Iterable[Polygon]) -> MultiPolygon | None:
    found = list(parts)
    return MultiPolygon(found) if found else None


def _ring_path(points: NDArray[np.float64]) -> str:
    """Steps are taken between rounded points, so that rounding never adds up along a border."""
    whole = np.rint(points * (1, -1)).astype(np.int64)
    whole = whole[np.append(True, np.any(np.diff(whole, axis=0) != 0, axis=1))]
    if len(whole) < 4:  # a closed ring with fewer points has no surface left
        return ""
    steps = np.diff(whole[:-1], axis=0).ravel().tolist()
    start = _numbers(whole[0].tolist())
    return f"M{start}l{_numbers(steps)}z"


def _numbers(values: Sequence[int]) -> str:
    """Whole numbers with a space only where no minus sign separates them."""
    first, *others = (str(value) for value in values)
    return first + "".join(text if text[0] == "-" else f" {text}" for text in others)
