"""Farrington flexible: against the steps of R surveillance, taken one series at a time."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import nbinom, poisson
from scipy.stats import t as student

from safetymethods.farrington import farrington_baseline, farrington_flexible
from safetymethods.result import Caveat, Floats
from safetymethods.tests.plain_glm import plain_fit

pytestmark = pytest.mark.pure

MONTHS = 84
NOW = MONTHS - 1


def sample(series: int = 5, mean: float = 8.0, yearly: float = 0.0, seed: int = 3) -> Floats:
    """Months with a season, dispersion 1.5 and here and there an outbreak."""
    random = np.random.default_rng(seed)
    years = np.arange(MONTHS) / 12
    level = mean * (1 + 0.2 * np.cos(2 * np.pi * years)) * (1 + yearly) ** years
    level = np.where(random.random((series, MONTHS)) < 0.03, 4, 1) * level
    return random.poisson(random.gamma(2 * level, 0.5)).astype(float)


def weeks(length: int = 400, seed: int = 8) -> Floats:
    random = np.random.default_rng(seed)
    level = 6 * (1 + 0.5 * np.cos(2 * np.pi * np.arange(length) / 52))
    return random.poisson(np.broadcast_to(level, (3, length))).astype(float)


@dataclass
class Step:
    """What one series gives, the way R takes the steps."""

    expected: float
    dispersion: float
    slope: float
    error: float
    slope_p: float


def one_fit(
    y: Floats, design: Floats, row: Floats, offset: Floats, today: float, *, like_r: bool
) -> Step:
    """Fit, Anscombe weights over 2.58, fit again (Noufaily 2013, section 3.3)."""
    degrees = len(y) - design.shape[1]
    beta, inverse, pearson = plain_fit(y, design, offset)
    mu = np.exp(design @ beta + offset)
    phi = max(1.0, pearson / degrees)
    leverage = mu * np.einsum("ti,ij,tj->t", design, inverse, design)
    s = 1.5 * (y ** (2 / 3) * mu ** (-1 / 6) - mu**0.5) / np.sqrt(phi * (1 - leverage))
    raw = np.array([si**-2.0 if si > 2.58 else 1.0 for si in s])
    weights = raw * len(y) / raw.sum()
    beta, inverse, pearson = plain_fit(y, design, offset, weights)
    mu = np.exp(design @ beta + offset)
    phi = max(1.0, pearson / degrees)
    scale = float((weights * ((y - mu) / mu) ** 2).sum() / degrees) if like_r else phi
    t = beta[1] / np.sqrt(scale * inverse[1, 1])
    return Step(
        float(np.exp(row @ beta + today)),
        phi,
        float(beta[1]),
        float(np.sqrt(scale * row @ inverse @ row)),
        float(2 * student.sf(abs(t), degrees)),
    )


def by_hand(
    y: Floats,
    places: NDArray[np.int64],
    levels: NDArray[np.int64],
    now: int,
    *,
    trend_p: float = 1.0,
    people: Floats | None = None,
    like_r: bool = False,
) -> Step:
    """One series without missing periods, with a trend unless it must go."""
    seasons = (levels[:, None] == np.arange(1, levels.max())).astype(float)
    design = np.column_stack([np.ones(len(places)), places, seasons])
    row = np.zeros(design.shape[1])
    row[:2] = 1, now
    offset = np.zeros(len(places)) if people is None else np.log(people[places])
    today = 0.0 if people is None else float(np.log(people[now]))
    found = one_fit(y[places], design, row, offset, today, like_r=like_r)
    if found.slope_p < trend_p and found.expected <= y[places].max():
        return found
    flat = np.delete(design, 1, axis=1)
    if flat.shape[1] == 1:
        return level_only(y[places], offset, today, like_r=like_r)
    found = one_fit(y[places], flat, np.delete(row, 1), offset, today, like_r=like_r)
    found.slope = np.nan
    return found


def level_only(y: Floats, offset: Floats, today: float, *, like_r: bool) -> Step:
    """The same with the mean only."""
    design = np.ones((len(y), 1))
    degrees = len(y) - 1
    beta, inverse, pearson = plain_fit(y, design, offset)
    mu = np.exp(beta[0] + offset)
    phi = max(1.0, pearson / degrees)
    s = 1.5 * (y ** (2 / 3) * mu ** (-1 / 6) - mu**0.5) / np.sqrt(phi * (1 - mu * inverse[0, 0]))
    raw = np.where(s > 2.58, np.abs(s) ** -2.0, 1.0)
    weights = raw * len(y) / raw.sum()
    beta, inverse, pearson = plain_fit(y, design, offset, weights)
    mu = np.exp(beta[0] + offset)
    phi = max(1.0, pearson / degrees)
    scale = float((weights * ((y - mu) / mu) ** 2).sum() / degrees) if like_r else phi
    error = float(np.sqrt(scale * inverse[0, 0]))
    return Step(float(np.exp(beta[0] + today)), phi, np.nan, error, np.nan)


def assert_steps(found_at: tuple[float, ...], step: Step) -> None:
    expected, dispersion, slope, error = found_at
    assert expected == pytest.approx(step.expected, rel=1e-6)
    assert dispersion == pytest.approx(step.dispersion, rel=1e-6)
    assert slope == pytest.approx(step.slope, rel=1e-5, nan_ok=True)
    assert error == pytest.approx(step.error, rel=1e-5)


@pytest.mark.parametrize("like_r", [False, True])
@pytest.mark.parametrize(("levels", "trend_p"), [(1, 1.0), (1, 0.05), (4, 1.0), (4, 0.05)])
def test_every_step_on_monthly_series(levels: int, trend_p: float, like_r: bool) -> None:
    y = np.vstack([sample(12), sample(4, yearly=0.1, seed=5), sample(4, yearly=-0.1, seed=6)])
    found = farrington_flexible(
        y, NOW, half_window=2, levels=levels, trend_p=trend_p, like_r=like_r
    )
    base = farrington_baseline(MONTHS, NOW, half_window=2, levels=levels)
    for at in range(len(y)):
        step = by_hand(y[at], base.places, base.levels, NOW, trend_p=trend_p, like_r=like_r)
        seen = (
            float(found.expected[at]),
            float(found.dispersion[at]),
            float(found.trend[at]),
            float(found.standard_error[at]),
        )
        assert_steps(seen, step)
        size = step.expected / (step.dispersion - 1) if step.dispersion > 1 else np.inf
        known = poisson(step.expected) if np.isinf(size) else nbinom(size, 1 / step.dispersion)
        assert found.upper[at] == known.ppf(0.99)
        assert found.p[at] == pytest.approx(known.sf(y[at, NOW] - 1), rel=1e-4)
    np.testing.assert_array_equal(found.alarm, found.observed > found.upper)
    np.testing.assert_array_equal(found.with_trend, ~np.isnan(found.trend))
    assert found.with_trend.all() == (trend_p == 1)
    assert found.with_trend.any()


def test_ten_levels_on_weekly_series() -> None:
    """The options of Noufaily (2013): 10 levels, 26 weeks left out, windows of 7 weeks."""
    y, people = weeks(), np.linspace(1000, 1200, 400)
    found = farrington_flexible(y, 399, period=52, levels=10, excluded=26, exposure=people, years=5)
    base = farrington_baseline(400, 399, period=52, levels=10, excluded=26)
    assert len(found.baseline) == len(base.places) == 5 * 52 - 26 + 3 + 1 - 1
    for at in range(3):
        step = by_hand(y[at], base.places, base.levels, 399, people=people)
        seen = (
            float(found.expected[at]),
            float(found.dispersion[at]),
            float(found.trend[at]),
            float(found.standard_error[at]),
        )
        assert_steps(seen, step)


def test_r_windows_and_levels() -> None:
    """surveillance, test-farringtonFlexible.R: w + 1 + b(2w + 1) periods in windows, and blocks of
    about one length between them. Ours leave the window before now out."""
    base = farrington_baseline(1301, 1200, years=3, period=52, levels=8)
    windows = base.places[base.levels == 8]
    assert len(windows) == 3 * 7
    assert windows[:7].tolist() == list(range(1200 - 3 * 52 - 3, 1200 - 3 * 52 + 4))
    between = np.bincount(base.levels, minlength=9)[1:8]
    assert between.tolist() == [3 * 7] * 3 + [3 * 6] * 4
    assert base.places.max() == 1196
    assert np.unique(base.levels).tolist() == list(range(1, 9))


def test_only_the_windows_take_part_with_one_level() -> None:
    base = farrington_baseline(60, 59, years=2, half_window=1)
    assert base.places.tolist() == [34, 35, 36, 46, 47, 48]
    assert (base.levels == 1).all()
    longer = farrington_baseline(60, 59, years=2, half_window=1, excluded=6)
    assert longer.places.tolist() == base.places.tolist()
    near = farrington_baseline(60, 59, years=2, half_window=2, excluded=0)
    assert near.places.tolist()[-2:] == [57, 58]
    wide = farrington_baseline(60, 59, years=2, half_window=6)
    assert wide.places.tolist() == list(range(29, 53))


def test_references_of_a_calendar() -> None:
    given = farrington_baseline(400, 399, years=2, period=52, references=[347, 294])
    assert 294 - 3 in given.places
    usual = farrington_baseline(400, 399, years=2, period=52)
    assert 295 - 4 not in usual.places


def test_an_outbreak_of_the_past_does_not_hide_the_next() -> None:
    y = np.full((2, MONTHS), 10.0) + np.arange(MONTHS) % 3
    y[1, NOW - 24] = 90.0
    y[:, NOW] = 25.0
    weighed = farrington_flexible(y, NOW)
    assert weighed.alarm.all()
    plain = farrington_flexible(y, NOW, weights_threshold=None)
    assert plain.alarm.tolist() == [True, False]
    like_r = farrington_flexible(y, NOW, weights_threshold=None, like_r=True)
    np.testing.assert_allclose(like_r.expected, plain.expected)
    assert like_r.standard_error[0] < plain.standard_error[0]  # R lets phi under 1 there


def test_a_trend_may_not_predict_more_than_was_ever_seen() -> None:
    rising = np.round(5 * 1.05 ** np.arange(MONTHS))
    found = farrington_flexible(rising, NOW)
    assert not found.with_trend
    falling = farrington_flexible(rising[::-1], NOW)
    assert falling.with_trend
    assert falling.trend == pytest.approx(-np.log(1.05), abs=0.01)
    assert not farrington_flexible(rising[::-1], NOW, trend=False).with_trend
    assert not farrington_flexible(rising[::-1], NOW, years=2).with_trend


def test_few_cases_lately_give_no_threshold() -> None:
    y = sample(4, mean=1.0)
    lately = [[0.0, 0, 0, 4], [0, 0, 0, 5], [9, 0, np.nan, 9], [0, 9, 0, np.nan]]
    y[:, NOW - 3 :] = np.array(lately)
    found = farrington_flexible(y, NOW)
    assert found.quiet.tolist() == [True, False, True, True]
    assert np.isnan(found.upper).tolist() == [True, False, True, True]
    assert not np.isnan(found.expected).any()
    assert set(found.caveats) == {Caveat.NO_COUNT, Caveat.TOO_FEW_COUNTS}
    assert not farrington_flexible(y, NOW, limit=(4, 1)).quiet[0]


def test_without_events_in_the_past_there_is_no_expectation() -> None:
    y = np.zeros((2, MONTHS))
    y[1, 30:35] = np.nan
    y[:, NOW] = 9.0
    found = farrington_flexible(y, NOW)
    assert np.isnan(found.expected).all()
    assert not found.alarm.any()
    assert found.caveats == (Caveat.NO_COUNT, Caveat.NOT_FITTED)


def test_missing_periods_take_no_part() -> None:
    y = sample(3)
    y[1, [26, 27, 50]] = np.nan
    found = farrington_flexible(y, NOW)
    base = farrington_baseline(MONTHS, NOW)
    known = ~np.isnan(y[1, base.places])
    step = by_hand(y[1], base.places[known], base.levels[known], NOW)
    assert found.expected[1] == pytest.approx(step.expected, rel=1e-6)


def test_each_series_may_have_its_own_population() -> None:
    y = sample(3)
    people = np.random.default_rng(1).uniform(500, 900, y.shape)
    found = farrington_flexible(y, NOW, exposure=people)
    alone = farrington_flexible(y[2], NOW, exposure=people[2])
    assert found.expected[2] == pytest.approx(alone.expected)
    people[0, NOW] = 0.0
    assert np.isnan(farrington_flexible(y, NOW, exposure=people).expected[0])


@settings(max_examples=15)
@given(st.integers(0, 1000), st.floats(1e-3, 1e6), st.permutations(range(5)))
def test_scale_order_and_company_do_not_matter(seed: int, factor: float, order: list[int]) -> None:
    y, people = sample(5, seed=seed), np.linspace(900, 1100, MONTHS)
    one = farrington_flexible(y, NOW, exposure=people)
    alien = np.vstack([y[order], np.zeros((1, MONTHS))])
    other = farrington_flexible(alien, NOW, exposure=people * factor)
    np.testing.assert_allclose(other.expected[:5], one.expected[order], rtol=1e-4)


def test_no_series_and_cubes() -> None:
    assert farrington_flexible(np.zeros((0, MONTHS)), NOW).alarm.shape == (0,)
    cube = farrington_flexible(sample(6).reshape(2, 3, -1), NOW, threshold_method="muan")
    assert cube.alarm.shape == cube.upper.shape == (2, 3)
    assert cube.method == "farrington.muan"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"now": 50}, "reach that far back"),
        ({"now": MONTHS}, "reach that far back"),
        ({"half_window": -1}, "negative"),
        ({"excluded": -1}, "negative"),
        ({"levels": 0}, "negative"),
        ({"levels": 9}, "do not make 8 levels"),
        ({"half_window": 6, "levels": 2}, "do not make 1 levels"),
        ({"years": 0}, "one position per year"),
        ({"references": [71, 59]}, "one position per year"),
        ({"years": 2, "references": [59, 71]}, "one position per year"),
        ({"limit": (-1, 4)}, "a limit"),
        ({"limit": (5, 0)}, "a limit"),
        ({"limit": (5, MONTHS + 1)}, "a limit"),
    ],
)
def test_options_must_make_sense(options: dict[str, Any], says: str) -> None:
    arguments: dict[str, Any] = {"now": NOW, **options}
    with pytest.raises(ValueError, match=says):
        farrington_flexible(sample(2), **arguments)
