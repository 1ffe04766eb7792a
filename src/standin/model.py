"""What a table is made of: dimensions, topics, and figures that need not be in memory."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Member:
    """One member of a dimension; `key` without padding. `detail` is DetailRegionCode."""

    key: str
    title: str
    description: str = ""
    group: str = ""
    status: str = ""
    municipality: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Dimension:
    """A dimension; `kind` is "Dimension", "GeoDimension", "GeoDetail" or "TimeDimension"."""

    key: str
    title: str
    kind: str
    width: int
    members: tuple[Member, ...]
    description: str = ""

    def padded(self) -> list[str]:
        """The keys as OData v3 gives them."""
        return [member.key.ljust(self.width) for member in self.members]


@dataclass(frozen=True)
class Topic:
    """A measure. `code` is its id in v4; `default` says what no figure means.

    A text topic, like Gemeentenaam_2, names in `of` the dimension it follows and has in `texts`
    one text per member of it.
    """

    key: str
    title: str
    unit: str = "aantal"
    decimals: int = 0
    default: str = "Zero"
    code: str = "M000001"
    description: str = ""
    of: str = ""
    texts: tuple[str, ...] = ()


class Figures(Protocol):
    """Who knows the figures of a table, row by row; rows are numbered from 0."""

    @property
    def total(self) -> int:
        """How many rows there are."""

    def ids(self, rows: Ints) -> Ints:
        """The ID of each row."""

    def places(self, rows: Ints) -> tuple[Ints, ...]:
        """Per dimension the number of the member of each row."""

    def values(self, topic: int, rows: Ints) -> Floats:
        """The figure of each row; NaN is none."""


@dataclass(frozen=True)
class Table:
    """One table with its metadata. `v4` says that v4 serves it as well."""

    id: str
    title: str
    catalogue: str
    modified: str
    dimensions: tuple[Dimension, ...]
    topics: tuple[Topic, ...]
    figures: Figures
    period: str = ""
    frequency: str = "Perjaar"
    reason: str = "Actualisering"
    summary: str = ""
    selection: str = ""
    v4: bool = False

    @property
    def dense(self) -> bool:
        """Whether every combination of members is a row, so that a row is a place."""
        return isinstance(unwrapped(self.figures), Dense)

    def rebuilt(self) -> "Table":
        """The table as it stands after the publisher built it again."""
        later = f"{int(self.modified[:4]) + 1}{self.modified[4:]}"
        return replace(self, modified=later, reason="Herontwerp", figures=Rebuilt(self.figures))


Values = Callable[..., Floats]


@dataclass(frozen=True)
class Dense:
    """Figures by a function: nothing is kept, whatever the size. ID is the row's number."""

    shape: tuple[int, ...]
    function: Values

    @property
    def total(self) -> int:
        """How many rows: every combination is one."""
        return int(np.prod(self.shape, dtype=np.int64))

    def ids(self, rows: Ints) -> Ints:
        """The row's own number."""
        return rows

    def places(self, rows: Ints) -> tuple[Ints, ...]:
        """The last dimension turns fastest, as the police number their rows."""
        return tuple(np.unravel_index(rows, self.shape))

    def values(self, topic: int, rows: Ints) -> Floats:
        """What the function says."""
        return self.function(topic, *self.places(rows))


@dataclass(frozen=True)
class Kept:
    """Figures that were read from a file: arrays of one length."""

    numbers: Ints
    members: tuple[Ints, ...]
    columns: tuple[Floats, ...]

    @property
    def total(self) -> int:
        """How many rows the file has."""
        return len(self.numbers)

    def ids(self, rows: Ints) -> Ints:
        """The IDs of the file."""
        return self.numbers[rows]

    def places(self, rows: Ints) -> tuple[Ints, ...]:
        """The members of the file's rows."""
        return tuple(column[rows] for column in self.members)

    def values(self, topic: int, rows: Ints) -> Floats:
        """The file's figures."""
        return self.columns[topic][rows]


@dataclass(frozen=True)
class Rebuilt:
    """The figures after a rebuild: every one is one higher."""

    before: Figures

    @property
    def total(self) -> int:
        """As many as before."""
        return self.before.total

    def ids(self, rows: Ints) -> Ints:
        """The same rows."""
        return self.before.ids(rows)

    def places(self, rows: Ints) -> tuple[Ints, ...]:
        """The same places."""
        return self.before.places(rows)

    def values(self, topic: int, rows: Ints) -> Floats:
        """Other figures, so that a mixture of both is found out."""
        return self.before.values(topic, rows) + 1


def unwrapped(figures: Figures) -> Figures:
    """What lies under a rebuild."""
    return unwrapped(figures.before) if isinstance(figures, Rebuilt) else figures
