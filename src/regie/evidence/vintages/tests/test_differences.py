"""The difference between two vintages: nothing is lost, and nothing is found that is not there."""

from typing import TypeVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.formats.rules import State
from regie.evidence.vintages.differences import KINDS, Tally, applied, changes, difference
from regie.evidence.vintages.slabs import CARRIES, Axes, Slab

pytestmark = pytest.mark.pure

AREAS = ("BU01", "BU02", "BU03")
TYPES = (("n", "0.0.0"), ("n", "1.1.1"))
PERIODS = ("2022JJ00", "2023JJ00", "2023MM01")


Name = TypeVar("Name")


def subset(names: tuple[Name, ...]) -> st.SearchStrategy[tuple[Name, ...]]:
    return st.sets(st.sampled_from(names), min_size=1).map(
        lambda chosen: tuple(name for name in names if name in chosen)
    )


@st.composite
def pieces(draw: st.DrawFn) -> Slab:
    axes = Axes(draw(subset(AREAS)), draw(subset(TYPES)), draw(subset(PERIODS)))
    size = int(np.prod(axes.shape))
    states = np.array(
        draw(st.lists(st.sampled_from([int(s) for s in State]), min_size=size, max_size=size)),
        dtype=np.uint8,
    ).reshape(axes.shape)
    numbers = np.array(
        draw(st.lists(st.integers(0, 9), min_size=size, max_size=size)), dtype=np.float64
    ).reshape(axes.shape)
    return Slab(axes, np.where(np.isin(states, CARRIES), numbers, np.nan), states)


def same(one: Slab, other: Slab) -> bool:
    return (
        one.axes == other.axes
        and bool((one.states == other.states).all())
        and np.array_equal(one.values, other.values, equal_nan=True)
    )


@given(pieces())
def test_a_piece_does_not_differ_from_itself(piece: Slab) -> None:
    assert len(difference(piece, piece)) == 0
    tally = Tally()
    tally.add(piece, piece)
    assert not any(tally.counts.values())
    assert not tally.totals
    assert tally.compared == piece.values.size


@given(pieces(), pieces())
def test_the_old_with_the_difference_is_the_new(old: Slab, new: Slab) -> None:
    delta = difference(old, new)
    assert same(applied(old, delta), new.on(delta.axes))


@given(pieces(), pieces())
def test_back_and_forth_is_the_same_difference(old: Slab, new: Slab) -> None:
    there, back = difference(old, new), difference(new, old)
    assert np.array_equal(there.at, back.at)
    assert np.array_equal(there.new_values, back.old_values, equal_nan=True)


@given(pieces(), pieces())
def test_every_shared_cell_that_differs_is_of_one_kind(old: Slab, new: Slab) -> None:
    tally = Tally()
    delta = tally.add(old, new)
    shared = {*old.axes.areas} & {*new.axes.areas}
    kinds, periods = (
        {*old.axes.kinds} & {*new.axes.kinds},
        {*old.axes.periods} & {*new.axes.periods},
    )
    inside = [
        c
        for c in changes(delta)
        if c.area in shared and (c.measure, c.category) in kinds and c.period in periods
    ]
    counted = sum(tally.counts[name] for name in KINDS if name != "hidden_zero")
    assert counted == len(inside)
    assert tally.compared == len(shared) * len(kinds) * len(periods)


def piece(cells: dict[str, tuple[State, float | None]]) -> Slab:
    """One type and one year; a state and a number per area."""
    axes = Axes(tuple(sorted(cells)), (("n", "1.1.1"),), ("2023JJ00",))
    values = np.array([[[cells[a][1]]] for a in axes.areas], dtype=np.float64)
    states = np.array([[[int(cells[a][0])]] for a in axes.areas], dtype=np.uint8)
    return Slab(axes, values, states)


def test_each_kind_of_change_is_told_apart() -> None:
    old = piece(
        {
            "BU1": (State.VALUE, 5),
            "BU2": (State.VALUE, 5),
            "BU3": (State.HIDDEN, None),
            "BU4": (State.HIDDEN, None),
            "BU5": (State.NOT_OBSERVED, None),
            "BU6": (State.VALUE, 1),
            "BU7": (State.UNKNOWN, None),
            "BU8": (State.VALUE, 9),
        }
    )
    new = piece(
        {
            "BU1": (State.VALUE, 8),
            "BU2": (State.HIDDEN, None),
            "BU3": (State.VALUE, 2),
            "BU4": (State.VALUE, 0),
            "BU5": (State.VALUE, 1),
            "BU6": (State.NOT_OBSERVED, None),
            "BU7": (State.IMPOSSIBLE, None),
            "BU9": (State.VALUE, 100),
        }
    )
    tally = Tally()
    tally.add(old, new)
    assert tally.counts == {
        "changed": 1,
        "appeared": 1,
        "disappeared": 1,
        "hidden": 1,
        "published": 2,
        "hidden_zero": 1,
        "other": 1,
    }
    assert [(c.area, c.old, c.new) for c in tally.largest] == [("BU1", 5, 8)]
    assert [c.area for c in tally.suspicious] == ["BU4"]
    assert [(t.old, t.new) for t in tally.totals] == [(20, 111)]
