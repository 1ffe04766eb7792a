"""Answers of a survey in time, against the worked example of the publication."""

from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from safetymethods.answers import answer_ahead, answer_chance, answer_level, answer_volatility
from safetymethods.detectability import Direction
from safetymethods.forecasts import recalibrate
from safetymethods.result import Caveat

pytestmark = pytest.mark.pure

NILE = [
    *(1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960),
    *(1180, 799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694),
    *(940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764),
    *(821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822),
    *(1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918),
    *(986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740),
]
"""Flow of the Nile at Aswan, 1871-1970."""
ERROR, SIGMA = np.sqrt(15099.0), np.sqrt(1469.1)
YEARS = np.arange(1871, 1971)


def test_the_nile_of_durbin_and_koopman_2012_section_2_2() -> None:
    """Chapter 2: with 15,099 and 1,469.1 the variance settles at 4,032 and the gain at 0.267.
    Values in between are those of statsmodels (UnobservedComponents, llevel)."""
    found = answer_level(NILE, ERROR, YEARS, float(SIGMA))
    at = [0, 1, 2, 9, 27, 50, 99]
    levels = [1120.0, 1140.9278, 1072.7985, 1162.9026, 1133.1263, 827.4208, 798.3703]
    variances = [15099.0, 7899.7364, 5781.4699, 4051.2842, 4032.1582, 4032.1579, 4032.1579]
    assert found.level[at] == pytest.approx(levels, abs=1e-4)
    assert found.variance[at] == pytest.approx(variances, abs=1e-4)
    assert found.gain[-1] == pytest.approx(0.26705, abs=5e-6)
    assert found.caveats == ()


def test_the_nile_ahead_durbin_and_koopman_2012_section_2_6() -> None:
    """The forecast stays at 798.37 and its variance grows by 1,469.1 a year."""
    ahead = answer_ahead(798.3702926, 4032.1579418, ERROR, SIGMA, [1, 2, 10])
    assert ahead.spread**2 == pytest.approx([20600.2579, 22069.3579, 33822.1579], abs=1e-3)
    middle = ahead.quantiles[:, 1]
    assert middle == pytest.approx([798.3703] * 3, abs=1e-4)
    assert (np.diff(ahead.quantiles[:, 2]) > 0).all()


def test_what_is_missing_adds_nothing_and_time_goes_on() -> None:
    whole = answer_level([40.0, np.nan, 36.0], [2.0, 2.0, 2.0], [2021, 2023, 2025], 1.0)
    without = answer_level([40.0, 36.0], [2.0, 2.0], [2021, 2025], 1.0)
    assert whole.level[-1] == pytest.approx(without.level[-1])
    assert whole.variance[1] == pytest.approx(4.0 + 2.0)
    assert whole.gain[1] == 0
    assert whole.caveats == (Caveat.NO_COUNT,)
    late = answer_level([np.nan, 36.0], [2.0, 2.0], [2021, 2023], 1.0)
    assert np.isnan(late.level[0])
    assert np.isnan(late.variance[0])
    assert late.level[1] == 36.0


def test_by_hand_two_editions_two_years_apart() -> None:
    """P = 4 + 2 x 1 = 6, K = 6/10, level 40 - 0.6 x 5 = 37, variance 6 x 0.4 = 2.4."""
    found = answer_level([40.0, 35.0], [2.0, 2.0], [2021, 2023], 1.0)
    assert found.level[-1] == pytest.approx(37.0)
    assert found.variance[-1] == pytest.approx(2.4)
    ahead = answer_ahead(found.level[-1], found.variance[-1], 2.0, 1.0, 4.0)
    assert float(ahead.spread) == pytest.approx(np.sqrt(2.4 + 4 + 4))
    chance = answer_chance(ahead, 37.0)
    assert float(chance.drawn) == pytest.approx(0.5)
    assert float(chance.probability) == pytest.approx(0.5)


