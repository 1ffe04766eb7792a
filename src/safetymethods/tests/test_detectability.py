"""How large a change must be to be seen, against the change test itself and a known table."""

from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from safetymethods.changes import change_test
from safetymethods.detectability import (
    DetectionMethod,
    Direction,
    check_direction,
    detectable,
    smallest_change,
)
from safetymethods.result import Caveat

pytestmark = pytest.mark.pure

SIGMAS = (0.0, 0.13, 0.25, 0.35)
Table = dict[int, list[tuple[float, ...]]]
FALLS: Table = {  # per year: falls in percent, seen in half of the cases and in 80 percent
    10: [(69, 72, 77, 83), (np.nan, np.nan, np.nan, np.nan)],
    25: [(43, 49, 59, 67), (62, 68, 78, 86)],
    50: [(31, 40, 53, 63), (44, 54, 68, 78)],
    100: [(22, 34, 49, 60), (31, 46, 63, 74)],
    250: [(14, 30, 47, 59), (20, 40, 60, 72)],
    1000: [(7, 28, 46, 58), (10, 38, 59, 71)],
}
"""The table of the log method in docs/explanation/targets.md, computed apart from this code."""
TESTED = {  # per year: the smallest counted fall that the test flags, in percent
    10: (70, 70, 80, 90),
    25: (44, 52, 64, 76),
    50: (32, 42, 60, 74),
    100: (22, 36, 56, 71),
    250: (14, 32.4, 54, 69.6),
    1000: (7.1, 30.1, 52.8, 68.9),
}
"""The table of the test itself in docs/explanation/targets.md."""
DIRECTIONS: tuple[Direction, Direction] = ("fall", "rise")

rates = st.floats(1, 2000)
sigmas = st.floats(0, 0.6)


@pytest.mark.parametrize("per_year", FALLS)
def test_the_table_of_the_log_method(per_year: int) -> None:
    for power, row in zip((0.5, 0.8), FALLS[per_year], strict=True):
        found = smallest_change(per_year, SIGMAS, power=power, method="log")
        np.testing.assert_allclose(-100 * found.change, row, atol=0.51)
        expected = (Caveat.NOT_DETECTABLE,) if np.isnan(row).any() else ()
        assert found.caveats == expected


@pytest.mark.parametrize("per_year", TESTED)
def test_the_table_of_the_test(per_year: int) -> None:
    found = smallest_change(per_year, SIGMAS)
    np.testing.assert_allclose(-100 * found.observed, TESTED[per_year], atol=0.051)
    np.testing.assert_allclose(found.count, per_year * (1 + found.observed))
    assert found.method == "smallest_change.test"


def test_worked_example_of_the_targets_page() -> None:
    """docs/explanation/targets.md: 100 burglaries a year, sigma 0.25, 10 percent less wanted."""
    found = detectable(100, 90, 0.25)
    assert not found.detectable
    assert float(found.change) == pytest.approx(-0.1)
    assert float(found.needed) == pytest.approx(-0.537, abs=0.0005)
    assert detectable(100, 40, 0.25).detectable
    needed = smallest_change(100, 0.25, power=0.8)
    assert float(needed.change) == pytest.approx(-0.655, abs=0.0005)


@given(rates, sigmas, st.sampled_from(DIRECTIONS))
@settings(max_examples=50)
def test_the_count_is_the_first_that_the_change_test_flags(
    per_year: float, sigma: float, direction: Direction
) -> None:
    found = smallest_change(per_year, sigma, direction=direction)
    sign = -1 if direction == "fall" else 1
    if np.isnan(found.count):
        assert change_test(0, 3 * per_year, sigma).direction == 0
        return
    assert change_test(found.count, 3 * per_year, sigma).direction == sign
    assert change_test(found.count - sign, 3 * per_year, sigma).direction != sign


@given(rates, sigmas, st.floats(0.5, 0.95), st.sampled_from(DIRECTIONS))
@settings(max_examples=50)
def test_the_change_is_seen_with_the_power_that_was_asked(
    per_year: float, sigma: float, power: float, direction: Direction
) -> None:
    found = smallest_change(per_year, sigma, power=power, direction=direction)
    if np.isnan(found.change):
        assert direction == "fall"
        return
    size = float(change_test(0, 3 * per_year, sigma).size)
    mean = per_year * (1 + float(found.change))
    law = nbinom(size, size / (size + mean))
    seen = law.cdf(found.count) if direction == "fall" else law.sf(found.count - 1)
    assert seen == pytest.approx(power, abs=1e-6)


