"""The tables that Regie can read, and how to know them by their content."""

from functools import cache
from typing import Literal

from regie.policy.reader import PolicyModel, load

Default = Literal["Zero", "Missing", "Impossible"]
Family = Literal["offence", "nuisance", "population", "kwb", "vm"]


class MeasureItem(PolicyModel):
    """One column of figures: its stem, how exports title it and what an empty cell means.

    `parents` and `keys` tell apart measures that share a title: the heading above it in an export,
    and the full key, position number included, in open data.
    """

    stem: str
    titles: tuple[str, ...] = ()
    code: str = ""
    default: Default = "Missing"
    whole: bool = False
    parents: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


class DimensionItem(PolicyModel):
    """The keys (open data) and titles (exports) of one dimension; the first is the usual one."""

    keys: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


class AreaCounts(PolicyModel):
    """How many areas of each kind an edition has: its fingerprint."""

    municipality: int = 0
    district: int = 0
    neighbourhood: int = 0


class TableItem(PolicyModel):
    """One table of a publisher.

    `classification` says in which areas older periods are given: "newest" (the whole table is
    rebuilt on the newest classification) or "own_year" (each period in the areas of its year).
    `rank` orders the tables of a family per level: the lowest that has the level is used.
    `other_measures` is true when columns that are not listed are figures as well.
    `categories` names codes that no other policy file names. `filters` holds the total of the
    dimensions Regie does not use: other rows are left out. `first_year` and `last_year` tell
    apart two tables with the same columns. `year` and `counts` belong to a yearly edition.
    `withholds` says that a type hidden in neighbourhoods can be zero in the whole table as well.
    `provisional_years` and `provisional_months` count the newest ones the publisher still changes.
    """

    table_id: str
    family: Family
    title: str
    publisher: str
    licence: str
    frequencies: tuple[Literal["year", "month"], ...]
    levels: tuple[str, ...]
    rank: int
    classification: Literal["newest", "own_year"]
    category: DimensionItem | None = None
    area: DimensionItem
    period: DimensionItem | None = None
    measures: tuple[MeasureItem, ...]
    other_measures: bool = False
    attributes: tuple[str, ...] = ()
    categories: dict[str, str] = {}
    filters: dict[str, str] = {}
    year: int | None = None
    first_year: int = 0
    last_year: int = 9999
    withholds: bool = False
    counts: AreaCounts | None = None
    provisional_years: int = 0
    provisional_months: int = 0
    source: str


class OtherTable(PolicyModel):
    """A table Regie knows and does not read: by which columns it is known, and why not."""

    table_id: str
    title: str
    columns: tuple[str, ...]
    reason: str
    reason_en: str
    source: str


class ClassificationItem(PolicyModel):
    """How many areas a classification year has; recognises a code list without a year."""

    year: int
    counts: AreaCounts
    source: str


class TablesFile(PolicyModel):
    """The whole of `tables.toml`."""

    tables: tuple[TableItem, ...]
    others: tuple[OtherTable, ...]
    classifications: tuple[ClassificationItem, ...]
    short_names: dict[str, dict[str, str]] = {}


@cache
def _file() -> TablesFile:
    return load("tables", TablesFile)


def _tables() -> tuple[TableItem, ...]:
    """Every table Regie reads."""
    return _file().tables


def _other_tables() -> tuple[OtherTable, ...]:
    """Tables that are recognised in order to say why they are not read."""
    return _file().others


def _classifications() -> tuple[ClassificationItem, ...]:
    """Known numbers of areas per classification year."""
    return _file().classifications


def _short_names(family: str) -> dict[str, str]:
    """What a publisher calls its columns in workbooks, as the key of open data."""
    return _file().short_names.get(family, {})


TABLES = _tables
SHORT_NAMES = _short_names
OTHER_TABLES = _other_tables
CLASSIFICATIONS = _classifications


def table(table_id: str) -> TableItem:
    """One table by its id, whatever the case. Raises `KeyError`."""
    for item in TABLES():
        if item.table_id.casefold() == table_id.casefold():
            return item
    raise KeyError(table_id)


def tables_of(family: str) -> tuple[TableItem, ...]:
    """The tables of one family, best first."""
    return tuple(sorted((t for t in TABLES() if t.family == family), key=lambda t: t.rank))
