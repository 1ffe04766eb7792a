"""Which areas of a map touch, read from their outlines. Pure.

Outlines that were simplified together keep their common corners, so two areas touch when their
paths share a corner (queen contiguity). Outlines that do not fit each other share none; who uses
the answer then falls back on distances.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

_RING = re.compile(r"M([^lz]+)l([^z]*)z")
_NUMBER = re.compile(r"-?\d+")

Corners = NDArray[np.int64]


def corners(path: str) -> Corners:
    """The corners of an outline in whole metres, shape (corners, 2); empty for an empty path."""
    rings = [_ring(start, steps) for start, steps in _RING.findall(path)]
    return np.concatenate(rings) if rings else np.zeros((0, 2), dtype=np.int64)


def touching(paths: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Pairs of positions of the outlines that share a corner, each pair once and in order."""
    owners: dict[tuple[int, int], set[int]] = defaultdict(set)
    for at, path in enumerate(paths):
        for x, y in corners(path).tolist():
            owners[(x, y)].add(at)
    shared = (found for found in owners.values() if len(found) > 1)
    return tuple(sorted({pair for found in shared for pair in combinations(sorted(found), 2)}))


def middles(paths: Sequence[str]) -> NDArray[np.float64]:
    """A point in the middle of each outline's corners, in metres; NaN for an empty path."""
    found = [corners(path) for path in paths]
    points = [c.mean(axis=0) if len(c) else np.full(2, np.nan) for c in found]
    return np.array(points, dtype=np.float64).reshape(-1, 2)


def _ring(start: str, steps: str) -> Corners:
    numbers = [int(text) for text in _NUMBER.findall(f"{start} {steps}")]
    return np.cumsum(np.array(numbers, dtype=np.int64).reshape(-1, 2), axis=0)
