"""Value functions, swing weights, weighted sums and what tips them."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetymethods.additive_values import (
    additive_value,
    swing_weights,
    tipping_points,
    value_function,
)
from safetymethods.preferences import (
    MissingNumberError,
    NegativeError,
    NothingGivenError,
    NoWeightError,
    PreferenceError,
    ShapeError,
)
from safetymethods.result import Caveat, Floats
from safetymethods.tests.reference import reference_file

pytestmark = pytest.mark.pure

SCORES = np.array([[80.0, 40.0, 20.0], [50.0, 60.0, 90.0], [30.0, 70.0, 40.0]])
SWINGS = [100, 60, 40]


def test_worked_example_of_the_weighing_page() -> None:
    """docs/explanation/weighing.md: three candidates, three criteria, two places."""
    found = additive_value(SCORES, SWINGS)
    np.testing.assert_allclose(found.weights, [0.5, 0.3, 0.2])
    np.testing.assert_allclose(found.parts[0], [40, 12, 4])
    np.testing.assert_allclose(found.values, [56, 61, 44])
    assert found.place.tolist() == [2, 1, 3]
    tips = tipping_points(SCORES, SWINGS, 2)
    assert tips.inside.tolist() == [True, True, False]
    np.testing.assert_allclose(tips.gap, [12, 17, 12])
    np.testing.assert_allclose(tips.score[2], [24, np.nan, 60])
    np.testing.assert_allclose(tips.weight[2], [13 / 38, 0.5, 0.5], atol=1e-9)
    assert tips.caveats == ()


def test_weights_that_tip_are_weights_at_which_values_are_equal() -> None:
    tips = tipping_points(SCORES, SWINGS, 2)
    weights = np.array([13 / 38, 25 / 38 * 0.6, 25 / 38 * 0.4])
    values = SCORES @ weights
    assert values[2] == pytest.approx(values[0])
    assert tips.weight[2, 0] == pytest.approx(weights[0])


def test_partial_values_of_rsmaa() -> None:
    """gertvv/rsmaa, smaa.pvf: falling values between four anchors, clipped outside."""
    found = value_function(
        [50, 90, 100, 10, 40, 101, 120], [50, 75, 90, 100], values=[1.0, 0.8, 0.5, 0.0]
    )
    np.testing.assert_allclose(found.values, [1.0, 0.5, 0.0, 1.0, 1.0, 0.0, 0.0])
    assert found.outside.tolist() == [False, False, False, True, True, True, True]
    assert found.caveats == (Caveat.OUT_OF_SCALE,)


def test_the_same_partial_values_as_stored() -> None:
    text = reference_file("06_prioritisation", "smaa", "smaa_expected.json").read_text("utf-8")
    known = json.loads(text)["pvf"]
    found = value_function(known["x"], known["cutoffs"], values=known["values"])
    np.testing.assert_allclose(found.values, known["expected"])


def test_weighted_sum_of_kracka() -> None:
    """Kracka, Brauers & Zavadskas (2010): 1/x where less is better, then shares of columns."""
    text = reference_file("06_prioritisation", "mcda", "mcda_cases.json").read_text("utf-8")
    known = json.loads(text)["wsm_kracka_2010"]
    matrix = np.array(known["matrix"])
    better = np.where(np.array(known["types"]) > 0, matrix, 1 / matrix)
    found = additive_value(better / better.sum(axis=0), known["weights"])
    np.testing.assert_allclose(found.values, known["score"], atol=1e-7)
    assert found.place.tolist() == known["rank"]


def test_anchors_that_fall_give_a_low_figure_many_points() -> None:
    found = value_function([10.0, 5, np.nan], [20, 0])
    np.testing.assert_allclose(found.values, [50, 75, np.nan])
    assert found.caveats == (Caveat.NO_COUNT,)


@pytest.mark.parametrize(
    ("anchors", "values", "error"),
    [
        ([1], [0], ShapeError),
        ([1, 2], [0, 50, 100], ShapeError),
        ([[1, 2]], [[0, 100]], ShapeError),
        ([1, 1], [0, 100], ShapeError),
        ([1, 3, 2], [0, 50, 100], ShapeError),
        ([1, np.nan], [0, 100], MissingNumberError),
        ([1, 2], [0, np.inf], MissingNumberError),
    ],
)
def test_bad_anchors_are_refused(anchors: Any, values: Any, error: type[PreferenceError]) -> None:
    with pytest.raises(error):
        value_function([1.0], anchors, values=values)


@pytest.mark.parametrize(
    ("swings", "error"),
    [
        (5.0, NothingGivenError),
        ([], NothingGivenError),
        ([1, np.nan], MissingNumberError),
        ([1, -1], NegativeError),
        ([[1, 2], [0, 0]], NoWeightError),
    ],
)
def test_bad_swings_are_refused(swings: Any, error: type[PreferenceError]) -> None:
    with pytest.raises(error):
        swing_weights(swings)


def test_huge_and_tiny_swings_stay_weights() -> None:
    np.testing.assert_allclose(swing_weights([1e308, 1e308]).weights, [0.5, 0.5])
    np.testing.assert_allclose(swing_weights([5e-324, 0]).weights, [1, 0])


def test_weights_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ShapeError):
        additive_value(SCORES, [1, 2])
    with pytest.raises(ShapeError):
        tipping_points(SCORES, SWINGS, 4)


def test_a_tie_on_the_border_is_outside_for_both() -> None:
    found = tipping_points([[50.0, 50.0], [50.0, 50.0], [90.0, 90.0]], [1, 1], 2)
    assert found.inside.tolist() == [False, False, True]
    assert found.caveats == (Caveat.TIED,)
    np.testing.assert_allclose(found.score[:2], 0)
    assert np.isnan(found.weight[0]).all(), "equal on everything: no weight parts them"


def test_all_are_in_so_nothing_tips() -> None:
    found = tipping_points(SCORES, SWINGS, 3)
    assert found.inside.all()
    assert np.isnan(found.gap).all()
    assert np.isnan(found.score).all()
    assert np.isnan(found.weight).all()


def test_one_criterion_has_no_other_weight() -> None:
    found = tipping_points([[10.0], [20.0]], [1], 1)
    assert np.isnan(found.weight).all()
    np.testing.assert_allclose(found.score, [[10], [-10]])


def test_a_criterion_without_weight_has_no_score_that_tips() -> None:
    found = tipping_points([[10.0, 90.0], [20.0, 0.0]], [1, 0], 1)
    assert np.isnan(found.score[:, 1]).all()
    assert found.weight[0, 1] == pytest.approx(0.1)


tables = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).integers(0, 101, size=(7, 4)).astype(float)
)
swings = st.lists(st.integers(1, 100), min_size=4, max_size=4)


@given(tables, swings, st.permutations(range(7)), st.permutations(range(4)))
def test_the_order_of_candidates_and_criteria_changes_nothing(
    scores: Floats, swing: list[int], candidates: list[int], criteria: list[int]
) -> None:
    one = additive_value(scores, swing)
    other = additive_value(scores[candidates][:, criteria], np.array(swing)[criteria])
    np.testing.assert_allclose(other.values, one.values[candidates])
    np.testing.assert_array_equal(other.place, one.place[candidates])
    np.testing.assert_allclose(one.parts.sum(axis=1), one.values)


@given(tables, swings)
def test_a_dominated_candidate_never_wins(scores: Floats, swing: list[int]) -> None:
    worse = np.vstack([scores, np.maximum(scores[0] - 1, 0)])
    found = additive_value(worse, swing)
    assert found.values[-1] <= found.values[0]
    assert found.place[0] <= found.place[-1]


@given(tables, swings)
def test_another_candidate_changes_no_value(scores: Floats, swing: list[int]) -> None:
    more = additive_value(np.vstack([scores, np.zeros(4)]), swing)
    np.testing.assert_array_equal(more.values[:7], additive_value(scores, swing).values)
    np.testing.assert_array_equal(more.place[:7], additive_value(scores, swing).place)


@given(tables, swings)
def test_turning_all_scores_around_turns_values_around(scores: Floats, swing: list[int]) -> None:
    values = additive_value(scores, swing).values
    np.testing.assert_allclose(additive_value(100 - scores, swing).values, 100 - values)


@given(tables, swings, st.integers(1, 6))
def test_a_score_that_tips_brings_to_the_border(
    scores: Floats, swing: list[int], places: int
) -> None:
    found = tipping_points(scores, swing, places)
    for i, c in np.argwhere(~np.isnan(found.score)):
        changed = scores.copy()
        changed[i, c] = np.clip(changed[i, c] + found.score[i, c], 0, 100)
        values = np.round(additive_value(changed, swing).values, 6)
        others = np.sort(np.delete(values, i))[::-1]
        assert values[i] == pytest.approx(others[places - 1], abs=1e-5)


@given(tables, swings, st.integers(1, 6))
def test_a_weight_that_tips_is_a_border_and_none_is_nearer(
    scores: Floats, swing: list[int], places: int
) -> None:
    """On the near side the candidate is where it was; just beyond it is on the other side."""
    found = tipping_points(scores, swing, places)
    weights = swing_weights(swing).weights
    if found.inside.sum() < places:
        return
    for i, c in np.argwhere(~np.isnan(found.weight)):
        now, then = weights[c], found.weight[i, c]
        for share in (0.25, 0.5, 0.75):
            assert _inside(scores, weights, c, now + share * (then - now), i, places) in (
                found.inside[i],
                None,
            )
        beyond = then + np.sign(then - now) * 1e-7
        if 0 < beyond < 1:
            assert _inside(scores, weights, c, beyond, i, places) in (not found.inside[i], None)


def _inside(
    scores: Floats, weights: Floats, criterion: int, weight: float, candidate: int, places: int
) -> bool | None:
    """Whether a candidate is in with this weight; None where it is within a hair of the border."""
    changed = weights * (1 - weight) / (1 - weights[criterion])
    changed[criterion] = weight
    values = scores @ changed
    others = np.sort(np.delete(values, candidate))[::-1][places - 1]
    if abs(values[candidate] - others) < 1e-9:
        return None
    return bool(values[candidate] > others)
