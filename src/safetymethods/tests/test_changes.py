"""Has it changed? Against the formula in scipy, published tests of two counts, and itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike
from scipy.stats import nbinom

from safetymethods.changes import change_test, checked_sigma, predictive_size, variance_factor
from safetymethods.result import Caveat

pytestmark = pytest.mark.pure

counts = st.integers(0, 3000)
sigmas = st.floats(0, 0.6)
cells = st.lists(st.tuples(counts, counts, sigmas), min_size=1, max_size=12)


def test_worked_example_of_the_change_page() -> None:
    """docs/explanation/change.md: 18 burglaries after 90 in three years, sigma 0.25."""
    found = change_test(18, 90, 0.25)
    assert float(found.ratio) == pytest.approx(0.60)
    assert float(found.ratio_low) == pytest.approx(0.35, abs=0.005)
    assert float(found.ratio_high) == pytest.approx(0.98, abs=0.005)
    assert float(found.p_chance) == pytest.approx(0.039, abs=0.0005)
    assert float(found.expected) == pytest.approx(30.17, abs=0.005)
    assert float(found.size) == pytest.approx(8.84, abs=0.005)
    assert (float(found.low), float(found.high)) == (12, 56)
    assert float(found.p_swing) == pytest.approx(0.273, abs=0.0005)
    assert found.direction == 0
    assert found.net is None
    assert (found.blocks, found.recent_blocks, found.level) == (3, 1, 0.95)
    assert found.caveats == ()


@given(counts, counts, sigmas)
@settings(max_examples=40)
def test_the_formula_in_scipy(x: int, p: int, sigma: float) -> None:
    """x ~ NB(m, s), m = (p + 1/2)/3, 1/s = 1/(p + 1/2) + exp(1.5556 sigma^2) - 1, mid-p."""
    mean = (p + 0.5) / 3
    for swing in (0.0, sigma):
        size = 1 / (1 / (p + 0.5) + np.exp(14 / 9 * swing**2) - 1)
        law = nbinom(size, size / (size + mean))
        half = law.pmf(x) / 2
        expected = 2 * min(law.cdf(x - 1) + half, law.sf(x) + half)
        found = change_test(x, p, swing)
        assert float(found.p_swing) == pytest.approx(expected, abs=1e-9)
        assert float(found.expected) == pytest.approx(mean)
        assert float(found.size) == pytest.approx(size)
    chance = float(change_test(x, p, sigma).p_chance)
    assert chance == pytest.approx(float(change_test(x, p, 0.0).p_swing), abs=1e-12)


@pytest.mark.parametrize(
    ("one", "other", "published"), [(6, 2, 0.1749), (10, 5, 0.206), (15, 5, 0.025)]
)
def test_chance_is_close_to_the_e_test_krishnamoorthy_thomson2004(
    one: int, other: int, published: float
) -> None:
    """Values of the E-test for two Poisson counts, as in its R package ptools."""
    up = change_test(one, other, 0.0, blocks=1)
    down = change_test(other, one, 0.0, blocks=1)
    assert float(up.p_chance) == pytest.approx(published, abs=0.02)
    assert float(down.p_chance) == pytest.approx(float(up.p_chance), abs=0.004)


def test_chance_is_close_to_r_poisson_test() -> None:
    """The example of R's poisson.test: 11 in 800 against 21 in 3011, ratio 1.97 (0.86-4.28)."""
    found = change_test(11, 21, 0.0, blocks=1, exposure=(800, 3011))
    assert float(found.ratio) == pytest.approx(1.9714880952381, rel=1e-12)
    assert float(found.p_chance) == pytest.approx(0.0797, abs=0.003)
    assert 0.858 < float(found.ratio_low) < 1, "mid-p limits lie within the exact ones"
    assert 1.97 < float(found.ratio_high) < 4.278


@pytest.mark.parametrize(
    ("blocks", "recent", "factor"), [(1, 1, 1), (2, 1, 5 / 4), (3, 1, 14 / 9), (3, 3, 19 / 9)]
)
def test_the_variance_factor_is_that_of_a_random_walk(
    blocks: int, recent: int, factor: float
) -> None:
    assert variance_factor(blocks, recent) == pytest.approx(factor)
    walk = np.cumsum(np.random.default_rng(8).standard_normal((100_000, blocks + recent)), axis=1)
    change = walk[:, blocks:].mean(axis=1) - walk[:, :blocks].mean(axis=1)
    assert change.var() == pytest.approx(factor, rel=0.02)


