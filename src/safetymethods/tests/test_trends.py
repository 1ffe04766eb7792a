"""Yearly change of monthly counts: against R, by hand, and what must not matter."""

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safetymethods.glm import fit_log_linear, seasonal_design
from safetymethods.result import Caveat, Floats
from safetymethods.tests.reference import reference_file
from safetymethods.trends import quasi_poisson_trend, score_trend

pytestmark = pytest.mark.pure

MONTHS = 60
YEARS = np.arange(MONTHS) / 12


def sample(series: int = 4, mean: float = 6.0, yearly: float = 0.0, seed: int = 7) -> Floats:
    """Counts with a season and dispersion 1.5, changing so much a year."""
    random = np.random.default_rng(seed)
    level = mean * (1 + 0.2 * np.cos(2 * np.pi * YEARS)) * (1 + yearly) ** YEARS
    return random.poisson(random.gamma(2 * level, 0.5, (series, MONTHS))).astype(float)


def test_lopez_bernal_2017_counts_by_r() -> None:
    """Without the ban in the model; R's coefficients with it are tried in test_glm."""
    with reference_file("07_evaluation", "its_sicily_data.csv").open() as file:
        rows = list(csv.DictReader(file))
    counts = [float(row["aces"]) for row in rows]
    people = [float(row["stdpop"]) for row in rows]
    found = quasi_poisson_trend(counts, exposure=people)
    fit = fit_log_linear(counts, seasonal_design(range(len(rows))), exposure=people)
    assert found.slope == fit.coefficients[1]
    assert found.standard_error == pytest.approx(np.sqrt(fit.covariance[1, 1]))
    assert found.degrees == len(rows) - 6
    assert found.fitted(people) == pytest.approx(
        np.exp(fit.design @ fit.coefficients) * np.array(people)
    )


def test_a_fall_of_ten_per_cent_a_year_is_found_again() -> None:
    """Expected counts instead of drawn ones: no noise, so exactly the change that was put in."""
    level = 200 * (1 + 0.2 * np.cos(2 * np.pi * YEARS)) * 0.9**YEARS
    found = quasi_poisson_trend(level, harmonics=5)
    assert found.per_year == pytest.approx(-0.1, abs=1e-5)
    assert found.slope == pytest.approx(np.log(0.9) / 12, abs=1e-6)
    assert found.dispersion == 1
    assert found.low < -0.1 < found.high < 0
    assert found.p < 1e-6
    np.testing.assert_allclose(found.fitted(), level, rtol=1e-3)


def test_limits_and_probability_agree() -> None:
    """p is under 5 % exactly when no change lies outside the 95 % limits."""
    found = quasi_poisson_trend(sample(200, yearly=-0.05))
    outside = (found.low > 0) | (found.high < 0)
    np.testing.assert_array_equal(found.p < 0.05, outside)
    assert 0 < outside.mean() < 1
    t = np.abs(found.slope / found.standard_error)
    assert t[found.p < 0.05].min() > 2.0049 > t[found.p >= 0.05].max()  # t quantile of 54 degrees


def test_stable_series_are_called_changing_in_one_of_twenty() -> None:
    found = quasi_poisson_trend(sample(1000, seed=3))
    assert (found.p < 0.05).mean() == pytest.approx(0.05, abs=0.02)
    assert (score_trend(sample(1000, seed=3)).p < 0.05).mean() == pytest.approx(0.05, abs=0.02)


def test_no_verdict_below_the_minimum() -> None:
    y = np.zeros((6, MONTHS))
    y[0, ::2] = 1.0  # 30 events in 30 months
    y[1, ::3] = 1.0  # 20 events
    y[2, :9] = 100.0  # 9 months with an event
    y[3] = 2.0
    y[3, 20:] = np.nan  # 20 months known
    y[4] = 2.0
    y[4, :12] = np.nan
    found = quasi_poisson_trend(y)
    assert found.too_few.tolist() == [False, True, True, False, False, True]
    assert found.too_short.tolist() == [False, False, False, True, False, False]
    assert np.isnan(found.per_year).tolist() == [False, True, True, True, False, True]
    assert np.isnan(found.coefficients[[1, 2, 3, 5]]).all()
    assert found.total.tolist() == [30, 20, 900, 40, 96, 0]
    assert found.active_months.tolist() == [30, 20, 9, 20, 48, 0]
    assert set(found.caveats) == {Caveat.NO_COUNT, Caveat.TOO_FEW_COUNTS, Caveat.TOO_SHORT}
    assert not np.isnan(quasi_poisson_trend(y[1], minimum=20).per_year)


