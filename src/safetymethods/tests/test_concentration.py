"""Concentration, against the worked examples of Bernasco and Steenbeek (2017)."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetymethods.concentration import (
    chance_spread,
    generalised_gini,
    gini,
    lorenz,
    places_holding,
    top_shares,
)
from safetymethods.result import Caveat
from safetymethods.tests.reference import reference_file

pytestmark = pytest.mark.pure

EXAMPLE = [22, 18, 17, 12, 11, 8, 6, 3, 2, 1]
"""A hundred crimes in ten places: figure 1 of the vignette of lorenzgini."""


@pytest.mark.parametrize(
    ("counts", "classic", "general"),
    [
        ([10, 8, 2, 0, 0, 0, 0, 0, 0, 0], 0.78, 0.78),
        ([5, 2, 1, 0, 0, 0, 0, 0, 0, 0], 0.80, 0.75),
        ([10, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0.90, 0.90),
        ([3, 1, 1, 0, 0, 0, 0, 0, 0, 0], 0.78, 0.56),
    ],
)
def test_more_places_than_crimes_bernasco_steenbeek_2017(
    counts: list[int], classic: float, general: float
) -> None:
    """lorenzgini's examples; the caption of its last one says .58, its formula gives .56."""
    assert gini(counts).gini == pytest.approx(classic, abs=1e-12)
    assert generalised_gini(counts).gini == pytest.approx(general, abs=1e-12)


def test_all_examples_of_lorenzgini() -> None:
    text = reference_file("04_spatial", "gini_cases.json").read_text(encoding="utf-8")
    for case in json.loads(text)["cases"]:
        assert gini(case["x"]).gini == pytest.approx(case["G"], abs=1e-12)
        general = generalised_gini(case["x"])
        if "Gunb" in case:
            unbiased = generalised_gini(case["x"], unbiased=True)
            assert unbiased.gini == pytest.approx(case["Gunb"], abs=1e-12)
        else:
            published = case.get("Ggen", case.get("Ggen_by_formula"))
            assert general.gini == pytest.approx(published, abs=1e-12)


def test_everything_in_one_place_is_one_when_unbiased() -> None:
    one = [10] + [0] * 9
    assert gini(one, unbiased=True).gini == pytest.approx(1, abs=1e-12)
    assert generalised_gini(one, unbiased=True).gini == pytest.approx(1, abs=1e-12)
    assert generalised_gini([4] + [0] * 9, unbiased=True).gini == pytest.approx(1, abs=1e-12)


def test_one_event_per_place_is_as_even_as_it_gets() -> None:
    assert generalised_gini([1, 1, 1] + [0] * 7).gini == pytest.approx(0, abs=1e-12)
    assert gini([1, 1, 1] + [0] * 7).gini == pytest.approx(0.7, abs=1e-12)


def test_the_curve_of_the_example() -> None:
    found = lorenz(EXAMPLE)
    np.testing.assert_allclose(found.places, np.arange(11) / 10)
    np.testing.assert_allclose(
        found.events, [0, 0.01, 0.03, 0.06, 0.12, 0.20, 0.31, 0.43, 0.60, 0.78, 1]
    )
    area = ((found.events[1:] + found.events[:-1]) / 2 * np.diff(found.places)).sum()
    assert gini(EXAMPLE).gini == pytest.approx(1 - 2 * area), "twice the area above the curve"
    assert gini(EXAMPLE).gini == pytest.approx(0.392)


def test_the_busiest_places_of_the_example() -> None:
    found = top_shares(EXAMPLE, (0.1, 0.2, 0.25, 1))
    np.testing.assert_allclose(found.top, [0.22, 0.40, 0.485, 1])
    assert found.shares == (0.1, 0.2, 0.25, 1)
    assert (int(found.places), float(found.events)) == (10, 100)
    half = places_holding(EXAMPLE)
    assert half.places == pytest.approx((2 + 10 / 17) / 10), "18 + 22 and ten of the next 17"
    against = chance_spread(EXAMPLE).gini
    assert against.expected == pytest.approx(0.16, abs=0.01)
    assert against.p == 1 / 200, "never in 199 draws"
    assert places_holding([5, 5, 0, 0], 1).places == pytest.approx(0.5), "only where something is"


