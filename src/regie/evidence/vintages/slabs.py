"""Dense pieces of a delivery: some kinds of figures, all areas of a level, all periods. Pure.

A *kind* is a measure with a type, such as ("GeregistreerdeMisdrijven", "1.1.1"). A piece is small
enough for memory, so that a national table is compared piece by piece.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow
import pyarrow.compute
from numpy.typing import NDArray

from regie.evidence.formats.rules import State

Kind = tuple[str, str]
"""Measure and type."""
Floats = NDArray[np.float64]
States = NDArray[np.uint8]
Positions = NDArray[np.int64]
NOTHING = int(State.NOT_OBSERVED)
CARRIES = (int(State.VALUE), int(State.ESTIMATED))


@dataclass(frozen=True)
class Axes:
    """What the three dimensions of a piece stand for: areas, kinds, periods."""

    areas: tuple[str, ...]
    kinds: tuple[Kind, ...]
    periods: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, int, int]:
        """The number of areas, kinds and periods."""
        return len(self.areas), len(self.kinds), len(self.periods)

    def union(self, other: "Axes") -> "Axes":
        """The axes on which both pieces fit, in order."""
        return Axes(
            tuple(sorted({*self.areas, *other.areas})),
            tuple(sorted({*self.kinds, *other.kinds})),
            tuple(sorted({*self.periods, *other.periods}, key=in_time)),
        )


def in_time(code: str) -> tuple[int, str]:
    """The order of periods in a stored delivery: years, then quarters, then months."""
    return {"JJ": 0, "KW": 1, "MM": 2}.get(code[4:6], 3), code


@dataclass(frozen=True)
class Slab:
    """A dense piece; `values` is NaN where the state carries no number."""

    axes: Axes
    values: Floats
    states: States

    def on(self, axes: Axes) -> "Slab":
        """The same piece on wider axes; what it does not have was not observed."""
        if axes == self.axes:
            return self
        values, states = np.full(axes.shape, np.nan), np.zeros(axes.shape, dtype=np.uint8)
        at = np.ix_(
            _positions(self.axes.areas, axes.areas),
            _positions(self.axes.kinds, axes.kinds),
            _positions(self.axes.periods, axes.periods),
        )
        values[at], states[at] = self.values, self.states
        return Slab(axes, values, states)


def _positions(names: Sequence[object], axis: Sequence[object]) -> Positions:
    places = {name: i for i, name in enumerate(axis)}
    return np.array([places[name] for name in names], dtype=np.int64)


def slab(runs: pyarrow.Table, cells: pyarrow.Table, axes: Axes) -> Slab:
    """Lay stored rows out over the axes; zero is filled in where it was observed.

    `runs` has the columns measure, category, area, first, last and state; `cells` has measure,
    category, area, period and value. What lies outside the axes is left out.
    """
    values, states = np.full(axes.shape, np.nan), np.zeros(axes.shape, dtype=np.uint8)
    _lay_states(states, runs, axes)
    values[np.isin(states, CARRIES)] = 0.0
    kind, area = _kinds(cells, axes), _column(cells, "area", axes.areas)
    period = _column(cells, "period", axes.periods)
    inside = (kind >= 0) & (area >= 0) & (period >= 0)
    numbers = cells["value"].to_numpy()
    values[area[inside], kind[inside], period[inside]] = numbers[inside]
    return Slab(axes, values, states)


def _lay_states(states: States, runs: pyarrow.Table, axes: Axes) -> None:
    """Runs with the same bounds and state are laid at once: there are few different ones."""
    kind, area = _kinds(runs, axes), _column(runs, "area", axes.areas)
    first, last = _column(runs, "first", axes.periods), _column(runs, "last", axes.periods)
    state = runs["state"].to_numpy().astype(np.int64)
    inside = (kind >= 0) & (area >= 0) & (first >= 0) & (last >= 0)
    bounds = np.stack([first, last, state], axis=1)[inside]
    if not len(bounds):
        return
    distinct, which = np.unique(bounds, axis=0, return_inverse=True)
    kind, area = kind[inside], area[inside]
    for i, (start, end, value) in enumerate(distinct):
        mine = which.reshape(-1) == i
        states[area[mine], kind[mine], start : end + 1] = value


def _kinds(rows: pyarrow.Table, axes: Axes) -> Positions:
    """The position of measure and type together; -1 when not on the axis."""
    measures = sorted({measure for measure, _ in axes.kinds})
    types = sorted({name for _, name in axes.kinds})
    grid = np.full((len(measures) + 1, len(types) + 1), -1, dtype=np.int64)
    for i, (measure, name) in enumerate(axes.kinds):
        grid[measures.index(measure), types.index(name)] = i
    return grid[_column(rows, "measure", measures), _column(rows, "category", types)]


def _column(rows: pyarrow.Table, name: str, axis: Sequence[str]) -> Positions:
    """The position of every row's name on the axis; each different name is looked up once."""
    column = rows[name].combine_chunks()
    if not pyarrow.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    places = {value: i for i, value in enumerate(axis)}
    known = [places.get(value, -1) for value in column.dictionary.to_pylist()]
    found = np.array([*known, -1], dtype=np.int64)
    return np.asarray(found[column.indices.to_numpy(zero_copy_only=False)], dtype=np.int64)
