"""How unevenly events are spread over places: Lorenz curve, Gini, share of the top places.

Counts have shape (places,) or (places, types); each type is answered on its own and a place
without a count (NaN) is left out of its type. n is the number of places and c of events. Few
events are always unevenly spread, by chance alone: `chance_spread` says how unevenly.

Sources: Bernasco & Steenbeek (2017), Journal of Quantitative Criminology 33, 451-467
(generalised Gini); Weisburd (2015), Criminology 53, 133-157 (share of places that holds half of
the events); Deltas (2003), Review of Economics and Statistics 85, 226-234 (small-sample factor).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from safetymethods.poisson import check_level, checked_counts
from safetymethods.result import Caveat, Floats, Result, floats, found

VERSION = "1"
SEED = 2017
TOP = (0.05, 0.10, 0.20)
ROUNDING = 1e-12
Numbers = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Lorenz(Result):
    """Points of the curve, places from few events to many: shape (places + 1,) or with types.

    `places` and `events` are cumulative shares from 0 to 1; NaN past the last place with a count.
    """

    places: Floats
    events: Floats


@dataclass(frozen=True, kw_only=True)
class Gini(Result):
    """One Gini coefficient per type: 0 is even, 1 is everything in one place."""

    gini: Floats
    places: Numbers
    events: Floats


@dataclass(frozen=True, kw_only=True)
class TopShares(Result):
    """The share of the events in the busiest places: shape (shares,) or (shares, types)."""

    top: Floats
    shares: tuple[float, ...]
    places: Numbers
    events: Floats


@dataclass(frozen=True, kw_only=True)
class PlacesHolding(Result):
    """The smallest share of the places that holds `events` of the events, one per type."""

    places: Floats
    events: float


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A measure as observed, and as chance gives it with the same number of events.

    `expected` is the mean of the draws, `low` and `high` their limits; `p` is the share of draws
    at least as concentrated as what was observed. All of one shape.
    """

    observed: Floats
    expected: Floats
    low: Floats
    high: Floats
    p: Floats

    @property
    def more_than_chance(self) -> NDArray[np.bool_]:
        """True where the events are more concentrated than chance explains."""
        return self.observed > self.high


@dataclass(frozen=True, kw_only=True)
class ChanceSpread(Result):
    """Concentration against chance: the classic `gini`, one per type, and the shares of the
    busiest places, `top`, shape (shares,) or (shares, types).
    """

    gini: Measured
    top: Measured
    shares: tuple[float, ...]
    draws: int
    level: float


def lorenz(counts: ArrayLike) -> Lorenz:
    """The Lorenz curve: which share of the events lies in the quietest share of the places.

    No curve (NaN) where nothing was counted. Raises ValueError for negative or infinite counts.
    """
    values = _checked(counts)
    curve = _Curve.of(values)
    return Lorenz(
        method="lorenz",
        version=VERSION,
        caveats=curve.caveats,
        places=curve.places.reshape((-1, *values.shape[1:])),
        events=curve.events.reshape((-1, *values.shape[1:])),
    )


def gini(counts: ArrayLike, *, unbiased: bool = False) -> Gini:
    """The classic Gini coefficient G = (2 sum_i i y_i - (n + 1)) / n, y ascending shares.

    `unbiased` multiplies by n / (n - 1), so that everything in one place is exactly 1. No value
    (NaN) where nothing was counted or, when unbiased, for fewer than two places. Raises
    ValueError for negative or infinite counts.
    """
    values = _checked(counts)
    curve = _Curve.of(values)
    factor = _small_sample(curve.number) if unbiased else 1.0
    return _answer("gini", unbiased, curve, curve.gini * factor, values.shape[1:])


def generalised_gini(counts: ArrayLike, *, unbiased: bool = False) -> Gini:
    """The Gini coefficient when there may be fewer events than places.

    G' = max(1, n/c) (G - 1) + 1: the most even spread of c events over n > c places is one each
    in c places, and that is 0. `unbiased` multiplies by min(n, c) / (min(n, c) - 1). No value
    (NaN) where nothing was counted or, when unbiased, for fewer than two places or events.
    Raises ValueError for negative or infinite counts.
    """
    values = _checked(counts)
    curve = _Curve.of(values)
    sparse = np.maximum(1.0, curve.number / curve.total)
    factor = _small_sample(np.minimum(curve.number, curve.total)) if unbiased else 1.0
    value = (sparse * (curve.gini - 1) + 1) * factor
    return _answer("generalised_gini", unbiased, curve, value, values.shape[1:])


