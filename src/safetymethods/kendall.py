"""Does it go up or down at all? Trends from signs and medians, without a model.

Mann and Kendall's test counts how many pairs of points rise against how many fall; Sen's slope is
the median of the slopes of all pairs. One month of riots moves neither. They need no distribution,
but independent points and many of them: on ten annual figures they find only strong trends.

Sources: Mann (1945), Econometrica 13, 245-259; Kendall (1975), Rank Correlation Methods (variance
with ties); Sen (1968), Journal of the American Statistical Association 63, 1379-1389 (slope and
its limits); Hirsch, Slack & Smith (1982), Water Resources Research 18, 107-121 (seasons);
Conover (1980), Practical Nonparametric Statistics (intercept).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from safetymethods.batches import Rows, as_rows, chunks
from safetymethods.poisson import check_level
from safetymethods.result import Flags, Floats, Result, found

VERSION = "1"
YEAR = 12
MINIMUM_PAIRS = 6
"""Those of four points; the six orders of three cannot make a probability under 0.05."""
ENOUGH_PAIRS = 45
"""Those of ten points, from where the normal approximation of S is good (Kendall 1975)."""
CELLS = 2**20
"""Pairs in memory at once."""
SMALL = 100
"""Up to so many points the sums of one lag fit in one byte."""


@dataclass(frozen=True, kw_only=True)
class Kendall(Result):
    """Mann-Kendall test, one per series: `s` is rising minus falling pairs, `tau` its share.

    `z` is (s - sign s)/sqrt(variance), 0 for s = 0; `p` its two-sided normal probability. `trend`
    is 1 or -1 where p < `alpha`, else 0. `points` are the values that are not missing. NaN, and
    trend 0, where there are fewer than six pairs: those of four points.
    """

    s: Floats
    variance: Floats
    z: Floats
    p: Floats
    tau: Floats
    trend: NDArray[np.int8]
    points: NDArray[np.int64]
    alpha: float


@dataclass(frozen=True, kw_only=True)
class SeasonalKendall(Kendall):
    """Kendall's test within seasons; `slope` is per year, the median over pairs of one season.

    `intercept` is the value of the line at the first point.
    """

    slope: Floats
    intercept: Floats
    period: int


@dataclass(frozen=True, kw_only=True)
class Slope(Result):
    """Sen's slope per step of time with its limits, and the line's value at the first point.

    NaN where fewer than two points are known; a limit is infinite where a series is too short to
    have one at this level.
    """

    slope: Floats
    intercept: Floats
    low: Floats
    high: Floats
    level: float


@dataclass(frozen=True)
class _Pairs:
    """S, its variance, the number of pairs and of points, per series."""

    s: Floats
    variance: Floats
    pairs: Floats
    points: NDArray[np.int64]


def mann_kendall(values: ArrayLike, *, alpha: float = 0.05) -> Kendall:
    """Mann-Kendall test of (..., time).

    S = sum over i < j of sign(x_j - x_i); Var = (n(n-1)(2n+5) - sum t(t-1)(2t+5))/18 over groups
    of t equal values; tau = S/(n(n-1)/2). NaN is missing and takes part in no pair. Under ten
    points the normal probability is rough, and a caveat says so. Raises ValueError for infinite
    values.
    """
    check_level(alpha)
    rows = as_rows(values)
    return Kendall(**_tested(rows, _compared(rows), alpha), method="kendall.mann_kendall")


def seasonal_kendall(
    values: ArrayLike, *, period: int = YEAR, alpha: float = 0.05
) -> SeasonalKendall:
    """Seasonal Kendall test of (..., time): S and Var summed over the months of the year.

    January is compared with January only. The seasons are taken to be independent; with strong
    correlation from month to month the probability is too small. The slope is the median over
    all those pairs of (x_j - x_i)/(years between them). Missing values and ValueError as in
    `mann_kendall`; also ValueError for a period under 2.
    """
    check_level(alpha)
    if period < 2:
        raise ValueError(f"a period has two seasons or more, not {period}")
    rows = as_rows(values)
    number, length = rows.values.shape
    slope, intercept = np.empty(number), np.empty(number)
    for part in chunks(number, _pairs_of(length, period), CELLS):
        x = rows.part(part)
        slope[part] = _median(_slopes(x, period))
        intercept[part] = _intercept(x, slope[part] / period)
    return SeasonalKendall(
        **_tested(rows, _compared(rows, period), alpha),
        method=f"kendall.seasonal.{period}",
        slope=slope.reshape(rows.shape),
        intercept=intercept.reshape(rows.shape),
        period=period,
    )


def sen_slope(values: ArrayLike, *, level: float = 0.95) -> Slope:
    """Sen's slope of (..., time): the median of (x_j - x_i)/(j - i) over all pairs.

    The limits are the slopes of rank (N - C)/2 and (N + C)/2 + 1, rounded, among the N sorted
    slopes, with C = z sqrt(Var) and Var that of `mann_kendall`. The line goes through the
    medians of value and time. NaN is missing, and the time it stands for passes. Raises
    ValueError for infinite values or a level that is no probability.
    """
    check_level(level)
    rows = as_rows(values)
    number, length = rows.values.shape
    compared = _compared(rows)
    reach = float(ndtri(0.5 + level / 2)) * np.sqrt(compared.variance)
    slope, intercept, low, high = (np.empty(number) for _ in range(4))
    for part in chunks(number, _pairs_of(length), CELLS):
        x = rows.part(part)
        ordered = np.sort(_slopes(x), axis=1)
        slope[part] = _middle(ordered, compared.pairs[part])
        intercept[part] = _intercept(x, slope[part])
        low[part], high[part] = _ranked(ordered, compared.pairs[part], reach[part])
    return Slope(
        method="kendall.sen",
        version=VERSION,
        caveats=found(no_count=compared.points < length, too_short=np.isnan(slope)),
        slope=slope.reshape(rows.shape),
        intercept=intercept.reshape(rows.shape),
        low=low.reshape(rows.shape),
        high=high.reshape(rows.shape),
        level=level,
    )


def _tested(rows: Rows, compared: _Pairs, alpha: float) -> dict[str, Any]:
    """The fields of `Kendall` but its method."""
    enough = compared.pairs >= MINIMUM_PAIRS
    s = np.where(enough, compared.s, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(s == 0, 0.0, (s - np.sign(s)) / np.sqrt(compared.variance))
        tau = s / compared.pairs
    p = 2 * ndtr(-np.abs(z))
    values = {
        "s": s,
        "variance": np.where(enough, compared.variance, np.nan),
        "z": z,
        "p": p,
        "tau": tau,
        "trend": np.where(p < alpha, np.sign(z), 0).astype(np.int8),
        "points": compared.points,
    }
    fields: dict[str, Any] = {name: array.reshape(rows.shape) for name, array in values.items()}
    fields["version"], fields["alpha"] = VERSION, alpha
    fields["caveats"] = found(
        no_count=compared.points < rows.values.shape[1],
        too_short=~enough,
        rough=enough & (compared.pairs < ENOUGH_PAIRS),
    )
    return fields


def _pairs_of(length: int, step: int = 1) -> int:
    return sum(length - lag for lag in range(step, length, step))


def _compared(rows: Rows, step: int = 1) -> _Pairs:
    """Compare all pairs whose distance is a multiple of `step`, in the type they come in."""
    number, length = rows.values.shape
    s, variance, pairs = np.zeros(number), np.zeros(number), np.zeros(number)
    points = np.empty(number, dtype=np.int64)
    for part in chunks(number, length, CELLS):
        x = np.ascontiguousarray(rows.values[part].T)
        known = _known(x)
        s[part], ties = _signs(x, step)
        points[part] = known.sum(axis=0)
        for season in range(min(step, length)):
            n = known[season::step].sum(axis=0).astype(np.float64)
            pairs[part] += n * (n - 1) / 2
            variance[part] += n * (n - 1) * (2 * n + 5)
        variance[part] -= ties
    return _Pairs(s, variance / 18, pairs, points)


def _known(x: NDArray[Any]) -> Flags:
    """True where a value is not missing. Raises ValueError for infinite values."""
    if x.dtype.kind != "f":
        return np.ones(x.shape, dtype=bool)
    if np.isinf(x).any():
        raise ValueError("values must be finite")
    known: Flags = ~np.isnan(x)
    return known


def _signs(x: NDArray[Any], step: int) -> tuple[Floats, Floats]:
    """S and sum t(t-1)(2t+5) of x (time, n).

    A value with c others equal to it adds c(2c + 7): t such values make t(t-1)(2t+5). Small
    whole numbers hold the sums of one lag, so that the processor adds many at once.
    """
    small = np.int8 if len(x) <= SMALL else np.int32
    s = np.zeros(x.shape[1], dtype=np.int64)
    equal = np.zeros(x.shape, dtype=small)
    for lag in range(step, len(x), step):
        later, earlier = x[lag:], x[:-lag]
        signs = (later > earlier).view(np.int8) - (later < earlier).view(np.int8)
        s += np.add.reduce(signs, axis=0, dtype=small)
        same = (later == earlier).view(np.int8)
        equal[lag:] += same
        equal[:-lag] += same
    others = equal.astype(np.int64)
    return s.astype(np.float64), (others * (2 * others + 7)).sum(axis=0).astype(np.float64)


def _slopes(x: Floats, step: int = 1) -> Floats:
    """Slopes of all pairs at multiples of `step`, per `step`, (n, pairs); NaN where missing."""
    slopes = np.empty((len(x), _pairs_of(x.shape[1], step)))
    place = 0
    for lag in range(step, x.shape[1], step):
        width = x.shape[1] - lag
        these = slopes[:, place : place + width]
        np.subtract(x[:, lag:], x[:, :-lag], out=these)
        these /= lag // step
        place += width
    return slopes


def _median(values: Floats) -> Floats:
    """Medians of rows without their NaN; NaN where nothing is left. The rows lose their order."""
    count = values.shape[1]
    if not count:
        return np.full(len(values), np.nan)
    missing = np.isnan(values)
    if missing.any():
        values.sort(axis=1)
        return _middle(values, count - missing.sum(axis=1))
    values.partition(((count - 1) // 2, count // 2), axis=1)
    return (values[:, (count - 1) // 2] + values[:, count // 2]) / 2


def _middle(ordered: Floats, count: NDArray[Any]) -> Floats:
    """The middle of the first `count` values of each ordered row, NaN of none."""
    known = count.astype(np.intp)
    return (_at(ordered, (known - 1) // 2) + _at(ordered, known // 2)) / 2


def _at(ordered: Floats, place: NDArray[np.intp]) -> Floats:
    """The value at a place of each row, NaN outside it."""
    if not ordered.shape[1]:
        return np.full(len(ordered), np.nan)
    inside = np.clip(place, 0, ordered.shape[1] - 1)
    values = np.take_along_axis(ordered, inside[:, None], axis=1)[:, 0]
    return np.where(inside == place, values, np.nan)


def _ranked(ordered: Floats, count: Floats, reach: Floats) -> tuple[Floats, Floats]:
    """The slopes at the ranks of the limits; infinite where a rank does not exist."""
    first = np.round((count - reach) / 2).astype(np.intp) - 1
    last = np.round((count + reach) / 2).astype(np.intp)
    low = np.where(first >= 0, _at(ordered, first), -np.inf)
    high = np.where(last < count, _at(ordered, last), np.inf)
    return np.where(count > 0, low, np.nan), np.where(count > 0, high, np.nan)


def _intercept(x: Floats, slope: Floats) -> Floats:
    """median(x) - slope median(t), over the times with a value."""
    time = np.where(np.isnan(x), np.nan, np.arange(x.shape[1], dtype=np.float64))
    return _median(x.copy()) - slope * _median(time)
