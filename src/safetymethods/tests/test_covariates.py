"""Standard scores: what enters, what is left out, and why."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from safetymethods.covariates import standard_scores
from safetymethods.result import Caveat

pytestmark = pytest.mark.pure

NAN = np.nan


def test_standard_scores_by_hand() -> None:
    """Two and eight have mean 5 and standard deviation 3; 1 and 100 are as far in logarithms."""
    found = standard_scores([[2, 1], [8, 100]], logged=[1])
    np.testing.assert_allclose(found.z, [[-1, -1], [1, 1]])
    np.testing.assert_allclose(found.mean, [5, np.log(10)])
    np.testing.assert_allclose(found.sd, [3, np.log(10)])
    assert found.caveats == ()


def test_a_covariate_that_is_the_same_everywhere_says_nothing() -> None:
    found = standard_scores([[2, 7], [8, 7], [5, 7]])
    assert found.used_variables.tolist() == [True, False]
    assert np.isnan(found.z[:, 1]).all()
    assert np.isnan(found.sd[1])
    assert found.caveats == (Caveat.VARIABLES_LEFT_OUT,)


def test_an_area_without_a_covariate_is_left_out_of_the_mean() -> None:
    table = np.array([[float(row), row % 3] for row in range(20)])
    table[4, 1] = NAN
    found = standard_scores(table)
    rest = np.delete(table, 4, axis=0)
    np.testing.assert_allclose(found.mean, rest.mean(axis=0))
    assert np.flatnonzero(~found.used_areas).tolist() == [4]
    assert np.isnan(found.z[4]).all()
    assert found.caveats == (Caveat.AREAS_LEFT_OUT,)


def test_an_area_may_stay_with_most_of_the_covariates() -> None:
    table = np.array([[float(row), row % 3, row % 5, row % 7] for row in range(20)])
    table[4, 1] = table[5, 1] = table[5, 2] = NAN
    found = standard_scores(table, known=0.75)
    assert np.flatnonzero(~found.used_areas).tolist() == [5]
    assert np.isnan(found.z[4]).tolist() == [False, True, False, False]
    rest = np.delete(table, 5, axis=0)
    np.testing.assert_allclose(found.mean, np.nanmean(rest, axis=0))
    np.testing.assert_allclose(found.sd, np.nanstd(rest, axis=0))


def test_a_covariate_that_lacks_too_often_is_left_out_instead() -> None:
    table = np.array([[float(row), row % 3] for row in range(20)])
    table[:3, 1] = NAN
    found = standard_scores(table)
    assert found.used_variables.tolist() == [True, False]
    assert found.used_areas.all()
    assert standard_scores(table, missing=0.2).used_areas.sum() == 17


def test_an_area_without_any_covariate_does_not_count_against_them() -> None:
    """A municipality of next year is in no table: that is no fault of the covariates."""
    table = np.array([[float(row), row % 3] for row in range(12)])
    table[:6] = NAN
    found = standard_scores(table)
    assert found.used_variables.all()
    assert found.used_areas.sum() == 6


def test_zero_has_no_logarithm_and_counts_as_missing() -> None:
    table = np.array([[float(row)] for row in range(1, 15)])
    table[3] = 0
    found = standard_scores(table, logged=[0])
    assert np.flatnonzero(~found.used_areas).tolist() == [3]


def test_what_differs_only_in_left_out_areas_is_left_out_too() -> None:
    """The second covariate is 7 wherever the first is known."""
    table = np.array([[float(row), 7.0] for row in range(20)])
    table[0] = [NAN, 9]
    found = standard_scores(table)
    assert found.used_variables.tolist() == [True, False]


def test_a_covariate_without_weight_is_not_used() -> None:
    found = standard_scores(np.array([[1, 5], [2, NAN], [4, 6]]), weights=[2, 0])
    assert found.used_variables.tolist() == [True, False]
    assert found.used_areas.all()
    assert found.weights.tolist() == [2, 0]


def test_nothing_known_is_nothing_used() -> None:
    found = standard_scores(np.full((3, 2), NAN))
    assert not found.used_areas.any()
    assert not found.used_variables.any()
    assert standard_scores(np.zeros((0, 2))).z.shape == (0, 2)


@pytest.mark.parametrize(
    ("covariates", "arguments", "says"),
    [
        ([1, 2], {}, "a row per area"),
        ([[1], [np.inf]], {}, "finite"),
        ([[1], [-1]], {"logged": [0]}, "negative somewhere"),
        ([[1], [2]], {"logged": [1]}, "no covariate 1"),
        ([[1], [2]], {"logged": [-1]}, "no covariate -1"),
        ([[1], [2]], {"weights": [1, 1]}, "as many weights"),
        ([[1], [2]], {"weights": [NAN]}, "as many weights"),
        ([[1], [2]], {"weights": [-1]}, "zero or more"),
        ([[1], [2]], {"known": 1.5}, "known is a part"),
    ],
)
def test_impossible_covariates_are_refused(
    covariates: ArrayLike, arguments: dict[str, Any], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        standard_scores(covariates, **arguments)


@given(
    st.lists(st.tuples(*[st.integers(-50, 50)] * 2), min_size=3, max_size=20),
    st.integers(1, 9),
    st.integers(-9, 9),
)
def test_units_and_origins_do_not_matter(
    rows: list[tuple[int, int]], factor: int, shift: int
) -> None:
    table = np.array(rows, float)
    one, other = standard_scores(table), standard_scores(table * factor + shift)
    np.testing.assert_allclose(one.z, other.z, atol=1e-9)
    used = one.z[:, one.used_variables]
    np.testing.assert_allclose(used.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(used.std(axis=0), 1, atol=1e-9)
