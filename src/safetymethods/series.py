"""Series in time: twelve-month sums, unfinished periods and breaks.

A period is written as its publisher writes it: 2023JJ00 (a year), 2023KW02 (a quarter) or 2023MM04
(a month). Time is counted in months from the year 0. Nothing here bridges what is missing: a sum
over a hidden month is no sum, and a period on both sides of a break belongs to neither side.

Sources: CBS, coding of periods in StatLine; Politie, TableInfos of 47018NED (newest months and
year incomplete, counting changed in July 2018).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from safetymethods.result import (
    Flags,
    Floats,
    Result,
    State,
    States,
    carries_number,
    floats,
    found,
    number_states,
)

VERSION = "1"
YEAR = 12
UNFINISHED_MONTHS = 2

_PERIOD = re.compile(r"(?P<year>\d{4})(?:JJ00|KW0(?P<quarter>[1-4])|MM(?P<month>0[1-9]|1[0-2]))")
_WORST = (State.HIDDEN, State.IMPOSSIBLE, State.UNKNOWN, State.NOT_OBSERVED)


@dataclass(frozen=True, kw_only=True)
class Rolling(Result):
    """Sums over `window` months that end with each month; shape of the values.

    `sums` is NaN where a window is not complete and `states` says why. `months` counts how many
    of the months of each window carry a number.
    """

    sums: Floats
    states: States
    months: NDArray[np.int64]
    window: int


@dataclass(frozen=True, kw_only=True)
class Completeness(Result):
    """How far each period is filled: `elapsed` of `length` months settled, per period.

    `finished` is elapsed = length. A month settles `lag` months after it ended.
    """

    periods: tuple[str, ...]
    elapsed: NDArray[np.int64]
    length: NDArray[np.int64]
    finished: Flags
    lag: int

    @property
    def unfinished(self) -> tuple[str, ...]:
        """The periods that are still being filled."""
        return tuple(p for p, done in zip(self.periods, self.finished, strict=True) if not done)


@dataclass(frozen=True)
class Segment:
    """A part of a series within which values may be compared: positions `start` up to `stop`."""

    start: int
    stop: int
    first: str
    last: str


@dataclass(frozen=True, kw_only=True)
class Segments(Result):
    """A series cut at its breaks.

    `part` holds per period the number of its part, or -1 for a period that lies on both sides of
    a break. `breaks` are the breaks that really cut the series.
    """

    segments: tuple[Segment, ...]
    part: NDArray[np.int64]
    breaks: tuple[str, ...]

    def comparable(self, one: int, other: int) -> bool:
        """May the values at these two positions be compared?"""
        return bool(self.part[one] == self.part[other] != -1)


def months_of(period: str) -> tuple[int, int]:
    """First and last month of a period, counted from the year 0. Raises ValueError."""
    match = _PERIOD.fullmatch(period)
    if match is None:
        raise ValueError(f"{period!r} is not a period such as 2023JJ00, 2023KW02 or 2023MM04")
    start = int(match["year"]) * YEAR
    if match["month"]:
        month = start + int(match["month"]) - 1
        return month, month
    if match["quarter"]:
        first = start + (int(match["quarter"]) - 1) * 3
        return first, first + 2
    return start, start + YEAR - 1


def rolling_sum(
    values: ArrayLike,
    periods: Sequence[str],
    *,
    states: ArrayLike | None = None,
    window: int = YEAR,
) -> Rolling:
    """The sum of the `window` months that end with each month, along the last axis.

    There is a sum only where every month of the window is present in `periods` and carries a
    number. Otherwise the state of the sum is the worst of its months: hidden, impossible,
    unknown, not observed. A sum with an estimated month is estimated. Raises ValueError when a
    period is no month, when periods are not in order or when the shapes do not fit.
    """
    numbers = floats(values)
    given = number_states(numbers, states)
    place = _month_places(periods, numbers.shape[-1])
    if window < 1:
        raise ValueError(f"a window has at least one month, not {window}")
    full, marks = _on_calendar(numbers, given, place, window)
    counted = carries_number(marks)
    seen = sliding_window_view(marks, window, axis=-1)[..., place, :]
    months = sliding_window_view(counted, window, axis=-1)[..., place, :].sum(axis=-1)
    totals = sliding_window_view(full, window, axis=-1)[..., place, :].sum(axis=-1)
    complete = months == window
    result = _state_of_sum(seen, complete)
    return Rolling(
        method=f"rolling_sum.{window}",
        version=VERSION,
        caveats=found(periods_missing=~complete, estimated=result == State.ESTIMATED),
        sums=np.where(complete, totals, np.nan),
        states=result,
        months=months,
        window=window,
    )


def completeness(
    periods: Sequence[str], *, delivered: date | None = None, lag: int = UNFINISHED_MONTHS
) -> Completeness:
    """How far each period was filled when the figures were delivered.

    A month is settled when `lag` full months have passed after it: late reports keep coming in.
    Without a delivery date the newest period is taken to have just ended. Raises ValueError for
    a period that is none or a negative lag.
    """
    if lag < 0:
        raise ValueError(f"a lag is zero or more months, not {lag}")
    spans = np.array([months_of(period) for period in periods], dtype=np.int64).reshape(-1, 2)
    first, last = spans[:, 0], spans[:, 1]
    length = last - first + 1
    if delivered is not None:
        ended = delivered.year * YEAR + delivered.month - 1
    else:
        ended = int(last.max(initial=-1)) + 1
    elapsed = np.clip(ended - lag - first, 0, length)
    finished = elapsed == length
    return Completeness(
        method="completeness",
        version=VERSION,
        caveats=found(unfinished=~finished),
        periods=tuple(periods),
        elapsed=elapsed,
        length=length,
        finished=finished,
        lag=lag,
    )


def split_at_breaks(periods: Sequence[str], breaks: Sequence[str], *, window: int = 1) -> Segments:
    """Cut a series into parts within which values may be compared.

    A break is written as the first period with the new meaning. A period that began before it
    and ended in it or later lies on both sides and belongs to no part: the year 2018 for a break
    in July 2018. With `window`, each value covers that many months up to its own last month (a
    twelve-month sum), so the eleven sums after a break are mixed too. Raises ValueError for a
    period that is none.
    """
    spans = [months_of(period) for period in periods]
    covers = [(min(first, last - window + 1), last) for first, last in spans]
    starts = sorted({months_of(at)[0]: at for at in breaks}.items())
    part = np.array([_part_of(cover, [at for at, _ in starts]) for cover in covers], dtype=np.int64)
    cutting = tuple(at for month, at in starts if _cuts(month, covers))
    return Segments(
        method="split_at_breaks",
        version=VERSION,
        caveats=found(broken=bool(cutting), mixed=part == -1),
        segments=_segments(periods, part),
        part=part,
        breaks=cutting,
    )


def _month_places(periods: Sequence[str], length: int) -> NDArray[np.int64]:
    """Where each month stands on a calendar that starts with the first of them."""
    if len(periods) != length:
        raise ValueError(f"{len(periods)} periods for {length} values")
    spans = [months_of(period) for period in periods]
    if any(first != last for first, last in spans):
        raise ValueError("a rolling sum needs months")
    place = np.array([first for first, _ in spans], dtype=np.int64)
    if (np.diff(place) <= 0).any():
        raise ValueError("the months must be in order, each once")
    return place - (place[0] if length else 0)


def _on_calendar(
    numbers: Floats, given: States, place: NDArray[np.int64], window: int
) -> tuple[Floats, States]:
    """Values and states on a gapless calendar, preceded by window - 1 months without figures."""
    size = window - 1 + (int(place[-1]) + 1 if len(place) else 0)
    shape = (*numbers.shape[:-1], max(size, window))
    full = np.zeros(shape)
    marks = np.full(shape, State.NOT_OBSERVED, dtype=np.uint8)
    full[..., place + window - 1] = np.where(carries_number(given), numbers, 0.0)
    marks[..., place + window - 1] = given
    return full, marks


def _state_of_sum(seen: States, complete: Flags) -> States:
    estimated = (seen == State.ESTIMATED).any(axis=-1)
    absent = np.select(
        [(seen == state).any(axis=-1) for state in _WORST], list(_WORST), State.NOT_OBSERVED
    )
    present = np.where(estimated, State.ESTIMATED, State.VALUE)
    return np.where(complete, present, absent).astype(np.uint8)


def _part_of(cover: tuple[int, int], starts: Sequence[int]) -> int:
    """The number of breaks before a period, or -1 when one falls inside it."""
    first, last = cover
    passed = sum(month <= first for month in starts)
    touched = sum(month <= last for month in starts)
    return passed if passed == touched else -1


def _cuts(month: int, covers: Sequence[tuple[int, int]]) -> bool:
    """A break cuts when something lies before it and something after it or across it."""
    return any(first < month for first, _ in covers) and any(last >= month for _, last in covers)


def _segments(periods: Sequence[str], part: NDArray[np.int64]) -> tuple[Segment, ...]:
    found_parts = []
    for number in sorted(set(part.tolist()) - {-1}):
        where = np.flatnonzero(part == number)
        start, last = int(where[0]), int(where[-1])
        found_parts.append(Segment(start, last + 1, periods[start], periods[last]))
    return tuple(found_parts)
