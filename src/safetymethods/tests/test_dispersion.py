"""The spread between areas and the swing between years, against published and known truths."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.stats import nbinom

from safetymethods.dispersion import (
    MINIMUM_AREAS,
    Volatility,
    negative_binomial_size,
    yearly_volatility,
)
from safetymethods.result import Caveat

pytestmark = pytest.mark.pure

MITES = np.repeat(np.arange(8), [70, 38, 17, 10, 9, 3, 2, 1]).astype(float)
"""European red mites on 150 apple leaves, Bliss & Fisher (1953), table 1."""

seeds = st.integers(0, 2**32 - 1)


def spread_counts(seed: int, size: float = 5.0) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Counts of 3 series in 200 areas with that size, and their expectations."""
    random = np.random.default_rng(seed)
    expected = random.gamma(2, 10, (3, 200)) + 0.1
    return random.poisson(expected * random.gamma(size, 1 / size, (3, 200))).astype(float), expected


def walking_counts(
    seed: int, sigma: float, *, areas: int = 300, years: int = 8, shocks: float = 0.0
) -> NDArray[np.float64]:
    """Counts of areas whose level walks with this sigma, large and small ones, and one for all."""
    random = np.random.default_rng(seed)
    walk = np.cumsum(sigma * random.standard_normal((areas, years)), axis=1)
    common = np.cumsum(shocks * random.standard_normal(years))
    level = random.gamma(0.7, 60, (areas, 1)) * np.exp(walk + common)
    return random.poisson(level).astype(float)


def test_mites_bliss_fisher1953() -> None:
    """The published maximum likelihood estimate is 1.02459, with a mean of 1.1467 per leaf."""
    found = negative_binomial_size(MITES, np.full(150, MITES.mean()))
    assert float(found.size) == pytest.approx(1.02459, abs=5e-6)
    assert float(found.spread) == pytest.approx(1.02459**-0.5, abs=1e-5)
    assert float(found.index) == pytest.approx(MITES.var() / MITES.mean())
    assert found.areas == 150
    assert found.caveats == ()


@given(seeds)
@settings(max_examples=15)
def test_the_size_is_where_the_likelihood_of_scipy_is_highest(seed: int) -> None:
    counts, expected = spread_counts(seed)

    def loss(log_size: float, at: int) -> float:
        size = np.exp(log_size)
        return -float(nbinom.logpmf(counts[at], size, size / (size + expected[at])).sum())

    best = [minimize_scalar(loss, (0, 2), args=(at,)).x for at in range(3)]
    found = negative_binomial_size(counts, expected)
    np.testing.assert_allclose(np.log(found.size), best, atol=1e-5)


@given(seeds)
@settings(max_examples=20)
def test_the_order_of_areas_and_of_series_does_not_matter(seed: int) -> None:
    counts, expected = spread_counts(seed)
    one = negative_binomial_size(counts, expected)
    order = np.random.default_rng(seed).permutation(200)
    other = negative_binomial_size(counts[::-1, order], expected[::-1, order])
    np.testing.assert_allclose(one.size, other.size[::-1], rtol=1e-9)
    along = negative_binomial_size(counts.T, expected.T, axis=0)
    np.testing.assert_allclose(one.size, along.size, rtol=1e-9)


@given(seeds)
@settings(max_examples=20)
def test_areas_without_a_count_or_an_expectation_change_nothing(seed: int) -> None:
    counts, expected = spread_counts(seed)
    empty = np.full((3, 2), np.nan)
    more = np.hstack([counts, empty, np.full((3, 1), 7.0), np.full((3, 1), 0.0)])
    than = np.hstack([expected, np.full((3, 2), 5.0), empty[:, :1], np.zeros((3, 1))])
    one, other = negative_binomial_size(counts, expected), negative_binomial_size(more, than)
    np.testing.assert_allclose(one.size, other.size, rtol=1e-9)
    assert other.areas.tolist() == [200] * 3