@given(st.floats(20, 2000), sigmas, st.sampled_from(DIRECTIONS), st.sampled_from(["test", "log"]))
@settings(max_examples=50)
def test_more_swing_and_more_power_ask_for_a_larger_change(
    per_year: float, sigma: float, direction: Direction, method: DetectionMethod
) -> None:
    def size(swing: float, power: float) -> float:
        found = smallest_change(
            per_year, swing, power=power, direction=direction, method=method
        ).change
        return float(np.nan_to_num(np.abs(found), nan=np.inf))

    assert size(sigma, 0.8) >= size(sigma, 0.5)
    # Whole counts take steps, so that a little more swing may not matter at all.
    assert size(sigma + 0.2, 0.5) >= size(sigma, 0.5) - 1e-9


def test_longer_windows_show_smaller_changes_only_against_chance() -> None:
    year, three = (smallest_change(50, 0.0, recent_blocks=recent).change for recent in (1, 3))
    assert abs(float(three)) < abs(float(year))
    assert float(smallest_change(50, 0.0, blocks=1).change) < float(year)
    log = smallest_change(50, 0.0, recent_blocks=3, method="log")
    assert float(log.change) == pytest.approx(float(three), abs=0.03)
    assert float(log.count) == pytest.approx(150 * (1 + float(log.observed)))


def test_rises_are_seen_too() -> None:
    found = smallest_change(100, 0.25, direction="rise")
    assert float(found.observed) == pytest.approx(0.77)
    assert found.direction == "rise"
    log = smallest_change(100, 0.25, direction="rise", method="log")
    assert float(log.change) == pytest.approx(0.892, abs=0.0005)
    ratio = 1 + float(log.change)
    spread = np.sqrt(1 / (100 * ratio) + 1 / 300 + 14 / 9 * 0.25**2)
    assert np.log(ratio) == pytest.approx(1.959964 * spread, rel=1e-6)


def test_of_two_a_year_no_fall_can_be_seen() -> None:
    found = smallest_change([2, 0, np.nan, 50], [0.3, 0.3, 0.3, np.nan])
    assert np.isnan(found.change).all()
    assert np.isnan(found.observed).all()
    assert found.caveats == (Caveat.NO_COUNT, Caveat.NO_VOLATILITY, Caveat.NOT_DETECTABLE)
    assert smallest_change(2, 0.3, direction="rise").change > 1


def test_a_target_is_compared_in_its_own_direction() -> None:
    baseline = [100, 100, 100, 100, 0, np.nan, 100]
    target = [40, 90, 250, 110, 3, 3, 100]
    found = detectable(baseline, target, 0.25)
    assert found.detectable.tolist() == [True, False, True, False, False, False, False]
    assert found.needed[0] < 0 < found.needed[2]
    assert np.isnan(found.needed[6]), "no change is asked"
    assert found.caveats == (Caveat.NO_COUNT, Caveat.NOTHING_BEFORE)
    unknown = detectable(100, 40, np.nan)
    assert not unknown.detectable
    assert unknown.caveats == (Caveat.NO_VOLATILITY,)


def test_what_is_detectable_is_what_is_large_enough() -> None:
    needed = float(detectable(200, 100, 0.2, power=0.8).needed)
    under, over = 200 * (1 + needed) - 1, 200 * (1 + needed) + 1
    assert detectable(200, [under, over], 0.2, power=0.8).detectable.tolist() == [True, False]
    assert detectable(200, under, 0.2, power=0.8, method="log").method == "detectable.log"


def test_what_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="a fall or a rise, not 'down'"):
        smallest_change(10, 0.1, direction=cast("Direction", "down"))
    with pytest.raises(ValueError, match="choose test or log"):
        smallest_change(10, 0.1, method=cast("DetectionMethod", "guess"))
    for wrong in (0, 1):
        with pytest.raises(ValueError, match="between 0 and 1"):
            smallest_change(10, 0.1, level=wrong)
        with pytest.raises(ValueError, match="between 0 and 1"):
            smallest_change(10, 0.1, power=wrong)
    with pytest.raises(ValueError, match="zero or more"):
        detectable(-1, 1, 0.1)
    check_direction("rise")
