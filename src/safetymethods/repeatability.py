"""Do the busiest areas stay the busiest, and more or less so than chance allows?

Counts of two periods of equal length, shape (areas,) or (areas, types). The busiest are the top
tenth of the first period. Part of them is there by luck and drops out by itself, so the share
that returns is compared with what would return if no level changed at all.

Sources: Chainey, Tompson & Uhlig (2008), Security Journal 21, 4-28 (predictive accuracy index);
Jaccard (1912), New Phytologist 11, 37-50; Clayton & Kaldor (1987), Biometrics 43, 671-681, and
Marshall (1991), Applied Statistics 40, 283-294 (the level of an area behind its count).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from safetymethods.poisson import check_level, checked_counts
from safetymethods.result import Caveat, Flags, Floats, Result, floats, found

VERSION = "1"
SEED = 2008
Numbers = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Repeatability(Result):
    """How much of the top returns, one value per type; NaN where nothing was counted.

    `share` is the part of the first top that is in the second; `expected`, `low` and `high` are
    what it would be if no level changed, `by_chance` if areas were drawn at random. `jaccard` is
    what both tops share of all areas in either. `pai` is the predictive accuracy index: the
    share of the later events in the first top, over its share of the places (or of `extent`).
    `before` and `after` (shape of the counts) say how far each area belongs to each top: 1, 0,
    or a part for areas that are tied on the border. `size` is the r of the spread between areas,
    infinite when they do not differ beyond chance; `top` is the number of areas in a top.
    """

    share: Floats
    expected: Floats
    low: Floats
    high: Floats
    by_chance: Floats
    jaccard: Floats
    pai: Floats
    before: Floats
    after: Floats
    top: Numbers
    areas: Numbers
    size: Floats
    draws: int
    level: float

    @property
    def moved(self) -> Flags:
        """True where fewer of the busiest areas returned than chance explains."""
        return self.share < self.low


def repeatability(
    before: ArrayLike,
    after: ArrayLike,
    *,
    top: float = 0.10,
    exposure: ArrayLike | None = None,
    extent: ArrayLike | None = None,
    size: ArrayLike | None = None,
    draws: int = 999,
    level: float = 0.95,
    seed: int = SEED,
) -> Repeatability:
    """The share of the top areas of `before` that are in the top of `after`, against chance.

    A top has max(1, round(top * areas)) areas. Areas rank by (O - E) / (1 + E/r), the order of
    their shrunken ratio; E is in proportion to the `exposure` (population, shape (areas,) or
    that of the counts), or the same everywhere, and then they rank by their count. Areas tied on
    the border share its places evenly. What would return without any change is drawn: the level
    of each area from gamma(O + r, E + r) given the first count, the second count as Poisson with
    the total of `after`. r is `size`, or else the moment estimate of the first period (Marshall).
    `extent` is the surface (or number of dwellings) of each area, for the index. An area without
    a count in either period, or without exposure, is left out. Raises ValueError for negative or
    infinite counts, shapes that do not fit, and draws, a size, a share or a level out of range.
    """
    check_level(level)
    pair = _Pair.of(before, after, exposure, extent)
    if not 0 < top < 1 or draws < 1:
        raise ValueError("the top must lie between 0 and 1, and draws be one or more")
    inverse = _inverse_size(pair) if size is None else 1 / _checked_size(size, pair)
    seats = np.maximum(1, np.floor(top * pair.areas + 0.5))
    first = pair.top(pair.first, inverse, seats)
    second = pair.top(pair.second, inverse, seats)
    counted = (pair.first.sum(axis=0) > 0) & (pair.second.sum(axis=0) > 0)
    known = np.where(counted, 1.0, np.nan)
    both = (first * second).sum(axis=0)
    drawn = _drawn(pair, first, inverse, seats, draws, seed)
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    later = (first * pair.second).sum(axis=0) / np.where(counted, pair.second.sum(axis=0), np.nan)
    place = (first * pair.extent).sum(axis=0) / np.where(counted, pair.extent.sum(axis=0), np.nan)

    def typed(values: Floats) -> Floats:
        return (values * known).reshape(pair.shape[1:])

    return Repeatability(
        method="repeatability",
        version=VERSION,
        caveats=_caveats(pair, first, second, counted),
        share=typed(both / seats),
        expected=typed(drawn.mean(axis=0)),
        low=typed(low),
        high=typed(high),
        by_chance=typed(seats / np.maximum(pair.areas, 1)),
        jaccard=typed(both / (2 * seats - both)),
        pai=typed(later / place),
        before=np.where(pair.known, first, np.nan).reshape(pair.shape),
        after=np.where(pair.known, second, np.nan).reshape(pair.shape),
        top=seats.astype(np.int64).reshape(pair.shape[1:]),
        areas=pair.areas.reshape(pair.shape[1:]),
        size=np.divide(1, inverse, out=np.full(inverse.shape, np.inf), where=inverse > 0).reshape(
            pair.shape[1:]
        ),
        draws=draws,
        level=level,
    )


@dataclass(frozen=True)
class _Pair:
    """Both counts in two dimensions, areas by types, 0 where an area is left out."""

    shape: tuple[int, ...]
    known: Flags
    areas: Numbers
    first: Floats
    second: Floats
    exposure: Floats
    extent: Floats

    @classmethod
    def of(
        cls,
        before: ArrayLike,
        after: ArrayLike,
        exposure: ArrayLike | None,
        extent: ArrayLike | None,
    ) -> "_Pair":
        one, other = checked_counts(before), checked_counts(after)
        if one.shape != other.shape or one.ndim == 0 or not len(one):
            raise ValueError(f"counts of shape {one.shape} and {other.shape} do not fit")
        flat = (len(one), int(np.prod(one.shape[1:])))
        weight, surface = _per_area(exposure, one.shape), _per_area(extent, one.shape)
        parts = [part.reshape(flat) for part in (one, other, weight, surface)]
        known = ~np.isnan(sum(parts)) & (parts[2] > 0)
        kept = [np.where(known, part, 0.0) for part in parts]
        return cls(one.shape, known, known.sum(axis=0).astype(np.int64), *kept)

    def expected(self, counts: Floats) -> Floats:
        """Counts in proportion to the exposure, with the same total."""
        total = self.exposure.sum(axis=0)
        level: Floats = counts.sum(axis=0) / np.where(total > 0, total, 1.0)
        return self.exposure * level

    def top(self, counts: Floats, inverse: Floats, seats: Floats) -> Floats:
        """How far each area belongs to the top of these counts."""
        value = _ranked(counts, self.expected(counts), inverse)
        return _top(np.where(self.known, value, -np.inf), seats)


def _per_area(values: ArrayLike | None, shape: tuple[int, ...]) -> Floats:
    if values is None:
        return np.ones(shape)
    given = checked_counts(values)
    if given.shape != shape:
        if given.shape != shape[:1]:
            raise ValueError(f"shape {given.shape} does not fit counts of shape {shape}")
        given = given.reshape(-1, *(1,) * (len(shape) - 1))
    return np.broadcast_to(given, shape)


def _checked_size(size: ArrayLike, pair: _Pair) -> Floats:
    sizes = np.broadcast_to(floats(size), pair.shape[1:]).reshape(-1)
    if not (sizes > 0).all():
        raise ValueError("the size must be above zero")
    return sizes


def _inverse_size(pair: _Pair) -> Floats:
    """1/r by moments: sum E (O/E - 1)^2 / sum E - n / sum E, at least 0 (Marshall 1991)."""
    expected = pair.expected(pair.first)
    total = np.maximum(expected.sum(axis=0), 1e-300)
    squares = (pair.first - expected) ** 2 / np.where(expected > 0, expected, 1.0)
    spread: Floats = np.maximum(0.0, (squares.sum(axis=0) - pair.areas) / total)
    return spread


def _ranked(counts: Floats, expected: Floats, inverse: Floats | float) -> Floats:
    """What areas rank by: their shrunken ratio, but for its scale. Rounded, so that ties tie."""
    value: Floats = np.round((counts - expected) / (1 + expected * inverse), 9)
    return value


def _top(ranked: Floats, seats: Floats) -> Floats:
    """How far each area belongs to the top: 1 above the border, a part on it, 0 below."""
    place = np.clip(len(ranked) - seats.astype(np.intp), 0, None)[None]
    border = np.take_along_axis(np.sort(ranked, axis=0), place, axis=0)
    above, tied = ranked > border, (ranked == border) & np.isfinite(ranked)
    left = seats - above.sum(axis=0)
    part: Floats = above + tied * (left / np.maximum(tied.sum(axis=0), 1))
    return part


def _drawn(
    pair: _Pair, first: Floats, inverse: Floats, seats: Floats, draws: int, seed: int
) -> Floats:
    """The share that returns when no level changes, shape (draws, types).

    Each type starts from the same seed, so that its answer does not depend on the types beside
    it; the draws of one type are one matrix.
    """
    now, later = pair.expected(pair.first), pair.expected(pair.second)
    shares = np.empty((draws, len(seats)))
    for number, top in enumerate(seats):
        rows = pair.known[:, number]
        random = np.random.default_rng(seed)
        a, size = inverse[number], (int(rows.sum()), draws)
        level = np.ones(size)
        if a > 0:
            shape, rate = pair.first[rows, number] + 1 / a, now[rows, number] + 1 / a
            level = random.gamma(shape[:, None], 1 / rate[:, None], size=size)
        expected = later[rows, number, None]
        value = _ranked(random.poisson(level * expected).astype(np.float64), expected, a)
        again = _top(value, np.full(draws, top)) if rows.any() else np.zeros(size)
        shares[:, number] = first[rows, number] @ again / top
    return shares


def _caveats(pair: _Pair, first: Floats, second: Floats, counted: Flags) -> tuple[Caveat, ...]:
    tied = (first % 1 > 0) | (second % 1 > 0)
    return found(areas_left_out=~pair.known, no_events=~counted, tied=tied & counted)
