"""What is known to be wrong with sources, and when their publishers bring new figures."""

from functools import cache
from typing import Literal

from regie.policy.reader import PolicyModel, Slug, Text, load

Use = Literal["level", "trend", "comparison"]
Every = Literal["month", "year", "two_years", "never"]


class ProblemItem(PolicyModel):
    """A known problem; `tables` empty stands for every table of the families."""

    code: Slug
    families: tuple[Text, ...]
    tables: tuple[Text, ...]
    uses: tuple[Use, ...]
    name: Text
    name_en: Text
    problem: Text
    problem_en: Text
    treatment: Text
    treatment_en: Text
    source: Text


class RhythmItem(PolicyModel):
    """When new figures come; for tables by name, else for a whole family.

    `lag_days` runs from the end of a period to the expected day, `grace_days` is how long one may
    wait after it. `rebuild_month` is the month of the whole new table, 0 when there is none.
    `first_year` anchors what comes every second year.
    """

    code: Slug
    tables: tuple[Text, ...] = ()
    families: tuple[Text, ...] = ()
    every: Every
    first_year: int = 0
    lag_days: int = 0
    grace_days: int = 0
    rebuild_month: int = 0
    note: Text
    note_en: Text
    source: Text


class ProblemsFile(PolicyModel):
    """`policy/known_problems.toml`."""

    problems: tuple[ProblemItem, ...]


class RhythmsFile(PolicyModel):
    """`policy/publication_rhythms.toml`."""

    rhythms: tuple[RhythmItem, ...]


@cache
def problems_file() -> ProblemsFile:
    """Every known problem. Raises PolicyError."""
    return load("known_problems", ProblemsFile)


@cache
def rhythms_file() -> RhythmsFile:
    """Every rhythm. Raises PolicyError."""
    return load("publication_rhythms", RhythmsFile)


def known_problems(table_id: str, family: str) -> tuple[ProblemItem, ...]:
    """What is known of one table, in the order of the file."""
    return tuple(
        item
        for item in problems_file().problems
        if family in item.families and (not item.tables or table_id in item.tables)
    )


def rhythm_of(table_id: str, family: str) -> RhythmItem | None:
    """The rhythm of a table, or else of its family; None when nobody wrote it down."""
    found = rhythms_file().rhythms
    by_table = next((item for item in found if table_id in item.tables), None)
    return by_table or next((item for item in found if family in item.families), None)
