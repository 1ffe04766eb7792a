"""Kendall's W against its published example, and what it should not depend on."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetymethods.agreement import concordance, spread
from safetymethods.preferences import MissingNumberError, OneCandidateError
from safetymethods.result import Caveat
from safetymethods.tests.reference import reference_file

pytestmark = pytest.mark.pure


def test_rounding_times_of_hollander_and_wolfe() -> None:
    """Hollander & Wolfe (1973) p. 140: 22 players, three ways to round first base."""
    text = reference_file("06_prioritisation", "voting", "voting_cases.json").read_text("utf-8")
    known = json.loads(text)["kendall_w_rounding_times"]
    times = np.genfromtxt(
        reference_file("06_prioritisation", "voting", known["file"]), delimiter=",", skip_header=1
    )
    found = concordance(times)
    assert (found.judges, found.candidates) == (known["m_judges"], known["n_items"])
    assert found.w == pytest.approx(known["W"], rel=1e-12)
    assert found.chi2 == pytest.approx(known["chi2"], rel=1e-12)
    assert found.p == pytest.approx(known["p"], rel=1e-10)
    assert found.caveats == ()


def test_worked_example_of_the_voting_page() -> None:
    """docs/explanation/voting.md: three judges, four candidates, by hand."""
    found = concordance([[4, 3, 2, 1], [4, 2, 3, 1], [3, 4, 2, 1]])
    assert found.rank_sums.tolist() == [4, 6, 8, 12]
    assert found.w == pytest.approx(12 * 35 / (9 * 60))
    assert found.chi2 == pytest.approx(3 * 3 * 7 / 9)
    assert found.caveats == (Caveat.ROUGH,)


def test_ties_are_corrected_for() -> None:
    """Two judges who agree fully, one pair of theirs equal, agree fully."""
    found = concordance([[3, 1, 1], [9, 4, 4]])
    assert found.w == pytest.approx(1)
    assert found.rank_sums.tolist() == [2, 5, 5]


def test_nothing_to_say_is_said() -> None:
    alone = concordance([[3, 2, 1]])
    assert np.isnan(alone.w)
    assert np.isnan(alone.p)
    assert Caveat.ONE_JUDGE in alone.caveats
    equal = concordance([[1, 1], [2, 2]])
    assert np.isnan(equal.w)
    assert Caveat.ALL_EQUAL in equal.caveats


def test_values_under_zero_are_values_too() -> None:
    assert concordance([[-1, -2, -3], [0, -1, -2]]).w == pytest.approx(1)


def test_bad_input_is_refused() -> None:
    with pytest.raises(MissingNumberError):
        concordance([[1.0, np.nan], [1.0, 2.0]])
    with pytest.raises(OneCandidateError):
        concordance([[1], [2]])


def test_spread_per_criterion() -> None:
    found = spread([[0, 10], [20, 10], [40, 10], [60, 10], [100, 10]])
    assert found.median.tolist() == [40, 10]
    assert (found.low[0], found.high[0], found.distance[0]) == (20, 60, 40)
    assert found.distance[1] == 0
    assert found.caveats == ()
    assert spread([[1, 2]]).caveats == (Caveat.ONE_JUDGE,)


tables = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).integers(0, 6, size=(7, 5)).astype(float)
)


@given(tables, st.permutations(range(7)), st.permutations(range(5)))
def test_the_order_of_judges_and_candidates_changes_nothing(
    table: np.ndarray, judges: list[int], candidates: list[int]
) -> None:
    one, other = concordance(table), concordance(table[judges][:, candidates])
    assert other.w == pytest.approx(one.w, nan_ok=True)
    np.testing.assert_allclose(other.rank_sums, one.rank_sums[candidates])
    assert np.isnan(one.w) or 0 <= one.w <= 1


@given(tables)
def test_turning_all_orders_around_changes_nothing(table: np.ndarray) -> None:
    assert concordance(9 - table).w == pytest.approx(concordance(table).w, nan_ok=True)