def test_fewer_than_ten_areas_give_no_size() -> None:
    few = negative_binomial_size(MITES[:: 150 // MINIMUM_AREAS][: MINIMUM_AREAS - 1], 1.0)
    assert np.isnan(few.size)
    assert np.isnan(few.spread)
    assert few.caveats == (Caveat.TOO_FEW_AREAS,)
    none = negative_binomial_size(np.full(20, np.nan), 1.0)
    assert np.isnan(none.index)
    assert none.areas == 0


def test_counts_that_vary_no_more_than_chance_have_an_infinite_size() -> None:
    found = negative_binomial_size([[1.0] * 20, [0.0, 3.0] * 10], 1.0)
    assert found.size[0] == np.inf
    assert found.spread[0] == 0
    assert np.isfinite(found.size[1])
    assert found.caveats == (Caveat.NO_OVERDISPERSION,)


def test_a_hair_more_than_chance_is_infinite_as_well() -> None:
    """The likelihood has its peak beyond the largest size that is searched."""
    counts = np.array([90.0, 110.0, 90.0, 110.0] * 5000)
    counts[0] += 1
    assert negative_binomial_size(counts, 100.0).size == np.inf


def test_counts_beyond_all_measure_stop_at_the_smallest_size() -> None:
    counts = np.zeros(3000)
    counts[0] = 1e7
    found = negative_binomial_size(counts, 1e3)
    assert 0 < float(found.size) < 0.002
    assert found.caveats == (Caveat.AT_BOUND,)


@pytest.mark.parametrize("wrong", [-1.0, np.inf])
def test_impossible_expectations_and_counts_are_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="expected counts must be zero or more"):
        negative_binomial_size(MITES, wrong)
    with pytest.raises(ValueError, match="counts must be zero or more"):
        negative_binomial_size(np.append(MITES, wrong), 1.0)


@pytest.mark.parametrize("sigma", [0.1, 0.25, 0.4])
def test_the_volatility_of_a_known_walk_is_found(sigma: float) -> None:
    """Also of small areas with zeros: half of the areas here count fewer than 20 a year."""
    counts = np.stack([walking_counts(seed, sigma) for seed in range(6)])
    found = yearly_volatility(counts)
    assert found.sigma.shape == (6,)
    assert found.sigma.mean() == pytest.approx(sigma, rel=0.07)
    assert found.by_step.shape == (6, 7)
    assert found.by_step.mean() == pytest.approx(sigma, rel=0.1)
    assert found.caveats == ()
    assert not found.net


def test_net_takes_out_what_all_areas_have_in_common() -> None:
    counts = np.stack([walking_counts(seed, 0.15, shocks=0.2) for seed in range(8)])
    whole, net = yearly_volatility(counts), yearly_volatility(counts, net=True)
    assert net.net
    assert net.sigma.mean() == pytest.approx(0.15, rel=0.06)
    assert (whole.sigma > net.sigma).all()


def test_chance_alone_has_no_volatility() -> None:
    """Never negative: zero where counts move no more than chance, and less."""
    counts = np.tile(np.array([20.0, 21.0, 20.0, 19.0]), (40, 1))
    found = yearly_volatility(counts)
    assert found.sigma == 0
    assert found.caveats == (Caveat.NO_OVERDISPERSION,)
    poisson = np.random.default_rng(3).poisson(50.0, (400, 6))
    assert yearly_volatility(poisson).sigma < 0.05


def test_counts_from_another_world_stop_at_the_largest_volatility() -> None:
    counts = np.tile(np.array([1.0, 1e9]), (40, 5))
    found = yearly_volatility(counts)
    assert float(found.sigma) == pytest.approx(3.0)
    assert found.caveats == (Caveat.AT_BOUND,)


def same(one: Volatility, other: Volatility) -> bool:
    return bool(np.allclose(one.sigma, other.sigma, rtol=1e-8, equal_nan=True))


@given(seeds, st.floats(0.01, 100))
@settings(max_examples=20)
def test_only_the_change_of_the_exposure_matters(seed: int, scale: float) -> None:
    counts = walking_counts(seed, 0.2, areas=40, years=5)
    people = np.random.default_rng(seed).gamma(5, 1000, (40, 5))
    one = yearly_volatility(counts, people)
    assert same(one, yearly_volatility(counts, people * scale))
    assert same(yearly_volatility(counts), yearly_volatility(counts, scale))
    assert not same(one, yearly_volatility(counts))


@given(seeds)
@settings(max_examples=20)
def test_other_series_and_the_order_of_areas_change_nothing(seed: int) -> None:
    one, other = (walking_counts(seed + k, 0.2, areas=40, years=5) for k in range(2))
    alone, together = yearly_volatility(one), yearly_volatility(np.stack([other, one[::-1]]))
    np.testing.assert_allclose(alone.sigma, together.sigma[1], rtol=1e-8)
    np.testing.assert_allclose(alone.by_step, together.by_step[1], rtol=1e-8)
    assert together.pairs[1] == alone.pairs


def test_a_missing_year_is_no_zero_and_breaks_two_pairs() -> None:
    counts = walking_counts(1, 0.2, areas=40, years=6) + 1
    holed = counts.copy()
    holed[:, 2] = np.nan
    parts = np.stack([counts[:, :2], counts[:, 3:5], counts[:, 4:6]])
    found = yearly_volatility(holed)
    assert found.pairs == 3 * 40
    assert same(found, yearly_volatility(parts.reshape(120, 2)))
    people = np.where(np.isnan(holed), np.nan, 1.0)
    assert same(found, yearly_volatility(counts, people)), "neither is a missing population"
    assert same(found, yearly_volatility(counts, np.nan_to_num(people))), "nor one of zero"


def test_pairs_are_chosen_on_the_earlier_count() -> None:
    counts = np.tile(np.array([0.0, 5.0, 0.0, 0.0, 3.0]), (20, 1))
    found = yearly_volatility(counts)
    assert found.pairs == 20, "only 5 then 0 begins with a count of one or more"
    assert found.areas == 20
    assert yearly_volatility(counts, minimum=0.0).pairs == 80


def test_fewer_than_thirty_pairs_give_no_volatility() -> None:
    found = yearly_volatility(np.full((29, 2), 5.0))
    assert np.isnan(found.sigma)
    assert np.isnan(found.by_step).all()
    assert found.caveats == (Caveat.TOO_SHORT,)
    one_year = yearly_volatility(np.full((50, 1), 5.0))
    assert one_year.pairs == 0
    assert one_year.by_step.shape == (0,)


def test_a_type_that_vanished_everywhere_has_no_net_volatility() -> None:
    counts = np.tile(np.array([5.0, 0.0, 0.0]), (40, 1))
    found = yearly_volatility(counts, net=True)
    assert found.pairs == 0, "nothing is known of a change against nothing"
    assert np.isnan(found.sigma)


def test_counts_need_areas_and_years() -> None:
    with pytest.raises(ValueError, match="an axis of areas and an axis of years"):
        yearly_volatility([1.0, 2.0])
    with pytest.raises(ValueError, match="counts must be zero or more"):
        yearly_volatility([[1.0, -2.0]])
