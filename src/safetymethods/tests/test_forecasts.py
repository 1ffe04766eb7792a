"""On course or not: the fan, the chance of a target, the pace and the sticky status."""

from collections.abc import Callable
from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from safetymethods.changes import change_test
from safetymethods.detectability import Direction
from safetymethods.forecasts import (
    Course,
    Fan,
    actual_pace,
    fan,
    path,
    reached,
    recalibrate,
    required_pace,
    status,
    target_probability,
)
from safetymethods.poisson import poisson_limits
from safetymethods.result import Caveat

pytestmark = pytest.mark.pure

YEARS = [[120.0, 90.0], [3.0, 6.0], [1000.0, 1100.0]]
SIGMA = [0.25, 0.2, 0.13]
chances = st.floats(0, 1)


def test_worked_example_of_the_targets_page() -> None:
    """docs/explanation/targets.md: 120 and then 90 burglaries, sigma 0.25, 80 wanted in 2 years."""
    found = fan(YEARS[0], 0.25, 2)
    assert float(found.level) == pytest.approx(100)
    assert found.quantiles.shape == (2, 5)
    assert found.quantiles[1, [0, 2, 4]] == pytest.approx([62, 99, 155], abs=5)
    chance = target_probability(YEARS[0], 0.25, 80, 2)
    assert float(chance.drawn) == pytest.approx(0.27, abs=0.02)
    assert float(chance.probability) == pytest.approx(0.38, abs=0.02)
    assert status(chance.probability).status == Course.UNDECIDED
    assert float(required_pace(100, 80, 2).pace) == pytest.approx(-0.106, abs=0.0005)


def test_the_fan_is_a_random_walk_with_poisson_counts() -> None:
    """Against plain simulation with other random numbers."""
    found = fan(YEARS, SIGMA, 4, draws=20_000)
    random = np.random.default_rng(99)
    for at, (before, newest) in enumerate(YEARS):
        level = (2 * newest + before) / 3
        assert float(found.level[at]) == pytest.approx(level)
        for ahead in (1, 4):
            walk = SIGMA[at] * np.sqrt(ahead) * random.standard_normal(40_000)
            counts = random.poisson(level * np.exp(walk))
            expected = np.quantile(counts, found.levels)
            spread = np.quantile(counts, 0.9) - np.quantile(counts, 0.1)
            assert found.quantiles[at, ahead - 1] == pytest.approx(
                expected, abs=0.04 * float(spread) + 1
            )
    assert found.years.tolist() == [1, 2, 3, 4]
    assert found.levels == (0.1, 0.25, 0.5, 0.75, 0.9)
    assert found.caveats == ()


@given(st.integers(0, 10**6))
@settings(max_examples=10)
def test_a_fan_depends_on_its_own_series_and_seed_only(seed: int) -> None:
    together = fan(YEARS, SIGMA, 3, draws=200, seed=seed)
    alone = fan(YEARS[1], SIGMA[1], 3, draws=200, seed=seed)
    np.testing.assert_array_equal(together.quantiles[1], alone.quantiles)
    chance = target_probability(YEARS, SIGMA, 50, 2, draws=200, seed=seed)
    own = target_probability(YEARS[1], SIGMA[1], 50, 2, draws=200, seed=seed)
    assert float(chance.drawn[1]) == pytest.approx(float(own.drawn), abs=1e-12)


def test_a_fan_opens_and_stays_where_it_is() -> None:
    found = fan([500.0, 500.0], 0.2, 5)
    width = found.quantiles[:, -1] - found.quantiles[:, 0]
    assert (np.diff(width) > 0).all()
    assert found.quantiles[:, 2] == pytest.approx(500, rel=0.05), "no trend"
    assert (np.diff(found.quantiles, axis=-1) >= 0).all()


def test_without_swing_the_fan_is_poisson() -> None:
    found = fan([30.0, 30.0], 0.0, 1, draws=20_000, quantiles=(0.1, 0.9))
    assert found.quantiles[0] == pytest.approx(poisson.ppf([0.1, 0.9], 30), abs=1)
    chance = target_probability([30.0, 30.0], 0.0, [24, 24.9], 1)
    np.testing.assert_allclose(chance.drawn, poisson.cdf(24, 30), rtol=1e-9)


def test_there_is_no_fan_from_nothing() -> None:
    two = [[0.0, 0.0], [np.nan, 3.0], [3.0, 3.0], [3.0, 0.0]]
    found = fan(two, [0.1, 0.1, np.nan, 0.1], 1)
    assert np.isnan(found.quantiles[:, 0, 0]).tolist() == [True, True, True, False]
    assert found.caveats == (Caveat.NO_COUNT, Caveat.NO_VOLATILITY, Caveat.NOTHING_RECENT)
    chance = target_probability(two, [0.1, 0.1, np.nan, 0.1], 3, 1)
    assert np.isnan(chance.probability).tolist() == [True, True, True, False]
    assert chance.caveats == found.caveats


