"""The map of Voorbeeldland: provinces, municipalities, districts and neighbourhoods that tile.

All outlines are made in RD New metres (EPSG:28992). Cells around seed points (Voronoi) are cut
from an organic outline; their inner borders are then bent by a smooth field that leaves the
borders of the level above untouched, so that every level tiles the one above it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

from voorbeeldstad.country import (
    BUURSTAD,
    MUNICIPALITIES,
    NEIGHBOURHOODS,
    PROVINCES,
    VOORBEELDSTAD,
)

Points = NDArray[np.float64]
Shapes = dict[str, BaseGeometry]

_CENTRE = (152_000.0, 468_000.0)
_RADIUS = 43_000.0
_GRID = 1.0

#: Where the seeds of the districts lie: metres east and north of the middle of the town, and the
#: bank of the river.
_DISTRICT_SEEDS = {
    "WK990101": (0, -900, "south"),
    "WK990102": (-900, 1500, "north"),
    "WK990103": (1900, -300, "south"),
    "WK990104": (1800, 2300, "north"),
    "WK990105": (3600, -1700, "south"),
    "WK990106": (300, -2900, "south"),
    "WK990107": (-2200, -1900, "south"),
    "WK990108": (-3600, 2300, "north"),
    "WK990109": (3200, -5200, "south"),
    "WK990200": (0, 0, ""),
    "WK990201": (-2500, 300, ""),
    "WK990202": (2500, -200, ""),
    "WK990203": (600, 3600, ""),
}


@dataclass(frozen=True)
class Map:
    """Outlines by code, in RD New metres."""

    provinces: Shapes
    municipalities: Shapes
    districts: Shapes
    neighbourhoods: Shapes


def draw_map(*, seed: int) -> Map:
    """Draw the whole country; the same seed draws the same map."""
    rng = np.random.default_rng([seed, 9])
    outline = _blob(_CENTRE, _RADIUS)
    river = _wave(outline, height=0.0, swing=4_000.0, length=52_000.0)
    halves = _banks(outline, river)
    provinces = dict(zip(PROVINCES, (halves["north"], halves["south"]), strict=True))
    towns: Shapes = {}
    for province, shape in provinces.items():
        towns |= _municipalities(province, shape, rng)
    towns = _shared(towns)
    neighbourhoods: Shapes = {}
    for town in (VOORBEELDSTAD, BUURSTAD):
        neighbourhoods |= _neighbourhoods(town, towns[town], rng)
    neighbourhoods = _shared(neighbourhoods)
    districts = _dissolve(neighbourhoods, lambda code: f"WK{code[2:8]}")
    home = {town.code: town.province for town in MUNICIPALITIES}
    return Map(_dissolve(towns, home.__getitem__), towns, districts, neighbourhoods)


def _municipalities(province: str, shape: BaseGeometry, rng: np.random.Generator) -> Shapes:
    """Divide a province; Voorbeeldstad lies in the middle of it and Buurstad next door."""
    codes = [town.code for town in MUNICIPALITIES if town.province == province]
    seeds = _relaxed(shape, _inside(shape, len(codes), rng), rounds=6)
    middle = np.array(shape.centroid.coords[0])
    seeds = seeds[np.argsort(np.hypot(*(seeds - middle).T), kind="stable")]
    near = 1 + np.argsort(np.hypot(*(seeds[1:] - seeds[0]).T), kind="stable")
    seeds = seeds[np.concatenate([[0], near])]
    return _bent(_cells(shape, codes, seeds), shape, step=450.0, size=650.0, length=9_000.0)


def _neighbourhoods(town: str, shape: BaseGeometry, rng: np.random.Generator) -> Shapes:
    """Divide a town in districts, on both banks of a river if it has one, and those again."""
    middle = shape.centroid
    seeds = {code: at for code, at in _DISTRICT_SEEDS.items() if code[2:6] == town[2:]}
    river = _wave(shape, height=500.0, swing=500.0, length=7_000.0)
    banks = _banks(shape, river) if town == VOORBEELDSTAD else {"": shape}
    cells: Shapes = {}
    for bank, part in banks.items():
        own = [code for code, at in seeds.items() if at[2] == bank]
        points = np.array([[middle.x + seeds[c][0], middle.y + seeds[c][1]] for c in own])
        for district, piece in _cells(part, own, points).items():
            codes = [home.code for home in NEIGHBOURHOODS if home.district == district]
            inner = _relaxed(piece, _inside(piece, len(codes), rng), rounds=5)
            cells |= _cells(piece, codes, inner)
    fixed = shapely.union_all([shape.boundary, *(part.boundary for part in banks.values())])
    return _bent(cells, shape, step=90.0, size=110.0, length=1_500.0, fixed=fixed)


def _blob(centre: tuple[float, float], radius: float) -> BaseGeometry:
    """An organic closed outline."""
    angle = np.linspace(0, 2 * np.pi, 240, endpoint=False)
    waves = ((2, 0.13, 0.4), (3, 0.09, 1.9), (5, 0.05, 0.7), (9, 0.022, 2.5), (17, 0.012, 4.0))
    reach = radius * (1 + sum(size * np.cos(n * angle + at) for n, size, at in waves))
    ring = np.column_stack(
        [centre[0] + 1.12 * reach * np.cos(angle), centre[1] + 0.92 * reach * np.sin(angle)]
    )
    return shapely.Polygon(np.rint(ring))


def _wave(shape: BaseGeometry, *, height: float, swing: float, length: float) -> BaseGeometry:
    """A winding line from west to east through the middle of a shape, and past its edges."""
    west, _, east, _ = shape.bounds
    x = np.linspace(west - 1_000, east + 1_000, 160)
    middle = shape.centroid
    y = middle.y + height + swing * np.sin((x - middle.x) * 2 * np.pi / length)
    return shapely.LineString(np.column_stack([x, y]).round())


def _banks(shape: BaseGeometry, river: BaseGeometry) -> Shapes:
    """The parts of a shape north and south of a line that crosses it."""
    level = dict(zip(*np.array(river.coords).T, strict=True))
    xs = np.array(sorted(level))
    ys = np.array([level[x] for x in xs])
    sides: dict[str, list[BaseGeometry]] = {"north": [], "south": []}
    for part in split(shape, river).geoms:
        point = part.representative_point()
        sides["north" if point.y > np.interp(point.x, xs, ys) else "south"].append(part)
    return {side: shapely.union_all(parts) for side, parts in sides.items()}


def _inside(shape: BaseGeometry, number: int, rng: np.random.Generator) -> Points:
    """Random points inside a shape."""
    west, south, east, north = shape.bounds
    found = np.empty((0, 2))
    while len(found) < number:
        tries = rng.uniform((west, south), (east, north), (4 * number, 2))
        found = np.concatenate([found, tries[shapely.contains_xy(shape, *tries.T)]])
    return found[:number]


def _relaxed(shape: BaseGeometry, seeds: Points, rounds: int) -> Points:
    """Move every seed to the middle of its cell a few times, which evens the cells out."""
    codes = [str(number) for number in range(len(seeds))]
    for _ in range(rounds):
        cells = _cells(shape, codes, seeds)
        seeds = np.array([cells[code].centroid.coords[0] for code in codes])
    return seeds


def _cells(shape: BaseGeometry, codes: Sequence[str], seeds: Points) -> Shapes:
    """Divide a shape among seeds: every place belongs to the nearest one."""
    if len(codes) == 1:
        return {codes[0]: shape}
    borders = shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=shape, only_edges=True)
    lines = [shape.boundary, shapely.intersection(borders, shape)]
    parts: dict[str, list[BaseGeometry]] = {code: [] for code in codes}
    for face in _faces(lines):
        point = face.representative_point()
        if shapely.contains_xy(shape, point.x, point.y):
            nearest = np.argmin(np.hypot(*(seeds - (point.x, point.y)).T))
            parts[codes[int(nearest)]].append(face)
    return {code: shapely.union_all(faces) for code, faces in parts.items()}


def _bent(
    cells: Shapes,
    shape: BaseGeometry,
    *,
    step: float,
    size: float,
    length: float,
    fixed: BaseGeometry | None = None,
) -> Shapes:
    """Bend the inner borders of a division by at most `size` metres."""
    firm = shape.boundary if fixed is None else fixed
    lines = shapely.union_all([cell.boundary for cell in cells.values()], grid_size=_GRID)
    fine = shapely.segmentize(lines, step)

    def bend(at: Points) -> Points:
        room = shapely.distance(shapely.points(at), firm)
        strength = size * np.minimum(1.0, room / (6 * size))[:, None]
        moved: Points = np.rint(at + strength * _field(at, length))
        return moved

    return _named([shapely.transform(fine, bend)], cells)


def _shared(shapes: Shapes) -> Shapes:
    """The same shapes, with neighbours that share every point of their border."""
    return _named([shape.boundary for shape in shapes.values()], shapes)


def _named(lines: list[BaseGeometry], like: Shapes) -> Shapes:
    """The faces between lines, each given to the shape it overlaps most."""
    codes, old = list(like), list(like.values())
    parts: dict[str, list[BaseGeometry]] = {code: [] for code in codes}
    for face in _faces(lines):
        claim = shapely.area(shapely.intersection(old, face))
        if claim.max() == 0:  # a sliver that rounding left between two shapes
            claim = shapely.length(shapely.intersection(shapely.boundary(old), face.buffer(_GRID)))
        parts[codes[int(np.argmax(claim))]].append(face)
    return {code: shapely.union_all(faces) for code, faces in parts.items()}


def _field(at: Points, length: float) -> Points:
    """A smooth field of directions, a sum of waves, each part between -1 and 1."""
    x, y = (at * (2 * np.pi / length)).T
    east = np.sin(y + 0.7) + np.sin(1.9 * y - 0.8 * x) + 0.6 * np.sin(3.1 * x + 1.3)
    north = np.sin(x + 2.1) + np.sin(2.1 * x + 0.9 * y) + 0.6 * np.sin(2.7 * y + 0.4)
    return np.column_stack([east, north]) / 2.6


def _faces(lines: list[BaseGeometry]) -> list[BaseGeometry]:
    """The faces between lines, on a grid of whole metres."""
    network = shapely.union_all(lines, grid_size=_GRID)
    return list(shapely.polygonize([network]).geoms)


def _dissolve(shapes: Shapes, parent: Callable[[str], str]) -> Shapes:
    """Join shapes that have the same parent."""
    groups: dict[str, list[BaseGeometry]] = {}
    for code, shape in shapes.items():
        groups.setdefault(parent(code), []).append(shape)
    return {code: shapely.union_all(parts) for code, parts in groups.items()}


# --- from RD New to WGS84 ---------------------------------------------------------------------

_NORTH = {
    (0, 1): 3235.65389,
    (2, 0): -32.58297,
    (0, 2): -0.2475,
    (2, 1): -0.84978,
    (0, 3): -0.0655,
    (2, 2): -0.01709,
    (1, 0): -0.00738,
    (4, 0): 0.0053,
    (2, 3): -0.00039,
    (4, 1): 0.00033,
    (1, 1): -0.00012,
}
_EAST = {
    (1, 0): 5260.52916,
    (1, 1): 105.94684,
    (1, 2): 2.45656,
    (3, 0): -0.81885,
    (1, 3): 0.05594,
    (3, 1): -0.05607,
    (0, 1): 0.01199,
    (3, 2): -0.00256,
    (1, 4): 0.00128,
    (0, 2): 0.00022,
    (2, 0): -0.00022,
    (5, 0): 0.00026,
}


def to_wgs84(at: Points) -> Points:
    """RD New metres to longitude and latitude, good to about a metre.

    Source: F. Schreutelkamp and G. Strang van Hees, "Benaderingsformules voor de transformatie
    tussen RD- en WGS84-kaartcoördinaten", NGT Geodesia 2001-2.

    >>> to_wgs84(np.array([[155_000.0, 463_000.0]])).round(5).tolist()
    [[5.38721, 52.15517]]
    """
    x, y = ((at - (155_000.0, 463_000.0)) / 100_000).T

    def series(terms: dict[tuple[int, int], float]) -> NDArray[np.float64]:
        parts = [factor * x**p * y**q for (p, q), factor in terms.items()]
        return reduce(np.add, parts)

    degrees = [5.38720621 + series(_EAST) / 3600, 52.1551744 + series(_NORTH) / 3600]
    return np.column_stack(degrees).round(6)
