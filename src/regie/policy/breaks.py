"""Moments after which a figure means something else, and moments that need a remark.

A *break* ends a trend: figures before and after it are not compared. A *marker* is a remark at
a moment (a reporting obstacle, an event, a spike); the trend goes on, with the remark beside it.
"""

from functools import cache
from typing import Literal

from regie.policy.reader import Period, PolicyModel, Text, load

Family = Literal["offence", "nuisance", "vm"]


class BreakItem(PolicyModel):
    """A change in definition or counting; `at` is the first period with the new meaning."""

    code: Text
    at: Period
    kind: Literal["definition", "counting", "reporting"]
    family: Family
    types: tuple[Text, ...]
    reason: Text
    reason_en: Text
    source: Text


class MarkerItem(PolicyModel):
    """A remark at a moment, or from `at` up to and including `until`."""

    code: Text
    at: Period
    until: Period | None = None
    kind: Literal["reporting", "event", "spike", "recording"]
    family: Family
    types: tuple[Text, ...]
    reason: Text
    reason_en: Text
    source: Text


class BreaksFile(PolicyModel):
    """`policy/definition_breaks.toml`; in `types` the word `all` stands for the whole family."""

    breaks: tuple[BreakItem, ...]
    markers: tuple[MarkerItem, ...]


ALL = "all"


@cache
def breaks_file() -> BreaksFile:
    """The whole file. Raises PolicyError."""
    return load("definition_breaks", BreaksFile)


def breaks_of(family: Family, code: str) -> tuple[BreakItem, ...]:
    """The breaks of one type, in order of time."""
    mine = (item for item in breaks_file().breaks if _concerns(item, family, code))
    return tuple(sorted(mine, key=lambda item: item.at))


def markers_of(family: Family, code: str) -> tuple[MarkerItem, ...]:
    """The remarks at moments of one type, in order of time."""
    mine = (item for item in breaks_file().markers if _concerns(item, family, code))
    return tuple(sorted(mine, key=lambda item: item.at))


def _concerns(item: BreakItem | MarkerItem, family: Family, code: str) -> bool:
    return item.family == family and (ALL in item.types or code in item.types)
