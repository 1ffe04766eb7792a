"""How far out is the sum of an area's neighbours among random neighbours?

The others are drawn at random while the area keeps its own value (Anselin 1995). All areas use
the same random orders of the areas: an area with k neighbours takes the first k of each order,
or, where it is among those itself, the next one in its place. For each area that is an exact
draw of k of the others, and the sums of nearly all areas with k neighbours are the same numbers,
which need sorting only once.
"""

import numpy as np

from safetymethods.neighbours import Adjacency, Numbers
from safetymethods.result import Flags, Floats

ROUNDING = 1e-9
"""Numbers closer than this part of their scale are called equal: sums add in another order."""


def conditional_p(
    deviation: Floats, known: Flags, adjacency: Adjacency, permutations: int, seed: int
) -> Floats:
    """Two-sided probability of each area's sum of neighbours, shape (areas, types).

    p = 2 (b + 1) / (permutations + 1), at most 1, where b is the smaller of the numbers of
    permutations with a sum at least as high and at least as low; exactly 1 for an area at the
    mean, whose local Moran is always 0. NaN without value or neighbours. A type's answer depends
    on its own values and the seed only, not on which other types come with it.
    """
    p = np.full(deviation.shape, np.nan)
    patterns, which = np.unique(known, axis=1, return_inverse=True)
    for number, present in enumerate(patterns.T):
        rows, types = np.flatnonzero(present), np.flatnonzero(which == number)
        if len(rows) > 1:
            cells = np.ix_(rows, types)
            p[cells] = _complete(deviation[cells], adjacency[rows][:, rows], permutations, seed)
    return p


def _complete(deviation: Floats, adjacency: Adjacency, permutations: int, seed: int) -> Floats:
    """The probabilities of types of which every area has a value."""
    areas = len(deviation)
    degree = np.diff(adjacency.indptr)
    largest = int(degree.max())
    scale = (largest + 1) * np.abs(deviation).max(axis=0)
    unit = deviation / np.where(scale > 0, scale, 1.0)
    order = _orders(areas, largest + 1, permutations, np.random.default_rng(seed))
    sums = np.cumsum(unit[order], axis=1)
    observed = np.asarray(adjacency @ unit)
    p = np.full(deviation.shape, np.nan)
    for k in np.unique(degree[degree > 0]):
        rows = np.flatnonzero(degree == k)
        extreme = _extreme(unit, observed, rows, order[:, :k], sums[:, k - 1], sums[:, k])
        p[rows] = np.minimum(1.0, 2 * (extreme + 1) / (permutations + 1))
    return np.where(np.abs(unit) < ROUNDING / areas, 1.0, p)


def _orders(areas: int, length: int, draws: int, random: np.random.Generator) -> Numbers:
    """The first places of random orders of all areas, shape (draws, length).

    Each next one is drawn from those not taken and then counted past the taken ones, so that the
    rest of the order is never made.
    """
    order = np.empty((draws, length), dtype=np.int64)
    for place in range(length):
        pick = random.integers(0, areas - place, size=draws)
        for taken in np.sort(order[:, :place], axis=1).T:
            pick += pick >= taken
        order[:, place] = pick
    return order


def _extreme(
    unit: Floats, observed: Floats, rows: Numbers, first: Numbers, sums: Floats, longer: Floats
) -> Numbers:
    """The smaller number of permutations at least as high or as low, per row and type.

    `sums` are those of the first k areas of each order, `longer` of the first k + 1.
    """
    above, below = _ranks(sums, observed[rows])
    place = np.full(len(unit), -1)
    place[rows] = np.arange(len(rows))
    draw, position = np.nonzero(place[first] >= 0)
    area = first[draw, position]
    mine, shared, own = observed[area], sums[draw], longer[draw] - unit[area]
    higher = (own >= mine - ROUNDING).astype(np.int64) - (shared >= mine - ROUNDING)
    lower = (own <= mine + ROUNDING).astype(np.int64) - (shared <= mine + ROUNDING)
    np.add.at(above, place[area], higher)
    np.add.at(below, place[area], lower)
    return np.minimum(above, below)


def _ranks(sums: Floats, mine: Floats) -> tuple[Numbers, Numbers]:
    """How many sums (draws, types) are at least, and at most, each of `mine` (rows, types).

    Sums lie between -1 and 1; each type gets its own stretch of one long sorted ladder, so that
    one search serves all types.
    """
    draws, types = sums.shape
    stretch, start = 4.0 * np.arange(types), draws * np.arange(types)
    ladder = (np.sort(sums, axis=0) + stretch).T.ravel()
    above = draws + start - np.searchsorted(ladder, mine + stretch - ROUNDING, side="left")
    below = np.searchsorted(ladder, mine + stretch + ROUNDING, side="right") - start
    return above.astype(np.int64), below.astype(np.int64)
