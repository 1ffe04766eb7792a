"""What a server has to offer: tables, boundaries and files to download."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from standin.boundaries import Layer
from standin.model import Table
from standin.selecting import Selector, View


@dataclass(frozen=True)
class Theme:
    """A theme of the catalogue and the ids of its tables."""

    number: str
    title: str
    tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Site:
    """Everything served. `files` are named by their path below /download/."""

    tables: tuple[Table, ...] = ()
    layers: tuple[Layer, ...] = ()
    files: Mapping[str, bytes | Path] = field(default_factory=dict)
    themes: tuple[Theme, ...] = ()

    def of(self, catalogue: str) -> tuple[Table, ...]:
        """The tables of one catalogue."""
        return tuple(table for table in self.tables if table.catalogue == catalogue)

    def table(self, table_id: str, catalogue: str) -> Table | None:
        """A table by its id; OData v3 does not look at capitals."""
        wanted = table_id.lower()
        found = (table for table in self.of(catalogue) if table.id.lower() == wanted)
        return next(found, None)

    def table4(self, table_id: str) -> Table | None:
        """A table of v4, where capitals count and the police have no tables."""
        return next((t for t in self.of("CBS") if t.v4 and t.id == table_id), None)

    @cached_property
    def _selectors(self) -> dict[tuple[str, bool], Selector]:
        return {}

    def selector(self, table: Table, *, long: View | None = None) -> Selector:
        """What answers filters on a table; `long` is its view in v4."""
        key = (table.id, long is not None)
        if key not in self._selectors:
            self._selectors[key] = Selector(long or padded_view(table))
        return self._selectors[key]


def padded_view(table: Table) -> View:
    """A table as OData v3 asks about it: padded keys."""
    return View(
        table.id,
        tuple(dimension.key for dimension in table.dimensions),
        tuple(tuple(dimension.padded()) for dimension in table.dimensions),
        table.figures,
        table.dense,
    )
