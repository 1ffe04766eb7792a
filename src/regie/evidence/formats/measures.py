"""The columns of figures of a table: which there are, and what each is called. Pure.

A measure is known by its stem or title, never by its position, which shifts from year to year.
Measures that share a title are told apart by the heading above them or by their full key.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from regie.evidence.formats.rules import (
    Default,
    State,
    parse_cell,
    parse_header,
    same_title,
    stem,
    stem_of_title,
    unique_stems,
)
from regie.evidence.formats.sniff import Sniffed
from regie.policy.tables import MeasureItem, TableItem

FIGURES = 0.5
"""A column with so many figures is one of figures; what is no figure in it is then refused."""


@dataclass(frozen=True)
class MeasureColumn:
    """A column of figures. In a long file (OData v4) all share the column `Value`."""

    column: str
    stem: str
    default: Default
    whole: bool
    code: str = ""


_EDITION = re.compile(
    r"(?:kerncijfers wijken en buurten|\bkwb)\D{0,20}((?:19|20)\d\d)", re.IGNORECASE
)


def told_year(titles: Sequence[str]) -> int | None:
    """The one year of key figures that the titles name; None when they name none, or more."""
    found = {int(match) for title in titles for match in _EDITION.findall(title)}
    return found.pop() if len(found) == 1 else None


def stem_of_column(column: str) -> str:
    """The stem of a key of open data, or the one that CBS would make of a title."""
    header = parse_header(column)
    plain_key = stem(column) != column.strip() and not header.unit
    return stem(column) if plain_key else stem_of_title(header.title)


def measures_of(item: TableItem, sniffed: Sniffed, taken: set[str]) -> tuple[MeasureColumn, ...]:
    """The columns of figures of this table in the file; none when it is another table.

    `taken` are the columns that play another part.
    """
    left = [c for c in sniffed.columns if c not in {"", "ID", "#", *taken}]
    listed = {column: found for column in left if (found := _listed(item, column))}
    named = item.family == "kwb" and told_year(sniffed.titles)
    if not listed and not named and not (item.other_measures and item.family == "vm"):
        return ()
    rest = [
        c for c in left if c not in listed and item.other_measures and _is_figure(item, sniffed, c)
    ]
    chosen = [column for column in left if column in listed or column in rest]
    names = unique_stems([listed[c].stem if c in listed else _name_apart(item, c) for c in chosen])
    default = item.measures[0].default
    return tuple(
        MeasureColumn(
            column,
            name,
            listed[column].default if column in listed else default,
            listed[column].whole if column in listed else False,
        )
        for column, name in zip(chosen, names, strict=True)
    )


def _listed(item: TableItem, column: str) -> MeasureItem | None:
    return next((m for m in item.measures if _is_called(m, column)), None)


def _is_called(measure: MeasureItem, column: str) -> bool:
    header = parse_header(column)
    if measure.parents or measure.keys:
        above = header.path[:-1]
        titled = any(same_title(header.title, name) for name in measure.titles)
        under = above and any(same_title(above[-1], parent) for parent in measure.parents)
        return column.strip() in measure.keys or bool(titled and under)
    names = (measure.stem, *measure.titles)
    return stem(column).casefold() in {name.casefold() for name in names} or any(
        same_title(header.title, name) for name in names
    )


def _name_apart(item: TableItem, column: str) -> str:
    """The stem; for a title that several measures share, with the heading or position behind it.

    So a selection with only the victims of online crime never counts as all victims.
    """
    name = stem_of_column(column)
    shared = {stem_of_title(t) for m in item.measures if m.parents for t in m.titles}
    if name not in shared:
        return name
    above = parse_header(column).path[:-1]
    apart = stem_of_title(above[-1]) if above else f"Nr{column.strip().rpartition('_')[2]}"
    return f"{name}{apart}"


def _is_figure(item: TableItem, sniffed: Sniffed, column: str) -> bool:
    name = stem_of_column(column)
    if any(name.startswith(attribute) for attribute in item.attributes):
        return False
    cells = [cell for cell in sniffed.sample(column) if cell.strip()]
    figures = sum(1 for cell in cells if _is_number(cell, sniffed.decimal))
    return bool(sniffed.rows) and figures >= FIGURES * len(cells)


_MARKED = re.compile(r"[+-]?\d{1,3}([., \N{NO-BREAK SPACE}]\d{3})+([.,]\d+)?")


def _is_number(cell: str, decimal: str) -> bool:
    """A number or sign, with or without a mark for the thousands."""
    read = parse_cell(cell, empty=State.UNKNOWN, decimal=decimal)
    return read is not None or bool(_MARKED.fullmatch(cell.strip()))
