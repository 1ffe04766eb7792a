"""Verdicts as values: what stands out, and that nothing is lost when they are kept."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.appraisal.basis import Basis, basis_from, fingerprint
from regie.evidence.appraisal.rules import (
    Arrow,
    Assessment,
    Change,
    Concentration,
    Level,
    Month,
    Place,
    Slope,
    Why,
    Word,
)
from regie.evidence.appraisal.stored import as_json, from_json, in_short_and_whole
from regie.evidence.appraisal.windows import window

pytestmark = pytest.mark.pure


def place(
    area: str,
    *,
    level: Level | None = None,
    change: Change | None = None,
    smoothed: float | None = None,
    hot: bool = False,
    cold: bool = False,
) -> Place:
    return Place(
        area=area,
        kind="neighbourhood",
        level=level or Level(area=area, period="2025JJ00", word=Word.COMPARABLE),
        change=change or Change(area=area),
        smoothed=smoothed,
        hot=hot,
        cold=cold,
    )


def assessment(*places: Place) -> Assessment:
    return Assessment(
        indicator="offence-1.1.1",
        municipality="GM9901",
        level=Level(area="GM9901", period="2025JJ00", observed=0.1 + 0.2),
        change=Change(area="GM9901", first="2024MM11", last="2025MM10", ratio=1 / 3),
        slope=Slope(per_year=-12.3456789),
        month=Month(period="2025MM10"),
        concentration=Concentration(top=("BU1", "BU2")),
        places=places,
        deliveries=(3, 5),
        fingerprint="f",
    )


def higher(area: str, word: Word, smoothed: float) -> Place:
    level = Level(area=area, period="2025JJ00", word=word, higher=True)
    return place(area, level=level, smoothed=smoothed)


def test_what_is_kept_comes_back_unchanged() -> None:
    whole = assessment(higher("BU1", Word.DEVIATING, 2.5), place("BU2", hot=True))
    assert from_json(as_json(whole)) == whole


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_no_digit_is_lost(value: float) -> None:
    level = Level(area="GM9901", period="2025JJ00", observed=value)
    whole = Assessment(
        indicator="x",
        municipality="GM9901",
        level=level,
        change=Change(area="GM9901"),
        slope=Slope(),
        month=Month(),
        concentration=Concentration(),
    )
    assert from_json(as_json(whole)).level.observed == value


def test_a_place_strikes_for_one_of_five_reasons() -> None:
    level = Level(area="BU1", period="2025JJ00", why=Why.DOUBTFUL)
    moved = Change(area="BU1", arrow=Arrow.DOWN)
    striking = (
        higher("BU1", Word.ATTENTION, 1.5),
        place("BU1", change=moved),
        place("BU1", level=level),
        place("BU1", hot=True),
        place("BU1", cold=True),
    )
    assert all(item.strikes for item in striking)
    assert not place("BU1").strikes


def test_in_short_leaves_out_places_that_say_nothing() -> None:
    whole = assessment(place("BU1"), place("BU2", hot=True))
    assert [item.area for item in whole.in_short().places] == ["BU2"]


def test_in_short_and_whole_are_made_in_one_go() -> None:
    hot = place("BU2", hot=True)
    for item in (assessment(), assessment(place("BU1")), assessment(place("BU1"), hot)):
        short, whole = in_short_and_whole(item)
        assert short == as_json(item.in_short())
        assert whole == as_json(item)


def test_hot_places_come_highest_first_and_moving_ones_have_an_arrow() -> None:
    moved = place("BU4", change=Change(area="BU4", arrow=Arrow.UP))
    whole = assessment(
        higher("BU1", Word.ATTENTION, 1.5), higher("BU2", Word.DEVIATING, 4.0), place("BU3"), moved
    )
    assert [item.area for item in whole.hot_places] == ["BU2", "BU1"]
    assert [item.area for item in whole.moving_places] == ["BU4"]


# --- the basis -----------------------------------------------------------------------------------

BASIS = Basis(
    settings={"earlier_months": 36.0, "change_alpha": 0.05},
    sigma={"municipality": {"a": 0.2, "b": 0.3}, "neighbourhood": {"a": 0.05}},
    size={"municipality": {"a": 8.0, "b": math.inf}, "neighbourhood": {"a": 1.5}},
    peers=("GM9903", "GM9904"),
    estimate_set=4,
)


def test_a_basis_comes_back_unchanged_infinite_sizes_included() -> None:
    assert basis_from(BASIS.as_json()) == BASIS


def test_a_place_never_swings_less_than_what_it_lies_in() -> None:
    assert BASIS.sigma_of("a", "neighbourhood") == 0.2
    assert BASIS.sigma_of("b", "district") == 0.3
    assert math.isnan(BASIS.sigma_of("c", "municipality"))


def test_the_spread_is_that_of_the_level_itself_or_of_the_level_above() -> None:
    assert BASIS.size_of("a", "neighbourhood") == 1.5
    assert BASIS.size_of("a", "district") == 8.0
    assert math.isnan(BASIS.size_of("c", "neighbourhood"))


def test_three_blocks_of_twelve_months_stand_before_the_newest() -> None:
    assert BASIS.blocks == 3
    assert BASIS.setting("change_alpha") == 0.05
    assert BASIS.whole("earlier_months") == 36


def test_the_fingerprint_changes_with_everything_verdicts_rest_on() -> None:
    other = Basis(settings={**BASIS.settings, "change_alpha": 0.01}, peers=BASIS.peers)
    names = {
        fingerprint(BASIS, [1, 2]),
        fingerprint(BASIS, [1, 3]),
        fingerprint(BASIS, [1, 2], ("offence",)),
        fingerprint(other, [1, 2]),
    }
    assert len(names) == 4
    assert fingerprint(BASIS, [2, 1]) == fingerprint(BASIS, [1, 2])


# --- windows -------------------------------------------------------------------------------------


def parts(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(numbers, dtype=np.int64)


def test_four_years_make_three_blocks() -> None:
    found = window(np.arange(6.0), parts(0, 0, 0, 0, 0, 0), stop=6, step=1)
    assert (found.start, found.blocks, found.why) == (5, 3, Why.NOTHING)
    assert found.recent(np.arange(6.0)) == 5
    assert found.before(np.arange(6.0)) == 2 + 3 + 4


def test_only_years_of_the_same_meaning_are_compared() -> None:
    found = window(np.arange(5.0), parts(0, 0, -1, 1, 1), stop=5, step=1)
    assert (found.blocks, found.why) == (1, Why.NOTHING)


@pytest.mark.parametrize(
    ("values", "meaning", "why"),
    [
        ([1, 2, np.nan], parts(0, 0, 0), Why.NO_FIGURES),
        ([1, 2, 3], parts(0, 0, -1), Why.BREAK),
        ([1, 2, 3], parts(0, 0, 1), Why.BREAK),
        ([np.nan, np.nan, 3], parts(0, 0, 0), Why.SHORT),
    ],
)
def test_without_a_year_to_compare_with_the_reason_is_said(
    values: list[float], meaning: np.ndarray[tuple[int], np.dtype[np.int64]], why: Why
) -> None:
    found = window(np.array(values), meaning, stop=3, step=1)
    assert (found.blocks, found.why) == (0, why)


def test_a_series_shorter_than_a_block_has_no_figures() -> None:
    found = window(np.arange(6.0), parts(*[0] * 6), stop=6, step=12)
    assert found.why is Why.NO_FIGURES


@given(st.integers(1, 60), st.integers(0, 60))
def test_months_make_as_many_whole_blocks_as_there_are(length: int, gap: int) -> None:
    values = np.ones(length)
    if gap < length:
        values[length - 1 - gap] = np.nan
    found = window(values, parts(*[0] * length), stop=length, step=12)
    usable = min(length, gap)
    expected = max(min(3, usable // 12 - 1), 0) if usable >= 12 else 0
    assert found.blocks == expected
    assert bool(found.why) == (expected == 0)


def test_only_what_counts_for_some_indicators_is_in_their_fingerprint() -> None:
    mine = BASIS.only({"a"})
    assert mine.sigma == {"municipality": {"a": 0.2}, "neighbourhood": {"a": 0.05}}
    assert mine.estimate_set is None
    assert mine.peers == BASIS.peers
