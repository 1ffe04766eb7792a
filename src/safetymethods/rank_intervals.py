"""Rank intervals: between which places a ranking of areas really lies.

The place of an area in a ranking is the least certain number there is: most areas could as well
stand far higher or lower. A rank is therefore never shown without its interval.

Sources: Goldstein & Spiegelhalter (1996), JRSS A 159, 385-443; Marshall & Spiegelhalter (1998),
BMJ 316, 1701-1705 (ranks from posterior simulation); Clayton & Kaldor (1987), Biometrics 43,
671-681 (the gamma posterior).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from safetymethods.poisson import check_level, checked_counts
from safetymethods.result import Floats, Result, found
from safetymethods.shrinkage import checked_size

VERSION = "1"
DRAWS = 2000
AT_ONCE = 4_000_000
"""Numbers that are drawn at once; more draws are made in turns."""


@dataclass(frozen=True, kw_only=True)
class RankInterval(Result):
    """Ranks of areas from the highest ratio (1) down, shape of the counts; NaN without answer.

    `median` is the middle rank, `low` and `high` the interval; `areas` counts those ranked, one
    per series.
    """

    median: Floats
    low: Floats
    high: Floats
    areas: NDArray[np.int64]
    draws: int
    seed: int
    level: float


def rank_interval(
    observed: ArrayLike,
    expected: ArrayLike,
    size: ArrayLike,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    level: float = 0.95,
) -> RankInterval:
    """The interval of the rank of each area among the areas on the last axis.

    In every draw each area gets a ratio from its gamma(O+r, E+r) posterior and all are ranked,
    the highest first; the interval holds the middle `level` of its ranks. The same seed gives the
    same answer. `expected` and `size` are broadcast. Areas without a count, expectation or size
    are not ranked. With an infinite size areas do not differ: every area may have any rank.
    Raises ValueError for negative or infinite counts or expectations, a size not above zero, a
    level that is no probability and fewer than one draw.
    """
    check_level(level)
    if draws < 1:
        raise ValueError("ranks need at least one draw")
    counts, means, sizes = np.broadcast_arrays(
        checked_counts(observed), checked_counts(expected), checked_size(size)
    )
    if counts.ndim == 0:
        raise ValueError("areas must lie on an axis")
    known = (means > 0) & ~np.isnan(counts + sizes)
    alike = known & np.isinf(sizes)
    ranks = _ranks(
        np.where(known & ~alike, counts + sizes, 1.0),
        np.where(known & ~alike, means + sizes, 1.0),
        np.where(known, 0.0, -np.inf),
        draws,
        np.random.default_rng(seed),
    )
    tail = (1 - level) / 2
    low, median, high = (_at(ranks, part) for part in (tail, 0.5, 1 - tail))
    return RankInterval(
        method="rank_interval",
        version=VERSION,
        caveats=found(
            no_count=np.isnan(counts),
            no_expected=~(means > 0),
            no_dispersion=np.isnan(sizes),
            no_spread=alike,
        ),
        median=np.where(known, median, np.nan),
        low=np.where(known, low, np.nan),
        high=np.where(known, high, np.nan),
        areas=np.asarray(known.sum(axis=-1), dtype=np.int64),
        draws=draws,
        seed=seed,
        level=level,
    )


def _ranks(
    shape: Floats, rate: Floats, last: Floats, draws: int, random: np.random.Generator
) -> NDArray[np.int32]:
    """Sorted ranks, draws first; areas with -infinity in `last` come after all others."""
    ranks = np.empty((draws, *shape.shape), dtype=np.int32)
    turn = max(1, AT_ONCE // max(shape.size, 1))
    places = np.arange(1, shape.shape[-1] + 1, dtype=np.int32)
    for start in range(0, draws, turn):
        part = ranks[start : start + turn]
        ratios = random.gamma(shape, size=part.shape) / rate + last
        order = np.argsort(-ratios, axis=-1)
        np.put_along_axis(part, order, np.broadcast_to(places, part.shape), axis=-1)
    ranks.sort(axis=0)
    return ranks


def _at(ranks: NDArray[np.int32], part: float) -> NDArray[np.int32]:
    """The smallest rank that at least this part of the draws do not exceed."""
    place = int(np.ceil(part * len(ranks) - 1e-9)) - 1
    found_rank: NDArray[np.int32] = ranks[max(place, 0)]
    return found_rank
