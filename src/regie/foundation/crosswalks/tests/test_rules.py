"""Chains and conversion: totals stay, only forward, shares add up to one, unknown stays unknown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.foundation.crosswalks.rules import (
    ADDRESSES,
    FLAG,
    LEDGER,
    SAME,
    Crosswalk,
    Part,
    Step,
    chain,
    follow,
    normalised,
)

pytestmark = pytest.mark.pure

CODES = tuple(f"BU0001000{number}" for number in range(6))


def step(since: int, *moves: tuple[str, dict[str, float]], **more: frozenset[str]) -> Step:
    parts = {
        origin: tuple(Part(origin, to, share, LEDGER) for to, share in shares.items())
        for origin, shares in moves
    }
    return Step(since, since + 1, parts, **more)


@st.composite
def steps(draw: st.DrawFn, since: int) -> Step:
    """Any areas of a year that go to any areas of the next, in any proportion."""
    moved = draw(st.lists(st.sampled_from(CODES), unique=True, max_size=4))
    moves = []
    for origin in moved:
        to = draw(st.lists(st.sampled_from(CODES), unique=True, min_size=1, max_size=3))
        amounts = {code: float(draw(st.integers(1, 50))) for code in to}
        moves.append((origin, dict(normalised(amounts))))
    return step(since, *moves)


@st.composite
def walks(draw: st.DrawFn) -> Crosswalk:
    count = draw(st.integers(1, 4))
    return chain("neighbourhood", [draw(steps(2020 + at)) for at in range(count)])


@given(walks(), st.lists(st.integers(0, 10_000), min_size=6, max_size=6))
def test_no_one_is_lost_and_no_one_is_made(walk: Crosswalk, people: list[int]) -> None:
    values = np.array(people, dtype=float)
    told = walk.convert(CODES, values, np.ones(6, dtype=bool))
    assert told.known.all()
    assert told.values.sum() == pytest.approx(values.sum())
    assert ((told.exact >= 0) & (told.exact <= 1 + 1e-9)).all()


@given(walks())
def test_shares_of_an_old_area_add_up_to_one(walk: Crosswalk) -> None:
    for code in CODES:
        assert sum(share for _to, share in walk.shares(code)) == pytest.approx(1.0)


@given(walks(), st.sampled_from(CODES))
def test_one_unknown_part_makes_the_whole_unknown(walk: Crosswalk, hidden: str) -> None:
    known = np.array([code != hidden for code in CODES])
    told = walk.convert(CODES, np.ones(6), known)
    touched = {to for to, _share in walk.shares(hidden)}
    for code, is_known, value in zip(told.codes, told.known, told.values, strict=True):
        assert is_known == (code not in touched)
        assert np.isnan(value) != is_known


@given(walks())
def test_what_is_made_of_whole_areas_is_exact(walk: Crosswalk) -> None:
    told = walk.convert(CODES, np.full(6, 7.0), np.ones(6, dtype=bool))
    for code, estimated in zip(told.codes, told.estimated, strict=True):
        whole = all(part.share > 1 - 1e-9 for part in walk.parts_of(code))
        assert estimated == (not whole)


def test_a_merger_is_a_sum_and_a_split_an_estimate() -> None:
    a, b, c, d = CODES[:4]
    walk = chain("neighbourhood", [step(2020, (a, {c: 1.0}), (b, {c: 0.25, d: 0.75}))])
    told = walk.convert((a, b, d), np.array([[10.0], [40.0], [5.0]]), np.ones((3, 1), dtype=bool))
    assert told.codes == (c, d)
    # c was not among the codes: as far as the crosswalk knows it existed already.
    assert told.known[:, 0].tolist() == [False, True]
    born = chain(
        "neighbourhood",
        [step(2020, (a, {c: 1.0}), (b, {c: 0.25, d: 0.75}), born=frozenset({c}))],
    )
    told = born.convert((a, b, d), np.array([[10.0], [40.0], [5.0]]), np.ones((3, 1), dtype=bool))
    assert told.values[:, 0].tolist() == [20.0, 35.0]
    assert told.estimated[:, 0].tolist() == [True, True]
    assert told.exact[0, 0] == pytest.approx(0.5)


def test_a_code_that_did_not_exist_yet_carries_nothing() -> None:
    a, b = CODES[:2]
    walk = chain("neighbourhood", [step(2020, (a, {b: 1.0}), born=frozenset({b}))])
    told = walk.convert((a, b), np.array([10.0, np.nan]), np.array([True, False]))
    assert (told.codes, told.values.tolist(), told.known.tolist()) == ((b,), [10.0], [True])


def test_a_chain_follows_areas_through_the_years() -> None:
    a, b, c, d = CODES[:4]
    walk = chain(
        "neighbourhood",
        [
            Step(2020, 2021, {a: (Part(a, b, 1.0, ADDRESSES),)}, frozenset({b})),
            Step(2021, 2023, {b: (Part(b, c, 0.5, FLAG), Part(b, d, 0.5, FLAG))}, frozenset({c})),
        ],
    )
    assert walk.shares(a) == ((c, 0.5), (d, 0.5))
    assert walk.moves[a][0].basis == FLAG
    assert (walk.from_year, walk.to_year) == (2020, 2023)
    assert walk.born == {c}
    assert [part.origin for part in walk.parts_of(d)] == [d, a]
    assert walk.parts_of(d)[0].basis == SAME
    assert follow(a, walk) == walk.shares(a)
    assert follow(a, None) == ((a, 1.0),)


def test_there_and_back_is_as_if_nothing_happened() -> None:
    a, b = CODES[:2]
    walk = chain(
        "neighbourhood",
        [step(2020, (a, {b: 1.0}), born=frozenset({b})), step(2021, (b, {a: 1.0}))],
    )
    assert walk.shares(a) == ((a, 1.0),)
    assert a not in walk.moves


def test_two_ways_to_the_same_place_are_put_together() -> None:
    a, b, c, d = CODES[:4]
    walk = chain(
        "neighbourhood",
        [step(2020, (a, {b: 0.4, c: 0.6})), step(2021, (b, {d: 1.0}), (c, {d: 1.0}))],
    )
    ((to, share),) = walk.shares(a)
    assert to == d
    assert share == pytest.approx(1.0)


def test_what_is_lost_stays_lost() -> None:
    a, b, c, _d = CODES[:4]
    walk = chain(
        "neighbourhood",
        [step(2020, (a, {b: 1.0})), step(2021, lost=frozenset({b, c}))],
    )
    assert walk.shares(a) == walk.shares(c) == walk.shares(b) == ()
    told = walk.convert((a, b, c), np.ones(3), np.ones(3, dtype=bool))
    assert told.codes == ()


def test_a_redrawn_area_and_what_it_went_into_are_unknown() -> None:
    a, b, c, _d = CODES[:4]
    walk = chain(
        "neighbourhood",
        [step(2020, redrawn=frozenset({a})), step(2021, (a, {b: 1.0}))],
    )
    told = walk.convert((a, b, c), np.ones(3), np.ones(3, dtype=bool))
    assert dict(zip(told.codes, told.known.tolist(), strict=True)) == {b: False, c: True}
    assert walk.changed == {b}


def test_a_chain_needs_steps_that_follow_each_other() -> None:
    with pytest.raises(ValueError, match="needs a step"):
        chain("neighbourhood", [])
    with pytest.raises(ValueError, match="no step from 2021"):
        chain("neighbourhood", [step(2020), step(2022)])


def test_amounts_become_shares() -> None:
    assert normalised({"a": 0.0}) == ()
    assert normalised({"a": 1.0, "b": 3.0, "c": 0.0}) == (("b", 0.75), ("a", 0.25))