def test_a_short_series_has_no_verdict() -> None:
    found = quasi_poisson_trend(np.full(13, 50.0))
    assert np.isnan([found.per_year, found.p, found.low, found.high]).all()
    assert found.caveats == (Caveat.TOO_SHORT,)
    assert np.isnan(quasi_poisson_trend(np.zeros((2, 0))).per_year).all()


def test_a_series_that_cannot_be_fitted_says_so() -> None:
    """Events in January and July only: the other months want minus infinity."""
    y = np.zeros(MONTHS)
    y[::6] = 1e6
    found = quasi_poisson_trend(y)
    assert np.isnan(found.per_year)
    assert Caveat.NOT_FITTED in found.caveats


def test_gaps_between_months_are_gaps_in_time() -> None:
    level = 300 * 0.95**YEARS
    kept = np.r_[0:20, 30:60]
    found = quasi_poisson_trend(level[kept], months=24000 + kept)
    assert found.per_year == pytest.approx(-0.05, abs=1e-6)
    holes = np.full(MONTHS, np.nan)
    holes[kept] = level[kept]
    assert quasi_poisson_trend(holes).per_year == pytest.approx(found.per_year, abs=1e-6)


def test_the_population_is_taken_out() -> None:
    people = 1000 * 1.03**YEARS
    found = quasi_poisson_trend(np.stack([people / 10, people / 10]), exposure=people)
    assert found.per_year == pytest.approx(0.0, abs=1e-6)
    each = quasi_poisson_trend(
        np.stack([people / 10, people / 500]), exposure=np.stack([people, people]), minimum=50
    )
    assert each.per_year[0] == pytest.approx(0.0, abs=1e-6)
    assert each.too_few.tolist() == [False, False]


def test_the_level_must_be_a_probability() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        quasi_poisson_trend(sample(), level=95)
    with pytest.raises(ValueError, match="zero or more"):
        quasi_poisson_trend(-sample())
    with pytest.raises(ValueError, match="exposure of shape"):
        quasi_poisson_trend(sample(), exposure=[1.0, 2.0])


@settings(max_examples=15)
@given(st.integers(0, 1000), st.floats(1e-3, 1e6))
def test_scaling_the_population_leaves_the_change(seed: int, factor: float) -> None:
    y, people = sample(3, seed=seed), np.linspace(900, 1100, MONTHS)
    one = quasi_poisson_trend(y, exposure=people)
    other = quasi_poisson_trend(y, exposure=people * factor)
    np.testing.assert_allclose(other.per_year, one.per_year, atol=1e-6)
    np.testing.assert_allclose(other.p, one.p, atol=1e-6)


@settings(max_examples=15)
@given(st.integers(0, 1000), st.permutations(range(4)))
def test_order_and_company_do_not_matter(seed: int, order: list[int]) -> None:
    y = sample(4, seed=seed)
    one = quasi_poisson_trend(y)
    mixed = quasi_poisson_trend(np.vstack([y[order], np.full((1, MONTHS), np.nan)]))
    np.testing.assert_allclose(mixed.per_year[:4], one.per_year[order], rtol=1e-9)


@settings(max_examples=15)
@given(st.integers(0, 1000))
def test_time_backwards_turns_the_change_around(seed: int) -> None:
    y = sample(3, seed=seed, yearly=0.1)
    forward, backward = quasi_poisson_trend(y), quasi_poisson_trend(y[:, ::-1])
    np.testing.assert_allclose(backward.slope, -forward.slope, atol=1e-7)
    np.testing.assert_allclose(score_trend(y[:, ::-1]).z, -score_trend(y).z, atol=1e-9)


