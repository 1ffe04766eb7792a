"""Rates of areas and of groups of areas, and the ratio of two rates.

O is a count and n a population, in person-years when the count covers more than a year. A rate
without a known population, or for very few people, is not given: the result says why.

Sources: Garwood (1936), Biometrika 28, 437-442 (limits of a rate); Przyborowski & Wilenski
(1940), Biometrika 31, 313-323 (two Poisson counts); Clopper & Pearson (1934), Biometrika 26,
404-413 (limits of a binomial share).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaincinv

from safetymethods.poisson import PoissonMethod, check_level, checked_counts, poisson_limits
from safetymethods.result import (
    Caveat,
    Flags,
    Floats,
    Result,
    States,
    carries_number,
    floats,
    found,
    number_states,
)

VERSION = "1"
MINIMUM_POPULATION = 200.0


@dataclass(frozen=True, kw_only=True)
class Rates(Result):
    """Rates per `per` of the population with their limits, all of one (broadcast) shape.

    `rate`, `low` and `high` are NaN where there is no rate; `states` are those of the counts and
    say why a count is absent; `no_population` and `too_small` say why a count has no rate.
    """

    rate: Floats
    low: Floats
    high: Floats
    counts: Floats
    population: Floats
    states: States
    no_population: Flags
    too_small: Flags
    per: float
    minimum: float
    level: float

    @property
    def known(self) -> Flags:
        """True where there is a rate."""
        return ~np.isnan(self.rate)


@dataclass(frozen=True, kw_only=True)
class Ratio(Result):
    """The ratio of two rates with exact limits; `p` is the two-sided probability under 1.

    `low` is 0 and `high` infinite where the data say no more; all NaN where nothing was counted.
    """

    ratio: Floats
    low: Floats
    high: Floats
    p: Floats
    level: float


@dataclass(frozen=True, kw_only=True)
class Pooled(Result):
    """The rate of a group of areas together: all counts over all people.

    `used` and `left_out` count areas; an area without a count or without a population is left
    out of both sums, never counted as zero.
    """

    rate: Floats
    low: Floats
    high: Floats
    count: Floats
    population: Floats
    used: NDArray[np.int64]
    left_out: NDArray[np.int64]
    per: float
    level: float


def rate_per(
    counts: ArrayLike,
    population: ArrayLike,
    *,
    per: float = 1000.0,
    states: ArrayLike | None = None,
    residents: ArrayLike | None = None,
    minimum: float = MINIMUM_POPULATION,
    level: float = 0.95,
    method: PoissonMethod = "exact",
) -> Rates:
    """Rates per `per` of the population: per * O / n, limits per * L / n and per * U / n.

    `population` is broadcast against the counts. There is no rate where the count is absent
    (see `states`), where the population is NaN or not above zero, and where the `residents`
    (the population itself when not given) are fewer than `minimum`: few people make any rate
    jump. A missing number is never read as zero. Raises ValueError for negative or infinite
    counts, for shapes that do not fit and for states that do not exist.
    """
    values, people = np.broadcast_arrays(checked_counts(counts), floats(population))
    given = number_states(values, None if states is None else np.broadcast_to(states, values.shape))
    dwellers = people if residents is None else np.broadcast_to(floats(residents), values.shape)
    counted = carries_number(given)
    no_population = counted & ~(people > 0)
    too_small = counted & ~no_population & ~(dwellers >= minimum)
    fit = counted & ~no_population & ~too_small
    limits = poisson_limits(np.where(fit, values, np.nan), level=level, method=method)
    factor = per / np.where(fit, people, np.nan)
    return Rates(
        method=f"rate.{method}",
        version=VERSION,
        caveats=found(
            no_count=~counted,
            no_population=no_population,
            small_population=too_small,
            fractional_counts=Caveat.FRACTIONAL_COUNTS in limits.caveats,
        ),
        rate=values * factor,
        low=limits.low * factor,
        high=limits.high * factor,
        counts=np.where(counted, values, np.nan),
        population=people,
        states=given,
        no_population=no_population,
        too_small=too_small,
        per=per,
        minimum=minimum,
        level=level,
    )


def pooled_rate(
    counts: ArrayLike,
    population: ArrayLike,
    *,
    axis: int = 0,
    per: float = 1000.0,
    states: ArrayLike | None = None,
    level: float = 0.95,
    method: PoissonMethod = "exact",
) -> Pooled:
    """The rate of a group: per * sum O / sum n along `axis`, with the limits of its sum.

    An area without a count (hidden, unknown) or without a population is left out of both sums
    and counted in `left_out`. Where every area is left out there is no rate (NaN).
    """
    values, people = np.broadcast_arrays(checked_counts(counts), floats(population))
    given = number_states(values, None if states is None else np.broadcast_to(states, values.shape))
    used = carries_number(given) & (people > 0)
    total = np.where(used, values, 0.0).sum(axis=axis)
    base = np.where(used, people, 0.0).sum(axis=axis)
    number = used.sum(axis=axis)
    left_out = used.shape[axis] - number
    limits = poisson_limits(np.where(number > 0, total, np.nan), level=level, method=method)
    factor = per / np.where(number > 0, base, np.nan)
    return Pooled(
        method=f"pooled_rate.{method}",
        version=VERSION,
        caveats=found(
            no_count=number == 0,
            areas_left_out=left_out > 0,
            fractional_counts=Caveat.FRACTIONAL_COUNTS in limits.caveats,
        ),
        rate=total * factor,
        low=limits.low * factor,
        high=limits.high * factor,
        count=np.asarray(total),
        population=np.asarray(base),
        used=np.asarray(number, dtype=np.int64),
        left_out=np.asarray(left_out, dtype=np.int64),
        per=per,
        level=level,
    )


def rate_ratio(
    counts: ArrayLike,
    population: ArrayLike,
    other_counts: ArrayLike,
    other_population: ArrayLike,
    *,
    level: float = 0.95,
) -> Ratio:
    """The ratio of two rates, of two areas or two periods, exact given their total.

    Given N = O1 + O2, O1 is binomial with p = n1/(n1 + n2) when the rates are equal. The limits
    of p (Clopper & Pearson) become those of the ratio by p/(1-p) * n2/n1; the probability is
    twice the smaller tail, so that it is under alpha exactly when 1 lies outside the limits.
    There is no ratio where a count or population is missing, or where nothing was counted at
    all. Raises ValueError for negative, infinite or fractional counts.
    """
    check_level(level)
    one, other, people, others = np.broadcast_arrays(
        _whole(counts), _whole(other_counts), floats(population), floats(other_population)
    )
    populated = (people > 0) & (others > 0)
    fit = populated & (one + other > 0)
    a, b = np.where(fit, one, np.nan), np.where(fit, other, np.nan)
    weight = np.where(fit, others, np.nan) / np.where(fit, people, np.nan)
    low, high = _clopper_pearson(a, b, 1 - level)
    return Ratio(
        method="ratio.exact_conditional",
        version=VERSION,
        caveats=found(no_count=np.isnan(one + other), no_population=~populated),
        ratio=_odds(a / (a + b)) * weight,
        low=_odds(low) * weight,
        high=_odds(high) * weight,
        p=_two_sided(a, b, 1 / (1 + weight)),
        level=level,
    )


def _whole(counts: ArrayLike) -> Floats:
    values = checked_counts(counts)
    if (values != np.floor(values))[~np.isnan(values)].any():
        raise ValueError("the exact ratio needs whole counts")
    return values


def _clopper_pearson(a: Floats, b: Floats, alpha: float) -> tuple[Floats, Floats]:
    """Limits of the share of a in a + b; NaN stays NaN."""
    low = np.where(a == 0, 0.0, betaincinv(np.maximum(a, 1), b + 1, alpha / 2))
    high = np.where(b == 0, 1.0, betaincinv(a + 1, np.maximum(b, 1), 1 - alpha / 2))
    return low, high


def _odds(share: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        odds: Floats = share / (1 - share)
    return odds


def _two_sided(a: Floats, b: Floats, share: Floats) -> Floats:
    """Twice the smaller tail of a ~ Binomial(a + b, share), at most 1; NaN stays NaN."""
    below = np.where(b == 0, 1.0, betainc(np.maximum(b, 1), a + 1, 1 - share))
    above = np.where(a == 0, 1.0, betainc(np.maximum(a, 1), b + 1, share))
    p: Floats = np.minimum(1.0, 2 * np.minimum(below, above))
    return p
