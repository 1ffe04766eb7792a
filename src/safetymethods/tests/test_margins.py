"""The difference of two estimates with limits, against published worked examples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetymethods.margins import independent_difference
from safetymethods.result import Caveat
from safetymethods.shares import wilson

pytestmark = pytest.mark.pure

NEWCOMBE_1998 = [
    # table II: x1, n1, x2, n2, limits of method 10 (score, without continuity correction)
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 10, 0.6075, 1.0000),
]


@pytest.mark.parametrize("row", NEWCOMBE_1998)
def test_two_shares_newcombe_1998_table_2_method_10(row: tuple[float, ...]) -> None:
    x1, n1, x2, n2, low, high = row
    one, two = wilson(x1, n1), wilson(x2, n2)
    found = independent_difference(one.share, one.low, one.high, two.share, two.low, two.high)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)
    assert bool(found.significant) == (low > 0 or high < 0)


def test_a_missing_margin_gives_no_difference() -> None:
    found = independent_difference([7.0, 7.0], [6.8, np.nan], [7.2, 7.2], 7.1, 6.9, 7.3)
    assert np.isnan(found.low).tolist() == [False, True]
    assert found.significant.tolist() == [False, False]
    assert found.caveats == (Caveat.NO_COUNT,)


def test_an_estimate_outside_its_limits_is_refused() -> None:
    with pytest.raises(ValueError, match="within its own limits"):
        independent_difference(5, 6, 7, 5, 4, 6)


@given(st.floats(0, 100), st.floats(0.1, 10), st.floats(0, 100), st.floats(0.1, 10))
def test_mirroring_negates_the_difference(a: float, da: float, b: float, db: float) -> None:
    one = independent_difference(a, a - da, a + da, b, b - db, b + db)
    other = independent_difference(b, b - db, b + db, a, a - da, a + da)
    assert float(one.difference) == -float(other.difference)
    assert float(one.low) == pytest.approx(-float(other.high))
    assert bool(one.significant) == bool(other.significant)
