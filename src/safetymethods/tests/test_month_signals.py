"""The last month against its prediction: by hand, by simulation, and what must not matter."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from safetymethods.glm import fit_log_linear, seasonal_design
from safetymethods.month_signals import month_signal
from safetymethods.result import Caveat, Floats

pytestmark = pytest.mark.pure

LENGTH = 61
YEARS = np.arange(LENGTH) / 12


def sample(series: int = 5, mean: float = 8.0, seed: int = 11, dispersion: float = 1.5) -> Floats:
    random = np.random.default_rng(seed)
    level = np.broadcast_to(mean * (1 + 0.2 * np.cos(2 * np.pi * YEARS)), (series, LENGTH))
    spread = dispersion - 1
    rate = random.gamma(level / spread, spread) if spread else level
    return random.poisson(rate).astype(float)


def test_a_prediction_step_by_step() -> None:
    y, people = sample(3), np.linspace(900, 1000, LENGTH)
    found = month_signal(y, exposure=people)
    design = seasonal_design(range(LENGTH))
    fits = fit_log_linear(y[:, :-1], design[:-1], exposure=people[:-1])
    for at in range(3):
        mean = people[-1] * np.exp(design[-1] @ fits.coefficients[at])
        variance = design[-1] @ fits.covariance[at] @ design[-1]
        spread = fits.dispersion[at] + mean * variance
        assert found.expected[at] == pytest.approx(mean)
        assert found.spread[at] == pytest.approx(spread)
        size = mean / (spread - 1)
        known = nbinom(size, size / (size + mean))
        assert found.p_high[at] == pytest.approx(known.sf(y[at, -1] - 1))
        assert found.p_low[at] == pytest.approx(known.cdf(y[at, -1]))
        assert (found.low[at], found.high[at]) == (known.ppf(0.01), known.ppf(0.99))
        year = (people[-12:] * np.exp(design[-12:] @ fits.coefficients[at])).sum()
        assert found.expected_year[at] == pytest.approx(year)


def test_only_the_history_that_is_asked_counts() -> None:
    y, people = sample(3), np.linspace(900, 1000, LENGTH)
    longer = np.concatenate([np.full((3, 20), 1e6), y], axis=1)
    before = np.concatenate([np.full(20, 5.0), people])
    one, other = month_signal(y, exposure=people), month_signal(longer, exposure=before)
    np.testing.assert_allclose(other.expected, one.expected)
    short = month_signal(y, history=36)
    assert short.history == 36
    assert not np.allclose(short.expected, one.expected)


def test_three_times_as_many_is_flagged_and_the_usual_is_not() -> None:
    y = sample(40, mean=10, seed=2)
    y[:, -1] = 12.0
    y[3, -1] = 45.0
    y[7, -1] = 0.0
    found = month_signal(y)
    assert np.flatnonzero(found.flagged).tolist() == [3, 7]
    assert found.direction[[3, 7]].tolist() == [1, -1]
    assert found.family_size.tolist() == [40] * 40
    assert found.observed[3] > found.high[3]
    assert found.observed[7] < found.low[7]
    assert found.caveats == ()


def test_a_month_is_outside_exactly_when_it_passes_a_limit() -> None:
    y = sample(500, mean=6, seed=4)
    y[:, -1] = np.arange(500) % 25
    found = month_signal(y)
    past = (found.observed > found.high) | (found.observed < found.low)
    np.testing.assert_array_equal(found.outside, past & found.judged)
    assert 0.1 < found.outside.mean() < 0.9


@pytest.mark.parametrize("dispersion", [1.0, 1.5])
def test_false_alarms_keep_their_promise(dispersion: float) -> None:
    """A stable mean of 5 a month: about 1 % on each side; the bench tries many more cells."""
    found = month_signal(sample(2000, mean=5.0, seed=9, dispersion=dispersion))
    assert 0.004 <= (found.p_high <= 0.01).mean() <= 0.016
    assert (found.p_low <= 0.01).mean() <= 0.016
    assert found.flagged.mean() < 0.001


def test_no_verdict_below_the_minimum() -> None:
    y = np.zeros((4, LENGTH))
    y[0, [1, 8, 15, 20, 28, 33, 41, 47, 52, 58]] = 1.0  # 10 events in five years
    y[1, ::7] = 1.0  # 9 before the month
    y[2, :-1] = 1.0
    y[2, -1] = 2.0  # more than expected, and fewer than three
    y[3] = 1.0
    y[3, -1] = 0.0  # fewer than expected: judged
    found = month_signal(y)
    assert np.isnan(found.expected).tolist() == [False, True, False, False]
    assert found.judged.tolist() == [False, False, False, True]
    assert found.direction.tolist() == [0, 0, 0, -1]
    assert not found.flagged.any()
    assert found.caveats == (Caveat.TOO_FEW_COUNTS,)
    assert found.family_size.tolist() == [1, 1, 1, 1]


def test_missing_months_get_no_weight() -> None:
    y = sample(4)
    y[0, 10:20] = np.nan
    y[1, :25] = np.nan  # 35 months left
    y[2, -1] = np.nan
    found = month_signal(y)
    assert set(found.caveats) == {Caveat.NO_COUNT, Caveat.TOO_SHORT}
    assert np.isnan(found.expected).tolist() == [False, True, False, False]
    assert np.isnan(found.p_high).tolist() == [False, True, True, False]
    assert found.judged.tolist() == [True, False, False, True]


def test_a_month_without_population_has_no_prediction() -> None:
    y = sample(3)
    people = np.full(y.shape, 1000.0)
    people[0, -1] = np.nan
    people[1, -8] = 0.0
    people[2, -12:] = 0.0
    found = month_signal(y, exposure=people)
    assert np.isnan(found.expected).tolist() == [True, False, True]
    assert found.caveats == (Caveat.NO_POPULATION,)
    assert np.isnan(found.expected_year).tolist() == [False, False, True]
    assert found.expected_year[1] == pytest.approx(month_signal(y[1]).expected_year, rel=0.1)


def test_a_history_that_cannot_be_fitted_predicts_nothing() -> None:
    """Events in January and July only: the other months want minus infinity."""
    y = np.zeros(LENGTH)
    y[::6] = 1e6
    found = month_signal(y)
    assert np.isnan([found.expected, found.p_high, found.low, found.high]).all()
    assert not found.judged
    assert found.caveats == (Caveat.NOT_FITTED,)


def benjamini_hochberg(p: Floats, q: float) -> list[int]:
    """The definition: the largest k with p_(k) <= k q/m, and all up to it."""
    order = np.argsort(p)
    passed = [k for k in range(1, len(p) + 1) if p[order[k - 1]] <= k * q / len(p)]
    return sorted(order[: max(passed, default=0)].tolist())


@settings(max_examples=20)
@given(st.integers(0, 1000), st.floats(0.01, 0.4))
def test_families_are_corrected_apart(seed: int, q: float) -> None:
    random = np.random.default_rng(seed)
    y = sample(30, mean=6, seed=seed)
    y[:, -1] = random.poisson(6, 30) + 10 * (random.random(30) < 0.3)
    names = np.array(["Aa", "Bee", "Cee"])[random.integers(0, 3, 30)]
    found = month_signal(y, families=names, q=q, alpha=0.499)
    p = np.minimum(1, 2 * np.minimum(found.p_high, found.p_low))
    for name in set(names):
        family = np.flatnonzero((names == name) & found.judged & (found.expected_year >= 5))
        expected = family[benjamini_hochberg(p[family], q)]
        flagged = np.flatnonzero(found.flagged & (names == name))
        assert set(flagged) == set(expected[found.outside[expected]])
        assert (found.family_size[names == name] == len(family)).all()


def test_benjamini_and_hochberg_1995() -> None:
    """Their worked example of 15 tests at q = 0.05: four are rejected (p. 295)."""
    p = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
        0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
    ]  # fmt: skip
    assert benjamini_hochberg(np.array(p), 0.05) == [0, 1, 2, 3]


def test_families_keep_the_shape_of_the_series() -> None:
    y = sample(6).reshape(2, 3, LENGTH)
    found = month_signal(y, families=[[1, 1, 1], [2, 2, 2]])
    assert found.flagged.shape == (2, 3)
    assert found.family_size.tolist() == [[3, 3, 3], [3, 3, 3]]
    one = month_signal(sample(1)[0])
    assert one.expected.shape == ()
    empty = month_signal(np.zeros((0, LENGTH)))
    assert empty.flagged.shape == (0,)


@settings(max_examples=15)
@given(st.integers(0, 1000), st.floats(1e-3, 1e6), st.permutations(range(5)))
def test_scale_order_and_company_do_not_matter(seed: int, factor: float, order: list[int]) -> None:
    y, people = sample(5, seed=seed), np.linspace(900, 1000, LENGTH)
    one = month_signal(y, exposure=people)
    alien = np.vstack([y[order], sample(1, seed=seed + 1)])
    other = month_signal(alien, exposure=people * factor, families=[0, 0, 0, 0, 0, 1])
    np.testing.assert_allclose(other.expected[:5], one.expected[order], rtol=1e-5)
    np.testing.assert_allclose(other.p_high[:5], one.p_high[order], rtol=1e-3)
    np.testing.assert_array_equal(other.flagged[:5], one.flagged[order])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"history": 61}, "61 months before"),
        ({"history": 35}, "36 months or more"),
        ({"alpha": 0.0}, "alpha lies"),
        ({"alpha": 0.5}, "alpha lies"),
        ({"q": 1.0}, "alpha lies"),
        ({"families": [1, 2]}, "families have shape"),
        ({"exposure": [1.0]}, "exposure of shape"),
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        month_signal(sample(3), **change)


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="zero or more"):
        month_signal(-1 - sample(3))
