"""Random neighbours: against every possible choice of neighbours, one by one."""

from itertools import combinations

import numpy as np
import pytest

from safetymethods.neighbours import from_pairs
from safetymethods.permutation import _orders, conditional_p
from safetymethods.result import Floats

pytestmark = pytest.mark.pure

DRAWS = 20_000
PAIRS = [(0, 1), (0, 2), (0, 3), (1, 2), (3, 4), (4, 5), (5, 6), (2, 6)]
VALUES = np.array([9.0, 7.5, 4.25, -1.0, -3.0, -6.75, -10.0])


def exact(values: Floats, area: int, neighbours: list[int]) -> float:
    """Two-sided probability over all choices of as many of the others."""
    others = [value for other, value in enumerate(values) if other != area]
    sums = np.array([sum(chosen) for chosen in combinations(others, len(neighbours))])
    mine = values[neighbours].sum()
    tail = min((sums >= mine - 1e-9).mean(), (sums <= mine + 1e-9).mean())
    return float(min(1.0, 2 * tail))


def test_random_neighbours_follow_every_possible_choice() -> None:
    neighbours = from_pairs(7, PAIRS)
    values = VALUES - VALUES.mean()
    p = conditional_p(values[:, None], np.ones((7, 1), bool), neighbours.adjacency, DRAWS, seed=3)
    rows = neighbours.adjacency.toarray()
    for area in range(7):
        want = exact(values, area, list(np.flatnonzero(rows[area])))
        assert p[area, 0] == pytest.approx(want, abs=0.025), area


def test_orders_are_equally_likely() -> None:
    orders = _orders(4, 3, 24_000, np.random.default_rng(1))
    kinds, times = np.unique(orders, axis=0, return_counts=True)
    assert len(kinds) == 24, "4 x 3 x 2 orders of three out of four"
    assert abs(times - 1000).max() < 130, "four standard deviations"


def test_whole_orders_hold_every_area_once() -> None:
    orders = _orders(6, 6, 50, np.random.default_rng(1))
    assert (np.sort(orders, axis=1) == np.arange(6)).all()


def test_a_type_does_not_depend_on_the_types_beside_it() -> None:
    neighbours = from_pairs(7, PAIRS)
    values = np.column_stack([VALUES, VALUES**2, VALUES, np.zeros(7)])
    known = np.ones((7, 4), bool)
    known[6, 1] = known[6, 3] = False
    deviation = np.where(known, values - values.mean(axis=0), 0)
    together = conditional_p(deviation, known, neighbours.adjacency, 99, seed=5)
    for number in range(4):
        alone = conditional_p(
            deviation[:, [number]], known[:, [number]], neighbours.adjacency, 99, seed=5
        )
        np.testing.assert_array_equal(alone[:, 0], together[:, number])
    assert np.isnan(together[6, 1])
    assert (together[known[:, 3], 3] == 1).all(), "nothing can stand out where all are equal"


def test_an_area_at_the_mean_never_stands_out() -> None:
    values = np.array([0.0, 3.0, 4.0, -2.0, -5.0])
    neighbours = from_pairs(5, [(0, 1), (0, 2), (3, 4)])
    p = conditional_p(values[:, None], np.ones((5, 1), bool), neighbours.adjacency, 99, seed=5)
    assert p[0, 0] == 1


def test_no_neighbours_and_no_other_areas() -> None:
    one = from_pairs(3, [(0, 1)])
    known = np.array([[True, False], [True, False], [True, True]])
    p = conditional_p(np.array([[1.0, 0], [1, 0], [-2, 0]]), known, one.adjacency, 99, seed=5)
    assert np.isnan(p).tolist() == [[False, True], [False, True], [True, True]]


def test_ties_count_on_both_sides() -> None:
    """With zeros nearly everywhere most choices give the same sum: nothing stands out."""
    values = np.array([0.0] * 9 + [1.0])
    neighbours = from_pairs(10, [(i, i + 1) for i in range(9)])
    deviation = (values - values.mean())[:, None]
    p = conditional_p(deviation, np.ones((10, 1), bool), neighbours.adjacency, 999, seed=5)
    assert (p[:8] == 1).all()
    assert 0.1 < p[8, 0] < 0.7, "a choice of 2 of 9 holds the 1 in 2 of 9 cases"