@given(st.floats(0, 400), st.floats(0.5, 6))
@settings(max_examples=30)
def test_a_fall_and_a_rise_are_each_others_mirror(target: float, ahead: float) -> None:
    fall = target_probability(YEARS[0], 0.25, np.floor(target), ahead, draws=300)
    rise = target_probability(
        YEARS[0], 0.25, np.floor(target) + 1, ahead, direction="rise", draws=300
    )
    assert float(fall.drawn + rise.drawn) == pytest.approx(1, abs=1e-9)
    easier = target_probability(YEARS[0], 0.25, np.floor(target) + 10, ahead, draws=300)
    assert easier.drawn >= fall.drawn


def test_a_rise_to_nothing_is_certain() -> None:
    assert target_probability(YEARS[0], 0.25, 0, 1, direction="rise").drawn == 1


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: fan([1, 2], 0.1, 0), "at least one year ahead"),
        (lambda: fan([1, 2], 0.1, 2, draws=0), "one draw"),
        (lambda: fan([1, 2], 13, 2), r"such as 0\.13"),
        (lambda: fan([1, 2], -0.1, 2), r"such as 0\.13"),
        (lambda: fan([1, 2, 3], 0.1, 2), "two years"),
        (lambda: fan(3, 0.1, 2), "two years"),
        (lambda: fan([1, -2], 0.1, 2), "zero or more"),
        (lambda: fan([1, 2], 0.1, 2, quantiles=(0.5, 1.0)), "between 0 and 1"),
    ],
)
def test_what_cannot_be_drawn_is_refused(call: Callable[[], Fan], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        call()


def test_a_target_lies_ahead_and_falls_or_rises() -> None:
    with pytest.raises(ValueError, match="lies ahead"):
        target_probability(YEARS[0], 0.1, 10, [1, 0])
    with pytest.raises(ValueError, match="a fall or a rise"):
        target_probability(YEARS[0], 0.1, 10, 1, direction=cast("Direction", "down"))
    with pytest.raises(ValueError, match="zero or more"):
        target_probability(YEARS[0], 0.1, -10, 1)


def test_recalibration_halves_the_log_odds() -> None:
    found = recalibrate([0.8, 0.2, 0.5, 0.0, 1.0, np.nan])
    np.testing.assert_allclose(found, [2 / 3, 1 / 3, 0.5, 0, 1, np.nan], rtol=1e-12)
    np.testing.assert_allclose(recalibrate([0.1, 0.7], slope=1.0), [0.1, 0.7])
    with pytest.raises(ValueError, match="between 0 and 1"):
        recalibrate(1.2)


@given(chances, chances)
def test_recalibration_keeps_the_order(one: float, other: float) -> None:
    low, high = recalibrate([min(one, other), max(one, other)])
    assert low <= high


def test_a_path_falls_by_the_same_part_every_year() -> None:
    found = path(100, 60, 2026, 2030, [2025, 2026, 2027, 2028, 2030, 2031])
    halfway = np.sqrt(60 * 100)
    np.testing.assert_allclose(found.value[[0, 1, 3, 4, 5]], [100, 100, halfway, 60, 60])
    assert found.value[2] / found.value[1] == pytest.approx(found.value[3] / found.value[2])
    assert found.caveats == ()
    assert np.isnan(path(60, 60, 2026, 2030, np.nan).value), "1 to the power of nothing is not 1"
    upward = path(60, 100, 2026, 2030, 2028)
    assert float(upward.value) == pytest.approx(halfway)


def test_there_is_no_path_to_zero_or_to_yesterday() -> None:
    found = path([100, 0, 100, np.nan], [0, 60, 60, 60], 2026, [2030, 2030, 2026, 2030], 2027)
    assert np.isnan(found.value).all()
    assert found.caveats == (Caveat.NO_PACE,)


@given(st.floats(10, 1e4), st.floats(10, 1e4), st.floats(1, 20))
def test_the_required_pace_leads_to_the_target(now: float, target: float, years: float) -> None:
    pace = required_pace(now, target, years)
    assert now * (1 + float(pace.pace)) ** years == pytest.approx(target, rel=1e-6)
    assert pace.low == pace.high == pace.pace


def test_no_pace_without_time_or_level() -> None:
    found = required_pace([100, 0, 100, 100], [80, 80, 0, 80], [0, 2, 2, -1])
    assert np.isnan(found.pace).all()
    assert found.caveats == (Caveat.NO_PACE,)


def test_the_actual_pace_has_the_limits_of_the_change() -> None:
    change = change_test(72, 270, 0.0)
    found = actual_pace(72, 270, 2)
    assert float(found.pace) == pytest.approx(0.8**0.5 - 1)
    assert float(found.low) == pytest.approx(float(change.ratio_low) ** 0.5 - 1)
    assert float(found.high) == pytest.approx(float(change.ratio_high) ** 0.5 - 1)
    grown = actual_pace(72, 270, 2, exposure=(1200, 3000))
    assert float(grown.pace) == pytest.approx((72 / 1200 / (270 / 3000)) ** 0.5 - 1)
    assert float(actual_pace(72, 90, 2, blocks=1).pace) == pytest.approx(found.pace)


def test_no_actual_pace_without_time_or_baseline() -> None:
    found = actual_pace([10, 0, 0], [30, 30, 0], [0, 1, 1])
    assert np.isnan(found.pace).tolist() == [True, False, True]
    assert found.pace[1] == -1
    assert found.caveats == (Caveat.NOTHING_BEFORE, Caveat.NO_PACE)


def test_reached_needs_the_limit_beyond_the_target() -> None:
    high = float(poisson_limits(50, level=0.8).high)
    assert reached(50, [50, high - 0.01, high + 0.01, np.nan]).tolist() == [0, 0, 1, 0]
    low = float(poisson_limits(50, level=0.8).low)
    assert reached(50, [50, low + 0.01, low - 0.01], direction="rise").tolist() == [0, 0, 1]
    assert not reached(np.nan, 50)
    with pytest.raises(ValueError, match="a fall or a rise"):
        reached(50, 60, direction=cast("Direction", "down"))


def test_three_classes() -> None:
    found = status([0, 1 / 3, 0.34, 0.66, 2 / 3, 1])
    assert found.status.tolist() == [1, 1, 2, 2, 3, 3]
    assert not found.changed.any()
    assert found.status.dtype == np.uint8


@pytest.mark.parametrize(
    ("previous", "chance", "now"),
    [
        (Course.ON_COURSE, 0.62, Course.ON_COURSE),
        (Course.ON_COURSE, 0.61, Course.UNDECIDED),
        (Course.ON_COURSE, 0.30, Course.UNDECIDED),
        (Course.ON_COURSE, 0.28, Course.BEHIND),
        (Course.UNDECIDED, 0.71, Course.UNDECIDED),
        (Course.UNDECIDED, 0.72, Course.ON_COURSE),
        (Course.UNDECIDED, 0.29, Course.UNDECIDED),
        (Course.UNDECIDED, 0.28, Course.BEHIND),
        (Course.BEHIND, 0.38, Course.BEHIND),
        (Course.BEHIND, 0.39, Course.UNDECIDED),
        (Course.BEHIND, 0.71, Course.UNDECIDED),
        (Course.BEHIND, 0.72, Course.ON_COURSE),
        (Course.NOT_MEASURABLE, 0.67, Course.ON_COURSE),
        (Course.REACHED, 0.33, Course.BEHIND),
    ],
)
def test_borders_stick(previous: Course, chance: float, now: Course) -> None:
    found = status(chance, previous=previous)
    assert int(found.status) == now
    assert bool(found.changed) == (now != previous)


@given(chances, st.sampled_from(list(Course)))
def test_rising_and_falling_are_each_others_mirror(chance: float, previous: Course) -> None:
    mirror = {Course.BEHIND: Course.ON_COURSE, Course.ON_COURSE: Course.BEHIND}
    if min(abs(chance - border) for border in (1 / 3, 2 / 3)) > 0.0501 or chance == 0.5:
        one = Course(int(status(chance, previous=previous).status))
        other = Course(int(status(1 - chance, previous=mirror.get(previous, previous)).status))
        assert mirror.get(one, one) == other


def test_reached_and_not_measurable_go_before_the_classes() -> None:
    found = status(
        [0.1, 0.9, 0.9, np.nan, np.nan, 0.9, 0.9],
        reached=[True, False, True, False, True, False, False],
        measurable=[True, False, False, True, True, True, True],
        provisional=[0, 0, 0, 0, 0, 0.25, 0.26],
    )
    assert found.status.tolist() == [4, 0, 0, 0, 4, 3, 0]


def test_a_status_changes_at_the_end_of_a_quarter_only() -> None:
    found = status([0.9, 0.9], previous=[1, 1], quarter_end=[False, True])
    assert found.status.tolist() == [1, 3]
    assert found.changed.tolist() == [False, True]
    assert status(0.9, quarter_end=False).status == Course.ON_COURSE, "a first one is given"


def test_unknown_shares_and_codes_are_refused() -> None:
    assert status(0.9, provisional=np.nan).status == Course.NOT_MEASURABLE
    with pytest.raises(ValueError, match="between 0 and 1"):
        status(1.1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        status(0.5, provisional=30)
    for wrong in (-1, 5):
        with pytest.raises(ValueError, match="a code of Course"):
            status(0.5, previous=wrong)
    assert status([], previous=[]).status.size == 0
