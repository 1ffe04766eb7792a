"""Tails, quantiles and limits, against closed forms, scipy.stats and their own definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike
from scipy import stats

from safetymethods.negative_binomial import mean_limits, mid_p, mid_range, quantile, tails

pytestmark = pytest.mark.pure

means = st.floats(1e-3, 1e4)
sizes = st.one_of(st.floats(0.05, 1e4), st.just(np.inf))
counts = st.integers(0, 20_000)
levels = st.sampled_from([0.8, 0.95, 0.998])


def at_most(count: float, mean: float, size: float) -> float:
    """P(X <= count) as scipy has it."""
    if np.isinf(size):
        return float(stats.poisson.cdf(count, mean))
    return float(stats.nbinom.cdf(count, size, size / (size + mean)))


def more_than(count: float, mean: float, size: float) -> float:
    """P(X > count) as scipy has it."""
    if np.isinf(size):
        return float(stats.poisson.sf(count, mean))
    return float(stats.nbinom.sf(count, size, size / (size + mean)))


@given(counts, means, sizes)
def test_tails_are_those_of_scipy(count: int, mean: float, size: float) -> None:
    lower, upper = tails(count, mean, size)
    under, over = at_most(count - 1, mean, size), more_than(count, mean, size)
    assert float(lower) == pytest.approx((under + at_most(count, mean, size)) / 2, abs=1e-10)
    assert float(upper) == pytest.approx((over + more_than(count - 1, mean, size)) / 2, abs=1e-10)


@given(counts, means, sizes)
def test_mid_p_is_twice_the_smaller_tail(count: int, mean: float, size: float) -> None:
    lower, upper = tails(count, mean, size)
    assert float(lower + upper) == pytest.approx(1, abs=1e-10)
    p = float(mid_p(count, mean, size))
    assert p == pytest.approx(2 * min(float(lower), float(upper)), abs=1e-10)
    assert 0 <= p <= 1


def test_size_1_is_the_geometric_distribution() -> None:
    """P(X >= x) = q^x with q = m/(m + 1): a closed form, far into the tail."""
    _, upper = tails([0, 1, 5, 400], 3.0, 1.0)
    q = 0.75
    expected = [(1 + q) / 2, (q + q**2) / 2, (q**5 + q**6) / 2, (q**400 + q**401) / 2]
    np.testing.assert_allclose(upper, expected, rtol=1e-11)


def test_poisson_by_hand() -> None:
    """P(0) = exp(-2), so that the lower mid-tail of 0 is half of that."""
    assert float(mid_p(0, 2, np.inf)) == pytest.approx(np.exp(-2), rel=1e-12)


@pytest.mark.parametrize("size", [1e9, 1e12, 1e18])
def test_a_very_large_size_is_poisson(size: float) -> None:
    x, mean = np.array([0, 1, 3, 1000, 900]), np.array([1e-6, 0.01, 7, 1000, 1000])
    for one, other in zip(tails(x, mean, size), tails(x, mean, np.inf), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5)


@pytest.mark.parametrize(
    ("count", "mean", "size"), [(3e6, 1e6, 0.02), (10, 1e-8, 1e-6), (0, 1e9, 5), (1e6, 1e9, 1e4)]
)
def test_extremes_stay_probabilities(count: float, mean: float, size: float) -> None:
    lower, upper = tails(count, mean, size)
    assert 0 <= float(lower) <= 1
    assert 0 <= float(upper) <= 1
    assert float(lower + upper) == pytest.approx(1, abs=1e-9)


def test_a_mean_of_zero_gives_zero_events() -> None:
    lower, upper = tails([0, 1], 0.0, [2.0, np.inf])
    assert lower.tolist() == [0.5, 1]
    assert upper.tolist() == [0.5, 0]
    assert quantile(0.975, 0.0, 2.0) == 0


def test_a_fraction_lies_between_its_neighbours() -> None:
    lower, upper = tails([2, 2.5, 3], 4.0, 3.0)
    assert lower[0] < lower[1] < lower[2]
    assert upper[0] > upper[1] > upper[2]


def test_missing_stays_missing() -> None:
    nothing = np.nan
    x, mean, size = [nothing, 1, 1, 0], [1, nothing, 1, nothing], [1, 1, nothing, 1]
    for answer in (*tails(x, mean, size), mid_p(x, mean, size), quantile(0.5, mean[1:], size[1:])):
        assert np.isnan(answer[:2]).all()
    assert np.isnan(mid_range(0.95, mean[1:], size[1:])[0]).all()
    assert np.isnan(mean_limits(x[:3], size[:3], level=0.95)[1]).tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("count", "mean", "size", "says"),
    [
        (-1, 1, 1, "counts must be zero or more"),
        (np.inf, 1, 1, "counts must be zero or more"),
        (1, -1, 1, "a mean must be"),
        (1, np.inf, 1, "a mean must be"),
        (1, 1, 0, "a size must be"),
        (1, 1, [2, -1], "a size must be"),
    ],
)
def test_impossible_arguments_are_refused(
    count: ArrayLike, mean: ArrayLike, size: ArrayLike, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        tails(count, mean, size)
    with pytest.raises(ValueError, match=says):
        mid_p(count, mean, size)


@given(st.floats(1e-6, 1 - 1e-6), means, sizes)
def test_a_quantile_is_the_first_count_with_enough(p: float, mean: float, size: float) -> None:
    count = float(quantile(p, mean, size))
    assert count == np.floor(count) >= 0
    assert at_most(count, mean, size) >= p - 1e-9
    assert at_most(count - 1, mean, size) < p + 1e-9


def test_the_ends_of_the_quantiles() -> None:
    assert quantile([0, 1], 4.0, 2.0).tolist() == [0, np.inf]
    assert quantile(1 - 1e-15, 1e5, 0.3) > 1e6
    assert np.isnan(quantile(1.0, np.nan, 1.0))
    for wrong in (-0.1, 1.1):
        with pytest.raises(ValueError, match="probability"):
            quantile(wrong, 1, 1)


def test_the_search_steps_back_where_the_guess_was_too_high() -> None:
    """Sizes far under 1: Cornish and Fisher's guess is far off, on both sides."""
    mean, size = np.array([1000.0, 1000.0, 50.0]), np.array([0.01, 0.05, 0.02])
    for p in (0.001, 0.5, 0.9, 0.999):
        expected = stats.nbinom.ppf(p, size, size / (size + mean))
        np.testing.assert_array_equal(quantile(p, mean, size), np.maximum(expected, 0))


