"""Limits of a Poisson count, exact for small numbers and fast for many.

Exact limits of whole counts come from a table, so that a map of ten million cells costs a table
look-up per cell and no quantile function. O is a count, alpha is 1 minus the level.

Sources: Garwood (1936), Biometrika 28, 437-442 (exact limits); Breslow & Day (1987), Statistical
Methods in Cancer Research II, p. 69 (Byar's approximation); Public Health England, Technical
Guide: Commonly Used Public Health Statistics and their Confidence Intervals (exact under 10,
Byar from 10).
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv, ndtri

from safetymethods.result import Flags, Floats, Result, floats, found

VERSION = "1"
PoissonMethod = Literal["exact", "phe", "byar"]

TABLE = 10_000
"""Counts below this are looked up; the few larger ones are computed."""
PHE_BORDER = 10


@dataclass(frozen=True, kw_only=True)
class Limits(Result):
    """Limits of Poisson counts, in counts. NaN where the count is NaN. Shape of the counts."""

    low: Floats
    high: Floats
    level: float


def poisson_limits(
    counts: ArrayLike, *, level: float = 0.95, method: PoissonMethod = "exact"
) -> Limits:
    """Two-sided limits of the mean of a Poisson count.

    exact: L = chi2(alpha/2; 2O)/2 (0 when O = 0), U = chi2(1-alpha/2; 2O+2)/2 (Garwood 1936).
    byar:  L = O(1 - 1/(9O) - z/(3 sqrt O))^3, U likewise from O+1 with +z.
    phe:   exact under 10, Byar from 10. Counts with a fraction always get Byar's limits, and a
    caveat. NaN in, NaN out. Raises ValueError for negative or infinite counts.
    """
    values = checked_counts(counts)
    check_level(level)
    whole = values == np.floor(values)
    exactly = _exactly(values, whole, method)
    low, high = _exact(values, exactly, level)
    byar = ~exactly & ~np.isnan(values)
    if byar.any():
        low[byar], high[byar] = _byar(values[byar], level)
    fractional = ~whole & ~np.isnan(values)
    return Limits(
        method=f"poisson.{method}",
        version=VERSION,
        caveats=found(no_count=np.isnan(values), fractional_counts=fractional),
        low=low,
        high=high,
        level=level,
    )


def checked_counts(values: ArrayLike) -> Floats:
    """Counts as numbers, NaN where missing. Raises ValueError for negative or infinite ones."""
    counts = floats(values)
    if (counts < 0).any() or np.isinf(counts).any():
        raise ValueError("counts must be zero or more, and finite")
    return counts


def check_level(level: float) -> None:
    """Raises ValueError for a level that is no probability."""
    if not 0 < level < 1:
        raise ValueError(f"the level must lie between 0 and 1, not {level}")


def _exactly(values: Floats, whole: Flags, method: PoissonMethod) -> Flags:
    if method == "exact":
        return whole
    if method == "phe":
        return whole & (values < PHE_BORDER)
    if method == "byar":
        return np.zeros(values.shape, dtype=bool)
    raise ValueError(f"there is no method {method!r}; choose exact, phe or byar")


def _exact(values: Floats, where: Flags, level: float) -> tuple[Floats, Floats]:
    """Garwood's limits where asked, NaN elsewhere: from the table, else computed."""
    lows, highs = _table(level)
    place = np.where(where & (values < TABLE), values, TABLE).astype(np.intp)
    low, high = np.array(lows[place]), np.array(highs[place])
    large = where & (values >= TABLE)
    if large.any():
        low[large], high[large] = garwood(values[large], level)
    return low, high


@lru_cache(maxsize=16)
def _table(level: float) -> tuple[Floats, Floats]:
    """Garwood's limits of 0..TABLE-1, and NaN in the last place for what is not looked up."""
    low, high = garwood(np.arange(TABLE, dtype=np.float64), level)
    return np.append(low, np.nan), np.append(high, np.nan)


def garwood(counts: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Exact limits without the table: half chi-square quantiles as inverse gamma functions."""
    tail = (1 - level) / 2
    low = np.where(counts > 0, gammaincinv(np.maximum(counts, 1), tail), 0.0)
    return low, np.asarray(gammaincinv(counts + 1, 1 - tail))


def _byar(counts: Floats, level: float) -> tuple[Floats, Floats]:
    """Byar's limits; his lower limit is below zero for tiny counts and is then zero."""
    z = float(ndtri(0.5 + level / 2))
    safe = np.where(counts > 0, counts, 1.0)
    low = counts * (1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe))) ** 3
    more = counts + 1
    high = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return np.maximum(low, 0.0), high
