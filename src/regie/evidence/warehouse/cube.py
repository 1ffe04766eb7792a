"""The dense cube: what was observed, with the zeros filled in. Pure numpy and Arrow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, TypeAlias

import numpy as np
import pyarrow
from numpy.typing import NDArray
from pyarrow import compute

from regie.evidence.formats.rules import State

Floats = NDArray[np.float64]
States = NDArray[np.uint8]
Names: TypeAlias = Sequence[str] | pyarrow.ChunkedArray
"""A column of names: a list, or as the engine gives it, which is faster."""
_ORDER = {"JJ": "0", "KW": "1", "MM": "2"}
CARRIES = (int(State.VALUE), int(State.ESTIMATED))


@dataclass(frozen=True)
class DeliveryRef:
    """Where figures come from, for the line under every table and chart."""

    id: int
    table_id: str
    title: str
    publisher: str
    licence: str
    vintage: date | None
    received_at: datetime
    classification_year: int | None


@dataclass(frozen=True)
class Figures:
    """A dense cube; the shape of `values` and `states` is (areas, categories, periods).

    `values` holds counts or measurements in the unit of the measure, NaN unless the state is
    VALUE or ESTIMATED. `states` holds `rules.State`. Both are read-only.
    """

    deliveries: tuple[DeliveryRef, ...]
    areas: tuple[str, ...]
    categories: tuple[str, ...]
    periods: tuple[str, ...]
    values: Floats
    states: States
    period_status: tuple[str, ...]
    period_years: tuple[int, ...]

    @property
    def nbytes(self) -> int:
        """About how much memory the cube takes."""
        return self.values.nbytes + self.states.nbytes + 100 * len(self.areas)


@dataclass(frozen=True)
class Observed:
    """Rows of runs: between `first` and `last`, an area and category have one state."""

    categories: Names
    areas: Names
    first: Names
    last: Names
    states: Sequence[int]


@dataclass(frozen=True)
class Stored:
    """Rows of values that are not zero."""

    categories: Names
    areas: Names
    periods: Names
    values: Sequence[float]


def fill(
    observed: Observed,
    stored: Stored,
    *,
    areas: Sequence[str],
    categories: Sequence[str],
    periods: Sequence[str],
) -> tuple[Floats, States]:
    """Lay runs and values out over the axes; what is outside the axes is left out.

    Zero is filled in wherever a value was observed and none is stored.
    """
    shape = (len(areas), len(categories), len(periods))
    states = np.zeros(shape, dtype=np.uint8)
    a, c = _positions(observed.areas, areas), _positions(observed.categories, categories)
    first, last = _bounds(observed, periods)
    state = np.asarray(observed.states, dtype=np.uint8)
    inside = (a >= 0) & (c >= 0) & (first <= last)
    _lay(states, a[inside], c[inside], first[inside], last[inside], state[inside])
    values = np.full(shape, np.nan)
    values[np.isin(states, CARRIES)] = 0.0
    _set(values, stored, areas, categories, periods)
    return values, states


def _positions(names: Names, axis: Sequence[str]) -> NDArray[np.int64]:
    """Where each name stands on the axis; -1 when it does not."""
    found = compute.index_in(_texts(names), value_set=pyarrow.array(axis, pyarrow.string()))
    return _numbers(found.fill_null(-1))


def _texts(names: Names) -> pyarrow.Array:
    """Names as one column, whether they come from the engine or from a list."""
    if isinstance(names, pyarrow.ChunkedArray):
        return names.cast(pyarrow.string()).combine_chunks()
    return pyarrow.array(names, pyarrow.string())


def _numbers(column: pyarrow.Array) -> NDArray[np.int64]:
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.int64)


def _bounds(
    observed: Observed, periods: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and last position of each run on the axis; an empty run when it lies outside."""
    return _search(observed.first, periods, "left"), _search(observed.last, periods, "right") - 1


def _search(
    names: Names, periods: Sequence[str], side: Literal["left", "right"]
) -> NDArray[np.int64]:
    """Where each name would stand on the axis; there are few different ones."""
    coded = _texts(names).dictionary_encode()
    distinct = np.asarray([_in_order(code) for code in coded.dictionary.to_pylist()], np.str_)
    axis = np.asarray([_in_order(code) for code in periods], np.str_)
    return np.searchsorted(axis, distinct, side=side).astype(np.int64)[_numbers(coded.indices)]


