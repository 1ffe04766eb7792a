"""How much counts vary beyond chance: between areas, and from year to year.

Two numbers per type of offence. The size r says how far areas differ at one moment: counts are
negative binomial with mean E and size r. The volatility sigma says how far the level of an area
moves from one year to the next: the standard deviation of the yearly change of its logarithm,
chance apart. Both are maximum likelihood, found for all series at once.

Sources: Bliss & Fisher (1953), Biometrics 9, 176-200 (the size by maximum likelihood); Lawless
(1987), Canadian Journal of Statistics 15, 209-225 (with expected counts); Collings & Margolin
(1985), JASA 80, 411-418 (the score against Poisson); own backtest (bench/results/change-flags.md).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import psi

from safetymethods.poisson import checked_counts
from safetymethods.result import Flags, Floats, Result, floats, found
from safetymethods.roots import crossing

VERSION = "1"
MINIMUM_AREAS = 10
"""Fewer areas with an expectation give no size."""
MINIMUM_PAIRS = 30
"""Fewer pairs of years, over all areas, give no volatility."""
SIZES = (1e-3, 1e6)
VOLATILITIES = (1e-3, 3.0)
"""Between these the likelihood is searched; under the lower volatility it is zero."""

_Slope = Callable[[Floats], Floats]


@dataclass(frozen=True, kw_only=True)
class Size(Result):
    """The size r per series, infinite where counts vary no more than chance.

    `spread` is 1/sqrt(r), the relative spread of the real levels; `index` is Pearson's
    sum of (O - E)^2/E divided by the number of areas; `areas` are the areas used.
    """

    size: Floats
    spread: Floats
    index: Floats
    areas: NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Volatility(Result):
    """The yearly volatility sigma per series: standard deviation of the yearly log change.

    `by_step` is what every single step between two years would give, with the steps on the last
    axis; `pairs` are the pairs of years used, `areas` the areas they come from.
    """

    sigma: Floats
    by_step: Floats
    pairs: NDArray[np.int64]
    areas: NDArray[np.int64]
    net: bool


def negative_binomial_size(observed: ArrayLike, expected: ArrayLike, *, axis: int = -1) -> Size:
    """The size r of O ~ NB(mean E, size r) by maximum likelihood, per series, over `axis`.

    `observed` are counts and `expected` what they are compared with, such as population times
    the rate of peers; both run over areas along `axis`. An area without a count, or without an
    expectation above zero, is left out. Fewer than 10 areas give NaN and a caveat. Where the sum
    of (O - E)^2 - O is not above zero the likelihood has no peak: the counts vary no more than
    chance, and the size is infinite, with a caveat. Raises ValueError for negative or infinite
    numbers.
    """
    pair = np.broadcast_arrays(checked_counts(observed), _checked_expected(expected))
    o, e = (np.moveaxis(values, axis, -1) for values in pair)
    used = (e > 0) & ~np.isnan(o)
    areas = used.sum(axis=-1)
    o, e = np.where(used, o, 0.0), np.where(used, e, 1.0)
    excess = np.where(used, (o - e) ** 2 - o, 0.0).sum(axis=-1)
    enough = areas >= MINIMUM_AREAS
    log_size, under, beyond = _peak(lambda at: _size_slope(o, e, used, at), SIZES, areas.shape)
    chance = enough & ((excess <= 0) | beyond)
    size = np.where(enough, np.where(chance, np.inf, np.exp(log_size)), np.nan)
    index = np.where(used, (o - e) ** 2 / e, 0.0).sum(axis=-1) / np.maximum(areas, 1)
    return Size(
        method="size.maximum_likelihood",
        version=VERSION,
        caveats=found(
            too_few_areas=~enough, no_overdispersion=chance, at_bound=enough & under & ~chance
        ),
        size=size,
        spread=1 / np.sqrt(size),
        index=np.where(areas > 0, index, np.nan),
        areas=np.asarray(areas, dtype=np.int64),
    )


def yearly_volatility(
    counts: ArrayLike,
    exposure: ArrayLike | None = None,
    *,
    net: bool = False,
    minimum: float = 1.0,
) -> Volatility:
    """The yearly volatility sigma per series, pooled over areas: the last axes are areas, years.

    Every pair of consecutive years (y, then x) of an area says how well sigma predicts:
    x ~ NB(mean (y + 1/2) e, size s), 1/s = 1/(y + 1/2) + exp(sigma^2) - 1, with e the change of
    `exposure` (population per area and year, broadcast against the counts) or 1. That is the
    change test with one year before, and sigma is where the likelihood of all pairs is highest:
    zeros and small areas weigh what they know. Never negative; zero, with a caveat, where counts
    move no more than chance.

    A pair is used when both counts and exposures are there and the earlier count is `minimum` or
    more: chosen on what was known before, not on the outcome. `net` takes out the change that all
    areas have in common in each step. Fewer than 30 pairs give NaN and a caveat. Raises
    ValueError for negative or infinite counts and for fewer than two axes.
    """
    values = checked_counts(counts)
    if values.ndim < 2:
        raise ValueError("counts need an axis of areas and an axis of years")
    before, after = values[..., :-1], values[..., 1:]
    ratio = _exposure_ratio(exposure, values.shape)
    used = ~np.isnan(before + after + ratio) & (before >= minimum)
    if net:
        ratio = ratio * _common_change(after, before * ratio, used)
        used = used & (ratio > 0)
    y = np.where(used, before, 1.0) + 0.5
    x, mean = np.where(used, after, 0.0), np.where(used, y * ratio, 1.0)
    cells = _Cells(x, mean, 1 / y, used)
    pairs = used.sum(axis=(-2, -1))
    sigma, no_more, most = _volatility(cells, (-2, -1))
    by_step, _, _ = _volatility(cells, (-2,))
    return Volatility(
        method="volatility.maximum_likelihood",
        version=VERSION,
        caveats=found(too_short=pairs < MINIMUM_PAIRS, no_overdispersion=no_more, at_bound=most),
        sigma=sigma,
        by_step=by_step,
        pairs=np.asarray(pairs, dtype=np.int64),
        areas=np.asarray(used.any(axis=-1).sum(axis=-1), dtype=np.int64),
        net=net,
    )


@dataclass(frozen=True)
class _Cells:
    """Pairs of years: the later count, its mean, 1 over (the earlier count + 1/2), used or not."""

    x: Floats
    mean: Floats
    chance: Floats
    used: Flags


def _checked_expected(expected: ArrayLike) -> Floats:
    values = floats(expected)
    if (values < 0).any() or np.isinf(values).any():
        raise ValueError("expected counts must be zero or more, and finite")
    return values


def _exposure_ratio(exposure: ArrayLike | None, shape: tuple[int, ...]) -> Floats:
    """Exposure of each year against the year before; NaN where it is unknown or not above 0."""
    if exposure is None:
        return np.ones((*shape[:-1], max(shape[-1] - 1, 0)))
    people = np.broadcast_to(floats(exposure), shape)
    known = np.where((people > 0) & ~np.isinf(people), people, np.nan)
    ratio: Floats = known[..., 1:] / known[..., :-1]
    return ratio


def _common_change(after: Floats, expected: Floats, used: Flags) -> Floats:
    """What all areas together became, against what they would be without any change."""
    total = np.where(used, after, 0.0).sum(axis=-2, keepdims=True)
    base = np.where(used, expected, 0.0).sum(axis=-2, keepdims=True)
    return np.asarray(total / np.where(base > 0, base, np.nan))


def _volatility(cells: _Cells, axes: tuple[int, ...]) -> tuple[Floats, Flags, Flags]:
    """Sigma over these axes, where it is zero, and where it stopped at the largest searched."""
    pairs = cells.used.sum(axis=axes, keepdims=True)
    log_sigma, under, beyond = _peak(
        lambda at: _volatility_slope(cells, at, axes), VOLATILITIES, pairs.shape
    )
    enough = pairs >= MINIMUM_PAIRS
    sigma = np.where(enough, np.where(under, 0.0, np.exp(log_sigma)), np.nan)
    no_more, most = enough & under, enough & beyond & ~under
    return (
        np.squeeze(sigma, axis=axes),
        np.squeeze(no_more, axis=axes),
        np.squeeze(most, axis=axes),
    )


def _size_slope(o: Floats, e: Floats, used: Flags, log_size: Floats) -> Floats:
    """The slope of the log likelihood in r, per series."""
    slope = np.where(used, _slope(o, e, np.exp(log_size)[..., None]), 0.0)
    return np.asarray(slope.sum(axis=-1))


def _volatility_slope(cells: _Cells, log_sigma: Floats, axes: tuple[int, ...]) -> Floats:
    """The slope of the log likelihood in sigma^2, over a positive factor, per series."""
    size = 1 / (cells.chance + np.expm1(np.exp(2 * log_sigma)))
    slope = np.where(cells.used, -_slope(cells.x, cells.mean, size) * size**2, 0.0)
    return np.asarray(slope.sum(axis=axes, keepdims=True))


def _slope(x: Floats, mean: Floats, size: Floats) -> Floats:
    """The slope in r of the log probability that NB(mean, r) gives x."""
    total = mean + size
    slope: Floats = psi(x + size) - psi(size) + np.log1p(-mean / total) + (mean - x) / total
    return slope


def _peak(
    slope: _Slope, bounds: tuple[float, float], shape: tuple[int, ...]
) -> tuple[Floats, Flags, Flags]:
    """Where a slope falls through zero between the bounds, in logarithms, per series.

    Also says where it is not positive at the lower bound, and not negative at the upper one.
    """
    low, high = (float(np.log(bound)) for bound in bounds)
    found_at = crossing(slope, low, high, shape)
    return found_at.at, found_at.under, found_at.beyond
