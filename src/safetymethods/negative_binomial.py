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
CLOSE = 1e-11
"""The search ends when the step after the last one, about its square, is smaller than this."""


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
    found[search] = _search(t[search], m[search], r[search])[0]
    return found.reshape(shape)


def mid_range(level: float, mean: ArrayLike, size: ArrayLike) -> tuple[Floats, Floats]:
    """The smallest and the largest count whose `mid_p` is 1 - level or more.

    A whole count is outside this range exactly when `mid_p` is under 1 - level, so that a range
    on a page and a verdict beside it never contradict each other. Arguments, NaN and errors as in
    `tails`. Raises ValueError for a level that is no probability.
    """
    check_level(level)
    tail = (1 - level) / 2
    shape, known, m, r = _flat(0.0, mean, size)
    low, high = known.copy(), known.copy()
    asked = ~np.isnan(known)
    k, under, reached = _search(np.full(asked.sum(), tail), m[asked], r[asked])
    low[asked] = k + (under + reached < 2 * tail)
    k, under, reached = _search(np.full(asked.sum(), 1 - tail), m[asked], r[asked])
    high[asked] = k - (2 - under - reached < 2 * tail)
    return low.reshape(shape), high.reshape(shape)


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


def _search(p: Floats, mean: Floats, size: Floats) -> tuple[Floats, Floats, Floats]:
    """The quantiles k, P(X < k) and P(X <= k), by whole numbers around Cornish and Fisher's guess.

    A bracket is widened in steps that double and then halved; only the open ones are asked again.
    """
    low, high = np.full(p.shape, -1.0), np.full(p.shape, np.inf)
    under, reached = np.zeros(p.shape), np.ones(p.shape)
    at, rows, step = _guess(p, mean, size), np.arange(p.size), 1.0
    while rows.size:
        share = _under(at + 1, mean[rows], size[rows])
        short = share < p[rows]
        less, enough = rows[short], rows[~short]
        low[less], under[less] = at[short], share[short]
        high[enough], reached[enough] = at[~short], share[~short]
        rows = rows[high[rows] - low[rows] > np.maximum(1, low[rows] * 1e-15)]
        at, step = _next(low[rows], high[rows], step), 2 * step
    return high, under, reached


def _guess(p: Floats, mean: Floats, size: Floats) -> Floats:
    """Cornish and Fisher's guess of a quantile, from the variance and the skewness."""
    share = np.where(np.isinf(size), 1.0, _shares(mean, size)[1])
    z = np.clip(ndtri(p), -9, 9)
    guess = mean + z * np.sqrt(mean / share) + (2 / share - 1) * (z**2 - 1) / 6
    return np.maximum(np.floor(guess + 0.5), 0.0)


def _next(low: Floats, high: Floats, step: float) -> Floats:
    """The whole number to ask next: further on the side without a bound, else in the middle."""
    further = np.where(np.isinf(high), low + step, np.maximum(high - step, 0.0))
    return np.where(np.isinf(high) | (low < 0), further, np.floor((low + high) / 2))


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
            next_step = step**2 * (1 + np.sqrt(x[moving]))
            moving[moving] = (next_step > CLOSE) & np.isfinite(mean[moving])
    return mean


def _step(tail: float, x: Floats, mean: Floats, size: Floats) -> Floats:
    """(target - U) / U', with U the upper mid-tail and U' its slope in log m."""
    first, second = _at_least(x, mean, size), _at_least(x + 1, mean, size)
    p = np.where(np.isinf(size), 1.0, _shares(mean, size)[1])
    slope = (first - second) * (x * (2 - p) + mean * p) / 2
    step: Floats = (tail - (first + second) / 2) / slope
    return step