def top_shares(counts: ArrayLike, shares: Sequence[float] = TOP) -> TopShares:
    """Which share of the events lies in the busiest 5, 10 and 20 % of the places.

    Where a share is no whole number of places, part of the next place counts (the curve is
    straight in between). No value (NaN) where nothing was counted. Raises ValueError for
    negative or infinite counts and for shares outside 0 to 1.
    """
    values = _checked(counts)
    asked = _checked_shares(shares)
    curve = _Curve.of(values)
    return TopShares(
        method="top_shares",
        version=VERSION,
        caveats=curve.caveats,
        top=curve.top(asked).reshape((-1, *values.shape[1:])),
        shares=asked,
        places=curve.number.reshape(values.shape[1:]),
        events=curve.total.reshape(values.shape[1:]),
    )


def places_holding(counts: ArrayLike, events: float = 0.5) -> PlacesHolding:
    """The smallest share of the places that holds this share of the events (Weisburd 2015).

    Part of a place counts, as in `top_shares`. No value (NaN) where nothing was counted. Raises
    ValueError for negative or infinite counts and for a share outside 0 to 1.
    """
    values = _checked(counts)
    (share,) = _checked_shares([events])
    curve = _Curve.of(values)
    return PlacesHolding(
        method="places_holding",
        version=VERSION,
        caveats=curve.caveats,
        places=curve.holding(share).reshape(values.shape[1:]),
        events=share,
    )


def chance_spread(
    counts: ArrayLike,
    *,
    exposure: ArrayLike | None = None,
    size: float = np.inf,
    shares: Sequence[float] = TOP,
    draws: int = 199,
    level: float = 0.95,
    seed: int = SEED,
) -> ChanceSpread:
    """How concentrated the same number of events is when only chance spreads them.

    Every event falls in a place with a probability in proportion to its `exposure` (shape
    (places,); the same everywhere when not given), as Poisson counts do given their total. With
    a finite `size` r the places differ beyond chance by a gamma(r, r) factor of mean 1, as
    negative binomial counts do. `p` = (1 + draws at least as high) / (1 + draws). Counts with a
    fraction are drawn as the nearest whole total. Raises ValueError for negative or infinite
    counts or exposures, an exposure that is missing where a count is not, a size not above
    zero, fewer than one draw and shares or a level outside 0 to 1.
    """
    check_level(level)
    values, asked = _checked(counts), _checked_shares(shares)
    if draws < 1 or not size > 0:
        raise ValueError("draws must be one or more, and the size above zero")
    flat = values.reshape(len(values), int(np.prod(values.shape[1:])))
    weights = _weights(exposure, flat)
    curve = _Curve.of(values)
    observed = np.concatenate([curve.gini[None], curve.top(asked)])
    drawn = np.full((draws, *observed.shape), np.nan)
    # Each type starts from the same seed, so that its answer does not depend on the types beside
    # it; the draws of one type are one matrix.
    for number in np.flatnonzero(~np.isnan(curve.total)):
        share = weights[~np.isnan(flat[:, number]), number]
        random = np.random.default_rng(seed)
        spread = _Curve.of(_spread(curve.total[number], share, size, draws, random))
        drawn[:, 0, number] = spread.gini
        drawn[:, 1:, number] = spread.top(asked).T
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    above = (drawn >= observed - ROUNDING).sum(axis=0)
    p = np.where(np.isnan(observed), np.nan, (1 + above) / (1 + draws))

    def measured(row: slice, shape: tuple[int, ...]) -> Measured:
        names = ("observed", "expected", "low", "high", "p")
        parts = (observed, drawn.mean(axis=0), low, high, p)
        shaped = (part[row].reshape(shape) for part in parts)
        return Measured(**dict(zip(names, shaped, strict=True)))

    types = values.shape[1:]
    return ChanceSpread(
        method="chance_spread",
        version=VERSION,
        caveats=curve.caveats + found(fractional_counts=curve.total % 1 > 0),
        gini=measured(slice(0, 1), types),
        top=measured(slice(1, None), (len(asked), *types)),
        shares=asked,
        draws=draws,
        level=level,
    )


