"""Who lies beside whom: neighbours from shared borders or from the nearest points.

What touches is found by whoever has the shapes; this module takes the pairs. An area that
touches nothing (an island) is joined to the nearest one when its place is known, and stands
alone otherwise; the result says so. Weights are binary: a neighbour counts once or not at all.

Sources: Anselin (1995), Geographical Analysis 27, 93-115 (contiguity); Getis & Ord (1992),
Geographical Analysis 24, 189-206 (an area as a neighbour of its own).
"""

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array, eye_array

from safetymethods.result import Flags, Floats, Result, floats, found

VERSION = "1"
Islands = Literal["nearest", "alone"]
Numbers = NDArray[np.int64]
Adjacency: TypeAlias = csr_array[np.float64, tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class Neighbours(Result):
    """A binary matrix of areas by areas: row i holds 1 for every neighbour of area i.

    `islands` are the areas that touched nothing, also when they were joined to the nearest.
    `self_included` says that every area is a neighbour of its own as well.
    """

    adjacency: Adjacency
    islands: Flags
    self_included: bool

    @property
    def areas(self) -> int:
        """The number of areas."""
        return int(self.adjacency.shape[0])

    @property
    def count(self) -> Numbers:
        """How many neighbours each area has, without itself."""
        return np.diff(self.adjacency.indptr).astype(np.int64) - self.self_included

    def with_self(self) -> "Neighbours":
        """The same neighbours, with every area as a neighbour of its own."""
        if self.self_included:
            return self
        own = eye_array(self.areas, format="csr")
        return replace(self, adjacency=csr_array(self.adjacency + own), self_included=True)


def from_pairs(
    areas: int,
    pairs: ArrayLike,
    *,
    islands: Islands = "nearest",
    points: ArrayLike | None = None,
) -> Neighbours:
    """Neighbours of `areas` areas from the pairs (i, j) that touch, in either order.

    `pairs` has shape (pairs, 2) and holds positions from 0; a pair may occur more than once.
    `points` are places of the areas, shape (areas, 2), in metres on a flat map. With
    islands="nearest" an area without a pair is joined, both ways, to the area whose point is
    nearest; without points, or with islands="alone", it stays alone. Raises ValueError for
    positions outside 0..areas-1, for an area paired with itself, for points that do not fit and
    for another choice of islands.
    """
    if islands not in ("nearest", "alone"):
        raise ValueError(f"islands go to the nearest or stay alone, not {islands!r}")
    links = _checked_pairs(areas, pairs)
    alone = np.ones(areas, dtype=np.bool_)
    alone[links.ravel()] = False
    joined = islands == "nearest" and points is not None and areas > 1 and bool(alone.any())
    if points is not None:
        places = _checked_points(points, areas)
        if joined:
            lonely = np.flatnonzero(alone)
            nearby = _nearest_other(places, 1)[lonely, 0]
            links = np.concatenate([links, np.column_stack([lonely, nearby])])
    return Neighbours(
        method=f"neighbours.pairs.{islands}",
        version=VERSION,
        caveats=found(islands_joined=alone & joined, islands_alone=alone & (not joined)),
        adjacency=_matrix(areas, np.concatenate([links, links[:, ::-1]])),
        islands=alone,
        self_included=False,
    )


def nearest(points: ArrayLike, k: int = 6) -> Neighbours:
    """The k nearest areas of every area, by the distance between their points.

    `points` has shape (areas, 2), in metres on a flat map. Being near is not mutual: a remote
    area has neighbours that do not have it. Of areas at exactly the same distance any may be
    taken. Raises ValueError when k is not between 1 and the number of other areas.
    """
    places = _checked_points(points, len(floats(points)))
    areas = len(places)
    if not 1 <= k < areas:
        raise ValueError(f"k must lie between 1 and {areas - 1}, the number of other areas: {k}")
    links = np.column_stack([np.repeat(np.arange(areas), k), _nearest_other(places, k).ravel()])
    return Neighbours(
        method=f"neighbours.nearest.{k}",
        version=VERSION,
        caveats=(),
        adjacency=_matrix(areas, links),
        islands=np.zeros(areas, dtype=np.bool_),
        self_included=False,
    )


def _checked_pairs(areas: int, pairs: ArrayLike) -> Numbers:
    links = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    if links.size and (links.min() < 0 or links.max() >= areas):
        raise ValueError(f"pairs must hold positions from 0 to {areas - 1}")
    if (links[:, 0] == links[:, 1]).any():
        raise ValueError("an area cannot be paired with itself; use with_self()")
    return links


def _checked_points(points: ArrayLike, areas: int) -> Floats:
    places = floats(points)
    if places.shape != (areas, 2):
        raise ValueError(f"points must have shape ({areas}, 2), not {places.shape}")
    if not np.isfinite(places).all():
        raise ValueError("points must be known and finite")
    return places


def _nearest_other(places: Floats, k: int) -> Numbers:
    """The k nearest other points of each. Where points coincide, a point may not find itself."""
    from scipy.spatial import KDTree  # half a second to load; only this function needs it

    order = np.asarray(KDTree(places).query(places, k + 1)[1], dtype=np.int64)
    other = order != np.arange(len(places))[:, None]
    other[other.all(axis=1), -1] = False
    nearby: Numbers = order[other].reshape(len(places), k)
    return nearby


def _matrix(areas: int, links: Numbers) -> Adjacency:
    """A binary matrix with a 1 for each link, however often it is given."""
    matrix = csr_array((np.ones(len(links)), (links[:, 0], links[:, 1])), shape=(areas, areas))
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix
