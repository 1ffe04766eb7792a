"""Approval and proportional voting against the examples of Lackner and Skowron."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetymethods import approvals as module
from safetymethods.approvals import (
    approval,
    pav_score,
    proportional,
    sequential_proportional,
    unserved,
)
from safetymethods.preferences import PreferenceError, ShapeError
from safetymethods.result import Caveat, Floats
from safetymethods.tests.reference import reference_file

pytestmark = pytest.mark.pure

NAMES = "abcdefgh"
PROFILE = {"ab": 3, "ac": 3, "ad": 2, "bcf": 1, "e": 1, "f": 1, "g": 1}
BALLOTS = np.array([[name in ticked for name in NAMES] for ticked in PROFILE], dtype=float)
COUNTS = list(PROFILE.values())


def named(places: Any) -> str:
    return "".join(sorted(NAMES[place] for place in places))


def test_approval_of_lackner_and_skowron() -> None:
    """Multi-Winner Voting with Approval Preferences (2023): d and f share the last place."""
    found = approval(BALLOTS, 4, counts=COUNTS)
    assert found.votes.tolist() == [8, 4, 4, 2, 1, 2, 1, 0]
    assert named(np.flatnonzero(found.sure)) == "abc"
    assert named(np.flatnonzero(found.tied)) == "df"
    assert found.places_left == 1
    assert found.caveats == (Caveat.TIED,)


def test_proportional_of_lackner_and_skowron() -> None:
    found = proportional(BALLOTS, 4, counts=COUNTS)
    assert [named(row) for row in found.sets] == ["abcf"]
    assert found.score == pytest.approx(83 / 6)
    assert (found.number, found.caveats) == (1, ())
    assert pav_score(BALLOTS, found.sets[0], counts=COUNTS) == pytest.approx(83 / 6)


def test_sequential_of_lackner_and_skowron() -> None:
    found = sequential_proportional(BALLOTS, 4, counts=COUNTS)
    assert named(found.order) == "abcf"
    assert found.order[0] == 0
    np.testing.assert_allclose(found.gains, [8, 2.5, 2, 4 / 3])
    assert found.tied.tolist() == [False, True, False, False]
    assert found.caveats == (Caveat.TIED,)


def test_the_same_examples_as_stored() -> None:
    text = reference_file("06_prioritisation", "voting", "voting_cases.json").read_text("utf-8")
    known = json.loads(text)["abcbook"]
    assert known["profile"] == PROFILE
    found = approval(BALLOTS, known["k"], counts=COUNTS)
    assert dict(zip(NAMES, found.votes, strict=True)) == known["AV_scores"]
    sure = {NAMES[at] for at in np.flatnonzero(found.sure)}
    tied = {NAMES[at] for at in np.flatnonzero(found.tied)}
    assert all(sure < set(one) <= sure | tied for one in known["AV"])
    assert [[NAMES[at] for at in row] for row in proportional(BALLOTS, 4, counts=COUNTS).sets] == (
        known["PAV"]
    )


def test_worked_example_of_the_voting_page() -> None:
    """docs/explanation/voting.md: six of nine take both places, three see nothing."""
    ballots = [[1, 1, 0, 0], [0, 0, 1, 1]]
    many = approval(ballots, 2, counts=[6, 3])
    assert np.flatnonzero(many.sure).tolist() == [0, 1]
    fair = proportional(ballots, 2, counts=[6, 3])
    assert fair.sets.tolist() == [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3]]
    assert fair.score == 9
    more = proportional(ballots, 2, counts=[6, 4])
    assert more.score == 10
    assert [0, 1] not in more.sets.tolist()
    left = unserved(ballots, [0, 1], [0, 2], counts=[6, 4])
    assert (left.number, left.number_served_by_other) == (4, 4)
    assert left.unserved.tolist() == [False, True]
    assert left.caveats == (Caveat.NO_REPRESENTATION,)
    assert unserved(ballots, [0, 2], [0, 1]).caveats == ()


def test_a_voter_without_ticks_is_not_unserved() -> None:
    assert unserved([[1, 0], [0, 0]], [0], [1]).number == 0


def test_nobody_ticked_anything() -> None:
    found = approval([[0, 0, 0]], 2)
    assert not found.sure.any()
    assert found.tied.all()
    assert found.places_left == 2


def test_all_places_for_all_candidates() -> None:
    found = approval([[1, 1], [1, 0]], 2)
    assert found.sure.all()
    assert not found.tied.any()
    assert found.places_left == 0


def test_many_equal_sets_are_counted_and_twenty_listed() -> None:
    found = proportional(np.ones((1, 12)), 5)
    assert found.number == 792
    assert found.sets.shape == (20, 5)
    assert found.caveats == (Caveat.TIED,)


def test_more_sets_than_fit_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = proportional(BALLOTS, 4, counts=COUNTS)
    monkeypatch.setattr(module, "AT_ONCE", 7)
    parts = proportional(BALLOTS, 4, counts=COUNTS)
    assert parts.sets.tolist() == whole.sets.tolist()
    monkeypatch.setattr(module, "SETS", 3)
    with pytest.raises(ShapeError, match="sequential"):
        proportional(BALLOTS, 4)


@pytest.mark.parametrize(
    ("ballots", "places"), [([[1, 2]], 1), ([[1, 0.5]], 1), ([[1, 0]], 0), ([[1, 0]], 3), ([], 1)]
)
def test_bad_ballots_are_refused(ballots: Any, places: int) -> None:
    for method in (approval, proportional, sequential_proportional):
        with pytest.raises(PreferenceError):
            method(ballots, places)


profiles = st.integers(0, 2**32 - 1).map(
    lambda seed: (np.random.default_rng(seed).random((9, 6)) < 0.4).astype(float)
)


@given(profiles, st.permutations(range(9)), st.permutations(range(6)))
def test_the_order_of_voters_and_candidates_changes_nothing(
    ballots: Floats, voters: list[int], candidates: list[int]
) -> None:
    turned = ballots[voters][:, candidates]
    np.testing.assert_array_equal(approval(turned, 3).sure, approval(ballots, 3).sure[candidates])
    one, other = proportional(ballots, 3), proportional(turned, 3)
    assert one.score == pytest.approx(other.score)
    back = {tuple(sorted(candidates[at] for at in row)) for row in other.sets}
    assert back == {tuple(row) for row in one.sets.tolist()}


@given(profiles)
def test_proportional_is_never_less_proportional(ballots: Floats) -> None:
    best = proportional(ballots, 3).score
    assert pav_score(ballots, sequential_proportional(ballots, 3).order) <= best + 1e-9
    order = np.lexsort((np.arange(6), -approval(ballots, 3).votes))
    assert pav_score(ballots, order[:3]) <= best + 1e-9


@given(profiles, st.sets(st.integers(0, 5), min_size=3, max_size=3))
def test_unanimity_wins(ballots: Floats, wanted: set[int]) -> None:
    same = np.zeros_like(ballots)
    same[:, list(wanted)] = 1
    assert set(np.flatnonzero(approval(same, 3).sure)) == wanted
    assert [set(row) for row in proportional(same, 3).sets.tolist()] == [wanted]


@given(profiles)
def test_a_candidate_ticked_by_fewer_of_the_same_never_goes_first(ballots: Floats) -> None:
    """Who is ticked by a part of another's voters only never beats that other."""
    ballots[:, 1] = ballots[:, 0] * ballots[:, 1]
    found = approval(ballots, 2)
    assert found.sure[0] >= found.sure[1]
    order = sequential_proportional(ballots, 6).order.tolist()
    assert order.index(0) < order.index(1)


@given(profiles)
def test_a_candidate_that_nobody_ticks_changes_nothing(ballots: Floats) -> None:
    more = np.hstack([ballots, np.zeros((9, 1))])
    found, before = approval(more, 2), approval(ballots, 2)
    np.testing.assert_array_equal(found.sure[:6], before.sure)
    assert proportional(more, 2).score == pytest.approx(proportional(ballots, 2).score)


@given(profiles, st.integers(1, 5))
def test_counts_are_ballots_cast_more_often(ballots: Floats, times: int) -> None:
    many = np.repeat(ballots, times, axis=0)
    np.testing.assert_allclose(
        approval(many, 2).votes, approval(ballots, 2, counts=[times] * 9).votes
    )