@dataclass(frozen=True)
class _Curve:
    """The sorted counts of each type, in two dimensions, with what all measures need.

    `total` is NaN where nothing was counted, and so is everything that divides by it.
    """

    ascending: Floats
    number: Numbers
    total: Floats
    places: Floats
    events: Floats
    missing: bool

    @classmethod
    def of(cls, values: Floats) -> "_Curve":
        flat = values.reshape(len(values), int(np.prod(values.shape[1:])))
        ascending = np.sort(flat, axis=0)
        number = (~np.isnan(flat)).sum(axis=0)
        total = np.nansum(flat, axis=0)
        total = np.where(total > 0, total, np.nan)
        rank = np.arange(len(flat) + 1.0)[:, None]
        places = np.where(rank <= number, rank / np.maximum(number, 1), np.nan)
        sums = np.concatenate([np.zeros((1, flat.shape[1])), np.cumsum(ascending, axis=0)])
        return cls(ascending, number, total, places, sums / total, bool(np.isnan(flat).any()))

    @property
    def gini(self) -> Floats:
        n = self.number
        rank = np.arange(1, len(self.ascending) + 1)[:, None]
        weighted = np.nansum(rank * self.ascending, axis=0) / self.total
        value: Floats = (2 * weighted - (n + 1)) / np.maximum(n, 1)
        return value

    @property
    def caveats(self) -> tuple[Caveat, ...]:
        return found(areas_left_out=self.missing, no_events=np.isnan(self.total))

    def top(self, shares: tuple[float, ...]) -> Floats:
        """The share of the events in the last places of the curve, shape (shares, types)."""
        at = self.number * (1 - np.array(shares)[:, None])
        below = np.floor(at).astype(np.intp)
        above = np.minimum(below + 1, self.number)
        low = np.take_along_axis(self.events, below, axis=0)
        high = np.take_along_axis(self.events, above, axis=0)
        top: Floats = 1 - (low + (at - below) * (high - low))
        return top

    def holding(self, share: float) -> Floats:
        """The share of the places after the point where the others hold the rest."""
        rest = 1 - share
        below = np.maximum((self.events <= rest + ROUNDING).sum(axis=0) - 1, 0)[None]
        above = np.minimum(below + 1, self.number)
        low = np.take_along_axis(self.events, below, axis=0)
        high = np.take_along_axis(self.events, above, axis=0)
        at = below + (rest - low) / np.where(high > low, high - low, 1.0)
        held: Floats = (1 - at / np.maximum(self.number, 1))[0]
        return held


def _checked(counts: ArrayLike) -> Floats:
    values = checked_counts(counts)
    if values.ndim == 0 or len(values) == 0:
        raise ValueError("counts need one place or more")
    return values


def _checked_shares(shares: Sequence[float]) -> tuple[float, ...]:
    if not all(0 < share <= 1 for share in shares):
        raise ValueError(f"shares must lie between 0 and 1, not {list(shares)}")
    return tuple(shares)


def _small_sample(number: ArrayLike) -> Floats:
    counted = floats(number)
    return np.where(counted > 1, counted, np.nan) / np.where(counted > 1, counted - 1, 1.0)


def _answer(
    method: str, unbiased: bool, curve: _Curve, value: Floats, types: tuple[int, ...]
) -> Gini:
    return Gini(
        method=f"{method}.unbiased" if unbiased else method,
        version=VERSION,
        caveats=curve.caveats,
        gini=value.reshape(types),
        places=curve.number.reshape(types),
        events=curve.total.reshape(types),
    )


def _weights(exposure: ArrayLike | None, flat: Floats) -> Floats:
    """The exposure of each place and type. Raises ValueError where it cannot spread events."""
    if exposure is None:
        return np.ones(flat.shape)
    given = checked_counts(exposure)
    weights = np.broadcast_to(given.reshape(len(given), -1), flat.shape)
    counted = ~np.isnan(flat)
    if np.isnan(weights[counted]).any():
        raise ValueError("a place with a count needs an exposure")
    if (np.where(counted, weights, 0.0).sum(axis=0)[counted.any(axis=0)] == 0).any():
        raise ValueError("the exposure of the places must not be zero together")
    return weights


def _spread(
    total: float, weights: Floats, size: float, draws: int, random: np.random.Generator
) -> Floats:
    """Random counts with this total, shape (places, draws)."""
    level = np.broadcast_to(weights, (draws, len(weights)))
    if np.isfinite(size):
        level = level * random.gamma(size, 1 / size, size=level.shape)
    chance = level / level.sum(axis=1, keepdims=True)
    return random.multinomial(round(total), chance).T.astype(np.float64)
