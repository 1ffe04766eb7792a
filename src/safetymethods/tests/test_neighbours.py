"""Neighbours from borders and from points, with islands."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetymethods.neighbours import Islands, from_pairs, nearest
from safetymethods.result import Caveat

pytestmark = pytest.mark.pure

LINE = [(0, 0), (1, 0), (2, 0), (3, 0), (10, 0)]


def test_pairs_are_mutual_and_count_once() -> None:
    found = from_pairs(3, [(0, 1), (1, 0), (0, 1), (1, 2)])
    assert found.adjacency.toarray().tolist() == [[0, 1, 0], [1, 0, 1], [0, 1, 0]]
    assert found.count.tolist() == [1, 2, 1]
    assert (found.areas, found.caveats) == (3, ())
    assert not found.islands.any()


def test_an_area_can_be_its_own_neighbour() -> None:
    plain = from_pairs(3, [(0, 1), (1, 2)])
    found = plain.with_self()
    assert found.adjacency.toarray().tolist() == [[1, 1, 0], [1, 1, 1], [0, 1, 1]]
    assert found.count.tolist() == plain.count.tolist(), "itself does not count"
    assert found.with_self() is found
    assert not plain.self_included


def test_an_island_is_joined_to_the_nearest_both_ways() -> None:
    found = from_pairs(5, [(0, 1), (1, 2), (2, 3)], points=LINE)
    assert found.adjacency.toarray()[4].tolist() == [0, 0, 0, 1, 0]
    assert found.count.tolist() == [1, 2, 2, 2, 1]
    assert found.islands.tolist() == [False, False, False, False, True]
    assert found.caveats == (Caveat.ISLANDS_JOINED,)


@pytest.mark.parametrize("points", [None, LINE])
def test_an_island_stays_alone_when_asked_or_when_places_are_unknown(
    points: list[tuple[int, int]] | None,
) -> None:
    islands: Islands = "alone" if points else "nearest"
    found = from_pairs(5, [(0, 1), (1, 2), (2, 3)], points=points, islands=islands)
    assert found.count.tolist() == [1, 2, 2, 1, 0]
    assert found.caveats == (Caveat.ISLANDS_ALONE,)


def test_islands_only_and_one_area_only() -> None:
    found = from_pairs(3, [], points=[(0, 0), (1, 0), (5, 0)])
    assert found.count.tolist() == [1, 2, 1]
    lonely = from_pairs(1, [], points=[(0, 0)])
    assert lonely.count.tolist() == [0]
    assert lonely.caveats == (Caveat.ISLANDS_ALONE,)


def test_points_without_islands_change_nothing() -> None:
    pairs = [(0, 1), (1, 2), (2, 3), (3, 4)]
    found = from_pairs(5, pairs, points=LINE)
    assert found.count.tolist() == from_pairs(5, pairs).count.tolist()
    assert found.caveats == ()


@pytest.mark.parametrize(
    ("areas", "pairs", "says"),
    [(3, [(0, 3)], "from 0 to 2"), (3, [(-1, 0)], "from 0 to 2"), (3, [(1, 1)], "with itself")],
)
def test_pairs_must_exist(areas: int, pairs: list[tuple[int, int]], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        from_pairs(areas, pairs)


def test_islands_go_somewhere_that_exists() -> None:
    choice: Any = "drowned"
    with pytest.raises(ValueError, match="drowned"):
        from_pairs(2, [(0, 1)], islands=choice)


@pytest.mark.parametrize(
    ("points", "says"), [([(0, 0)], "shape"), ([(0, 0), (np.nan, 1)], "known and finite")]
)
def test_points_must_fit(points: list[tuple[float, float]], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        from_pairs(2, [(0, 1)], points=points)


def test_nearest_is_not_mutual() -> None:
    found = nearest(LINE, 2)
    assert found.count.tolist() == [2] * 5
    dense = found.adjacency.toarray()
    assert dense[4].tolist() == [0, 0, 1, 1, 0]
    assert dense[:, 4].sum() == 0, "nobody has the remote area as a neighbour"


def test_nearest_with_points_on_top_of_each_other() -> None:
    found = nearest([(0, 0)] * 4 + [(1, 1)], 2)
    dense = found.adjacency.toarray()
    assert np.diag(dense).sum() == 0
    assert dense.sum(axis=1).tolist() == [2] * 5


@pytest.mark.parametrize("k", [0, 5])
def test_k_must_leave_an_area(k: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 4"):
        nearest(LINE, k)


@given(st.integers(8, 40), st.integers(0, 2**32 - 1))
def test_renumbering_areas_renumbers_neighbours(areas: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    points = random.random((areas, 2))
    order = random.permutation(areas)
    here, there = nearest(points, 3), nearest(points[order], 3)
    np.testing.assert_array_equal(
        here.adjacency.toarray()[np.ix_(order, order)], there.adjacency.toarray()
    )