@settings(max_examples=15)
@given(st.integers(0, 1000), st.integers(2, 50))
def test_more_of_the_same_counts_is_the_same_change(seed: int, factor: int) -> None:
    """Counts k times as large vary k times as much: the same change with the same precision."""
    y = sample(3, seed=seed) * 5
    one, other = quasi_poisson_trend(y), quasi_poisson_trend(y * factor)
    wide = one.dispersion > 1
    np.testing.assert_allclose(other.per_year[wide], one.per_year[wide], atol=1e-6)
    np.testing.assert_allclose(other.low[wide], one.low[wide], atol=1e-6)


def score_by_hand(y: Floats, profile: Floats) -> tuple[float, float]:
    """The definition, term by term, for one series without missing months."""
    share, total = profile / profile.sum(), y.sum()
    time = np.arange(len(y), dtype=float)
    mean = (share * time).sum()
    variance = (share * (time - mean) ** 2).sum()
    plain = ((time - mean) * y).sum() / np.sqrt(total * variance)
    pearson = ((y - total * share) ** 2 / (total * share)).sum()
    phi = max(1.0, (pearson - plain**2) / (len(y) - 2))
    return float(plain / np.sqrt(phi)), float(phi)


@settings(max_examples=25)
@given(st.integers(0, 1000))
def test_the_score_is_its_definition(seed: int) -> None:
    y, profile = sample(3, seed=seed), 1 + 0.2 * np.cos(2 * np.pi * YEARS)
    found = score_trend(y, profile=profile)
    for at in range(3):
        z, phi = score_by_hand(y[at], profile)
        assert found.z[at] == pytest.approx(z, rel=1e-9)
        assert found.dispersion[at] == pytest.approx(phi, rel=1e-9)


def test_the_score_agrees_with_the_slope() -> None:
    y = sample(200, mean=20, yearly=-0.04)
    season = 1 + 0.2 * np.cos(2 * np.pi * YEARS)
    score, trend = score_trend(y, profile=season), quasi_poisson_trend(y)
    t = trend.slope / trend.standard_error
    assert np.corrcoef(score.z, t)[0, 1] > 0.97
    assert np.abs(score.z - t).max() < 1.0


def test_a_missing_month_is_left_out_of_the_profile() -> None:
    y, profile = sample(2), np.linspace(1, 2, MONTHS)
    y[1, 10:15] = np.nan
    profile[59] = 0.0
    found = score_trend(y, profile=profile)
    assert found.caveats == (Caveat.NO_COUNT, Caveat.NO_POPULATION)
    kept = np.r_[0:10, 15:59]
    alone = score_trend(y[1, kept], profile=profile[kept], months=kept)
    assert found.z[1] == pytest.approx(alone.z)
    assert found.total[1] == y[1, kept].sum()


def test_a_screen_needs_events_and_months() -> None:
    y = np.zeros((3, MONTHS))
    y[0, :9] = 1.0
    y[1, :10] = 1.0
    y[2, 2:] = np.nan
    y[2, :2] = 20.0
    found = score_trend(y)
    assert np.isnan(found.z).tolist() == [True, False, True]
    assert np.isnan(found.p).tolist() == [True, False, True]
    assert found.z[1] < -3
    assert set(found.caveats) == {Caveat.NO_COUNT, Caveat.TOO_FEW_COUNTS}
    assert score_trend(y[0], minimum=9).p < 0.01


def test_an_even_series_has_no_trend() -> None:
    found = score_trend(np.full((2, 3, MONTHS), 4.0))
    assert found.z == pytest.approx(np.zeros((2, 3)), abs=1e-9)
    assert found.p == pytest.approx(np.ones((2, 3)))


def test_no_series_have_no_trends() -> None:
    found = quasi_poisson_trend(np.zeros((0, 36)))
    assert found.p.shape == (0,)
    assert found.coefficients.shape == (0, 6)
