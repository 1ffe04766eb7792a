"""What happens beside the policy cycle: elections, recesses of the council, parallel processes."""

from datetime import date
from functools import cache
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from regie.policy.reader import PolicyModel, Text, load

DayOfYear = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
"""Month and day, as 07-11; no 02-29, which does not come every year."""


class ElectionItem(PolicyModel):
    """A day on which councils are elected; `reckoned` means: from the law, not announced yet."""

    day: date
    reckoned: bool
    source: Text


class RecessItem(PolicyModel):
    """A time in which councils usually do not meet; it may pass the new year."""

    code: Text
    name: Text
    name_en: Text
    first: DayOfYear
    last: DayOfYear
    source: Text

    def in_year(self, year: int) -> tuple[date, date]:
        """The first and last day of the recess that begins in this year."""
        first, last = date.fromisoformat(f"{year}-{self.first}"), f"-{self.last}"
        end = date.fromisoformat(f"{year}{last}")
        return first, end if end >= first else date.fromisoformat(f"{year + 1}{last}")


class ProcessItem(PolicyModel):
    """A process beside the cycle. Without `month` its day differs per region; `year` is one in
    which it happened, and it comes back `every` so many years."""

    code: Text
    name: Text
    name_en: Text
    body: Literal["council", "executive", "triangle", "regional"]
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    every: Annotated[int, Field(ge=1, le=10)]
    year: int | None = None
    meaning: Text
    meaning_en: Text
    source: Text

    def comes_in(self, year: int) -> bool:
        """Whether the process has a known month in this year."""
        known = self.month is not None and self.year is not None
        return known and (year - (self.year or 0)) % self.every == 0


class _Elections(PolicyModel):
    elections: tuple[ElectionItem, ...]


class _Recesses(PolicyModel):
    recesses: tuple[RecessItem, ...]


class _Processes(PolicyModel):
    processes: tuple[ProcessItem, ...]


@cache
def ELECTIONS() -> tuple[ElectionItem, ...]:
    """The days of council elections, in order."""
    return load("council_elections", _Elections).elections


@cache
def RECESSES() -> tuple[RecessItem, ...]:
    """When councils usually do not meet."""
    return load("council_recesses", _Recesses).recesses


@cache
def PROCESSES() -> tuple[ProcessItem, ...]:
    """The processes beside the cycle."""
    return load("parallel_processes", _Processes).processes
