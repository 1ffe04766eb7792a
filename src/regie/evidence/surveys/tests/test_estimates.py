"""Margins and change for all answers at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.surveys.estimates import changes_of, shares_of
from safetymethods.shares import newcombe_difference, wilson

pytestmark = pytest.mark.pure
NONE = float("nan")


def test_wilson_where_nothing_was_given_and_the_given_margins_elsewhere() -> None:
    found = shares_of(
        [0.2, 0.24, NONE], [300, NONE, 20], [1, 1, 1], [NONE, 0.21, NONE], [NONE, 0.27, NONE]
    )
    plain = wilson(60, 300)
    assert found.low[0] == pytest.approx(float(plain.low))
    assert (found.share[1], found.low[1], found.high[1]) == (0.24, 0.21, 0.27)
    assert np.isnan([found.share[2], found.low[2], found.high[2]]).all()


def test_a_design_effect_widens_the_margin() -> None:
    found = shares_of([0.2, 0.2], [600, 600], [1, 2], [NONE] * 2, [NONE] * 2)
    assert found.low[1] < found.low[0] < found.high[0] < found.high[1]
    assert found.low[1] == pytest.approx(float(wilson(60, 300).low))


def test_change_is_newcombe_between_the_two_places() -> None:
    shares = shares_of([0.2, 0.26, 0.5], [1500, 1500, 40], [1] * 3, [NONE] * 3, [NONE] * 3)
    found = changes_of(shares, [-1, 0, -1])
    expected = newcombe_difference(wilson(390, 1500), wilson(300, 1500))
    assert found.low[1] == pytest.approx(float(expected.low))
    assert found.significant.tolist() == [False, True, False]
    assert np.isnan(found.difference[[0, 2]]).all()


@given(st.integers(30, 5000), st.floats(0, 1), st.floats(1, 5))
def test_a_share_lies_within_its_margins(n: int, part: float, effect: float) -> None:
    found = shares_of([part], [n], [effect], [NONE], [NONE])
    assert 0 <= found.low[0] <= part <= found.high[0] <= 1
