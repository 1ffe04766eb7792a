"""Does leaving out or adding a candidate turn the order of the others?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetymethods.additive_values import additive_value
from safetymethods.preferences import PreferenceError
from safetymethods.rank_reversal import rank_reversals
from safetymethods.rankings import borda_points
from safetymethods.result import Floats

pytestmark = pytest.mark.pure


def by_borda(rows: Floats) -> Floats:
    """Rows are candidates, columns the points voters gave: the places follow from these."""
    points: Floats = borda_points(-rows.T).sum(axis=0)
    return points


def by_shares(rows: Floats) -> Floats:
    """A weighted sum of shares of columns, which Belton and Gear (1983) showed to reverse."""
    values: Floats = (rows / rows.sum(axis=0)).sum(axis=1)
    return values


def test_borda_may_reverse() -> None:
    """Three voters say a, b, c and two say b, c, a: b is first, but without c it is a."""
    rows = np.array([[3, 3, 3, 1, 1], [2, 2, 2, 3, 3], [1, 1, 1, 2, 2]], dtype=float)
    found = rank_reversals(rows, by_borda, 1)
    assert by_borda(rows).tolist() == [6, 7, 2]
    assert found.pairs.tolist() == [0, 0, 1]
    assert found.first_changed.tolist() == [False, False, True]


def test_shares_of_columns_may_reverse_when_one_is_added() -> None:
    """Belton & Gear (1983): a copy of one candidate turns two others around."""
    rows = np.array([[1.0, 9.0, 8.0], [9.0, 1.0, 9.0], [1.0, 1.0, 1.0]])
    found = rank_reversals(rows, by_shares, 1)
    more = by_shares(np.vstack([rows, rows[1]]))
    values = by_shares(rows)
    assert values[1] > values[0]
    assert more[1] < more[0]
    assert found.places == 1


def test_two_candidates_cannot_reverse() -> None:
    found = rank_reversals([[1.0, 2.0], [2.0, 1.0]], by_borda, 1)
    assert found.pairs.tolist() == [0, 0]
    assert not found.first_changed.any()


def test_bad_input_is_refused() -> None:
    with pytest.raises(PreferenceError):
        rank_reversals([[1.0, 2.0]], by_borda, 1)
    with pytest.raises(PreferenceError):
        rank_reversals([[1.0, 2.0], [2.0, 1.0]], by_borda, 3)


tables = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).integers(0, 101, size=(6, 4)).astype(float)
)


@given(tables, st.integers(1, 5))
def test_fixed_scales_never_reverse(scores: Floats, places: int) -> None:
    """Neither when one leaves nor when a low one comes: why this house weighs so."""
    found = rank_reversals(scores, lambda rows: additive_value(rows, [4, 3, 2, 1]).values, places)
    assert not found.pairs.any()
    assert not found.first_changed.any()
    assert found.added == 0


@given(tables)
def test_a_last_candidate_turns_nothing_in_borda(scores: Floats) -> None:
    low = np.vstack([scores + 1, np.zeros(4)])
    found = rank_reversals(low, by_borda, 2)
    assert found.pairs[-1] == 0
    assert not found.first_changed[-1]
