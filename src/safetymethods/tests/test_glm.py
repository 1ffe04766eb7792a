"""Quasi-Poisson fits against published output of R, and against a plain fit of one series."""

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from safetymethods.glm import Fits, fit_log_linear, seasonal_design
from safetymethods.result import Caveat, Floats
from safetymethods.tests.plain_glm import plain_fit
from safetymethods.tests.reference import reference_file

pytestmark = pytest.mark.pure

MONTHS = 48


def sample(series: int = 6, mean: float = 4.0, seed: int = 1) -> Floats:
    random = np.random.default_rng(seed)
    season = 1 + 0.3 * np.cos(2 * np.pi * np.arange(MONTHS) / 12)
    return random.poisson(mean * season * random.gamma(2, 0.5, (series, MONTHS))).astype(float)


def test_dobson_1990_randomised_trial() -> None:
    """Dobson (1990), An Introduction to Generalized Linear Models, p. 93; output of R example(glm).

    The Poisson standard errors there are these divided by the root of phi.
    """
    counts = [18, 17, 15, 20, 10, 20, 25, 13, 12]
    outcome, treatment = np.tile([0, 1, 2], 3), np.repeat([0, 1, 2], 3)
    columns = [np.ones(9), outcome == 1, outcome == 2, treatment == 1, treatment == 2]
    found = fit_log_linear(counts, np.column_stack(columns).astype(float))
    assert found.coefficients == pytest.approx([3.045, -0.4543, -0.2930, 0, 0], abs=5e-4)
    errors = np.sqrt(np.diag(found.covariance) / found.dispersion)
    assert errors == pytest.approx([0.1709, 0.2022, 0.1927, 0.2, 0.2], abs=5e-5)
    assert found.degrees == 4
    assert found.total == 150
    assert found.dispersion == found.pearson / 4
    assert found.caveats == ()


@pytest.mark.parametrize("model", ["m2_quasi", "m3_quasi_harm2"])
def test_lopez_bernal_2017_smoking_ban_by_r(model: str) -> None:
    """Lopez Bernal et al. (2017), Int. J. Epidemiology 46, 348-355: R glm, quasi-Poisson."""
    with reference_file("07_evaluation", "its_sicily_data.csv").open() as file:
        table = list(csv.DictReader(file))
    names = ("aces", "time", "smokban", "stdpop")
    data = {name: np.array([float(row[name]) for row in table]) for name in names}
    with reference_file("07_evaluation", "its_sicily_results.csv").open() as file:
        expected = {row["term"]: row for row in csv.DictReader(file) if row["model"] == model}
    angle = 2 * np.pi * data["time"] / 12
    columns = {
        "(Intercept)": np.ones_like(angle),
        "time": data["time"],
        "smokban": data["smokban"],
        "sin1": np.sin(angle),
        "cos1": np.cos(angle),
        "sin2": np.sin(2 * angle),
        "cos2": np.cos(2 * angle),
    }
    design = np.column_stack([columns[term] for term in expected])
    found = fit_log_linear(data["aces"], design, exposure=data["stdpop"])
    rows = list(expected.values())
    np.testing.assert_allclose(found.coefficients, [float(r["est"]) for r in rows], rtol=1e-6)
    errors = np.sqrt(np.diag(found.covariance))
    np.testing.assert_allclose(errors, [float(r["se"]) for r in rows], rtol=1e-5)
    assert found.dispersion == pytest.approx(float(rows[0]["dispersion"]), rel=1e-5)


def assert_plain(found: Fits, y: Floats, offset: Floats) -> None:
    for at in range(len(y)):
        known = ~np.isnan(y[at])
        beta, covariance, pearson = plain_fit(y[at][known], found.design[known], offset[known])
        phi = max(1.0, pearson / (known.sum() - found.design.shape[1]))
        np.testing.assert_allclose(found.coefficients[at], beta, rtol=1e-6, atol=1e-8)
        np.testing.assert_allclose(found.covariance[at], covariance * phi, rtol=1e-5, atol=1e-9)
        assert found.dispersion[at] == pytest.approx(phi, rel=1e-6)


def test_many_series_are_each_fitted_as_if_alone() -> None:
    y, people = sample(), 1000 + 10.0 * np.arange(MONTHS)
    y[2, 5:9] = np.nan
    found = fit_log_linear(y, seasonal_design(range(MONTHS)), exposure=people)
    assert_plain(found, y, np.log(people))
    assert found.degrees.tolist() == [42, 42, 38, 42, 42, 42]
    assert found.caveats == (Caveat.NO_COUNT,)


def test_each_series_may_have_its_own_exposure() -> None:
    y, design = sample(), seasonal_design(range(MONTHS))
    people = np.random.default_rng(3).uniform(100, 900, y.shape)
    found = fit_log_linear(y, design, exposure=people)
    alone = [fit_log_linear(y[at], design, exposure=people[at]) for at in range(len(y))]
    np.testing.assert_allclose(found.coefficients, [one.coefficients for one in alone])
    cube = fit_log_linear(y.reshape(2, 3, -1), design, exposure=people.reshape(2, 3, -1))
    np.testing.assert_allclose(cube.coefficients.reshape(6, -1), found.coefficients)
    assert cube.covariance.shape == (2, 3, 6, 6)


def test_a_month_without_people_does_not_count() -> None:
    y, design = sample(2), seasonal_design(range(MONTHS))
    people = np.full(MONTHS, 500.0)
    people[[3, 4, 5]] = 0.0, np.nan, np.inf
    gap = y.copy()
    gap[:, 3:6] = np.nan
    found = fit_log_linear(y, design, exposure=people)
    assert found.caveats == (Caveat.NO_POPULATION,)
    expected = fit_log_linear(gap, design, exposure=np.full(MONTHS, 500.0))
    np.testing.assert_allclose(found.coefficients, expected.coefficients)