def test_the_volatility_that_was_planted_comes_back() -> None:
    draw = np.random.default_rng(7)
    level = 40 + np.cumsum(draw.normal(0, 1.5 * np.sqrt(2), (400, 5)), axis=1)
    seen = level + draw.normal(0, 2.0, level.shape)
    found = answer_volatility(seen, 2.0, [2017, 2019, 2021, 2023, 2025])
    assert found.sigma == pytest.approx(1.5, abs=0.1)
    assert (found.pairs, found.years) == (1600, 3200.0)
    assert found.sigma**2 * found.years == pytest.approx(found.moved - found.chance)


def test_answers_that_only_their_margins_move_have_no_volatility() -> None:
    draw = np.random.default_rng(8)
    found = answer_volatility(40 + draw.normal(0, 0.5, (20, 4)), 2.0, [2019, 2021, 2023, 2025])
    assert found.sigma == 0
    assert found.caveats == (Caveat.NO_OVERDISPERSION,)


def test_nothing_is_compared_over_a_break_or_with_too_little() -> None:
    values = np.tile([40.0, 30.0, 30.0], (20, 1))
    broken = answer_volatility(values, 1.0, [2019, 2021, 2023], parts=[0, 1, 1])
    assert (broken.pairs, broken.moved) == (20, 0.0)
    assert np.isnan(broken.sigma)
    assert broken.caveats == (Caveat.TOO_SHORT,)
    none = answer_volatility(np.full((2, 3), np.nan), 1.0, [2019, 2021, 2023])
    assert (none.pairs, np.isnan(none.sigma)) == (0, True)


def test_a_chance_without_any_spread_is_all_or_nothing() -> None:
    sure = answer_ahead([30.0, 30.0, np.nan], 0.0, 0.0, 0.0, 2)
    assert answer_chance(sure, [31.0, 29.0, 31.0]).drawn[:2].tolist() == [1.0, 0.0]
    assert np.isnan(answer_chance(sure, 31.0).drawn[2])
    assert answer_level([30.0, 20.0], 0.0, [1, 2], 0.0).level.tolist() == [30.0, 20.0]


WRONG: list[tuple[ArrayLike, ArrayLike, ArrayLike, float]] = [
    ([[1.0]], [1.0], [2020], 1.0),
    ([1.0, 2.0], [1.0, -1.0], [2020, 2021], 1.0),
    ([1.0, 2.0], [1.0, 1.0], [2021, 2021], 1.0),
    ([1.0], [1.0], [2020], -1.0),
]


@pytest.mark.parametrize("given_", WRONG)
def test_what_makes_no_sense_is_refused(
    given_: tuple[ArrayLike, ArrayLike, ArrayLike, float],
) -> None:
    with pytest.raises(ValueError, match=r"series|error|order"):
        answer_level(*given_)


def test_volatility_and_forecasts_refuse_what_makes_no_sense() -> None:
    with pytest.raises(ValueError, match="axis of areas"):
        answer_volatility([1.0, 2.0], 1.0, [2020, 2021])
    with pytest.raises(ValueError, match="error"):
        answer_volatility([[1.0, 2.0]], -1.0, [2020, 2021])
    with pytest.raises(ValueError, match="level"):
        answer_ahead(1.0, 1.0, 1.0, 1.0, 1.0, quantiles=(2.0,))
    with pytest.raises(ValueError, match="fall or a rise"):
        answer_chance(answer_ahead(1.0, 1.0, 1.0, 1.0, 1.0), 1.0, direction=cast("Direction", "up"))


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0.1, 10), st.floats(0, 5))
def test_falling_and_rising_together_are_everything(
    level: float, target: float, error: float, sigma: float
) -> None:
    ahead = answer_ahead(level, 1.0, error, sigma, 2.0)
    fall, rise = answer_chance(ahead, target), answer_chance(ahead, target, direction="rise")
    assert float(fall.drawn + rise.drawn) == pytest.approx(1.0)
    assert float(fall.probability) == pytest.approx(float(recalibrate(fall.drawn)))