@given(counts, means, st.floats(0.5, 1e4), levels)
def test_a_count_outside_the_range_has_a_small_mid_p(
    count: int, mean: float, size: float, level: float
) -> None:
    low, high = mid_range(level, mean, size)
    outside = count < low or count > high
    assert outside == (float(mid_p(count, mean, size)) < 1 - level)


@given(counts, sizes, levels)
def test_limits_of_the_mean_are_where_a_tail_is_just_large_enough(
    count: int, size: float, level: float
) -> None:
    low, high = (float(limit) for limit in mean_limits(count, size, level=level))
    tail = (1 - level) / 2
    assert low <= count <= high
    if count:
        assert float(tails(count, low, size)[1]) == pytest.approx(tail, rel=1e-7)
    else:
        assert low == 0
    if high < 1e200:
        assert float(tails(count, high, size)[0]) == pytest.approx(tail, rel=1e-7)


def test_limits_of_the_mean_by_hand() -> None:
    """A Poisson count of 0: exp(-U)/2 = 0.025, so U = -log 0.05. Geometric: 1/(1 + U)/2 = 0.025."""
    assert float(mean_limits(0, np.inf, level=0.95)[1]) == pytest.approx(-np.log(0.05), rel=1e-9)
    assert float(mean_limits(0, 1.0, level=0.95)[1]) == pytest.approx(19, rel=1e-9)


def test_a_size_of_almost_nothing_has_no_upper_limit() -> None:
    low, high = mean_limits([0, 3], 1e-3, level=0.95)
    assert high[0] == np.inf
    assert low[1] > 0


@pytest.mark.parametrize("level", [0, 1, 95])
def test_levels_are_probabilities(level: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        mid_range(level, 1, 1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        mean_limits(1, 1, level=level)


@given(st.lists(st.tuples(counts, means, sizes), min_size=1, max_size=20))
def test_every_cell_stands_alone(cells: list[tuple[int, float, float]]) -> None:
    x, mean, size = (np.array(column, dtype=float) for column in zip(*cells, strict=True))
    order = np.arange(len(cells))[::-1]
    for function in (tails, mid_p):
        np.testing.assert_array_equal(
            np.array(function(x, mean, size))[..., order],
            np.array(function(x[order], mean[order], size[order])),
        )
    np.testing.assert_array_equal(
        quantile(0.9, mean, size)[order], quantile(0.9, mean[order], size[order])
    )