@pytest.mark.parametrize(("blocks", "recent"), [(0, 1), (3, 0)])
def test_there_is_a_block_on_each_side(blocks: int, recent: int) -> None:
    with pytest.raises(ValueError, match="at least one block"):
        change_test(3, 3, 0.1, blocks=blocks, recent_blocks=recent)


@given(cells)
@settings(max_examples=50)
def test_a_verdict_and_its_range_never_contradict(rows: list[tuple[int, int, float]]) -> None:
    x, p, sigma = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    found = change_test(x, p, sigma)
    np.testing.assert_array_equal(found.direction == -1, x < found.low)
    np.testing.assert_array_equal(found.direction == 1, x > found.high)
    counted = p > 0
    outside = (found.ratio_low > 1) | (found.ratio_high < 1)
    clear = np.abs(found.p_chance - 0.05) > 1e-9
    np.testing.assert_array_equal(
        outside[counted & clear], (found.p_chance < 0.05)[counted & clear]
    )


@given(cells)
@settings(max_examples=50)
def test_cells_stand_alone_and_swing_only_widens(rows: list[tuple[int, int, float]]) -> None:
    x, p, sigma = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    found, back = change_test(x, p, sigma), change_test(x[::-1], p[::-1], sigma[::-1])
    np.testing.assert_array_equal(found.p_swing, back.p_swing[::-1])
    np.testing.assert_array_equal(found.low, back.low[::-1])
    more = change_test([*x, 7], [*p, 900], [*sigma, 0.3])
    np.testing.assert_array_equal(found.p_swing, more.p_swing[:-1])
    calm = change_test(x, p, 0.0)
    assert (found.high >= calm.high).all()
    assert (found.low <= calm.low).all()


@given(counts, counts, sigmas, st.floats(0.01, 100), st.integers(10, 10**6))
@settings(max_examples=40)
def test_only_the_ratio_of_the_exposures_matters(
    x: int, p: int, sigma: float, scale: float, people: int
) -> None:
    plain = change_test(x, p, sigma)
    steady = change_test(x, p, sigma, exposure=(people * scale, 3 * people * scale))
    assert float(steady.p_swing) == pytest.approx(float(plain.p_swing), abs=1e-9)
    grown = change_test(x, p, sigma, exposure=(people, 2 * people))
    assert float(grown.expected) == pytest.approx(1.5 * float(plain.expected))
    assert grown.low >= plain.low


@given(counts, st.integers(1, 3000), sigmas)
@settings(max_examples=40)
def test_a_country_that_does_not_change_changes_nothing(x: int, p: int, sigma: float) -> None:
    found = change_test(x, p, sigma, national=(1000, 3000))
    assert found.net is not None
    assert float(found.net.p_swing) == pytest.approx(float(found.p_swing), abs=1e-9)
    assert float(found.net.ratio) == pytest.approx(float(found.ratio))


def test_a_fall_as_large_as_in_the_whole_country_is_no_net_change() -> None:
    found = change_test(45, 300, 0.13, national=(5000, 30_000))
    assert found.direction == -1
    assert found.net is not None
    assert found.net.direction == 0
    assert float(found.net.ratio) == pytest.approx(0.9)
    assert float(found.net.expected) == pytest.approx(300.5 / 6)
    against = change_test(100, 300, 0.13, national=(5000, 30_000))
    assert against.net is not None
    assert (int(against.direction), int(against.net.direction)) == (0, 1)


def test_a_known_net_volatility_takes_the_place_of_sigma() -> None:
    found = change_test(30, 300, 0.3, national=(5000, 30_000), net_sigma=0.1)
    assert found.net is not None
    assert float(found.net.size) == pytest.approx(float(predictive_size(300, 0.1, 14 / 9)))
    assert float(found.size) == pytest.approx(float(predictive_size(300, 0.3, 14 / 9)))


def test_population_growth_is_not_counted_twice() -> None:
    people, country = (1100, 3000), (1.1e6, 3e6)
    found = change_test(
        110, 300, 0.1, exposure=people, national=(1100, 3000), national_exposure=country
    )
    assert found.net is not None
    assert float(found.net.expected) == pytest.approx(float(found.expected))
    for half in ({"exposure": people}, {"national_exposure": country}):
        with pytest.raises(ValueError, match="both the place and the country"):
            change_test(110, 300, 0.1, national=(1100, 3000), **half)


