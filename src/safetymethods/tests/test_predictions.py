"""Tails and thresholds of a predicted count, against R surveillance and scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson

from safetymethods.predictions import (
    Method,
    Power,
    at_least,
    at_most,
    predicted_quantile,
    prediction_threshold,
)
from safetymethods.result import Caveat

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("power", "upper", "p", "score"),
    [
        ("none", 8.6926872, 0.0907246, 0.8124165),
        ("1/2", 9.3744842, 0.1189986, 0.6857951),
        ("2/3", 9.1154825, 0.1094727, 0.7289546),
    ],
)
def test_delta_of_r_surveillance(power: Power, upper: float, p: float, score: float) -> None:
    """surveillance 1.24, tests/testthat/test-farringtonFlexible.R: mean 5, its standard error 0.2,
    8 observed, phi 1, alpha 0.05. Our standard error is that of the logarithm."""
    found = prediction_threshold(8, 5, 0.2 / 5, 1, method="delta", power=power, alpha=0.05)
    assert [found.upper, found.p, found.score] == pytest.approx([upper, p, score], abs=1e-6)


@pytest.mark.parametrize(
    ("method", "phi", "upper", "p"),
    [
        ("muan", 1.5, 24, 0.8597797),
        ("muan", 1.0, 22, 0.9093099),
        ("nbPlugin", 1.5, 10, 0.03763657),
        ("nbPlugin", 1.0, 9, 0.01369527),
    ],
)
def test_negative_binomial_of_r_surveillance(
    method: Method, phi: float, upper: float, p: float
) -> None:
    """The same tests: mean 5, standard error of its logarithm log 2, 11 observed, alpha 0.05.

    R's score there takes the logarithm of the mean for the mean; ours is that of the paper.
    """
    found = prediction_threshold(11, 5, np.log(2), phi, method=method, alpha=0.05)
    assert [found.upper, found.p] == pytest.approx([upper, p], abs=1e-6)
    assert found.score == pytest.approx((11 - 5) / (upper - 5))


def test_no_score_where_the_threshold_is_not_above_the_mean() -> None:
    found = prediction_threshold([1.0, 3.0], [0.001, 2.0], 0.1, 1.0)
    assert found.upper.tolist() == [0, 6]
    assert np.isnan(found.score).tolist() == [True, False]


@pytest.mark.parametrize("method", ["nbPlugin", "muan", "delta"])
def test_missing_stays_missing(method: Method) -> None:
    found = prediction_threshold(
        [np.nan, 3, 3, 3],
        [2, np.nan, 2, 2],
        [0.1, 0.1, np.nan, 0.1],
        [1, 1, 1, np.nan],
        method=method,
    )
    assert np.isnan(found.p).tolist() == [True, True, method != "nbPlugin", True]
    assert found.caveats == (Caveat.NO_COUNT,)


def test_a_mean_without_bounds_has_no_threshold() -> None:
    found = prediction_threshold(3, 5, 1e6, 1.5, method="muan")
    assert np.isnan([found.upper, found.p]).all()


@pytest.mark.parametrize(
    ("method", "power", "alpha"),
    [("nb", "2/3", 0.05), ("delta", "1/3", 0.05), ("delta", "2/3", 0.5), ("delta", "2/3", 0.0)],
)
def test_options_that_do_not_exist(method: Method, power: Power, alpha: float) -> None:
    with pytest.raises(ValueError, match=r"alpha|threshold"):
        prediction_threshold(1, 1, 1, 1, method=method, power=power, alpha=alpha)


@given(st.integers(0, 400), st.floats(0.01, 200), st.floats(1.001, 20))
def test_tails_are_those_of_scipy(y: int, mean: float, dispersion: float) -> None:
    size = mean / (dispersion - 1)
    known = nbinom(size, size / (size + mean))
    assert at_least(y, mean, dispersion) == pytest.approx(known.sf(y - 1), rel=1e-8, abs=1e-290)
    assert at_most(y, mean, dispersion) == pytest.approx(known.cdf(y), rel=1e-8, abs=1e-290)
    plain = poisson(mean)
    assert at_least(y, mean, 1.0) == pytest.approx(plain.sf(y - 1), rel=1e-8, abs=1e-290)
    assert at_most(y, mean, 1.0) == pytest.approx(plain.cdf(y), rel=1e-8, abs=1e-290)


@given(st.floats(0.01, 200), st.floats(1, 20), st.sampled_from([0.001, 0.01, 0.05]))
def test_over_the_quantile_exactly_when_the_tail_is_small(
    mean: float, dispersion: float, alpha: float
) -> None:
    high = predicted_quantile(1 - alpha, mean, dispersion)
    low = predicted_quantile(alpha, mean, dispersion)
    y = np.arange(600.0)
    np.testing.assert_array_equal(y > high, at_least(y, mean, dispersion) <= alpha)
    np.testing.assert_array_equal(y < low, at_most(y, mean, dispersion) < alpha)


def test_tails_of_missing_and_broadcast_values() -> None:
    found = at_least([[0.0], [5.0]], [1.0, np.nan, 4.0], 2.0)
    assert found.shape == (2, 3)
    assert np.isnan(found[:, 1]).all()
    assert found[0, 0] == 1
    assert np.isnan(at_most(np.nan, 1.0, 1.0))
    assert np.isnan(predicted_quantile(0.5, 1.0, np.nan))