def test_types_are_answered_on_their_own_and_missing_places_left_out() -> None:
    counts = np.array([[3.0, 4], [1, np.nan], [1, 0], [0, 0]])
    together = gini(counts)
    assert together.gini.tolist() == pytest.approx(
        [float(gini([3, 1, 1, 0]).gini), float(gini([4, 0, 0]).gini)]
    )
    assert together.places.tolist() == [4, 3]
    assert together.caveats == (Caveat.AREAS_LEFT_OUT,)
    curve = lorenz(counts)
    assert np.isnan(curve.places).tolist() == [[False, i == 4] for i in range(5)]
    np.testing.assert_allclose(curve.events[:4, 1], [0, 0, 0, 1])
    np.testing.assert_allclose(top_shares(counts, [0.5]).top, [[0.8, 1]])
    np.testing.assert_allclose(places_holding(counts).places[1], 1 / 6)


@pytest.mark.parametrize("counts", [[0, 0, 0], [np.nan, np.nan]])
def test_nothing_counted_is_not_spread_evenly(counts: list[float]) -> None:
    assert np.isnan(gini(counts).gini)
    assert np.isnan(generalised_gini(counts).gini)
    assert np.isnan(top_shares(counts).top).all()
    assert np.isnan(places_holding(counts).places)
    assert np.isnan(lorenz(counts).events).all()
    found = chance_spread(counts, draws=9)
    assert np.isnan(found.gini.p)
    assert np.isnan(found.top.high).all()
    assert not found.gini.more_than_chance
    assert Caveat.NO_EVENTS in found.caveats


def test_one_place_and_one_event() -> None:
    assert gini([7]).gini == 0
    assert np.isnan(gini([7], unbiased=True).gini)
    assert np.isnan(generalised_gini([1, 0, 0], unbiased=True).gini)


def test_five_events_over_ten_places_look_concentrated_by_chance_alone() -> None:
    """The mean Gini of 5 random events over 10 places, over all 100,000 possibilities."""
    places = np.stack(np.meshgrid(*[np.arange(10)] * 5)).reshape(5, -1)
    counts = np.zeros((10, places.shape[1]))
    for event in places:
        counts[event, np.arange(places.shape[1])] += 1
    every = gini(counts).gini
    found = chance_spread([3, 1, 1] + [0] * 7, draws=1999)
    assert found.gini.expected == pytest.approx(every.mean(), abs=0.005)
    assert found.gini.p == pytest.approx((every >= 0.78 - 1e-9).mean(), abs=0.03)
    assert not found.gini.more_than_chance
    assert chance_spread([5] + [0] * 9).gini.more_than_chance


def test_real_differences_between_places_exceed_chance_but_not_their_own_spread() -> None:
    random = np.random.default_rng(11)
    counts = random.poisson(8 * random.gamma(2, 0.5, size=(80, 40)))
    assert chance_spread(counts, draws=99).gini.more_than_chance.all()
    own = chance_spread(counts, draws=99, size=2)
    assert own.gini.more_than_chance.mean() < 0.15
    assert own.gini.p.mean() == pytest.approx(0.5, abs=0.15)


def test_chance_follows_the_exposure() -> None:
    """Where the people are, there are the events: that is no concentration."""
    people = np.array([9000.0, 500, 300, 100, 100])
    counts = [88, 6, 3, 2, 1]
    assert chance_spread(counts).gini.more_than_chance
    found = chance_spread(counts, exposure=people)
    assert not found.gini.more_than_chance
    both = chance_spread(np.array([counts, counts]).T, exposure=people[:, None])
    np.testing.assert_array_equal(both.gini.p, [found.gini.p] * 2)


