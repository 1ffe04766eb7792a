"""Rank acceptability against rsmaa's thrombolytics case, exact answers, and its properties."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safetymethods.acceptability import (
    Standing,
    acceptability,
    acceptability_of_draws,
    confidence_factors,
    confidence_of_draws,
    standing_of,
    top_shares,
)
from safetymethods.preferences import (
    MissingNumberError,
    NegativeError,
    OneCandidateError,
    PreferenceError,
    ShapeError,
)
from safetymethods.result import Floats
from safetymethods.tests.reference import reference_file

pytestmark = pytest.mark.pure

SCORES = np.array([[80.0, 40.0, 20.0], [50.0, 60.0, 90.0], [30.0, 70.0, 40.0]])


def thrombolytics() -> tuple[dict[str, Any], Floats, Floats]:
    """Expected answers, score draws (draws, candidates, criteria) and weight draws."""
    folder = ("06_prioritisation", "smaa")
    known = json.loads(reference_file(*folder, "smaa_expected.json").read_text("utf-8"))
    drawn = np.loadtxt(
        reference_file(*folder, "thrombo_meas_weights.csv.gz"), delimiter=",", skiprows=1
    )
    return known["thrombo"], drawn[:, :6].reshape(-1, 3, 2).transpose(0, 2, 1), drawn[:, 6:]


def test_thrombolytics_of_rsmaa() -> None:
    """Van Valkenhoef et al. (2012), the itest of gertvv/rsmaa with its own 10,000 draws."""
    known, scores, weights = thrombolytics()
    found = acceptability_of_draws(scores, weights, 1)
    names = ("Heparin", "Enoxaparin")
    for at, name in enumerate(names):
        np.testing.assert_allclose(found.rank[at], known["rank_acceptability"][name], atol=1e-9)
        np.testing.assert_allclose(found.central[at], known["central_weights"][name], atol=1e-6)
    confidence = confidence_of_draws(scores, found.central)
    for at, name in enumerate(names):
        assert confidence.factor[at] == pytest.approx(known["confidence_factor"][name], abs=1e-9)
    fixed = acceptability_of_draws(scores, [0.5, 0.2, 0.3], 1)
    np.testing.assert_allclose(
        fixed.rank[0], known["fixed_weights_0.5_0.2_0.3"]["Heparin"], atol=1e-9
    )
    assert found.pairwise[0, 1] == pytest.approx(found.rank[0, 0])


def test_worked_example_of_the_weighing_page() -> None:
    """docs/explanation/weighing.md: certain scores and four members leave nothing to chance."""
    members = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [5, 3, 2]]
    found = acceptability(SCORES, 2, weights=members)
    np.testing.assert_allclose(found.rank, [[0.25, 0.25, 0.5], [0.5, 0.5, 0.0], [0.25, 0.25, 0.5]])
    np.testing.assert_allclose(found.top, [0.5, 1.0, 0.5])
    assert found.standing.tolist() == [Standing.DISCUSS, Standing.CORE, Standing.DISCUSS]
    np.testing.assert_allclose(found.pairwise[0], [0.0, 0.25, 0.5])
    np.testing.assert_allclose(found.central[0], [1, 0, 0])
    np.testing.assert_allclose(found.central[1], [0.25, 0.15, 0.6])
    assert found.draws == 4


def test_free_weights_of_two_criteria_are_exact_in_the_limit() -> None:
    """a = (100, 0), b = (0, 50): a is first where w > 1/3, which has chance 2/3."""
    found = acceptability([[100.0, 0.0], [0.0, 50.0]], 1, draws=200_000, seed=1)
    assert found.rank[0, 0] == pytest.approx(2 / 3, abs=0.005)
    assert found.central[0, 0] == pytest.approx(2 / 3, abs=0.005)
    assert found.central[1, 0] == pytest.approx(1 / 6, abs=0.005)


def test_unsure_scores_are_drawn_half_below_and_half_above() -> None:
    """One criterion, 50 between 30 and 90: above 60 with chance 1/2 times 3/4."""
    found = acceptability(
        [[50.0], [60.0]], 1, low=[[30.0], [60.0]], high=[[90.0], [60.0]], draws=200_000, seed=2
    )
    assert found.rank[0, 0] == pytest.approx(0.375, abs=0.005)
    found = acceptability(
        [[50.0], [45.0]], 1, low=[[30.0], [45.0]], high=[[90.0], [45.0]], draws=200_000
    )
    assert found.rank[0, 0] == pytest.approx(0.5 + 0.5 * 0.25, abs=0.005)


def test_members_weights_count_equally_often() -> None:
    """Two members against one: the candidate of the two is first in two thirds of the draws."""
    found = acceptability(
        [[60.0, 10.0], [10.0, 60.0]],
        1,
        low=[[59.0, 9.0], [9.0, 59.0]],
        high=[[61.0, 11.0], [11.0, 61.0]],
        weights=[[1, 0], [0, 1], [0, 1]],
        draws=3000,
    )
    np.testing.assert_allclose(found.rank[:, 0], [1 / 3, 2 / 3])


def test_more_chunks_than_a_byte_holds() -> None:
    """Beyond 255 chunks of 1,024 draws the counts have to be moved in time."""
    found = acceptability(
        [[60.0, 0.0], [10.0, 0.0]], 1, high=[[61.0, 0.0], [11.0, 0.0]], draws=300_000
    )
    np.testing.assert_allclose(found.rank, np.eye(2))
    np.testing.assert_allclose(found.pairwise, [[0, 1], [0, 0]])
    np.testing.assert_allclose(found.rank.sum(axis=1), 1)


def test_equal_candidates_get_one_answer() -> None:
    scores = np.array([[50.0, 50.0], [70.0, 20.0], [50.0, 50.0]])
    for found in (
        acceptability(scores, 1, draws=5000),
        acceptability(scores, 1, low=scores - 9, high=scores + 9, draws=5000),
        acceptability(scores, 1, weights=[[1, 1], [3, 1]]),
    ):
        np.testing.assert_allclose(found.rank[0], found.rank[2])
        assert found.pairwise[0, 2] == found.pairwise[2, 0] == pytest.approx(0.5)
        np.testing.assert_allclose(found.rank.sum(axis=1), 1)
        np.testing.assert_allclose(found.rank.sum(axis=0), 1)


def test_all_equal_shares_everything() -> None:
    found = acceptability(np.full((4, 2), 30.0), 2, weights=[[1, 1]])
    np.testing.assert_allclose(found.rank, 0.25)
    np.testing.assert_allclose(found.top, 0.5)


def test_a_candidate_that_never_wins_has_no_central_weights() -> None:
    found = acceptability([[90.0, 90.0], [10.0, 10.0]], 1)
    assert np.isnan(found.central[1]).all()
    factors = confidence_factors([[90.0, 90.0], [10.0, 10.0]], found.central).factor
    np.testing.assert_allclose(factors, [1, np.nan])


def test_confidence_of_unsure_scores() -> None:
    """One criterion, a at 50 and b even between 40 and 60: each is first half of the time."""
    found = confidence_factors(
        [[50.0], [50.0]], [[1.0], [1.0]], low=[[50.0], [40.0]], high=[[50.0], [60.0]], draws=50_000
    )
    np.testing.assert_allclose(found.factor, 0.5, atol=0.01)
    assert found.draws == 50_000
    np.testing.assert_allclose(confidence_factors([[5.0], [5.0]], [[1.0], [1.0]]).factor, 0.5)


def test_draws_made_elsewhere_by_hand() -> None:
    """Two draws of two candidates: each wins one; with its own central weights a wins both."""
    scores = [[[80.0, 0.0], [0.0, 60.0]], [[70.0, 0.0], [0.0, 90.0]]]
    found = acceptability_of_draws(scores, [[3, 1], [1, 1]], 1)
    np.testing.assert_allclose(found.rank, [[0.5, 0.5], [0.5, 0.5]])
    np.testing.assert_allclose(found.central, [[0.75, 0.25], [0.5, 0.5]])
    np.testing.assert_allclose(confidence_of_draws(scores, found.central).factor, [1, 0.5])


def test_classes_at_their_borders() -> None:
    assert standing_of([0.0, 0.1999, 0.2, 0.7999, 0.8, 1.0]).tolist() == [0, 0, 1, 1, 2, 2]


def test_top_shares_by_hand() -> None:
    draws = [[3.0, 2.0, 1.0, 0.0], [3.0, 1.0, 1.0, 1.0], [0.0, 0.0, 0.0, 0.0]]
    np.testing.assert_allclose(
        top_shares(draws, 2),
        np.array([1.0 + 1 + 0.5, 1.0 + 1 / 3 + 0.5, 1 / 3 + 0.5, 1 / 3 + 0.5]) / 3,
    )


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"places": 0}, ShapeError),
        ({"places": 4}, ShapeError),
        ({"scores": [[1.0, 2.0]]}, OneCandidateError),
        ({"scores": np.full((256, 2), 5.0)}, ShapeError),
        ({"low": SCORES + 1}, ShapeError),
        ({"high": SCORES - 1}, ShapeError),
        ({"low": SCORES[:2]}, ShapeError),
        ({"low": SCORES * np.nan}, MissingNumberError),
        ({"low": -SCORES}, NegativeError),
        ({"weights": [[1, 2]]}, ShapeError),
        ({"draws": 0}, ShapeError),
    ],
)
def test_bad_input_is_refused(change: dict[str, Any], error: type[PreferenceError]) -> None:
    with pytest.raises(error):
        acceptability(**{"scores": SCORES, "places": 2, **change})


@pytest.mark.parametrize(
    ("scores", "error"),
    [
        (SCORES, ShapeError),
        (np.empty((0, 3, 3)), ShapeError),
        (np.ones((2, 1, 3)), OneCandidateError),
        (np.full((2, 2, 3), np.nan), MissingNumberError),
    ],
)
def test_bad_draws_are_refused(scores: Any, error: type[PreferenceError]) -> None:
    with pytest.raises(error):
        acceptability_of_draws(scores, [1, 1, 1], 1)


def test_other_bad_calls_are_refused() -> None:
    with pytest.raises(ShapeError):
        confidence_factors(SCORES, SCORES[:2])
    with pytest.raises(ShapeError):
        confidence_of_draws(np.ones((2, 2, 3)), np.ones((3, 3)))
    for draws in ([1.0, 2.0], np.empty((0, 3))):
        with pytest.raises(ShapeError):
            top_shares(draws, 1)


worlds = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).integers(0, 9, size=(6, 3)) * 10.0
)


@settings(max_examples=40)
@given(worlds, st.permutations(range(6)), st.permutations(range(5)), st.booleans())
def test_the_order_of_candidates_and_members_changes_nothing(
    scores: Floats, candidates: list[int], members: list[int], unsure: bool
) -> None:
    weights = np.random.default_rng(int(scores.sum())).integers(1, 9, size=(5, 3))
    high = scores + 10 if unsure else scores
    one = acceptability(scores, 2, high=high, weights=weights, draws=500)
    other = acceptability(
        scores[candidates], 2, high=high[candidates], weights=weights[members], draws=500
    )
    np.testing.assert_allclose(other.rank, one.rank[candidates])
    np.testing.assert_allclose(other.top, one.top[candidates])
    np.testing.assert_allclose(other.pairwise, one.pairwise[np.ix_(candidates, candidates)])
    np.testing.assert_allclose(other.central, one.central[candidates], rtol=1e-5)


@settings(max_examples=40)
@given(worlds)
def test_free_weights_do_not_see_the_order_either(scores: Floats) -> None:
    turned = scores[::-1]
    one, other = acceptability(scores, 3, draws=500), acceptability(turned, 3, draws=500)
    np.testing.assert_allclose(other.rank[::-1], one.rank)


@settings(max_examples=40)
@given(worlds, st.booleans())
def test_shares_are_shares(scores: Floats, unsure: bool) -> None:
    found = acceptability(scores, 2, high=scores + 20 * unsure, draws=700)
    np.testing.assert_allclose(found.rank.sum(axis=0), 1)
    np.testing.assert_allclose(found.rank.sum(axis=1), 1)
    assert found.top.sum() == pytest.approx(2)
    apart = ~np.eye(6, dtype=bool)
    np.testing.assert_allclose((found.pairwise + found.pairwise.T)[apart], 1)


@settings(max_examples=40)
@given(worlds)
def test_a_dominated_candidate_never_wins(scores: Floats) -> None:
    """Worse on every criterion: never first, with whatever weights."""
    worse = np.vstack([scores, scores[0] + 5])
    found = acceptability(worse, 1, draws=500)
    assert found.rank[0, 0] == 0
    assert found.pairwise[-1, 0] == 1


@settings(max_examples=40)
@given(worlds)
def test_unanimity_wins(scores: Floats) -> None:
    """Best on everything, also at its worst: first in every draw, and core."""
    best = np.vstack([scores, np.full(3, 100.0)])
    low = np.vstack([scores, np.full(3, 95.0)])
    found = acceptability(best, 1, low=low, draws=500)
    assert found.rank[-1, 0] == 1
    assert found.standing[-1] == Standing.CORE


@settings(max_examples=40)
@given(worlds)
def test_a_low_candidate_changes_no_share_of_the_others(scores: Floats) -> None:
    """An irrelevant low candidate: with members' weights nobody else moves."""
    weights = [[1, 2, 3], [3, 2, 1], [1, 1, 1]]
    more = acceptability(np.vstack([scores + 10, np.zeros(3)]), 2, weights=weights)
    np.testing.assert_allclose(
        more.rank[:6, :6], acceptability(scores + 10, 2, weights=weights).rank
    )


@settings(max_examples=40)
@given(worlds)
def test_turning_scores_around_turns_ranks_around(scores: Floats) -> None:
    weights = [[1, 2, 3], [3, 2, 1], [1, 1, 1]]
    one = acceptability(scores, 2, weights=weights).rank
    other = acceptability(100 - scores, 2, weights=weights).rank
    np.testing.assert_allclose(other[:, ::-1], one, atol=1e-12)


@settings(max_examples=40)
@given(worlds)
def test_counting_in_bytes_equals_sorting(scores: Floats) -> None:
    """The same ranks as sorting every draw, for scores that hardly tie."""
    random = np.random.default_rng(int(scores.sum()))
    drawn = random.random((300, 6, 3)) + scores
    weights = random.dirichlet(np.ones(3), size=300)
    values = np.einsum("dic,dc->di", drawn, weights)
    ranks = np.argsort(np.argsort(-values, axis=1), axis=1)
    expected = np.stack([(ranks == r).mean(axis=0) for r in range(6)], axis=1)
    found = acceptability_of_draws(drawn, weights, 2)
    np.testing.assert_allclose(found.rank, expected)
    np.testing.assert_allclose(found.top, top_shares(values, 2))