def test_a_country_that_is_unknown_gives_no_net_verdict() -> None:
    found = change_test([5, 5, 5], 15, 0.2, national=([np.nan, 0, 50], [100, 100, 0]))
    assert found.net is not None
    assert np.isnan(found.net.p_swing).all()
    assert (found.net.direction == 0).all()
    assert not np.isnan(found.p_swing).any()
    assert found.caveats == (Caveat.NO_EXPECTED,)


def test_missing_in_is_missing_out() -> None:
    found = change_test([np.nan, 4, 4, 4], [9, np.nan, 9, 9], [0.1, 0.1, np.nan, 0.1])
    assert np.isnan(found.p_swing).tolist() == [True, True, True, False]
    assert np.isnan(found.p_chance).tolist() == [True, True, False, False]
    assert np.isnan(found.ratio).tolist() == [True, True, False, False]
    assert found.direction.tolist() == [0, 0, 0, 0]
    assert found.low[0] >= 0, "what was to be expected is known"
    assert found.caveats == (Caveat.NO_COUNT, Caveat.NO_VOLATILITY)


@pytest.mark.parametrize("people", [0, -3, np.nan, np.inf])
def test_no_verdict_without_a_population(people: float) -> None:
    found = change_test(4, 9, 0.1, exposure=(people, 3000))
    assert np.isnan(found.p_swing)
    assert np.isnan(found.ratio)
    assert found.caveats == (Caveat.NO_POPULATION,)


def test_there_is_no_ratio_against_nothing() -> None:
    found = change_test([0, 1, 6], 0, 0.2)
    assert np.isnan(found.ratio[0])
    assert found.ratio[1:].tolist() == [np.inf, np.inf]
    assert np.isnan(found.ratio_low[0])
    assert found.ratio_low[2] > 1
    assert found.ratio_high[1] == np.inf
    assert found.direction.tolist() == [0, 0, 1]
    assert found.caveats == (Caveat.NOTHING_BEFORE,)


def test_fractions_lie_between_whole_counts_and_are_told() -> None:
    found = change_test([10, 10.5, 11], [60, 60, 60.5], 0.1)
    assert found.p_swing[0] < found.p_swing[1] < found.p_swing[2] + 0.02
    assert found.caveats == (Caveat.FRACTIONAL_COUNTS,)
    assert change_test(10, 60.5, 0.1).caveats == (Caveat.FRACTIONAL_COUNTS,)


def test_a_large_swing_makes_a_large_change_normal() -> None:
    """A fall of 40 percent: proof for assault, a normal year for break-ins into sheds."""
    assert change_test(120, 600, 0.13).direction == -1
    assert change_test(120, 600, 0.36).direction == 0
    assert change_test(120, 600, 0.36).p_chance < 1e-6


def test_thirty_six_months_against_thirty_six_months() -> None:
    found = change_test(30, 60, 0.2, blocks=3, recent_blocks=3)
    assert float(found.expected) == pytest.approx(60.5)
    assert float(found.size) == pytest.approx(float(predictive_size(60, 0.2, 19 / 9)))


@pytest.mark.parametrize("sigma", [-0.1, 13, [0.1, 20]])
def test_a_sigma_is_no_percentage(sigma: ArrayLike) -> None:
    with pytest.raises(ValueError, match=r"such as 0\.13"):
        change_test(1, 1, sigma)
    with pytest.raises(ValueError, match=r"such as 0\.13"):
        checked_sigma(sigma)


@pytest.mark.parametrize(("x", "p"), [(-1, 3), (3, -1), (np.inf, 3)])
def test_impossible_counts_are_refused(x: float, p: float) -> None:
    with pytest.raises(ValueError, match="zero or more"):
        change_test(x, p, 0.1)


def test_a_level_is_a_probability() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        change_test(1, 1, 0.1, level=95)


def test_a_cube_of_types_and_areas() -> None:
    random = np.random.default_rng(5)
    x, p = random.poisson(10.0, (4, 5)), random.poisson(30.0, (4, 5))
    sigma = np.array([0.1, 0.2, 0.3, 0.4])[:, None]
    found = change_test(x, p, sigma, national=(x.sum(1, keepdims=True), p.sum(1, keepdims=True)))
    assert found.p_swing.shape == found.direction.shape == (4, 5)
    single = change_test(x[2, 3], p[2, 3], 0.3)
    assert found.p_swing[2, 3] == single.p_swing