def test_the_prediction_has_the_variance_of_its_coefficients() -> None:
    y = sample(3)
    design = seasonal_design(range(MONTHS + 1))
    found = fit_log_linear(y, design[:-1])
    eta, variance = found.predictor(design[-1])
    for at in range(3):
        assert eta[at] == pytest.approx(design[-1] @ found.coefficients[at])
        assert variance[at] == pytest.approx(design[-1] @ found.covariance[at] @ design[-1])


def test_no_fit_without_events_or_without_enough_months() -> None:
    y = sample(4)
    y[0] = 0
    y[1, 6:] = np.nan
    y[2, np.arange(MONTHS) % 12 > 0] = np.nan
    found = fit_log_linear(y, seasonal_design(range(MONTHS)))
    assert found.converged.tolist() == [False, False, False, True]
    assert np.isnan(found.coefficients[:3]).all()
    assert np.isnan(found.covariance[:3]).all()
    assert np.isnan(found.dispersion[:3]).all()
    assert set(found.caveats) == {Caveat.NO_COUNT, Caveat.NOT_FITTED}


def test_a_series_that_runs_off_to_zero_has_no_fit() -> None:
    """Events in one calendar month only: the other months want minus infinity."""
    y = np.zeros(MONTHS)
    y[::12] = 1e6
    found = fit_log_linear(y, seasonal_design(range(MONTHS)))
    assert not found.converged
    assert np.isnan(found.coefficients).all()


def test_a_fit_that_does_not_end_in_time_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("safetymethods.glm.ROUNDS", 3)
    found = fit_log_linear(sample(2), seasonal_design(range(MONTHS)))
    assert not found.converged.any()
    assert np.isnan(found.coefficients).all()
    assert found.caveats == (Caveat.NOT_FITTED,)


def test_large_and_constant_series_converge() -> None:
    """Perfect fits have a deviance of rounding only."""
    found = fit_log_linear(np.full((2, MONTHS), [[1e6], [3.0]]), seasonal_design(range(MONTHS)))
    assert found.converged.all()
    assert found.coefficients[:, 0] == pytest.approx(np.log([1e6, 3.0]))
    assert found.coefficients[:, 1:] == pytest.approx(0.0, abs=1e-9)
    assert found.dispersion.tolist() == [1, 1]


def test_no_series_at_all() -> None:
    found = fit_log_linear(np.zeros((0, MONTHS)), seasonal_design(range(MONTHS)))
    assert found.coefficients.shape == (0, 6)


@settings(max_examples=20)
@given(st.integers(0, 1000), st.floats(0.01, 1e6))
def test_scaling_the_exposure_moves_the_intercept_only(seed: int, factor: float) -> None:
    y, design = sample(3, seed=seed), seasonal_design(range(MONTHS))
    people = np.linspace(200, 300, MONTHS)
    one = fit_log_linear(y, design, exposure=people)
    other = fit_log_linear(y, design, exposure=people * factor)
    np.testing.assert_allclose(other.coefficients[:, 1:], one.coefficients[:, 1:], atol=1e-6)
    np.testing.assert_allclose(
        other.coefficients[:, 0], one.coefficients[:, 0] - np.log(factor), atol=1e-6
    )
    np.testing.assert_allclose(other.dispersion, one.dispersion, rtol=1e-5)


@settings(max_examples=20)
@given(st.integers(0, 1000), st.permutations(range(5)))
def test_neither_order_nor_company_matters(seed: int, order: list[int]) -> None:
    y, design = sample(5, seed=seed), seasonal_design(range(MONTHS))
    one = fit_log_linear(y, design)
    mixed = fit_log_linear(np.vstack([y[order], np.zeros((1, MONTHS))]), design)
    np.testing.assert_allclose(mixed.coefficients[:5], one.coefficients[order], rtol=1e-10)


def test_chunks_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    y, design = sample(7), seasonal_design(range(MONTHS))
    whole = fit_log_linear(y, design)
    monkeypatch.setattr("safetymethods.batches.chunks.__defaults__", (2 * MONTHS,))
    np.testing.assert_allclose(fit_log_linear(y, design).coefficients, whole.coefficients)


@pytest.mark.parametrize(
    ("months", "harmonics", "says"),
    [
        ([1, 1, 2], 1, "increase"),
        ([1.0, 2.5], 1, "whole"),
        ([[1, 2]], 1, "whole"),
        ([1, 2], 6, "0 to 5"),
        ([1, 2], -1, "0 to 5"),
    ],
)
def test_a_season_needs_months(months: list[float], harmonics: int, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        seasonal_design(months, harmonics)


BAD: list[tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64] | None, str]] = [
    (np.array([1.0, -1.0]), np.ones((2, 1)), None, "zero or more"),
    (np.array([1.0, np.inf]), np.ones((2, 1)), None, "finite"),
    (np.ones(3), np.ones((2, 1)), None, "does not fit 3"),
    (np.ones(3), np.ones(3), None, "does not fit 3"),
    (np.ones(3), np.ones((3, 2)), None, "depend"),
    (np.ones(3), np.full((3, 1), np.nan), None, "not finite"),
    (np.ones((2, 3)), np.ones((3, 1)), np.ones(2), "exposure of shape"),
]


@pytest.mark.parametrize(("counts", "design", "exposure", "says"), BAD)
def test_what_does_not_fit_is_refused(
    counts: Floats, design: Floats, exposure: Floats | None, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        fit_log_linear(counts, design, exposure=exposure)
