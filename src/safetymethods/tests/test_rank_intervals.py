"""Rank intervals: what a ranking is worth, and that the same seed gives the same answer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from safetymethods import rank_intervals as module
from safetymethods.rank_intervals import rank_interval
from safetymethods.result import Caveat

pytestmark = pytest.mark.pure

NAN = np.nan


def test_clear_differences_have_clear_ranks() -> None:
    found = rank_interval([900, 5, 300], [100, 100, 100], 10)
    assert found.median.tolist() == found.low.tolist() == found.high.tolist() == [1, 3, 2]
    assert found.areas == 3
    assert (found.method, found.draws, found.seed) == ("rank_interval", 2000, 0)
    assert found.caveats == ()


def test_small_areas_may_stand_anywhere() -> None:
    """Goldstein & Spiegelhalter (1996): intervals of ranks are wide, here nearly the whole list."""
    found = rank_interval(np.arange(10), np.full(10, 4.0), 5)
    assert found.high[0] - found.low[0] >= 5
    assert (found.low <= found.median).all()
    assert (found.median <= found.high).all()


def test_two_areas_have_the_probability_of_their_posteriors() -> None:
    """Gamma(8, 9) against gamma(12, 9): a beta distribution says how often the first is higher."""
    first_higher = stats.beta(8, 12).sf(0.5)
    found = rank_interval(np.tile([5, 9], (20_000, 1)), 6, 3, draws=1)
    assert (found.median[:, 0] == 1).mean() == pytest.approx(first_higher, abs=0.01)


def test_the_same_seed_gives_the_same_answer() -> None:
    counts, means = np.arange(30), np.linspace(5, 40, 30)
    one, same, other = (rank_interval(counts, means, 8, seed=seed, draws=200) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.low, same.low)
    assert (one.low != other.low).any()


def test_draws_in_turns_are_the_same_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    counts, means = np.arange(20), np.linspace(5, 40, 20)
    at_once = rank_interval(counts, means, 8, draws=50)
    monkeypatch.setattr(module, "AT_ONCE", 65)
    in_turns = rank_interval(counts, means, 8, draws=50)
    np.testing.assert_array_equal(at_once.high, in_turns.high)


def test_areas_without_numbers_are_not_ranked() -> None:
    found = rank_interval([NAN, 50, 9, 4, 3], [9, 9, 9, 0, NAN], [4, 4, 4, 4, 4])
    assert np.isnan(found.median).tolist() == [True, False, False, True, True]
    assert found.high[1:3].tolist() == [1, 2]
    assert found.areas == 2
    assert set(found.caveats) == {Caveat.NO_COUNT, Caveat.NO_EXPECTED}
    assert rank_interval([3, 4], [3, 4], NAN).caveats == (Caveat.NO_DISPERSION,)


def test_areas_that_do_not_differ_may_have_any_rank() -> None:
    found = rank_interval([1, 9, 30], [3, 3, 3], np.inf)
    assert found.low.tolist() == [1, 1, 1]
    assert found.high.tolist() == [3, 3, 3]
    assert found.median.tolist() == [2, 2, 2]
    assert found.caveats == (Caveat.NO_SPREAD,)


def test_one_area_has_rank_one() -> None:
    found = rank_interval([3], [4], 2)
    assert (found.low[0], found.median[0], found.high[0]) == (1, 1, 1)


def test_series_are_ranked_apart() -> None:
    counts = np.array([[900, 5, 300], [5, 300, 900]])
    found = rank_interval(counts, 100.0, np.array([[10.0], [20.0]]))
    assert found.median.tolist() == [[1, 3, 2], [3, 2, 1]]
    assert found.areas.tolist() == [3, 3]


@pytest.mark.parametrize(
    ("observed", "draws", "level", "says"),
    [
        ([1, 2], 0, 0.95, "at least one draw"),
        ([1, 2], 10, 95, "between 0 and 1"),
        ([-1, 2], 10, 0.95, "zero or more"),
        (1, 10, 0.95, "on an axis"),
    ],
)
def test_impossible_ranks_are_refused(
    observed: object, draws: int, level: float, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        rank_interval(np.array(observed, float), 1, 1, draws=draws, level=level)


COUNTS = st.lists(st.integers(0, 400), min_size=2, max_size=8)


@given(COUNTS)
def test_every_rank_is_given_once_and_the_wider_level_is_wider(counts: list[int]) -> None:
    wide = rank_interval(counts, 50.0, 6, draws=99)
    narrow = rank_interval(counts, 50.0, 6, draws=99, level=0.5)
    assert (wide.low <= narrow.low).all()
    assert (narrow.high <= wide.high).all()
    assert ((wide.low >= 1) & (wide.high <= len(counts))).all()
    single = rank_interval(counts, 50.0, 6, draws=1)
    assert sorted(single.median.tolist()) == list(range(1, len(counts) + 1))


@given(COUNTS, st.integers(2, 9))
def test_the_same_ratios_on_more_counts_narrow_the_intervals(counts: list[int], times: int) -> None:
    one = rank_interval(counts, 50.0, 6, draws=99)
    more = rank_interval(np.array(counts) * times, 50.0 * times, 6, draws=99)
    assert (more.high - more.low).mean() <= (one.high - one.low).mean() + 1


def test_an_area_far_above_all_moves_every_other_down_by_one() -> None:
    counts = np.array([40, 55, 70, 30])
    alone = rank_interval(counts, 50.0, 6)
    among = rank_interval([*counts, 10**6], 50.0, 6)
    assert among.median[-1] == 1
    np.testing.assert_allclose(among.median[:-1], alone.median + 1, atol=0.01)
    np.testing.assert_allclose(among.low[:-1], alone.low + 1, atol=1)


def test_turning_the_list_around_turns_the_ranks_around() -> None:
    counts = np.array([40, 55, 70, 30, 90])
    forth, back = rank_interval(counts, 50.0, 6), rank_interval(counts[::-1], 50.0, 6)
    np.testing.assert_allclose(back.median[::-1], forth.median, atol=0.01)