def _in_order(code: str) -> str:
    """A period as the axis of a delivery orders it: all years, then quarters, then months.

    By their codes alone a run of years would be laid over the months in between.
    """
    return f"{_ORDER.get(code[4:6], '')}{code}"


def _lay(
    states: States,
    a: NDArray[np.int64],
    c: NDArray[np.int64],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    state: NDArray[np.uint8],
) -> None:
    """Runs with the same bounds and state are laid at once: there are few different ones."""
    if not len(a):
        return
    kinds = np.stack([first, last, state.astype(np.int64)], axis=1)
    distinct, which = np.unique(kinds, axis=0, return_inverse=True)
    for i, (start, end, value) in enumerate(distinct):
        mine = which.reshape(-1) == i
        states[a[mine], c[mine], start : end + 1] = value


def _set(
    values: Floats,
    stored: Stored,
    areas: Sequence[str],
    categories: Sequence[str],
    periods: Sequence[str],
) -> None:
    a, c = _positions(stored.areas, areas), _positions(stored.categories, categories)
    p = _positions(stored.periods, periods)
    inside = (a >= 0) & (c >= 0) & (p >= 0)
    values[a[inside], c[inside], p[inside]] = np.asarray(stored.values, dtype=np.float64)[inside]


def merge(cubes: Iterable[Figures]) -> Figures:
    """Put cubes of different editions behind each other on the axis of periods.

    Areas and categories are the union; where an edition lacks one, the state is NOT_OBSERVED.
    The later cube wins a period that both have.
    """
    parts = list(cubes)
    areas = tuple(sorted({area for part in parts for area in part.areas}))
    categories = tuple(sorted({name for part in parts for name in part.categories}))
    owner = {period: part for part in parts for period in part.periods}
    periods = tuple(sorted(owner))
    shape = (len(areas), len(categories), len(periods))
    values, states = np.full(shape, np.nan), np.zeros(shape, dtype=np.uint8)
    status, years = [], []
    for position, period in enumerate(periods):
        part = owner[period]
        at = part.periods.index(period)
        rows, columns = _positions(part.areas, areas), _positions(part.categories, categories)
        values[rows[:, None], columns[None, :], position] = part.values[:, :, at]
        states[rows[:, None], columns[None, :], position] = part.states[:, :, at]
        status.append(part.period_status[at])
        years.append(part.period_years[at])
    used = {id(part) for part in owner.values()}
    refs = dict.fromkeys(r for part in parts if id(part) in used for r in part.deliveries)
    return freeze(
        Figures(
            tuple(refs), areas, categories, periods, values, states, tuple(status), tuple(years)
        )
    )


def overlay(main: Figures, other: Figures, *, same_year: bool) -> Figures:
    """The cube with the categories of another cube laid over it, where areas and periods agree.

    With `same_year` only periods in which both have the areas of the same classification year.
    """
    years = dict(zip(other.periods, other.period_years, strict=True))
    shared = [
        period
        for period, year in zip(main.periods, main.period_years, strict=True)
        if period in years and (not same_year or years[period] == year)
    ]
    areas = [area for area in main.areas if area in set(other.areas)]
    names = [name for name in main.categories if name in other.categories]
    if not (shared and areas and names):
        return main
    to, of = _block(main, areas, names, shared), _block(other, areas, names, shared)
    values, states = main.values.copy(), main.states.copy()
    values[to], states[to] = other.values[of], other.states[of]
    deliveries = tuple(dict.fromkeys((*main.deliveries, *other.deliveries)))
    return freeze(replace(main, deliveries=deliveries, values=values, states=states))


def _block(
    cube: Figures, areas: Sequence[str], names: Sequence[str], periods: Sequence[str]
) -> tuple[NDArray[np.int64], ...]:
    return np.ix_(
        _positions(areas, cube.areas),
        _positions(names, cube.categories),
        _positions(periods, cube.periods),
    )


def freeze(figures: Figures) -> Figures:
    """Make the arrays read-only: a cube is shared by everyone who asks for it."""
    figures.values.flags.writeable = False
    figures.states.flags.writeable = False
    return figures
