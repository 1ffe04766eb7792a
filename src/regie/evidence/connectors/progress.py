"""How far a download is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Phase = Literal["wait", "metadata", "download", "sort", "read"]


@dataclass(frozen=True)
class FetchProgress:
    """One report. `expected_rows` is None when the publisher does not say; times in seconds.

    Phases: `wait` (somebody else fetches the same), `metadata`, `download`, `sort`, and `read`
    (the importer reads what came in; then `rows` are rows read).
    """

    phase: Phase
    rows: int = 0
    expected_rows: int | None = None
    bytes: int = 0
    seconds_left: float | None = None


Follow = Callable[[FetchProgress], None]


class Meter:
    """Counts what comes in and tells it, at most a few times per second."""

    EVERY = 0.2
    SETTLED = 2.0

    def __init__(self, follow: Follow | None, clock: Callable[[], float]) -> None:
        self._follow = follow
        self._clock = clock
        self._start = clock()
        self._told = float("-inf")
        self._phase: Phase | None = None
        self._at_start = 0
        self.rows = 0
        self.bytes = 0
        self.expected: int | None = None

    def resume(self, rows: int) -> None:
        """Rows that were there already say nothing about the speed of now."""
        self.rows = self._at_start = rows

    def add(self, rows: int, size: int) -> None:
        """Count a page, and tell."""
        self.rows += rows
        self.bytes += size
        self.tell("download")

    def tell(self, phase: Phase, *, now: bool = False) -> None:
        """Report, unless the last report of this phase was a moment ago."""
        if self._follow is None:
            return
        moment = self._clock()
        if now or phase != self._phase or moment - self._told >= self.EVERY:
            self._told, self._phase = moment, phase
            self._follow(FetchProgress(phase, self.rows, self.expected, self.bytes, self._left()))

    def _left(self) -> float | None:
        spent, done = self._clock() - self._start, self.rows - self._at_start
        if not self.expected or done <= 0 or spent < self.SETTLED:
            return None
        return max(0.0, (self.expected - self.rows) * spent / done)
