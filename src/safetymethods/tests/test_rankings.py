"""Borda and Schulze against their published examples."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetymethods.preferences import NegativeError, PreferenceError
from safetymethods.rankings import borda, borda_points, duels, place_of, schulze
from safetymethods.result import Caveat, Floats
from safetymethods.tests.reference import reference_file

pytestmark = pytest.mark.pure

SCHULZE = [
    (5, "ACBED"),
    (5, "ADECB"),
    (8, "BEDAC"),
    (3, "CABED"),
    (7, "CAEBD"),
    (2, "CBADE"),
    (7, "DCEBA"),
    (8, "EBADC"),
]
CITIES = ("Memphis", "Nashville", "Chattanooga", "Knoxville")
TENNESSEE = [(42, (0, 1, 2, 3)), (26, (1, 2, 3, 0)), (15, (2, 3, 1, 0)), (17, (3, 2, 1, 0))]


def ranks_of(orders: list[str], names: str) -> Floats:
    return np.array([[order.index(name) + 1 for name in names] for order in orders], dtype=float)


def tennessee() -> tuple[Floats, list[int]]:
    ranks = [[order.index(city) + 1 for city in range(4)] for _, order in TENNESSEE]
    return np.array(ranks, dtype=float), [count for count, _ in TENNESSEE]


def test_the_45_voters_of_schulze() -> None:
    """Schulze (2011): E before A before C before B before D."""
    ranks = ranks_of([order for _, order in SCHULZE], "ABCDE")
    found = duels(ranks, counts=[count for count, _ in SCHULZE])
    assert found.wins[0].tolist() == [0, 20, 26, 30, 22]
    assert found.wins[1].tolist() == [25, 0, 16, 33, 18]
    order = schulze(found.wins)
    assert "".join("ABCDE"[at] for at in np.argsort(order.place)) == "EACBD"
    assert (order.condorcet, order.caveats) == (-1, ())


def test_the_same_example_as_stored() -> None:
    text = reference_file("06_prioritisation", "voting", "voting_cases.json").read_text("utf-8")
    known = json.loads(text)["schulze_wikipedia_45"]
    assert [tuple(pair) for pair in known["ballots"]] == SCHULZE
    ranks = ranks_of([order for _, order in known["ballots"]], "ABCDE")
    wins = duels(ranks, counts=[count for count, _ in known["ballots"]]).wins
    for row, others in known["pairwise_first_rows"].items():
        for column, votes in others.items():
            assert wins["ABCDE".index(row), "ABCDE".index(column)] == votes
    place = schulze(wins).place
    assert "".join("ABCDE"[at] for at in np.argsort(place)) == known["ranking"]


def test_the_capital_of_tennessee() -> None:
    """The usual example: Nashville wins every duel and Borda's count."""
    ranks, counts = tennessee()
    found = borda(ranks, counts=counts)
    assert dict(zip(CITIES, found.points, strict=True)) == {
        "Memphis": 126,
        "Nashville": 194,
        "Chattanooga": 173,
        "Knoxville": 107,
    }
    assert found.place.tolist() == [3, 1, 2, 4]
    order = schulze(duels(ranks, counts=counts).wins)
    assert CITIES[order.condorcet] == "Nashville"
    assert order.place.tolist() == [4, 1, 2, 3]
    assert found.share.sum() == pytest.approx(2)


def test_who_is_not_ranked_stands_below_and_equal() -> None:
    ranks = [[1.0, np.nan, np.nan], [2.0, 1.0, np.nan]]
    assert borda_points(ranks).tolist() == [[2, 0.5, 0.5], [1, 2, 0]]
    wins = duels(ranks).wins
    assert wins.tolist() == [[0, 1, 2], [1, 0, 1], [0, 0, 0]]
    assert borda(ranks).points.sum() == 6


def test_equal_candidates_share_a_place() -> None:
    found = schulze([[0, 1, 3], [1, 0, 3], [0, 0, 0]])
    assert found.place.tolist() == [1, 1, 3]
    assert found.caveats == (Caveat.TIED,)
    assert place_of([3, 1, 3, 2 + 1e-12, 2]).tolist() == [1, 5, 1, 3, 3]
    assert place_of([[1, 2], [2, 1]]).tolist() == [[2, 1], [1, 2]]


@pytest.mark.parametrize("wins", [[[0, 1]], [[0]], [[0, np.nan], [1, 0]], [[0, -1], [1, 0]], []])
def test_bad_duels_are_refused(wins: Any) -> None:
    with pytest.raises(PreferenceError):
        schulze(wins)


def test_bad_ranks_are_refused() -> None:
    with pytest.raises(NegativeError):
        duels([[1, -2]])
    with pytest.raises(PreferenceError):
        borda([[1, 2]], counts=[1, 2])


ballots = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).permuted(np.tile(np.arange(1.0, 6), (8, 1)), axis=1)
)


@given(ballots, st.permutations(range(8)), st.permutations(range(5)))
def test_the_order_of_voters_and_candidates_changes_nothing(
    ranks: Floats, voters: list[int], candidates: list[int]
) -> None:
    turned = ranks[voters][:, candidates]
    np.testing.assert_array_equal(borda(turned).points, borda(ranks).points[candidates])
    one, other = schulze(duels(ranks).wins), schulze(duels(turned).wins)
    np.testing.assert_array_equal(other.place, one.place[candidates])


@given(ballots)
def test_a_dominated_candidate_never_wins_and_unanimity_does(ranks: Floats) -> None:
    """Everybody puts the first above all others: it wins; the last never does."""
    worse = np.hstack([np.zeros((8, 1)), ranks, np.full((8, 1), 9.0)])
    for place in (borda(worse).place, schulze(duels(worse).wins).place):
        assert place[0] == 1
        assert (place[1:] > 1).all()
        assert place[-1] == 7
    assert schulze(duels(worse).wins).condorcet == 0


@given(ballots)
def test_a_last_candidate_changes_no_order(ranks: Floats) -> None:
    more = np.hstack([ranks, np.full((8, 1), 9.0)])
    np.testing.assert_array_equal(borda(more).place[:5], borda(ranks).place)
    np.testing.assert_array_equal(
        schulze(duels(more).wins).place[:5], schulze(duels(ranks).wins).place
    )


@given(ballots)
def test_turning_all_orders_around_turns_the_result_around(ranks: Floats) -> None:
    points = borda(ranks).points
    np.testing.assert_allclose(borda(6 - ranks).points, 8 * 4 - points)
    one, other = schulze(duels(ranks).wins), schulze(duels(6 - ranks).wins)
    np.testing.assert_array_equal(other.strength, one.strength.T)


@given(ballots)
def test_schulze_agrees_with_a_winner_of_every_duel(ranks: Floats) -> None:
    found = schulze(duels(ranks).wins)
    if found.condorcet >= 0:
        assert found.place[found.condorcet] == 1
        assert (np.delete(found.place, found.condorcet) > 1).all()
