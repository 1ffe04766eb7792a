"""What a count may be when its mean was predicted: tails and thresholds of a prediction.

Sources: Farrington, Andrews, Beale & Catchpole (1996), Journal of the Royal Statistical Society A
159, 547-563 (delta); Noufaily et al. (2013), Statistics in Medicine 32, 1206-1222 (nbPlugin);
Salmon, Schumacher & Hoehle (2016), Journal of Statistical Software 70(10) (muan); Johnson, Kemp &
Kotz (2005), Univariate Discrete Distributions, chapter 5 (tails as incomplete beta functions).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincc, gammainc, gammaincc, ndtr, ndtri

from safetymethods.negative_binomial import quantile
from safetymethods.result import Flags, Floats, Result, floats, found

VERSION = "1"
Method = Literal["nbPlugin", "muan", "delta"]
Power = Literal["2/3", "1/2", "none"]
POWERS = {"2/3": 2 / 3, "1/2": 1 / 2, "none": 1.0}


@dataclass(frozen=True, kw_only=True)
class Thresholds(Result):
    """What a count may be at most, in counts. NaN where there is no expectation.

    `upper` is the 1 - alpha quantile of the prediction and `p` the probability of the observed
    count or more. `score` is (observed - expected)/(upper - expected), NaN where upper is not
    above expected.
    """

    upper: Floats
    p: Floats
    score: Floats


def prediction_threshold(
    observed: ArrayLike,
    expected: ArrayLike,
    standard_error: ArrayLike,
    dispersion: ArrayLike,
    *,
    method: Method = "nbPlugin",
    power: Power = "2/3",
    alpha: float = 0.01,
) -> Thresholds:
    """The 1 - alpha quantile of a count whose mean was estimated, and the p of what was observed.

    `expected` is the mean, `standard_error` that of its logarithm, `dispersion` phi (1: Poisson).
    nbPlugin: negative binomial with that mean and variance phi times it (Noufaily 2013). muan: the
    same, with the mean at its own 1 - alpha limit. delta: the normal distribution after the power
    (2/3 takes away the skewness), with the variance of the estimate in it (Farrington 1996).
    Raises ValueError for an option that does not exist or an alpha outside 0 to a half.
    """
    if not 0 < alpha < 0.5:
        raise ValueError(f"alpha lies between 0 and a half, not {alpha}")
    if method not in ("nbPlugin", "muan", "delta") or power not in POWERS:
        raise ValueError(f"there is no threshold {method!r} with power {power!r}")
    y, mean, error, phi = np.broadcast_arrays(
        floats(observed), floats(expected), floats(standard_error), floats(dispersion)
    )
    if method == "delta":
        upper, p = _delta(y, mean, error, phi, (POWERS[power], alpha))
    else:
        at = mean
        if method == "muan":
            with np.errstate(over="ignore"):
                at = mean * np.exp(float(ndtri(1 - alpha)) * error)
        upper, p = predicted_quantile(1 - alpha, at, phi), at_least(y, at, phi)
    above = np.where(upper > mean, upper - mean, np.nan)
    return Thresholds(
        method=f"threshold.{method}",
        version=VERSION,
        caveats=found(no_count=np.isnan(y)),
        upper=upper,
        p=p,
        score=(y - mean) / above,
    )


def at_least(observed: ArrayLike, mean: ArrayLike, dispersion: ArrayLike) -> Floats:
    """P(X >= observed) where X has that mean and variance dispersion times mean.

    Negative binomial of size mean/(dispersion - 1), Poisson at dispersion 1. Broadcast; NaN in,
    NaN out; counts with a fraction are read between whole numbers.
    """
    y, m, size, known = _prepared(observed, mean, dispersion)
    return np.where(known, np.where(y > 0, _upper(np.where(y > 0, y, 1.0), m, size), 1.0), np.nan)


def at_most(observed: ArrayLike, mean: ArrayLike, dispersion: ArrayLike) -> Floats:
    """P(X <= observed), as `at_least`."""
    y, m, size, known = _prepared(observed, mean, dispersion)
    return np.where(known, _lower(y, m, size), np.nan)


def predicted_quantile(p: float, mean: ArrayLike, dispersion: ArrayLike) -> Floats:
    """The smallest count k with P(X <= k) >= p, X as in `at_least`; NaN in, NaN out."""
    _, m, size, known = _prepared(0.0, mean, dispersion)
    return np.where(known, quantile(p, m, size), np.nan)


def _prepared(
    observed: ArrayLike, mean: ArrayLike, dispersion: ArrayLike
) -> tuple[Floats, Floats, Floats, Flags]:
    """Counts, means and sizes of one shape; 0, 1 and infinite where any of them is missing."""
    y, m, phi = np.broadcast_arrays(floats(observed), floats(mean), floats(dispersion))
    known = ~(np.isnan(y) | np.isnan(phi)) & np.isfinite(m)
    wide = known & (phi > 1)
    size = np.where(wide, m / np.where(wide, phi - 1, 1.0), np.inf)
    return np.where(known, y, 0.0), np.where(known, m, 1.0), size, known


def _upper(y: Floats, mean: Floats, size: Floats) -> Floats:
    """P(X >= y) for y above zero: I_q(y, r), q = m/(m + r), asked from the side of the small share.

    A share that is 1 but for its last digits would lose them, near Poisson and near no end.
    """
    poisson, small, large, q, p = _shares(mean, size)
    chance = np.empty(y.shape)
    chance[poisson] = gammainc(y[poisson], mean[poisson])
    chance[small] = betainc(y[small], size[small], q[small])
    chance[large] = betaincc(size[large], y[large], p[large])
    return chance


def _lower(y: Floats, mean: Floats, size: Floats) -> Floats:
    """P(X <= y) = I_p(r, y + 1), p = r/(m + r), likewise."""
    poisson, small, large, q, p = _shares(mean, size)
    chance = np.empty(y.shape)
    chance[poisson] = gammaincc(y[poisson] + 1, mean[poisson])
    chance[small] = betaincc(y[small] + 1, size[small], q[small])
    chance[large] = betainc(size[large], y[large] + 1, p[large])
    return chance


def _shares(mean: Floats, size: Floats) -> tuple[Flags, Flags, Flags, Floats, Floats]:
    """Where it is Poisson, where q is the smaller share, where p is; q and p."""
    poisson = np.isinf(size)
    r = np.where(poisson, 1.0, size)
    q, p = mean / (mean + r), r / (mean + r)
    small = ~poisson & (q < p)
    return poisson, small, ~poisson & ~small, q, p


def _delta(
    y: Floats, mean: Floats, error: Floats, phi: Floats, options: tuple[float, float]
) -> tuple[Floats, Floats]:
    """By the delta rule, h(y) has variance h'(m)^2 (phi m + m^2 error^2) with h a power."""
    power, alpha = options
    spread = power * mean ** (power - 1) * np.sqrt(mean * (phi + mean * error**2))
    upper = (mean**power + float(ndtri(1 - alpha)) * spread) ** (1 / power)
    return upper, np.asarray(ndtr((mean**power - y**power) / spread))
