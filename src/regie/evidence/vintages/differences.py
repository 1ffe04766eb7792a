"""What one piece of a delivery says differently from another. Pure numpy.

Applying the difference to the old piece gives the new one: nothing is lost on the way.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from regie.evidence.formats.rules import State
from regie.evidence.vintages.slabs import CARRIES, NOTHING, Axes, Floats, Kind, Slab, States

HIDDEN = int(State.HIDDEN)
Mask = NDArray[np.bool_]
KEPT = 100
"""How many of the largest changes are kept per level."""


@dataclass(frozen=True)
class Delta:
    """The cells that differ, on the axes of both pieces together.

    `at` has a row per cell: the positions of area, kind and period.
    """

    axes: Axes
    at: NDArray[np.int32]
    old_values: Floats
    old_states: States
    new_values: Floats
    new_states: States

    def __len__(self) -> int:
        return len(self.at)


def difference(old: Slab, new: Slab) -> Delta:
    """Every cell in which two pieces differ."""
    axes = old.axes.union(new.axes)
    one, two = old.on(axes), new.on(axes)
    same = (one.states == two.states) & (
        (one.values == two.values) | (np.isnan(one.values) & np.isnan(two.values))
    )
    at = np.argwhere(~same)
    where = tuple(at.T)
    return Delta(
        axes,
        at.astype(np.int32),
        one.values[where],
        one.states[where],
        two.values[where],
        two.states[where],
    )


def applied(old: Slab, delta: Delta) -> Slab:
    """The old piece with the difference laid over it: the new piece on the joint axes."""
    wide = old.on(delta.axes)
    values, states = wide.values.copy(), wide.states.copy()
    where = tuple(delta.at.T.astype(np.int64))
    values[where], states[where] = delta.new_values, delta.new_states
    return Slab(delta.axes, values, states)


# --- counting ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One figure that changed; None for a figure that was not there."""

    measure: str
    category: str
    area: str
    period: str
    old: float | None
    new: float | None
    old_state: int
    new_state: int

    @property
    def size(self) -> float:
        """How much the figure changed."""
        return abs((self.new or 0.0) - (self.old or 0.0))


@dataclass(frozen=True)
class Total:
    """The sum of a level in both vintages."""

    measure: str
    category: str
    period: str
    old: float
    new: float

    @property
    def size(self) -> float:
        """How much the sum changed."""
        return abs(self.new - self.old)


KINDS = ("changed", "appeared", "disappeared", "hidden", "published", "hidden_zero", "other")


@dataclass
class Tally:
    """What differs on one level, gathered piece by piece.

    `counts` has the number of cells per kind of change, within what both vintages have: areas,
    kinds and periods that only one of them has are no change of a figure. `compared` is the number
    of cells that both have.
    """

    compared: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    largest: list[Change] = field(default_factory=list)
    suspicious: list[Change] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)

    def add(self, old: Slab, new: Slab) -> Delta:
        """Count one pair of pieces; answers their difference."""
        delta = difference(old, new)
        shared = _shared(old.axes, new.axes, delta.axes)
        self.compared += int(np.prod([int(mask.sum()) for mask in shared]))
        inside = np.ones(len(delta), dtype=np.bool_)
        for dimension, mask in enumerate(shared):
            inside &= mask[delta.at[:, dimension]]
        for name, mask in _kinds_of(delta).items():
            self.counts[name] += int((mask & inside).sum())
        self._keep(delta, inside)
        self.totals.extend(_totals(old, new))
        return delta

    def _keep(self, delta: Delta, inside: Mask) -> None:
        kinds = _kinds_of(delta)
        changed = np.flatnonzero(kinds["changed"] & inside)
        size = np.abs(delta.new_values[changed] - delta.old_values[changed])
        first = changed[np.argsort(-size, kind="stable")[:KEPT]]
        self.largest = _largest([*self.largest, *changes(delta, first)])
        zeros = np.flatnonzero(kinds["hidden_zero"] & inside)[:KEPT]
        self.suspicious = [*self.suspicious, *changes(delta, zeros)][:KEPT]


def _largest(found: list[Change]) -> list[Change]:
    return sorted(found, key=lambda c: (-c.size, c.area, c.category, c.period))[:KEPT]


def _shared(old: Axes, new: Axes, both: Axes) -> tuple[Mask, Mask, Mask]:
    """Per dimension of the joint axes: what both vintages have."""
    areas, kinds = {*old.areas} & {*new.areas}, {*old.kinds} & {*new.kinds}
    periods = {*old.periods} & {*new.periods}
    return (
        np.array([name in areas for name in both.areas], dtype=np.bool_),
        np.array([kind in kinds for kind in both.kinds], dtype=np.bool_),
        np.array([code in periods for code in both.periods], dtype=np.bool_),
    )


def _kinds_of(delta: Delta) -> dict[str, Mask]:
    had, has = np.isin(delta.old_states, CARRIES), np.isin(delta.new_states, CARRIES)
    was_hidden, is_hidden = delta.old_states == HIDDEN, delta.new_states == HIDDEN
    found = {
        "changed": had & has,
        "appeared": (delta.old_states == NOTHING) & has,
        "disappeared": had & (delta.new_states == NOTHING),
        "hidden": ~was_hidden & is_hidden,
        "published": was_hidden & has,
    }
    other = ~np.logical_or.reduce(list(found.values()))
    return found | {"hidden_zero": was_hidden & has & (delta.new_values == 0), "other": other}


def changes(delta: Delta, rows: NDArray[np.int64] | None = None) -> Iterator[Change]:
    """The differing cells in words and numbers; all of them, or these rows."""
    for i in range(len(delta)) if rows is None else rows:
        area, kind, period = delta.at[i]
        measure, category = delta.axes.kinds[kind]
        yield Change(
            measure,
            category,
            delta.axes.areas[area],
            delta.axes.periods[period],
            _number(delta.old_values[i]),
            _number(delta.new_values[i]),
            int(delta.old_states[i]),
            int(delta.new_states[i]),
        )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _totals(old: Slab, new: Slab) -> Iterator[Total]:
    """The sums that differ, of the kinds and periods that both have."""
    before, after = _sums(old), _sums(new)
    for key in sorted(before.keys() & after.keys()):
        if before[key] != after[key]:
            (measure, category), period = key
            yield Total(measure, category, period, before[key], after[key])


def _sums(piece: Slab) -> dict[tuple[Kind, str], float]:
    """Per kind and period the sum over the areas, where at least one has a number."""
    known = np.any(~np.isnan(piece.values), axis=0)
    sums: Floats = np.nansum(piece.values, axis=0)
    return {
        (kind, period): float(sums[k, p])
        for k, kind in enumerate(piece.axes.kinds)
        for p, period in enumerate(piece.axes.periods)
        if known[k, p]
    }
