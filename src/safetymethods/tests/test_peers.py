"""Peers: nearest areas as CIPFA finds them, and what is expected from them."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from safetymethods import peers as module
from safetymethods.peers import (
    Peers,
    nearest_many,
    nearest_peers,
    peer_expected,
    peer_log_scores,
)
from safetymethods.result import Caveat

pytestmark = pytest.mark.pure

NAN = np.nan
BOTH = pytest.mark.parametrize("find", [nearest_peers, nearest_many])
Find = Callable[..., Peers]
GRID = st.lists(st.tuples(*[st.integers(0, 3)] * 3), min_size=2, max_size=30)


def street(houses: int = 5) -> NDArray[np.float64]:
    """Areas with one characteristic: 0, 1, 3, 6, 10 ... each gap larger than the last."""
    return np.array([[at * (at + 1) / 2] for at in range(houses)])


def among(rows: list[list[int]]) -> Peers:
    """Peers with these places; nothing else in it matters."""
    found = nearest_peers(np.arange(len(rows))[:, None], k=len(rows[0]))
    return Peers(**{**vars(found), "index": np.array(rows)})


@BOTH
def test_the_nearest_come_first_and_the_farthest_pair_is_one(find: Find) -> None:
    found = find(street(), k=2)
    assert found.index.tolist() == [[1, 2], [0, 2], [1, 0], [2, 4], [3, 2]]
    np.testing.assert_allclose(found.distance[0], [0.01, 0.09])
    np.testing.assert_allclose(found.distance[4], [0.16, 0.49])
    assert found.caveats == ()
    assert found.k == 2


def test_cipfa_distances_by_hand() -> None:
    """Covariates -1, 0, 1 and 1, -1, 0 in steps: squared differences 5, 2 and 5 over 2/3."""
    found = nearest_peers(np.array([[0, 30], [2, 10], [4, 20]]), k=2)
    assert found.farthest == pytest.approx(5 * 1.5)
    assert found.index.tolist() == [[1, 2], [2, 0], [1, 0]]
    np.testing.assert_allclose(found.distance[1], [0.4, 1])


@BOTH
def test_weights_decide_what_counts(find: Find) -> None:
    table = np.array([[0.0, 0], [1, 9], [9, 1], [9, 9]])
    assert find(table, k=1, weights=[1, 0.01]).index[0].tolist() == [1]
    assert find(table, k=1, weights=[0.01, 1]).index[0].tolist() == [2]
    assert find(table, k=1, weights=[1, 0]).differing[0, 0].tolist() == [0, -1, -1]


@BOTH
def test_the_covariates_that_differ_most_are_named(find: Find) -> None:
    table = np.array([[0.0, 0, 0, 0], [0, 1, 2, 3], [8, 9, 9, 9], [9, 8, 8, 8]])
    found = find(table, k=3)
    assert found.differing[0, 0].tolist() == [3, 2, 1]
    assert found.differing_overall.shape == (4, 3)
    parts = (found.z[0] - found.z[[1, 2, 3]]) ** 2
    assert found.differing_overall[0].tolist() == np.argsort(-parts.sum(axis=0))[:3].tolist()


@BOTH
def test_equally_near_areas_keep_the_order_of_the_rows(find: Find) -> None:
    found = find([[0.0], [1], [-1], [1], [-1]], k=3)
    assert found.index[0].tolist() == [1, 2, 3]
    assert found.index[3].tolist() == [1, 0, 2]


@BOTH
def test_areas_that_are_all_alike_keep_the_order_of_the_rows(find: Find) -> None:
    found = find(np.ones((5, 3)), k=2)
    assert found.index.tolist() == [[1, 2], [0, 2], [0, 1], [0, 1], [0, 1]]
    assert (found.distance == 0).all()
    assert (found.differing == -1).all()
    assert found.caveats == (Caveat.VARIABLES_LEFT_OUT,)


@BOTH
def test_one_area_has_no_peers(find: Find) -> None:
    found = find([[3.0, 4.0]], k=2)
    assert found.index.tolist() == [[-1, -1]]
    assert np.isnan(found.distance).all()
    assert found.farthest == 0
    assert Caveat.NO_PEERS in found.caveats


@BOTH
def test_few_areas_give_few_peers(find: Find) -> None:
    found = find(street(3), k=4)
    assert found.index[0].tolist() == [1, 2, -1, -1]
    assert found.caveats == (Caveat.FEW_PEERS,)


@BOTH
def test_an_area_without_data_has_no_peers_and_is_nobodys(find: Find) -> None:
    table = np.append(street(12), np.ones((12, 1)), axis=1)
    table[2, 0] = NAN
    table[5, 1] = 2
    found = find(table, k=3)
    assert found.index[2].tolist() == [-1, -1, -1]
    assert 2 not in found.index
    assert set(found.caveats) == {Caveat.AREAS_LEFT_OUT, Caveat.NO_PEERS}
    nobody = find(np.full((3, 2), NAN), k=1)
    assert (nobody.index == -1).all()


def test_what_is_known_of_both_is_compared() -> None:
    """The last area differs in nothing that is known of it, the first two in one of four."""
    table = np.array([[0.0, 0, 0, 0], [9, 0, 0, 0], [0, 9, 0, 9], [0, 0, 9, 9], [0, 0, 0, NAN]])
    assert nearest_peers(table, k=2, missing=0.2).index[4].tolist() == [-1, -1]
    found = nearest_peers(table, k=2, missing=0.2, known=0.75)
    assert found.used_areas.all()
    assert found.index[4].tolist() == [0, 1]
    assert found.distance[4, 0] == 0
    whole = found.z[1, 0] - found.z[4, 0]
    assert found.distance[4, 1] * found.farthest == pytest.approx(whole**2 * 4 / 3)


def test_areas_that_share_nothing_known_are_no_peers() -> None:
    table = np.array([[1.0, NAN], [NAN, 2], [3, 4], [5, 6]])
    found = nearest_peers(table, k=3, missing=0.5, known=0.5)
    assert found.index[0].tolist() == [2, 3, -1]


@given(st.integers(0, 1000), st.floats(0, 1))
def test_whole_areas_keep_their_peers_whatever_must_be_known(seed: int, known: float) -> None:
    table = np.random.default_rng(seed).normal(size=(12, 4))
    plain, lenient = nearest_peers(table, k=3), nearest_peers(table, k=3, known=known)
    np.testing.assert_array_equal(plain.index, lenient.index)
    np.testing.assert_array_equal(plain.distance, lenient.distance)


def test_peers_may_be_fixed_and_excluded() -> None:
    fixed, excluded = np.zeros((5, 5)), np.zeros((5, 5))
    fixed[0, 4] = excluded[0, 1] = excluded[3, 3] = 1
    found = nearest_peers(street(), k=3, fixed=fixed, excluded=excluded)
    assert found.index[0].tolist() == [4, 2, 3]
    np.testing.assert_allclose(found.distance[0], [1, 0.09, 0.36])
    assert found.index[1].tolist() == [0, 2, 3]


def test_a_fixed_peer_may_lack_data() -> None:
    table = np.append(street(12), np.ones((12, 1)), axis=1)
    table[2, 0], table[5, 1] = NAN, 2
    fixed = np.zeros((12, 12))
    fixed[0, [2, 3]] = 1
    found = nearest_peers(table, k=3, fixed=fixed)
    assert found.index[0].tolist() == [3, 2, 1]
    assert np.isnan(found.distance[0, 1])
    assert found.differing[0, 1].tolist() == [-1, -1, -1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"k": 0}, "at least one peer"),
        ({"fixed": np.ones((2, 2))}, "as many rows and columns"),
        ({"fixed": np.ones((5, 5)), "excluded": np.ones((5, 5))}, "both fixed and excluded"),
        ({"fixed": np.ones((5, 5)), "k": 3}, "more than 3 peers are fixed"),
        ({"weights": [1, 1]}, "as many weights"),
    ],
)
def test_impossible_choices_are_refused(arguments: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        nearest_peers(street(), **arguments)
    if "k" in arguments and "fixed" not in arguments:
        with pytest.raises(ValueError, match=says):
            nearest_many(street(), **arguments)


@settings(max_examples=40)
@given(GRID, st.integers(1, 8))
def test_the_tree_finds_the_same_peers(rows: list[tuple[int, ...]], k: int) -> None:
    """On a coarse grid, where many areas are equally near or the same."""
    table = np.array(rows, float)
    plain, tree = nearest_peers(table, k=k), nearest_many(table, k=k)
    np.testing.assert_array_equal(tree.index, plain.index)
    np.testing.assert_allclose(tree.distance, plain.distance, atol=1e-11)
    np.testing.assert_array_equal(tree.differing, plain.differing)


def test_the_tree_works_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BLOCK", 7)
    table = np.random.default_rng(3).normal(size=(60, 5))
    plain, tree = nearest_peers(table, k=9), nearest_many(table, k=9)
    np.testing.assert_array_equal(tree.index, plain.index)
    assert tree.farthest == pytest.approx(plain.farthest)


@given(st.permutations(range(12)), st.integers(0, 10**6))
def test_the_order_of_areas_does_not_matter(order: list[int], seed: int) -> None:
    table = np.random.default_rng(seed).normal(size=(12, 3))
    found, moved = nearest_peers(table, k=4), nearest_peers(table[order], k=4)
    np.testing.assert_array_equal(np.array(order)[moved.index], found.index[order])


@given(st.integers(0, 10**6), st.integers(2, 9))
def test_units_do_not_matter(seed: int, factor: int) -> None:
    table = np.random.default_rng(seed).lognormal(size=(12, 3))
    one = nearest_peers(table, k=4, logged=[0])
    other = nearest_peers(table * factor, k=4, logged=[0])
    np.testing.assert_array_equal(one.index, other.index)
    np.testing.assert_allclose(one.distance, other.distance, atol=1e-10)


def test_what_peers_let_expect_by_hand() -> None:
    """Peers count 6 of 300 and 2 of 100 people: 2 per 100, so 500 people give 10."""
    group = among([[1, 2], [0, 2], [0, 1]])
    found = peer_expected([9, 6, 2], [500, 300, 100], group)
    np.testing.assert_allclose(found.expected, [500 * 8 / 400, 300 * 11 / 600, 100 * 15 / 800])
    assert found.rate[0] == pytest.approx(0.02)
    assert (found.peer_count[0], found.peer_population[0]) == (8, 400)
    assert found.used.tolist() == [2, 2, 2]
    assert found.left_out.tolist() == [0, 0, 0]
    assert found.caveats == ()


def test_peers_without_numbers_are_left_out_never_zero() -> None:
    group = among([[1, 2, 3], [0, 2, 3], [3, 3, 3], [-1, -1, -1]])
    found = peer_expected([9, 6, NAN, 4], [500, 300, 100, NAN], group)
    assert found.expected[0] == pytest.approx(10)
    assert found.left_out.tolist() == [2, 2, 3, 0]
    assert np.isnan(found.expected[2:]).all()
    assert set(found.caveats) == {Caveat.NO_POPULATION, Caveat.NO_PEERS, Caveat.AREAS_LEFT_OUT}


def test_an_area_without_a_count_still_has_an_expectation() -> None:
    found = peer_expected([NAN, 6, 2], [500, 300, 100], among([[1, 2], [2, 2], [1, 1]]))
    assert found.expected[0] == pytest.approx(10)


def test_peers_without_events_expect_none() -> None:
    found = peer_expected([3, 0, 0], [500, 300, 100], among([[1, 2], [2, 2], [1, 1]]))
    assert found.expected[0] == 0


def test_series_and_populations_are_broadcast() -> None:
    group = among([[1, 2], [0, 2], [0, 1]])
    counts = np.array([[9, 6, 2], [0, 3, NAN]])
    both = peer_expected(counts, [500, 300, 100], group)
    for series in range(2):
        alone = peer_expected(counts[series], [500, 300, 100], group)
        np.testing.assert_allclose(both.expected[series], alone.expected)
        np.testing.assert_array_equal(both.left_out[series], alone.left_out)


@pytest.mark.parametrize("function", [peer_expected, peer_log_scores])
def test_peers_belong_to_their_own_areas(function: Callable[..., object]) -> None:
    group = among([[1], [0]])
    for counts, people, says in (
        ([1, 2, 3], 10, "2 areas"),
        (1, 10, "2 areas"),
        ([-1, 2], 10, "zero or more"),
        ([1, 2], [-10, 10], "zero or more"),
    ):
        with pytest.raises(ValueError, match=says):
            function(counts, people, group)


@given(st.lists(st.integers(0, 90), min_size=5, max_size=5), st.integers(2, 9))
def test_scaling_the_population_keeps_the_expectation(counts: list[int], times: int) -> None:
    people = np.array([100.0, 900, 300, 50, 700])
    group = nearest_peers(street(), k=2)
    one, other = (peer_expected(counts, people * factor, group) for factor in (1, times))
    np.testing.assert_allclose(one.expected, other.expected)
    more = peer_expected(np.array(counts) * times, people, group)
    np.testing.assert_allclose(more.expected, one.expected * times)


def test_a_stranger_changes_no_expectation() -> None:
    """An area that is nobody's peer: its count is of no importance to the others."""
    group = among([[1, 2], [0, 2], [0, 1], [0, 1]])
    one = peer_expected([9, 6, 2, 1], [500, 300, 100, 50], group)
    other = peer_expected([9, 6, 2, 4000], [500, 300, 100, 50], group)
    np.testing.assert_array_equal(one.expected[:3], other.expected[:3])


