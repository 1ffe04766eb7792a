"""Do the busiest areas stay the busiest: by hand, and against worlds that are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetymethods.repeatability import repeatability
from safetymethods.result import Caveat, Floats

pytestmark = pytest.mark.pure

BEFORE = [90, 80, 30, 25, 20, 15, 10, 10, 10, 10]
AFTER = [70, 20, 60, 25, 20, 15, 10, 10, 10, 10]


def test_two_of_ten_areas_by_hand() -> None:
    found = repeatability(BEFORE, AFTER, top=0.2, draws=99)
    assert found.top == 2
    assert found.share == 0.5, "one of two stayed"
    assert found.jaccard == pytest.approx(1 / 3), "one of three that are in either"
    assert found.by_chance == pytest.approx(0.2)
    assert found.before.tolist() == [1, 1] + [0] * 8
    assert found.after.tolist() == [1, 0, 1] + [0] * 7
    assert found.pai == pytest.approx((90 / 250) / (2 / 10))
    assert found.caveats == ()
    assert found.moved, "90 and 80 against 30 does not turn by chance"


def test_predictive_accuracy_index_chainey_2008() -> None:
    """(n/N * 100) / (a/A * 100): 25 % of the later crimes in 50 % of the surface is 0.5."""
    found = repeatability([9, 1, 1, 1], [5, 5, 5, 5], top=0.25, extent=[30, 10, 10, 10])
    assert found.pai == pytest.approx(0.5)


def test_ties_on_the_border_share_its_places() -> None:
    found = repeatability([5, 3, 3, 3, 0], [5, 3, 3, 3, 0], top=0.4, draws=9)
    np.testing.assert_allclose(found.before, [1, 1 / 3, 1 / 3, 1 / 3, 0])
    assert found.share == pytest.approx((1 + 3 / 9) / 2)
    assert found.caveats == (Caveat.TIED,)


def test_with_a_population_areas_rank_by_their_shrunken_ratio() -> None:
    """A few events among few people do not make the top, nor do many among many."""
    people = [100, 1000, 1000, 10_000]
    found = repeatability([2, 15, 8, 60], [2, 15, 8, 60], top=0.25, exposure=people, size=4)
    assert found.before.tolist() == [0, 1, 0, 0]
    raw = repeatability([2, 15, 8, 60], [2, 15, 8, 60], top=0.25)
    assert raw.before.tolist() == [0, 0, 0, 1]


def test_a_stable_world_returns_as_much_as_expected_and_a_moved_one_less() -> None:
    random = np.random.default_rng(5)
    means = 8 * random.gamma(3, 1 / 3, size=(60, 60))
    before, same = random.poisson(means), random.poisson(means)
    stable = repeatability(before, same, draws=99)
    assert stable.share.mean() == pytest.approx(stable.expected.mean(), abs=0.04)
    assert stable.moved.mean() < 0.06
    assert np.median(stable.size) == pytest.approx(3, abs=0.6)
    moved = repeatability(before, random.poisson(random.permutation(means, axis=0)), draws=99)
    assert moved.share.mean() == pytest.approx(0.1, abs=0.04), "no better than chance"
    assert moved.moved.mean() > 0.5


def test_areas_that_do_not_differ_have_no_hot_spots() -> None:
    found = repeatability([10] * 20, [11] * 10 + [9] * 10, draws=99)
    assert found.size == np.inf
    assert found.expected == pytest.approx(0.1, abs=0.02), "what chance gives"


def test_a_missing_count_leaves_the_area_out() -> None:
    before = np.array([[90, 90], [80, 80], [30, 30], [20, np.nan], [10, 10.0]])
    after = np.array([[70, 70], [20, 20], [60, 60], [99, 99], [10, 10.0]])
    found = repeatability(before, after, top=0.25, draws=99)
    alone = repeatability(before[[0, 1, 2, 4], 1], after[[0, 1, 2, 4], 1], top=0.25, draws=99)
    for name in ("share", "expected", "low", "high", "jaccard", "pai", "size", "areas", "top"):
        assert getattr(found, name)[1] == pytest.approx(getattr(alone, name)), name
    assert np.isnan(found.before[:, 1]).tolist() == [False, False, False, True, False]
    assert found.caveats == (Caveat.AREAS_LEFT_OUT,)
    hole = repeatability([3, 4, 5], [3, 4, 5], exposure=[1, 0, np.nan], draws=9)
    assert hole.areas == 1


@pytest.mark.parametrize("counts", [[0, 0, 0], [np.nan] * 3])
def test_no_answer_without_events(counts: list[float]) -> None:
    found = repeatability(counts, [1, 2, 3], draws=9)
    for values in (found.share, found.expected, found.low, found.jaccard, found.pai):
        assert np.isnan(values)
    assert Caveat.NO_EVENTS in found.caveats
    assert Caveat.TIED not in found.caveats
    assert not found.moved


def test_bad_input_is_refused() -> None:
    for before, after in (([1, 2], [1, 2, 3]), (1, 1), ([], [])):
        with pytest.raises(ValueError, match="do not fit"):
            repeatability(np.array(before), np.array(after))
    with pytest.raises(ValueError, match="does not fit"):
        repeatability([1, 2], [1, 2], exposure=[1, 2, 3])
    with pytest.raises(ValueError, match="zero or more"):
        repeatability([1, -2], [1, 2])
    for top, draws in ((0, 9), (1, 9), (0.1, 0)):
        with pytest.raises(ValueError, match="the top must"):
            repeatability([1, 2], [1, 2], top=top, draws=draws)
    with pytest.raises(ValueError, match="size"):
        repeatability([1, 2], [1, 2], size=0)
    with pytest.raises(ValueError, match="level"):
        repeatability([1, 2], [1, 2], level=0)


worlds = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).poisson(
        np.random.default_rng(seed).gamma(1, 5, size=(1, 25, 3)), size=(2, 25, 3)
    )
)


@given(worlds, st.permutations(range(25)))
def test_the_order_of_areas_does_not_matter(world: Floats, order: list[int]) -> None:
    one = repeatability(world[0], world[1], draws=1)
    other = repeatability(world[0][order], world[1][order], draws=1)
    np.testing.assert_allclose(other.share, one.share)
    np.testing.assert_allclose(other.jaccard, one.jaccard)
    np.testing.assert_allclose(other.pai, one.pai)
    np.testing.assert_allclose(other.before, one.before[order])


@given(worlds)
def test_a_type_does_not_depend_on_the_types_beside_it(world: Floats) -> None:
    together = repeatability(world[0], world[1], draws=9)
    alone = repeatability(world[0][:, 1], world[1][:, 1], draws=9)
    np.testing.assert_allclose(together.expected[1], alone.expected)
    np.testing.assert_allclose(together.low[1], alone.low)
    cube = repeatability(world[0][:, None], world[1][:, None], draws=1, exposure=np.ones(25))
    assert cube.share.shape == (1, 3)


@given(worlds)
def test_shares_are_shares(world: Floats) -> None:
    found = repeatability(world[0], world[1], draws=9)
    np.testing.assert_allclose(found.before.sum(axis=0), found.top)
    for values in (found.share, found.expected, found.jaccard):
        assert ((values >= 0) & (values <= 1)).all()
    assert (found.jaccard <= found.share + 1e-12).all()


@given(worlds, st.floats(0.1, 100))
def test_the_unit_of_the_population_and_of_the_surface_does_not_matter(
    world: Floats, scale: float
) -> None:
    people = np.linspace(100, 2000, 25)
    one = repeatability(world[0], world[1], exposure=people, extent=people, draws=1)
    other = repeatability(
        world[0], world[1], exposure=scale * people, extent=scale * people, draws=1
    )
    np.testing.assert_allclose(other.share, one.share)
    np.testing.assert_allclose(other.pai, one.pai)
