"""What counting gives: cells, totals that add up, errors per cell. Pure and frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from regie.evidence.formats.rules import State
from regie.evidence.profiles.profile import Kind, TypeLabel

Points = NDArray[np.float64]
LocalLevel = Literal["neighbourhood", "district", "municipality"]
_MARKS: Mapping[LocalLevel, tuple[str, int]] = {
    "neighbourhood": ("BU", 10),
    "district": ("WK", 8),
    "municipality": ("GM", 6),
}


class Places(Protocol):
    """Who knows the areas. Answers nothing, or an empty sequence, for what it does not know."""

    def code(self, text: str) -> str | None:
        """The code as the classification has it, when it is known."""
        ...

    def name(self, text: str, municipality: str = "") -> str | None:
        """The one area with this name."""
        ...

    def postcode(self, postcode: str, number: int | None = None) -> Sequence[tuple[str, float]]:
        """Areas with their shares (adding up to 1) of "1234AB" or "1234"."""
        ...

    def points(self, xs: Points, ys: Points, crs: str) -> Sequence[str]:
        """The area of each point; empty where it lies outside everything."""
        ...


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of one area, type and period. `weight` is the part of it that was shared out."""

    area: str
    category: str
    period: str
    value: int | None
    state: State = State.VALUE
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class SurveyCell:
    """An estimate from answers, with what is known of its margin."""

    area: str
    category: str
    period: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    sample: float | None = None
    design: float | None = None
    state: State = State.VALUE


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong in one cell: row number in the file, title of the column, msgid and params."""

    row: int
    header: str
    sentence: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """Something a person should know of the counts, as msgid and params."""

    code: str
    sentence: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Totals:
    """Where every row went."""

    read: int = 0
    counted: int = 0
    duplicates: int = 0
    non_incidents: int = 0
    errors: int = 0
    unplaced: int = 0
    outside: int = 0

    @property
    def adds_up(self) -> bool:
        """True when no row was lost."""
        parts = (self.duplicates, self.non_incidents, self.errors, self.unplaced, self.outside)
        return self.read == self.counted + sum(parts)


@dataclass(frozen=True)
class Counted:
    """The outcome of a file.

    `cells` hold the finest area known (neighbourhood, district or municipality); `unplaced` what
    happened somewhere unknown (area empty). `reasons` say why rows were left out (msgid to number);
    `doubts` are the first cells that gave no place in the municipality.
    """

    kind: Kind
    totals: Totals
    cells: tuple[Cell, ...] = ()
    survey: tuple[SurveyCell, ...] = ()
    unplaced: tuple[Cell, ...] = ()
    errors: tuple[CellError, ...] = ()
    doubts: tuple[CellError, ...] = ()
    error_columns: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    types: tuple[TypeLabel, ...] = ()
    periods: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    def by_level(self) -> Mapping[LocalLevel, tuple[Cell, ...]]:
        """The numbers per level: a district adds up its neighbourhoods.

        Records of which only the district is known are added to it. A district's number that the
        file gives itself stands, whatever its neighbourhoods add up to.
        """
        below: tuple[Cell, ...] = ()
        levels: dict[LocalLevel, tuple[Cell, ...]] = {}
        for level, (mark, length) in _MARKS.items():
            own = [cell for cell in self.cells if cell.area.startswith(mark)]
            summed = _rolled(below, mark, length)
            below = _joined(own, summed, add=self.kind == "records")
            levels[level] = below
        return levels


_At = tuple[str, str, str]


def _rolled(cells: Sequence[Cell], mark: str, length: int) -> dict[_At, Cell]:
    """Numbers of a level added up to the one above it."""
    groups: dict[_At, list[Cell]] = {}
    for cell in cells:
        at = (mark + cell.area[2:length], cell.category, cell.period)
        groups.setdefault(at, []).append(cell)
    return {at: _added(at, group) for at, group in groups.items()}


def _joined(own: Sequence[Cell], summed: Mapping[_At, Cell], *, add: bool) -> tuple[Cell, ...]:
    found = dict(summed)
    for cell in own:
        at = (cell.area, cell.category, cell.period)
        found[at] = _added(at, [found[at], cell]) if add and at in found else cell
    return tuple(found[at] for at in sorted(found))


def _added(at: _At, parts: Sequence[Cell]) -> Cell:
    withheld = [part.state for part in parts if part.value is None]
    if withheld:
        return Cell(*at, None, State.HIDDEN if State.HIDDEN in withheld else withheld[0])
    total = sum(part.value or 0 for part in parts)
    shared = sum((part.value or 0) * part.weight for part in parts)
    weight = round(shared / total, 4) if total else 0.0
    return Cell(*at, total, State.ESTIMATED if weight else State.VALUE, weight)
