"""Funnels: is an area different from what is expected, beyond chance and usual differences?

O is the observed count, E the expected count, r the size of the dispersion of the crime type.
The count of an area like the others is negative binomial with mean E and size r, so that areas
may differ by a standard deviation of 1/sqrt(r) without being remarkable; an infinite r is the
plain Poisson funnel. The three `phe_` functions, from `phe_funnels`, are there to compare.

Sources: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202 (funnel plots and their 95 %
and 99.8 % limits); Lancaster (1961), JASA 56, 223-234 (mid-p); Cameron & Trivedi (1998),
Regression Analysis of Count Data (negative binomial dispersion).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from safetymethods.bands import NARROW, WIDE, Band, Bands
from safetymethods.negative_binomial import mid_p, quantile, tails
from safetymethods.phe_funnels import (
    phe_funnel_proportion,
    phe_funnel_rate,
    phe_funnel_ratio,
)
from safetymethods.poisson import checked_counts
from safetymethods.result import Floats, Result, found
from safetymethods.shrinkage import checked_size

__all__ = [
    "Band",
    "Funnel",
    "FunnelLimits",
    "against_expected",
    "funnel_limits",
    "phe_funnel_proportion",
    "phe_funnel_rate",
    "phe_funnel_ratio",
]

VERSION = "1"
HALVINGS = 40
"""Halvings of two counts; two millionths of a millionth are left."""


@dataclass(frozen=True, kw_only=True)
class FunnelLimits(Result):
    """Limits of O/E for expected counts, shape of these; NaN where there is no expected count."""

    expected: Floats
    low95: Floats
    high95: Floats
    low998: Floats
    high998: Floats
    smooth: bool


@dataclass(frozen=True, kw_only=True)
class Funnel(Result):
    """Counts against expected counts, shape of the counts; NaN where there is no answer.

    `ratio` is O/E and the limits are in its unit. `p` is the two-sided mid-p and `band` its class
    (`Band`). A count outside a limit always has the band that belongs to it and a count within
    never has; only a count that lies exactly on a limit may go either way, as its mid-p says.
    """

    ratio: Floats
    p: Floats
    band: Bands
    low95: Floats
    high95: Floats
    low998: Floats
    high998: Floats
    observed: Floats
    expected: Floats
    size: Floats


def against_expected(observed: ArrayLike, expected: ArrayLike, size: ArrayLike) -> Funnel:
    """Compare counts with expected counts: mid-p, ratio, limits and band.

    p = 2 min(P(X > O) + P(X = O)/2, P(X < O) + P(X = O)/2) with X negative binomial, mean E and
    size r; the band is within 95 % for p of 5 % or more, within 99.8 % for p of 0.2 % or more.
    The limits are the quantiles at 0.025, 0.975, 0.001 and 0.999, divided by E. The arguments are
    broadcast; counts with a fraction are read between whole numbers. No answer where O, E or r is
    missing or E is zero. Raises ValueError for negative or infinite counts or expectations and
    for a size not above zero.
    """
    counts, means, sizes = np.broadcast_arrays(
        checked_counts(observed), checked_counts(expected), checked_size(size)
    )
    known = (means > 0) & ~np.isnan(counts + sizes)
    o, e = np.where(known, counts, np.nan), np.where(known, means, np.nan)
    p = mid_p(o, e, sizes)
    limits = funnel_limits(np.where(means > 0, means, np.nan), sizes)
    return Funnel(
        method="funnel.negative_binomial",
        version=VERSION,
        caveats=found(
            no_count=np.isnan(counts),
            no_expected=~(means > 0),
            no_dispersion=np.isnan(sizes),
            estimated=~np.isnan(counts) & (counts != np.floor(counts)),
        ),
        ratio=o / e,
        p=p,
        band=_bands(p, o > e),
        low95=limits.low95,
        high95=limits.high95,
        low998=limits.low998,
        high998=limits.high998,
        observed=counts,
        expected=means,
        size=sizes,
    )


def funnel_limits(expected: ArrayLike, size: ArrayLike, *, smooth: bool = False) -> FunnelLimits:
    """Limits of O/E at 95 % and 99.8 % for a range of expected counts, to draw a funnel with.

    The limits are negative binomial quantiles over E, which step because counts are whole. With
    `smooth` they are read between whole counts, at the place where the mid-p is exactly 5 % or
    0.2 %: a smooth line that separates exactly what `against_expected` gives another band.
    Arguments and errors as there.
    """
    means, sizes = np.broadcast_arrays(checked_counts(expected), checked_size(size))
    base = np.where((means > 0) & ~np.isnan(sizes), means, np.nan)
    shares = np.array([NARROW, 1 - NARROW, WIDE, 1 - WIDE]).reshape(-1, *(1,) * base.ndim)
    counts = _smooth_quantile if smooth else quantile
    low95, high95, low998, high998 = counts(shares, base, sizes) / base
    return FunnelLimits(
        method="funnel.limits",
        version=VERSION,
        caveats=found(no_expected=np.isnan(base), no_dispersion=np.isnan(sizes)),
        expected=means,
        low95=low95,
        high95=high95,
        low998=low998,
        high998=high998,
        smooth=smooth,
    )


def _smooth_quantile(p: Floats, mean: Floats, size: Floats) -> Floats:
    """The count, with a fraction, whose lower mid-tail is p; zero where that of zero is more."""
    whole = quantile(p, mean, size)
    low, high = np.maximum(whole - 1, 0.0), whole + 1
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        short = tails(middle, mean, size)[0] < p
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return np.where(tails(0.0 * mean, mean, size)[0] < p, high, 0.0 * mean)


def _bands(p: Floats, high: NDArray[np.bool_]) -> Bands:
    """The class of every mid-p with the sign of the direction."""
    out = (p < 2 * NARROW).astype(np.int8) + (p < 2 * WIDE)
    return np.where(np.isnan(p), Band.NO_ANSWER, np.where(high, out, -out)).astype(np.int8)
