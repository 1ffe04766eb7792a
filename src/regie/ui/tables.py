"""Tables as values: what `ui/components/table.html` draws.

The rows are written here and not in the template: a table of a hundred periods or of five hundred
neighbourhoods takes a template many times as long.
"""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.html import escape
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Column:
    """A column. `numeric` aligns right; `hint` explains the heading in a second line."""

    label: str
    numeric: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell. `sub` is a quiet second line; `badge` a label of kind `badge_kind`."""

    text: str = ""
    href: str = ""
    sub: str = ""
    badge: str = ""
    badge_kind: str = "neutral"


@dataclass(frozen=True)
class Row:
    """One row. `key` couples it to a shape of the map; `current` marks it."""

    cells: tuple[Cell | str, ...]
    key: str = ""
    current: bool = False


@dataclass(frozen=True)
class Table:
    """Caption (also the name for screen readers), columns and rows."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = field(default=())

    @property
    def body(self) -> list[tuple[Row, list[tuple[Column, Cell]]]]:
        """Rows with each cell beside its column, for the stacked drawing on a small screen."""
        return [
            (row, [(c, _as_cell(x)) for c, x in zip(self.columns, row.cells, strict=True)])
            for row in self.rows
        ]

    @cached_property
    def html(self) -> SafeString:
        """The rows as `<tr>` elements; every text is escaped."""
        starts = [_opening(column) for column in self.columns]
        return SafeString("".join(_row(row, self.columns, starts) for row in self.rows))


def _as_cell(value: Cell | str) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)


def _opening(column: Column) -> str:
    """A cell repeats its heading, for the stacked drawing on a small screen."""
    label = f"{column.label} ({column.hint})" if column.hint else column.label
    kind = ' class="regie-num"' if column.numeric else ""
    return f'<td data-l="{escape(label)}"{kind}><span>'


def _row(row: Row, columns: tuple[Column, ...], starts: list[str]) -> str:
    key = f' data-key="{escape(row.key)}"' if row.key else ""
    current = ' class="regie-row--current"' if row.current else ""
    cells = "".join(
        f"{start}{_cell(_as_cell(value), numeric=column.numeric)}</span></td>"
        for value, column, start in zip(row.cells, columns, starts, strict=True)
    )
    return f"<tr{key}{current}>{cells}</tr>"


def _cell(cell: Cell, *, numeric: bool) -> str:
    """Text, badge and second line; the badge stands before a number, so that digits align."""
    text: str = escape(cell.text)
    if cell.href:
        text = f'<a class="nl-link" href="{escape(cell.href)}">{text}</a>'
    if cell.badge:
        badge = _badge(cell)
        text = f"{badge} {text}" if numeric else f"{text} {badge}"
    return f'{text}<span class="regie-sub">{escape(cell.sub)}</span>' if cell.sub else text


def _badge(cell: Cell) -> str:
    """As `ui/components/badge.html`."""
    kind = escape(cell.badge_kind or "neutral")
    return f'<span class="regie-badge regie-badge--{kind}">{escape(cell.badge)}</span>'