def test_the_answer_of_a_type_does_not_depend_on_others_nor_on_missing_places() -> None:
    counts = np.array([[3.0, 9, np.nan], [1, 0, np.nan], [1, 2, np.nan], [np.nan, 1, np.nan]])
    together = chance_spread(counts, draws=49)
    alone = chance_spread([3, 1, 1], draws=49)
    assert together.gini.p[0] == alone.gini.p
    np.testing.assert_array_equal(together.top.high[:, 0], alone.top.high)
    assert together.top.p.shape == (3, 3)
    assert (together.draws, together.level, together.shares) == (49, 0.95, (0.05, 0.1, 0.2))


def test_fractions_are_drawn_as_whole_events() -> None:
    found = chance_spread([1.4, 2.2, 0.0], draws=9)
    assert found.caveats == (Caveat.FRACTIONAL_COUNTS,)


def test_bad_input_is_refused() -> None:
    nothing: list[float] = []
    for wrong in (3, nothing):
        with pytest.raises(ValueError, match="one place or more"):
            gini(wrong)
    with pytest.raises(ValueError, match="zero or more"):
        gini([-1, 2])
    with pytest.raises(ValueError, match="between 0 and 1"):
        top_shares([1, 2], [5])
    with pytest.raises(ValueError, match="between 0 and 1"):
        places_holding([1, 2], 0)
    for size, draws in ((0, 9), (np.nan, 9), (1, 0)):
        with pytest.raises(ValueError, match="size above zero"):
            chance_spread([1, 2], size=size, draws=draws)
    with pytest.raises(ValueError, match="needs an exposure"):
        chance_spread([1, 2], exposure=[1, np.nan])
    with pytest.raises(ValueError, match="zero together"):
        chance_spread([1, 2], exposure=[0, 0])
    with pytest.raises(ValueError, match="level"):
        chance_spread([1, 2], level=95)


spread = st.lists(st.integers(0, 40), min_size=2, max_size=30).filter(lambda c: sum(c) > 0)


@given(spread)
def test_the_order_of_places_does_not_matter(counts: list[int]) -> None:
    mixed = counts[::-1]
    assert gini(mixed).gini == pytest.approx(gini(counts).gini)
    np.testing.assert_allclose(top_shares(mixed).top, top_shares(counts).top)
    assert chance_spread(mixed, draws=9).gini.p == chance_spread(counts, draws=9).gini.p


@given(spread, st.integers(2, 9))
def test_more_of_the_same_changes_neither_gini_nor_shares(counts: list[int], times: int) -> None:
    more = [count * times for count in counts]
    assert gini(more).gini == pytest.approx(gini(counts).gini)
    np.testing.assert_allclose(top_shares(counts * times).top, top_shares(counts).top)
    assert places_holding(counts * times).places == pytest.approx(places_holding(counts).places)
    assert gini(counts * times).gini == pytest.approx(gini(counts).gini)


@given(spread)
def test_measures_stay_within_their_bounds(counts: list[int]) -> None:
    classic, general = gini(counts).gini, generalised_gini(counts).gini
    assert -1e-9 <= general <= classic + 1e-9
    assert classic <= 1 - 1 / len(counts) + 1e-9
    top = top_shares(counts).top
    assert (np.diff(top) >= -1e-12).all()
    assert (top >= np.array([0.05, 0.10, 0.20]) - 1e-9).all()
    assert (top <= 1 + 1e-12).all()
    held = places_holding(counts, float(top[1]))
    assert held.places <= 0.10 + 1e-9


@given(spread)
def test_an_event_moved_to_a_busier_place_concentrates(counts: list[int]) -> None:
    ordered = sorted(counts)
    low = next(i for i, count in enumerate(ordered) if count > 0)
    if low == len(ordered) - 1:
        return
    moved = list(ordered)
    moved[low] -= 1
    moved[-1] += 1
    assert gini(moved).gini > gini(ordered).gini
