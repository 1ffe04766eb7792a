"""Location quotients by hand and by their properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetymethods.location_quotient import location_quotient
from safetymethods.result import Caveat, Floats

pytestmark = pytest.mark.pure

COUNTS = np.array([[30.0, 10], [20, 40], [50, 50]])


def test_worked_example_of_the_spatial_page() -> None:
    """docs/explanation/spatial.md: 30 of 40 events here are thefts, 100 of 200 everywhere."""
    found = location_quotient(COUNTS)
    assert found.lq[0, 0] == pytest.approx(1.5)
    assert found.expected[0, 0] == pytest.approx(20)
    width = np.exp(1.959964 * np.sqrt(1 / 30 - 1 / 40 + 1 / 100 - 1 / 200))
    assert found.low[0, 0] == pytest.approx(1.5 / width, rel=1e-6)
    assert found.high[0, 0] == pytest.approx(1.5 * width, rel=1e-6)
    assert (found.low[0, 0], found.high[0, 0]) == pytest.approx((1.2, 1.9), abs=0.06)
    assert found.caveats == ()


def test_limits_katz_1978_two_shares() -> None:
    """With the area and the whole as two samples: 30 of 40 against 100 of 200."""
    found = location_quotient(COUNTS, level=0.9)
    spread = np.sqrt((1 - 0.75) / (0.75 * 40) + (1 - 0.5) / (0.5 * 200))
    assert np.log(found.high[0, 0] / found.lq[0, 0]) == pytest.approx(1.644854 * spread, rel=1e-6)


def test_none_of_a_type_is_not_proof_that_it_does_not_happen() -> None:
    found = location_quotient([[0, 20], [30, 150]])
    assert found.lq[0, 0] == 0
    assert found.low[0, 0] == 0
    assert found.high[0, 0] == pytest.approx(3.6888795 / 3, rel=1e-7), "3 were expected"


def test_the_only_type_and_the_only_area() -> None:
    np.testing.assert_allclose(location_quotient([[4], [6]]).high, [[1], [1]])
    np.testing.assert_allclose(location_quotient([[4, 6]]).lq, [[1, 1]])


def test_a_hidden_type_is_left_out_everywhere_and_a_hidden_count_with_its_area() -> None:
    counts = np.array([[30, 10, np.nan, 2], [20, 40, np.nan, np.nan], [50, 50, np.nan, 4]])
    found = location_quotient(counts)
    kept = location_quotient(counts[np.ix_([0, 2], [0, 1, 3])])
    np.testing.assert_allclose(found.lq[np.ix_([0, 2], [0, 1, 3])], kept.lq)
    assert np.isnan(found.lq[1]).all()
    assert np.isnan(found.lq[:, 2]).all()
    assert found.caveats == (Caveat.AREAS_LEFT_OUT, Caveat.TYPES_LEFT_OUT)


def test_no_quotient_without_events() -> None:
    found = location_quotient([[0, 0, 0], [3, 0, 2]])
    assert np.isnan(found.lq).tolist() == [[True] * 3, [False, True, False]]
    assert np.isnan(found.high).tolist() == np.isnan(found.lq).tolist()
    assert found.caveats == (Caveat.NO_EVENTS,)
    assert np.isnan(location_quotient([[np.nan, np.nan]]).lq).all()


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="two dimensions"):
        location_quotient([1, 2, 3])
    with pytest.raises(ValueError, match="zero or more"):
        location_quotient([[1, -2]])
    with pytest.raises(ValueError, match="level"):
        location_quotient(COUNTS, level=2)


tables = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).poisson(4, size=(6, 4)) + 1.0
)


@given(tables)
def test_quotients_of_a_type_average_to_one(counts: Floats) -> None:
    """Weighted with the share of each area in all events."""
    found = location_quotient(counts)
    weights = counts.sum(axis=1) / counts.sum()
    np.testing.assert_allclose(weights @ found.lq, 1)
    assert (found.low <= found.lq).all()
    assert (found.lq <= found.high).all()


@given(tables, st.integers(2, 30))
def test_more_of_the_same_keeps_the_quotient_and_narrows_its_limits(
    counts: Floats, times: int
) -> None:
    one, more = location_quotient(counts), location_quotient(times * counts)
    np.testing.assert_allclose(more.lq, one.lq)
    assert (more.high - more.low < one.high - one.low).all()


@given(tables, st.permutations(range(6)), st.permutations(range(4)))
def test_order_does_not_matter(counts: Floats, areas: list[int], types: list[int]) -> None:
    mixed = location_quotient(counts[np.ix_(areas, types)])
    np.testing.assert_allclose(mixed.high, location_quotient(counts).high[np.ix_(areas, types)])
