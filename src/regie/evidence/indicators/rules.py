"""How a count becomes a reading: denominator, interval, state, reason, break. Pure.

The rules follow the project's methods (D1): a rate per 1,000 of the indicator's own denominator
with an exact Poisson interval, no rate under 200 inhabitants, and never a numerator over nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from regie.evidence.formats.rules import State
from safetymethods.rates import pooled_rate, rate_per
from safetymethods.series import YEAR, rolling_sum, split_at_breaks

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

PER = 1000
MINIMUM = 200
"""No rate under this many inhabitants."""
MIXED = -1
"""What `split_at_breaks` calls a period on both sides of a break."""
EARLIER, USUAL, LEAST = 5, 8, 3
"""A zero is suspicious when the five years before count 8 or more on average, and never under 3.

The quality report of a delivery uses the same rule: the chance of such a zero by accident is
under one in a thousand (Poisson, e^-8).
"""
INDICATIVE = 0.5
"""A rate whose interval is wider than this share to either side is marked "indicative"."""


class Reason(StrEnum):
    """Why there is no count or no rate; `REASONS` says it in words."""

    NONE = ""
    NOT_OBSERVED = "not_observed"
    HIDDEN = "hidden"
    UNKNOWN = "unknown"
    IMPOSSIBLE = "impossible"
    FEW = "few"
    NO_DENOMINATOR = "no_denominator"
    BOUNDARY = "boundary"


REASONS: dict[Reason, str] = {
    Reason.NONE: "",
    Reason.NOT_OBSERVED: "Over deze periode is niets geleverd.",
    Reason.HIDDEN: "De bron schermt dit soort af op dit niveau. Afgeschermd is geen nul.",
    Reason.UNKNOWN: "De bron kent dit aantal niet.",
    Reason.IMPOSSIBLE: "Dit aantal kan in deze periode niet bestaan.",
    Reason.FEW: "Onder 200 inwoners berekenen we geen cijfer per 1.000.",
    Reason.NO_DENOMINATOR: "Het aantal waarop we delen is voor deze periode niet bekend.",
    Reason.BOUNDARY: "De grens was toen anders. Bij deze grens is geen inwonertal bekend.",
}
_OF_STATE = {
    State.NOT_OBSERVED: Reason.NOT_OBSERVED,
    State.HIDDEN: Reason.HIDDEN,
    State.UNKNOWN: Reason.UNKNOWN,
    State.IMPOSSIBLE: Reason.IMPOSSIBLE,
}


@dataclass(frozen=True)
class Reading:
    """One measured value of one indicator in one area and period, and how far to trust it.

    Rates are per 1,000 of the denominator per year, with a 95 % interval. `converted` says that
    the count itself was estimated (carried over from other boundaries); `denominator_year` is
    the year the denominator was counted in, None without a rate. `usual` is the mean of the five
    years before a zero that is suspicious, None for every other reading. `shared` says that the
    denominator was shared out from older areas.
    """

    area: str
    period: str
    count: float | None
    denominator: float | None
    rate: float | None
    low: float | None
    high: float | None
    state: State
    reason: Reason
    provisional: bool = False
    denominator_year: int | None = None
    converted: bool = False
    usual: float | None = None
    shared: bool = False

    @property
    def doubtful(self) -> bool:
        """The count is a suspicious zero, or holds one: nothing may be concluded from it."""
        return self.usual is not None

    @property
    def known(self) -> bool:
        """True when there is a rate."""
        return self.rate is not None

    @property
    def estimated(self) -> bool:
        """The count or the denominator was converted, or the denominator is of another year."""
        return self.converted or self.shared or self.borrowed

    @property
    def borrowed(self) -> bool:
        """The denominator is of another year."""
        return self.denominator_year is not None and self.denominator_year != year_of(self.period)

    @property
    def indicative(self) -> bool:
        """The interval reaches more than half the rate to one side: read it with care."""
        if self.rate is None or self.low is None or self.high is None:
            return False
        return (self.high - self.low) / 2 > INDICATIVE * self.rate


class Standing(StrEnum):
    """How a rate stands beside another; only told apart when the intervals do not touch."""

    HIGHER = "higher"
    SIMILAR = "similar"
    LOWER = "lower"
    UNKNOWN = "unknown"


def compare(own: Reading, other: Reading) -> Standing:
    """Compare two readings by their 95 % intervals; with a suspicious zero there is no answer."""
    if own.doubtful or other.doubtful:
        return Standing.UNKNOWN
    if own.low is None or own.high is None or other.low is None or other.high is None:
        return Standing.UNKNOWN
    if own.low > other.high:
        return Standing.HIGHER
    return Standing.LOWER if own.high < other.low else Standing.SIMILAR


def year_of(period: str) -> int:
    """2023 of "2023JJ00" and "2023MM04"."""
    return int(period[:4])


@dataclass(frozen=True)
class Segment:
    """Consecutive periods that may be compared with each other; `mixed` ones with nothing."""

    start: int
    stop: int
    mixed: bool = False


def segments(
    periods: Sequence[str], breaks: Sequence[str], *, window: int = 1
) -> tuple[Segment, ...]:
    """Cut a series where its definition changed.

    A period in whose middle the change fell counts half under each definition: it becomes a
    segment of its own and is compared with nothing.
    """
    part = split_at_breaks(periods, breaks, window=window).part.tolist()
    starts = [at for at in range(len(part)) if at == 0 or part[at] != part[at - 1]]
    stops = [*starts[1:], len(part)] if part else []
    return tuple(
        Segment(start, stop, part[start] == MIXED)
        for start, stop in zip(starts, stops, strict=True)
    )


def same_segment(parts: Sequence[Segment], left: int, right: int) -> bool:
    """May the periods at these two positions be compared?"""
    return any(
        not part.mixed and part.start <= left < part.stop and part.start <= right < part.stop
        for part in parts
    )


def covers(own: Floats, counted: Flags) -> bool:
    """Is this denominator known for every period of the series that has a count?"""
    return bool(counted.any()) and not bool(np.isnan(own[counted]).any())


_COUNTED, _ESTIMATED = int(State.VALUE), int(State.ESTIMATED)


def is_counted(states: NDArray[np.uint8]) -> Flags:
    """True where there is a number: observed, or carried over from other boundaries."""
    counted: Flags = (states == _COUNTED) | (states == _ESTIMATED)
    return counted


def twelve_months(
    values: Floats, states: NDArray[np.uint8], months: Sequence[str]
) -> tuple[Floats, NDArray[np.uint8]]:
    """The sum of the twelve months that end with each month; a gap gives no sum but its state."""
    result = rolling_sum(values, months, states=states, window=YEAR)
    return result.sums, result.states


def calendar_years(
    values: Floats, states: NDArray[np.uint8], months: Sequence[str]
) -> tuple[tuple[str, ...], Floats, NDArray[np.uint8]]:
    """Sums of the complete calendar years in a monthly series: periods, values, states."""
    sums, out = twelve_months(values, states, months)
    ends = [at for at, month in enumerate(months) if month.endswith("MM12") and at >= 11]
    return tuple(f"{months[at][:4]}JJ00" for at in ends), sums[..., ends], out[..., ends]


def suspicious(values: Floats, *, window: int = 1) -> Floats:
    """Where a series falls to exactly zero in its last year: the mean of the five years before.

    Shape (…, periods), NaN where nothing is suspicious. With a `window` of 12 the last year is
    twelve sums, each beside the sums of whole years before it.
    """
    usual = np.full(values.shape, np.nan)
    for at in range(max(values.shape[-1] - window, EARLIER * window), values.shape[-1]):
        before = values[..., at - EARLIER * window : at : window]
        clear = (before.min(axis=-1) >= LEAST) & (before.mean(axis=-1) >= USUAL)
        usual[..., at] = np.where((values[..., at] == 0) & clear, before.mean(axis=-1), np.nan)
    return usual


def combine(states: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """State of a sum over the last axis: the worst of its parts decides."""
    order = (
        State.HIDDEN,
        State.UNKNOWN,
        State.IMPOSSIBLE,
        State.NOT_OBSERVED,
        State.ESTIMATED,
    )
    result = np.full(states.shape[:-1], int(State.VALUE), dtype=np.uint8)
    for state in reversed(order):
        result[(states == int(state)).any(axis=-1)] = int(state)
    return result


@dataclass(frozen=True)
class Band:
    """Rates with their 95 % interval per 1,000; NaN where there is none. Any shape."""

    rate: Floats
    low: Floats
    high: Floats


def rates(counts: Floats, denominators: Floats, inhabitants: Floats) -> Band:
    """Exact Poisson rates per 1,000, none under 200 inhabitants.

    Where the inhabitants are unknown the denominator itself must reach 200.
    """
    residents = np.where(np.isnan(inhabitants), denominators, inhabitants)
    result = rate_per(counts, denominators, per=PER, residents=residents, minimum=MINIMUM)
    return Band(result.rate, result.low, result.high)


@dataclass(frozen=True)
class Line:
    """Everything known about one indicator in one area, along the periods. All shape (periods,)."""

    periods: tuple[str, ...]
    counts: Floats
    states: NDArray[np.uint8]
    denominators: Floats
    denominator_years: Ints
    moved: Flags
    inhabitants: Floats
    provisional: tuple[bool, ...]
    usual: Floats | None = None
    shared: Flags | None = None


def read(area: str, line: Line) -> tuple[Reading, ...]:
    """Make the readings of one indicator in one area, one per period."""
    counted = is_counted(line.states)
    band = rates(np.where(counted, line.counts, np.nan), line.denominators, line.inhabitants)
    return tuple(_reading(area, line, band, bool(counted[at]), at) for at in range(len(counted)))


def _reading(area: str, line: Line, band: Band, counted: bool, at: int) -> Reading:
    state = State(int(line.states[at]))
    rate = _number(band.rate[at])
    denominator = _number(line.denominators[at])
    return Reading(
        area=area,
        period=line.periods[at],
        count=_number(line.counts[at]) if counted else None,
        denominator=denominator,
        rate=rate,
        low=_number(band.low[at]),
        high=_number(band.high[at]),
        state=state,
        reason=_reason(line, state, rate, denominator, at),
        provisional=line.provisional[at],
        denominator_year=int(line.denominator_years[at]) if rate is not None else None,
        converted=state is State.ESTIMATED,
        usual=None if line.usual is None else _number(line.usual[at]),
        shared=rate is not None and line.shared is not None and bool(line.shared[at]),
    )


def _reason(
    line: Line, state: State, rate: float | None, denominator: float | None, at: int
) -> Reason:
    if state in _OF_STATE:
        return _OF_STATE[state]
    if rate is not None:
        return Reason.NONE
    if denominator is None:
        return Reason.BOUNDARY if line.moved[at] else Reason.NO_DENOMINATOR
    return Reason.FEW if denominator > 0 else Reason.NO_DENOMINATOR


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def pooled(
    readings: Sequence[Reading], parts: Sequence[Segment], *, longest: int = 3
) -> tuple[Reading, int] | None:
    """The mean yearly rate over the newest years that may be taken together, at most `longest`.

    A neighbourhood's single year is too small to say anything; three years say more (methods,
    D1). Answers the pooled reading and how many years are in it, or None without a known rate.
    """
    end = next((at for at in range(len(readings) - 1, -1, -1) if readings[at].known), None)
    if end is None:
        return None
    start = end
    while end - start + 1 < longest and start > 0 and _joins(readings, parts, start - 1, end):
        start -= 1
    return _pool_years(readings[start : end + 1]), end - start + 1


def _joins(readings: Sequence[Reading], parts: Sequence[Segment], left: int, right: int) -> bool:
    return readings[left].known and same_segment(parts, left, right)


def _pool_years(chosen: Sequence[Reading]) -> Reading:
    result = pooled_rate(
        np.array([item.count for item in chosen], dtype=np.float64),
        np.array([item.denominator for item in chosen], dtype=np.float64),
        per=PER,
    )
    newest = chosen[-1]
    return replace(
        newest,
        count=float(result.count),
        denominator=float(result.population),
        rate=float(result.rate),
        low=float(result.low),
        high=float(result.high),
        provisional=any(item.provisional for item in chosen),
        converted=any(item.converted for item in chosen),
        shared=any(item.shared for item in chosen),
        usual=next((item.usual for item in chosen if item.doubtful), None),
    )


def pooled_over(readings: Sequence[Reading], periods: Collection[str]) -> Reading | None:
    """The mean yearly rate over exactly these periods, or None when one has no rate."""
    chosen = [item for item in readings if item.period in periods]
    if not chosen or len(chosen) < len(periods) or not all(item.known for item in chosen):
        return None
    return _pool_years(chosen)
