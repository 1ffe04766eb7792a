"""The negative binomial distribution: counts that vary more than chance alone makes them vary.

X has mean m and size r: variance m + m^2/r. The larger r, the closer to Poisson; r may be
infinite and is then exactly Poisson. Probabilities are the incomplete beta and gamma functions,
always asked from the side on which no digits are lost, so that large and small means hold.

Sources: Johnson, Kemp & Kotz (2005), Univariate Discrete Distributions, chapter 5 (the
distribution as an incomplete beta function); Lancaster (1961), JASA 56, 223-234 (mid-p); Berry &
Armitage (1995), The Statistician 44, 417-423 (mid-p limits); Cornish & Fisher (1938), Revue de
l'Institut International de Statistique 5, 307-320 (where the search for a quantile starts).
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import (
    betainc,
    betaincc,
    betaincinv,
    gammainc,
    gammaincc,
    gammaincinv,
    ndtri,
)

from safetymethods.poisson import check_level, checked_counts
from safetymethods.result import Floats, floats

EDGE = 1e-4
"""So near to 0 or 1, a share is no longer written as 1 minus the other."""
STEPS = 40
"""Newton steps to a limit at most; three or four do, except for sizes far below 1."""
CLOSE = 1e-9


def tails(observed: ArrayLike, mean: ArrayLike, size: ArrayLike) -> tuple[Floats, Floats]:
    """The two mid-p tails: P(X < O) + P(X = O)/2 and P(X > O) + P(X = O)/2; they add to 1.

    `observed` is in counts and may have a fraction (the distribution is then read between whole
    numbers), `mean` is the expected count, `size` is r (infinite: Poisson). NaN in, NaN out; the
    arguments are broadcast. Raises ValueError for negative or infinite counts, a mean that is
    negative or infinite and a size that is not above zero.
    """
    shape, x, m, r = _flat(observed, mean, size)
    lower, upper = _lower(x, m, r), _upper(x, m, r)
    return lower.reshape(shape), upper.reshape(shape)


def mid_p(observed: ArrayLike, mean: ArrayLike, size: ArrayLike) -> Floats:
    """Two-sided mid-p: twice the smaller of the two `tails`, at most 1.

    Arguments, NaN and errors as in `tails`. Only the smaller tail is computed.
    """
    shape, x, m, r = _flat(observed, mean, size)
    tail = np.full(x.shape, np.nan)
    high = x >= m
    for where, side in ((high, _upper), (x < m, _lower)):
        tail[where] = side(x[where], m[where], r[where])
    p: Floats = 2 * np.minimum(tail, 1 - tail)
    return p.reshape(shape)


def quantile(p: ArrayLike, mean: ArrayLike, size: ArrayLike) -> Floats:
    """The smallest count k with P(X <= k) >= p; infinite for p = 1.

    `mean`, `size`, NaN and errors as in `tails`. Raises ValueError for p outside 0..1.
    """
    share = floats(p)
    if ((share < 0) | (share > 1)).any():
        raise ValueError("a quantile belongs to a probability between 0 and 1")
    shape, t, m, r = _flat(share, mean, size)
    found = np.where(t == 1, np.inf, np.nan)
    search = t < 1
    found[search] = _search(t[search], m[search], r[search])
    return found.reshape(shape)


def mid_range(level: float, mean: ArrayLike, size: ArrayLike) -> tuple[Floats, Floats]:
    """The smallest and the largest count whose `mid_p` is 1 - level or more.

    A whole count is outside this range exactly when `mid_p` is under 1 - level, so that a range
    on a page and a verdict beside it never contradict each other. Arguments, NaN and errors as in
    `tails`. Raises ValueError for a level that is no probability.
    """
    check_level(level)
    tail = (1 - level) / 2
    low, high = quantile(tail, mean, size), quantile(1 - tail, mean, size)
    low = low + (tails(low, mean, size)[0] < tail)
    high = high - (tails(high, mean, size)[1] < tail)
    return low, high


def mean_limits(observed: ArrayLike, size: ArrayLike, *, level: float) -> tuple[Floats, Floats]:
    """The means between which the mid-p of the observed count is 1 - level or more.

    The lower limit is 0 for a count of 0. Arguments, NaN and errors as in `tails`. Raises
    ValueError for a level that is no probability.
    """
    check_level(level)
    tail = (1 - level) / 2
    shape, x, _, r = _flat(observed, 1.0, size)
    low = np.where(x > 0, _mean_at(tail, np.where(x > 0, x, np.nan), r), x)
    high = _mean_at(1 - tail, x, r)
    return low.reshape(shape), high.reshape(shape)


def _flat(
    first: ArrayLike, mean: ArrayLike, size: ArrayLike
) -> tuple[tuple[int, ...], Floats, Floats, Floats]:
    """The arguments in one shape, flat and sound; the first is NaN where any of them is."""
    means, sizes = floats(mean), floats(size)
    if (means < 0).any() or np.isinf(means).any():
        raise ValueError("a mean must be zero or more, and finite")
    if (sizes <= 0).any():
        raise ValueError("a size must be above zero")
    values, means, sizes = np.broadcast_arrays(checked_counts(first), means, sizes)
    known = np.where(np.isnan(means) | np.isnan(sizes), np.nan, values)
    return values.shape, known.ravel(), means.ravel(), sizes.ravel()


def _upper(x: Floats, mean: Floats, size: Floats) -> Floats:
    return (_at_least(x, mean, size) + _at_least(x + 1, mean, size)) / 2


def _lower(x: Floats, mean: Floats, size: Floats) -> Floats:
    return (_under(x, mean, size) + _under(x + 1, mean, size)) / 2


def _at_least(x: Floats, mean: Floats, size: Floats) -> Floats:
    """P(X >= x) = I_q(x, r) with q = m/(m + r); for Poisson the lower incomplete gamma function."""
    q, p = _shares(mean, size)
    found = np.where(x == 0, 1.0, np.nan)
    poisson, edge = np.isinf(size) & (x > 0), (q > 1 - EDGE) & (x > 0)
    beta = (x > 0) & ~poisson & ~edge
    found[beta] = betainc(x[beta], size[beta], q[beta])
    found[edge] = betaincc(size[edge], x[edge], p[edge])
    found[poisson] = gammainc(x[poisson], mean[poisson])
    return found


def _under(x: Floats, mean: Floats, size: Floats) -> Floats:
    """P(X < x) = I_p(r, x) with p = r/(m + r), the complement of `_at_least`."""
    q, p = _shares(mean, size)
    found = np.where(x == 0, 0.0, np.nan)
    poisson, edge = np.isinf(size) & (x > 0), (p > 1 - EDGE) & (x > 0)
    beta = (x > 0) & ~poisson & ~edge
    found[beta] = betainc(size[beta], x[beta], p[beta])
    found[edge] = betaincc(x[edge], size[edge], q[edge])
    found[poisson] = gammaincc(x[poisson], mean[poisson])
    return found


def _shares(mean: Floats, size: Floats) -> tuple[Floats, Floats]:
    """q = m/(m + r) and p = r/(m + r), each with all its digits; NaN for Poisson."""
    finite = np.where(np.isinf(size), np.nan, size)
    return mean / (mean + finite), finite / (mean + finite)


def _search(p: Floats, mean: Floats, size: Floats) -> Floats:
    """Halve a bracket of whole numbers until it holds one; only the open ones are asked again."""
    low, high = _bracket(p, mean, size)
    while (still := high - low > np.maximum(1, high * 1e-15)).any():
        middle = np.floor((low[still] + high[still]) / 2)
        short = _under(middle + 1, mean[still], size[still]) < p[still]
        low[still] = np.where(short, middle, low[still])
        high[still] = np.where(short, high[still], middle)
    return high


def _bracket(p: Floats, mean: Floats, size: Floats) -> tuple[Floats, Floats]:
    """Whole numbers with P(X <= low) < p <= P(X <= high), near Cornish and Fisher's guess."""
    share = np.where(np.isinf(size), 1.0, _shares(mean, size)[1])
    z = np.clip(ndtri(p), -9, 9)
    guess = np.floor(mean + z * np.sqrt(mean / share) + (2 / share - 1) * (z**2 - 1) / 6)
    low, high = np.maximum(guess - 2, -1.0), np.maximum(guess + 1, 0.0)
    step = 2.0
    while (over := (_under(low + 1, mean, size) >= p) & (low > -1)).any():
        low[over] = np.maximum(low[over] - step, -1)
        step *= 2
    step = 2.0
    while (short := _under(high + 1, mean, size) < p).any():
        high[short] += step
        step *= 2
    return low, high


def _mean_at(tail: float, x: Floats, size: Floats) -> Floats:
    """The mean at which the upper mid-tail of x is `tail`, by Newton's method in log m.

    The start is the limit without the half: a beta quantile, or a gamma quantile for Poisson.
    """
    p = betaincinv(size, x + 0.5, 1 - tail)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        mean = np.where(np.isinf(size), gammaincinv(x + 0.5, tail), size * (1 - p) / p)
        moving = np.isfinite(mean)
        steps = 0
        while moving.any() and steps < STEPS:
            steps += 1
            step = np.clip(_step(tail, x[moving], mean[moving], size[moving]), -2, 2)
            mean[moving] *= np.exp(step)
            moving[moving] = (np.abs(step) > CLOSE) & np.isfinite(mean[moving])
    return mean


def _step(tail: float, x: Floats, mean: Floats, size: Floats) -> Floats:
    """(target - U) / U', with U the upper mid-tail and U' its slope in log m."""
    first, second = _at_least(x, mean, size), _at_least(x + 1, mean, size)
    p = np.where(np.isinf(size), 1.0, _shares(mean, size)[1])
    slope = (first - second) * (x * (2 - p) + mean * p) / 2
    step: Floats = (tail - (first + second) / 2) / slope
    return step
