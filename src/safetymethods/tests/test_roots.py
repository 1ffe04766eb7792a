"""Crossings of zero against known ones, and against scipy one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from safetymethods.result import Floats
from safetymethods.roots import ROUNDS, crossing

pytestmark = pytest.mark.pure


def test_chandrupatla1997_cubic() -> None:
    """The example of the paper: x^3 - 2x - 5 crosses zero at 2.0945514815423265."""
    found = crossing(lambda x: -(x**3 - 2 * x - 5), 2.0, 3.0, ())
    assert float(found.at) == pytest.approx(2.0945514815423265, abs=1e-12)
    assert not found.under
    assert not found.beyond


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30)
def test_steep_and_flat_functions_agree_with_scipy(seed: int) -> None:
    random = np.random.default_rng(seed)
    place, steep = random.uniform(-9, 9, 20), 10 ** random.uniform(-2, 2, 20)

    def function(x: Floats) -> Floats:
        return np.tanh(steep * (place - x)) + (place - x) ** 3 / 1e3

    found = crossing(function, -10.0, 10.0, (20,))
    theirs = [brentq(lambda x, i=i: float(function(np.full(20, x))[i]), -10, 10) for i in range(20)]
    np.testing.assert_allclose(found.at, theirs, atol=1e-10)


def test_a_series_beside_it_changes_nothing() -> None:
    alone = crossing(lambda x: 2 - np.exp(x), -5.0, 5.0, (1,))
    place = np.array([np.log(2), 4.9, -7.0, 7.0])
    beside = crossing(lambda x: np.exp(place) - np.exp(x), -5.0, 5.0, (4,))
    np.testing.assert_allclose(beside.at, [alone.at[0], 4.9, -5.0, 5.0], atol=1e-12)
    assert beside.under.tolist() == [False, False, True, False]
    assert beside.beyond.tolist() == [False, False, False, True]


def test_a_crossing_met_exactly_ends_the_search() -> None:
    asked: list[float] = []

    def function(x: Floats) -> Floats:
        asked.append(float(x))
        return -x

    assert float(crossing(function, -1.0, 1.0, ()).at) == 0.0
    assert len(asked) == 3


def test_a_jump_is_found_between_its_two_sides_and_the_search_ends() -> None:
    """A jump of a function that is as flat as can be: nothing but halving helps."""
    asked: list[float] = []

    def function(x: Floats) -> Floats:
        asked.append(float(x))
        return np.where(x < 1 / 3, 1.0, -1.0)

    assert float(crossing(function, 0.0, 1.0, ()).at) == pytest.approx(1 / 3, abs=1e-11)
    assert len(asked) < ROUNDS


def test_bounds_far_apart_end_after_the_last_round() -> None:
    """Near 1e9 two numbers differ by more than the closeness asked for."""
    found = crossing(lambda x: 1e9 / 3 - x + 1e-3 * np.sin(x), -1e9, 1e9, ())
    assert float(found.at) == pytest.approx(1e9 / 3, rel=1e-9)