def test_log_scores_by_hand() -> None:
    """Two areas, each the other's peer: d = ln(20/10), v = 1/20 + 1/10; tau2 = (d^2 - v)/2."""
    found = peer_log_scores([19.5, 9.5], [100, 100], among([[1], [0]]))
    d, v = np.log(2), 1 / 20 + 1 / 10
    np.testing.assert_allclose(found.difference, [d, -d])
    assert found.tau == pytest.approx(np.sqrt((d**2 - v) / 2))
    np.testing.assert_allclose(found.z, [1, -1])
    np.testing.assert_allclose(found.p, 0.31731050786291415)


def test_log_scores_without_differences_beyond_chance() -> None:
    found = peer_log_scores([10, 11, 9], [100, 100, 100], among([[1, 2], [0, 2], [0, 1]]))
    assert found.tau == 0
    assert (np.abs(found.z) < 1).all()


def test_log_scores_without_counts_or_peers() -> None:
    found = peer_log_scores([[5, NAN, 3], [NAN, NAN, NAN]], 100, among([[1], [0], [0]]))
    assert np.isnan(found.z[0]).tolist() == [True, True, False]
    assert np.isnan(found.tau[1])
    assert found.used[0].tolist() == [0, 1, 1]
    assert set(found.caveats) == {Caveat.AREAS_LEFT_OUT, Caveat.NO_PEERS}


@given(st.lists(st.integers(0, 90), min_size=6, max_size=6), st.integers(2, 9))
def test_log_scores_do_not_depend_on_the_unit_of_population(counts: list[int], times: int) -> None:
    people = np.array([100.0, 900, 300, 50, 700, 20])
    group = nearest_peers(street(6), k=2)
    one, other = (peer_log_scores(counts, people * factor, group) for factor in (1, times))
    np.testing.assert_allclose(one.z, other.z, atol=1e-9)
    assert one.tau == pytest.approx(other.tau, abs=1e-9)


def test_log_scores_flag_what_they_promise() -> None:
    """Areas that differ by a lognormal factor: one in twenty lies past 1.96."""
    random = np.random.default_rng(5)
    group = nearest_peers(random.normal(size=(400, 4)))
    means = 60 * np.exp(random.normal(0, 0.3, (50, 400)))
    found = peer_log_scores(random.poisson(means), 1000.0, group)
    assert found.tau.mean() == pytest.approx(0.3, abs=0.02)
    assert (np.abs(found.z) > 1.96).mean() == pytest.approx(0.05, abs=0.01)
