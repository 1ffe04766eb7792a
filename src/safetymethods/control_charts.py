"""Control charts: a way to look at a series, with lines that show its usual swing.

These charts give no verdicts. On counts as small as those of neighbourhoods their rules cry wolf:
in stable simulated series with one crime in five to twenty months, more than half break some rule.
Whether a month is odd says `safetymethods.month_signals`; whether a level changed, the comparison
of years. The charts are here for who reads them daily, and to compare with other software.

Sources: Wheeler (2000), Understanding Variation (XmR, 2.66 and 3.267); NHS England, Making Data
Count, and the R package NHSRplotthedots (rules and labels); Montgomery (2009), Introduction to
Statistical Quality Control, 6th ed., section 7.3 (u); Laney (2002), Quality Engineering 14,
531-537 (u'); Anhoej & Olesen (2014), PLoS ONE 9(11) e113825 (runs).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr

from safetymethods.batches import as_rows
from safetymethods.poisson import checked_counts
from safetymethods.result import Flags, Floats, Result, floats, found

VERSION = "1"
NATURAL = 2.66
"""Mean moving range to three sigma: 3/1.128."""
SCREEN = 3.267
RANGE_TO_SIGMA = 1.128
RUN = 7
ROUNDING = 1e-12
"""A point this near to its centre is on it: the mean of equal values can miss their last digit."""
CROSSINGS_TAIL = 0.05


class SpecialCause(IntEnum):
    """Why a point of an XmR chart stands out; above zero is high or rising, below low or falling.

    The first that holds counts: outside, trend, two in three, shift.
    """

    SHIFT_LOW = -4
    TWO_IN_THREE_LOW = -3
    TREND_DOWN = -2
    OUTSIDE_LOW = -1
    COMMON = 0
    OUTSIDE_HIGH = 1
    TREND_UP = 2
    TWO_IN_THREE_HIGH = 3
    SHIFT_HIGH = 4


@dataclass(frozen=True, kw_only=True)
class XmR(Result):
    """Lines and labels of an XmR chart, all of the shape of the values. For looking, no verdict.

    `cause` holds numbers of `SpecialCause`. `side` is 1 above the centre, -1 below. `close` are the
    points in the outer third between centre and limit.
    """

    centre: Floats
    low: Floats
    high: Floats
    side: NDArray[np.int8]
    close: Flags
    outside: Flags
    cause: NDArray[np.int8]


@dataclass(frozen=True, kw_only=True)
class RateChart(Result):
    """A chart of rates per unit of exposure, of the shape of the counts. For looking, no verdict.

    `sigma_z` (one per series) is what the limits were widened by, 1 for a u-chart; `centre` is one
    per series too.
    """

    rate: Floats
    centre: Floats
    low: Floats
    high: Floats
    outside: Flags
    sigma_z: Floats


@dataclass(frozen=True, kw_only=True)
class Runs(Result):
    """Runs around a centre line, one per series. For looking, no verdict.

    `useful` are the points that are not on the line. `signal` is True where the longest run is
    over its limit or the crossings are under theirs. Numbers are NaN where no point is useful.
    """

    centre: Floats
    useful: NDArray[np.int64]
    longest: Floats
    longest_limit: Floats
    crossings: Floats
    crossings_limit: Floats
    signal: Flags


def xmr_chart(
    values: ArrayLike,
    *,
    rebase: Sequence[int] = (),
    fix_after: int | None = None,
    screen: bool = True,
) -> XmR:
    """XmR chart of (..., time): centre and natural limits, mean -/+ 2.66 mean moving range.

    With `screen`, moving ranges of 3.267 times their mean or more are left out of that mean, once.
    Lines and rules start anew at each position in `rebase`; with `fix_after` the lines of each
    part rest on its first so many points. The labels are those of plot the dots: a point outside
    the limits; seven points that all rise or all fall; two of three on one side in the outer third;
    seven on one side. A missing value (NaN) ends a run and a moving range. The chart shows; it
    gives no verdict. Raises ValueError for infinite values or positions outside the series.
    """
    rows = as_rows(values)
    x = rows.part(slice(None))
    if np.isinf(x).any():
        raise ValueError("values must be finite")
    parts = _parts(rebase, x.shape[1])
    if fix_after is not None and fix_after < 2:
        raise ValueError("limits rest on two points or more")
    centre, low, high = (np.empty_like(x) for _ in range(3))
    side, cause = np.zeros(x.shape, dtype=np.int8), np.zeros(x.shape, dtype=np.int8)
    close = np.zeros(x.shape, dtype=bool)
    for part in parts:
        middle, reach = _natural(x[:, part], fix_after, screen)
        centre[:, part] = middle
        low[:, part], high[:, part] = middle - reach, middle + reach
        side[:, part], close[:, part], cause[:, part] = _labels(x[:, part], middle, reach)
    shape = (*rows.shape, x.shape[1])
    return XmR(
        method="chart.xmr",
        version=VERSION,
        caveats=found(no_count=np.isnan(x), too_short=np.isnan(low)),
        centre=centre.reshape(shape),
        low=low.reshape(shape),
        high=high.reshape(shape),
        side=side.reshape(shape),
        close=close.reshape(shape),
        outside=(np.abs(cause) == SpecialCause.OUTSIDE_HIGH).reshape(shape),
        cause=cause.reshape(shape),
    )


def u_chart(counts: ArrayLike, exposure: ArrayLike) -> RateChart:
    """u-chart of counts (..., time) per unit of exposure, which is broadcast against the counts.

    Centre u = sum of counts/sum of exposure; limits u -/+ 3 sqrt(u/n), the lower not under 0. A
    month without a count or without an exposure above zero has no point. With exposure 1 this is
    the c-chart. The chart shows; it gives no verdict. Raises ValueError for negative or infinite
    counts.
    """
    return _rate_chart(counts, exposure, laney=False)


def laney_u(counts: ArrayLike, exposure: ArrayLike) -> RateChart:
    """Laney's u'-chart: a `u_chart` with limits for counts that swing more than Poisson counts.

    z = (c/n - u)/sqrt(u/n), and the limits are u -/+ 3 sigma_z sqrt(u/n) with sigma_z =
    mean |difference of successive z|/1.128; below 1 it narrows them. A difference across a missing
    month is not taken. The chart shows; it gives no verdict. Raises ValueError as `u_chart`.
    """
    return _rate_chart(counts, exposure, laney=True)


def runs_test(values: ArrayLike, *, centre: ArrayLike | None = None) -> Runs:
    """Anhoej's two rules for (..., time): an unusually long run, or unusually few crossings.

    Points on the centre line (the median when not given; one per series) and missing ones are
    dropped. With n left: longest run over round(log2 n) + 3, or crossings under the 5 % quantile of
    a binomial with n - 1 trials and probability a half. The test shows that a series does not
    swing at random; it gives no verdict. Raises ValueError for infinite values.
    """
    rows = as_rows(values)
    x = rows.part(slice(None))
    if np.isinf(x).any():
        raise ValueError("values must be finite")
    line = _median(x) if centre is None else np.broadcast_to(floats(centre), rows.shape).ravel()
    sides = np.nan_to_num(np.sign(x - line[:, None])).astype(np.int8)
    useful = (sides != 0).sum(axis=1)
    longest, crossings = _runs(sides, useful)
    n = np.where(useful > 0, useful, np.nan)
    longest_limit = np.round(np.log2(n)) + 3
    crossings_limit = _fewest_crossings(x.shape[1])[useful]
    numbers = {
        "centre": line,
        "longest": np.where(useful > 0, longest, np.nan),
        "longest_limit": longest_limit,
        "crossings": np.where(useful > 0, crossings, np.nan),
        "crossings_limit": np.where(useful > 0, crossings_limit, np.nan),
    }
    return Runs(
        method="chart.runs",
        version=VERSION,
        caveats=found(no_count=np.isnan(x), too_short=useful < 10),
        **{name: each.reshape(rows.shape) for name, each in numbers.items()},
        useful=useful.reshape(rows.shape),
        signal=((longest > longest_limit) | (crossings < crossings_limit)).reshape(rows.shape),
    )


def _parts(rebase: Sequence[int], length: int) -> list[slice]:
    if any(not 0 < at < length for at in rebase):
        raise ValueError(f"a chart starts anew between its {length} points")
    return [slice(a, b) for a, b in pairwise([0, *sorted(set(rebase)), length])]


def _mean(x: Floats) -> Floats:
    """Means of rows without their NaN, as a column; NaN where nothing is left."""
    known = ~np.isnan(x)
    with np.errstate(invalid="ignore"):
        total = np.where(known, x, 0.0).sum(axis=1, keepdims=True)
        return np.asarray(total / known.sum(axis=1, keepdims=True))


def _natural(x: Floats, fix_after: int | None, screen: bool) -> tuple[Floats, Floats]:
    """Centre and distance of the natural limits of one part, as columns."""
    base = x[:, :fix_after]
    ranges = np.abs(np.diff(base, axis=1))
    usual = _mean(ranges)
    if screen:
        kept = (ranges < SCREEN * usual) | (ranges == 0)
        usual = _mean(np.where(kept, ranges, np.nan))
    return _mean(base), NATURAL * usual


def _labels(
    x: Floats, centre: Floats, reach: Floats
) -> tuple[NDArray[np.int8], Flags, NDArray[np.int8]]:
    """Side of the centre, whether close to a limit, and the special cause of each point."""
    distance = x - centre
    distance[np.abs(distance) <= ROUNDING * np.abs(centre)] = 0.0
    side = np.nan_to_num(np.sign(distance)).astype(np.int8)
    outside = np.abs(distance) > reach
    close = (np.abs(distance) > 2 * reach / 3) & ~outside
    steps = np.nan_to_num(np.sign(np.diff(x, axis=1))).astype(np.int8)
    rising = _spread(np.abs(_sums(steps, RUN - 1)) == RUN - 1, RUN, x.shape)
    direction = np.where(_spread(_sums(steps, RUN - 1) == RUN - 1, RUN, x.shape), 1, -1)
    pair = (_sums(close, 3) >= 2) & (np.abs(_sums(side, 3)) == 3)
    cause = np.select(
        [
            outside,
            rising,
            close & _spread(pair, 3, x.shape),
            _spread(np.abs(_sums(side, RUN)) == RUN, RUN, x.shape),
        ],
        [
            side * SpecialCause.OUTSIDE_HIGH,
            direction * SpecialCause.TREND_UP,
            side * SpecialCause.TWO_IN_THREE_HIGH,
            side * SpecialCause.SHIFT_HIGH,
        ],
    )
    return side, close, cause.astype(np.int8)


def _sums(x: NDArray[np.int8] | Flags, width: int) -> NDArray[np.int64]:
    """Sums of so many successive values; none where a row is shorter."""
    if x.shape[1] < width:
        return np.zeros((len(x), 0), dtype=np.int64)
    return np.asarray(sliding_window_view(x, width, axis=1).sum(axis=-1, dtype=np.int64))


def _spread(starts: Flags, width: int, shape: tuple[int, ...]) -> Flags:
    """All points of the windows that start where it is True."""
    points = np.zeros(shape, dtype=bool)
    for step in range(width):
        points[:, step : step + starts.shape[1]] |= starts
    return points


def _rate_chart(counts: ArrayLike, exposure: ArrayLike, *, laney: bool) -> RateChart:
    given = checked_counts(counts)
    rows = as_rows(given)
    people = np.broadcast_to(floats(exposure), given.shape).reshape(rows.values.shape)
    n = np.where((people > 0) & np.isfinite(people) & ~np.isnan(rows.values), people, np.nan)
    known = ~np.isnan(n)
    c = np.where(known, rows.values, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.where(known, n, 0.0).sum(axis=1, keepdims=True)
        centre = np.where(known, c, 0.0).sum(axis=1, keepdims=True) / size
        sigma = np.sqrt(centre / n)
        widening = np.ones_like(centre)
        if laney:
            z = (c / n - centre) / sigma
            widening = _mean(np.abs(np.diff(z, axis=1))) / RANGE_TO_SIGMA
    low = np.maximum(centre - 3 * widening * sigma, 0.0)
    high = centre + 3 * widening * sigma
    rate = c / n
    shape = (*rows.shape, c.shape[1])
    return RateChart(
        method="chart.laney_u" if laney else "chart.u",
        version=VERSION,
        caveats=found(no_count=~known, too_short=np.isnan(widening)),
        rate=rate.reshape(shape),
        centre=centre.reshape(rows.shape),
        low=low.reshape(shape),
        high=high.reshape(shape),
        outside=((rate > high) | (rate < low)).reshape(shape),
        sigma_z=widening.reshape(rows.shape),
    )


def _median(x: Floats) -> Floats:
    """Medians of rows without their NaN; NaN where nothing is left."""
    ordered = np.sort(x, axis=1)
    known = (~np.isnan(x)).sum(axis=1)
    if not x.shape[1]:
        return np.full(len(x), np.nan)
    middle = np.stack([np.maximum(known - 1, 0) // 2, known // 2], axis=1)
    both = np.take_along_axis(ordered, np.minimum(middle, x.shape[1] - 1), axis=1)
    return np.asarray(both.mean(axis=1))


def _runs(
    sides: NDArray[np.int8], useful: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Longest run and number of crossings of rows of 1 and -1, in which 0 is left out."""
    order = np.argsort(sides == 0, axis=1, kind="stable")
    packed = np.take_along_axis(sides, order, axis=1)
    place = np.broadcast_to(np.arange(packed.shape[1]), packed.shape)
    inside = place < useful[:, None]
    begins = inside.copy()
    begins[:, 1:] &= packed[:, 1:] != packed[:, :-1]
    start = np.maximum.accumulate(np.where(begins, place, 0), axis=1)
    longest = np.where(inside, place - start + 1, 0).max(axis=1, initial=0)
    return longest, np.maximum(begins.sum(axis=1) - 1, 0)


def _fewest_crossings(length: int) -> Floats:
    """For 0 to `length` useful points: the smallest k with P(crossings <= k) of 5 % or more."""
    n = np.maximum(np.arange(length + 1) - 1, 0)
    k = np.arange(max(length, 1))
    chance = bdtr(np.minimum(k, n[:, None]), n[:, None], 0.5)
    return np.asarray((chance < CROSSINGS_TAIL).sum(axis=1), dtype=np.float64)
