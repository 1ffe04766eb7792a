"""Tables as values: what `ui/components/table.html` draws."""

from dataclasses import dataclass, field


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


def _as_cell(value: Cell | str) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)
