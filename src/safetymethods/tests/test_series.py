"""Sums over twelve months, unfinished periods and breaks."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetymethods.result import Caveat, State
from safetymethods.series import (
    Segment,
    completeness,
    months_of,
    rolling_sum,
    split_at_breaks,
)

pytestmark = pytest.mark.pure


def months(first: str, number: int) -> list[str]:
    start, _ = months_of(first)
    return [f"{at // 12:04d}MM{at % 12 + 1:02d}" for at in range(start, start + number)]


def test_periods_cover_months() -> None:
    assert months_of("2023JJ00") == (2023 * 12, 2023 * 12 + 11)
    assert months_of("2023KW02") == (2023 * 12 + 3, 2023 * 12 + 5)
    assert months_of("2023MM12") == (2023 * 12 + 11, 2023 * 12 + 11)


@pytest.mark.parametrize("wrong", ["2023", "2023MM13", "2023MM00", "2023KW05", "2023JJ01", "2023*"])
def test_what_is_no_period_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="is not a period"):
        months_of(wrong)


def test_the_first_sum_comes_after_twelve_months() -> None:
    found = rolling_sum(np.arange(1.0, 15.0), months("2022MM01", 14))
    assert np.isnan(found.sums[:11]).all()
    assert found.sums[11:].tolist() == [78, 90, 102]
    assert found.states[:11].tolist() == [State.NOT_OBSERVED] * 11
    assert found.months.tolist() == [*range(1, 12), 12, 12, 12]
    assert (found.window, found.method) == (12, "rolling_sum.12")
    assert found.caveats == (Caveat.PERIODS_MISSING,)


def test_a_sum_never_bridges_a_month_that_is_not_delivered() -> None:
    all_months = months("2022MM01", 26)
    without = [period for period in all_months if period != "2022MM06"]
    found = rolling_sum(np.ones(25), without)
    complete = [p for p, total in zip(without, found.sums, strict=True) if not np.isnan(total)]
    assert complete[0] == "2023MM06"
    assert found.months[without.index("2022MM12")] == 11


def test_a_hidden_month_hides_the_sum() -> None:
    values, states = np.ones(24), np.full(24, State.VALUE)
    states[3], states[4], states[6] = State.HIDDEN, State.UNKNOWN, State.ESTIMATED
    values[3] = 0.0
    found = rolling_sum(values, months("2022MM01", 24), states=states)
    assert found.states[14] == State.HIDDEN
    assert found.states[15] == State.UNKNOWN
    assert found.states[16] == State.ESTIMATED
    assert found.states[18] == State.VALUE
    assert np.isnan(found.sums[15])
    assert found.sums[16] == 12
    assert set(found.caveats) == {Caveat.PERIODS_MISSING, Caveat.ESTIMATED}


def test_a_cube_is_summed_along_its_last_axis() -> None:
    cube = np.arange(2 * 3 * 13, dtype=float).reshape(2, 3, 13)
    found = rolling_sum(cube, months("2022MM01", 13))
    np.testing.assert_allclose(found.sums[..., 12], cube[..., 1:].sum(axis=-1))
    assert found.sums.shape == cube.shape


def test_no_months_give_no_sums() -> None:
    assert rolling_sum(np.zeros((4, 0)), []).sums.shape == (4, 0)


def test_a_window_of_one_month_is_the_series_itself() -> None:
    found = rolling_sum([3.0, 4.0], months("2022MM01", 2), window=1)
    assert found.sums.tolist() == [3, 4]
    assert found.caveats == ()


@pytest.mark.parametrize(
    ("periods", "window", "says"),
    [
        (["2022MM01"], 12, "1 periods for 2 values"),
        (["2021JJ00", "2022JJ00"], 12, "needs months"),
        (["2022MM02", "2022MM01"], 12, "in order"),
        (["2022MM01", "2022MM01"], 12, "in order"),
        (["2022MM01", "2022MM02"], 0, "at least one month"),
    ],
)
def test_a_rolling_sum_refuses_what_it_cannot_sum(
    periods: list[str], window: int, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        rolling_sum([1.0, 2.0], periods, window=window)


def test_states_must_fit_the_values() -> None:
    with pytest.raises(ValueError, match="states have shape"):
        rolling_sum([1.0, 2.0], months("2022MM01", 2), states=[State.VALUE])


@given(st.lists(st.integers(0, 1000), min_size=12, max_size=60))
def test_each_sum_is_the_sum_of_its_own_twelve_months(values: list[int]) -> None:
    found = rolling_sum(np.array(values, dtype=float), months("2015MM03", len(values)))
    for at in range(11, len(values)):
        assert found.sums[at] == sum(values[at - 11 : at + 1])


@given(st.lists(st.booleans(), min_size=13, max_size=40))
def test_a_sum_is_there_exactly_when_its_months_are(present: list[bool]) -> None:
    values = np.where(present, 1.0, np.nan)
    found = rolling_sum(values, months("2019MM11", len(values)))
    for at in range(len(values)):
        whole = at >= 11 and all(present[at - 11 : at + 1])
        assert np.isnan(found.sums[at]) != whole


def test_a_year_delivered_in_august_is_not_finished() -> None:
    found = completeness(["2022JJ00", "2023JJ00", "2024JJ00"], delivered=date(2024, 8, 15))
    assert found.elapsed.tolist() == [12, 12, 5]
    assert found.length.tolist() == [12, 12, 12]
    assert found.unfinished == ("2024JJ00",)
    assert found.caveats == (Caveat.UNFINISHED,)


def test_a_year_is_finished_two_months_after_it_ended() -> None:
    assert completeness(["2023JJ00"], delivered=date(2024, 2, 28)).unfinished == ("2023JJ00",)
    assert completeness(["2023JJ00"], delivered=date(2024, 3, 1)).unfinished == ()


def test_without_a_delivery_date_the_last_two_months_are_unfinished() -> None:
    found = completeness(months("2023MM01", 6))
    assert found.unfinished == ("2023MM05", "2023MM06")
    assert found.lag == 2
    assert completeness([]).unfinished == ()
    assert completeness(months("2023MM01", 6), lag=0).unfinished == ()


def test_a_period_of_the_future_has_not_begun() -> None:
    assert completeness(["2026JJ00"], delivered=date(2024, 8, 15)).elapsed.tolist() == [0]


def test_a_negative_lag_is_refused() -> None:
    with pytest.raises(ValueError, match="zero or more months"):
        completeness(["2023JJ00"], lag=-1)


def test_the_year_of_a_break_belongs_to_neither_side() -> None:
    """Police counting changed in July 2018: 2018 holds half a year of each rule."""
    years = [f"{year}JJ00" for year in range(2015, 2021)]
    found = split_at_breaks(years, ["2018MM07"])
    assert found.part.tolist() == [0, 0, 0, -1, 1, 1]
    assert found.segments == (
        Segment(0, 3, "2015JJ00", "2017JJ00"),
        Segment(4, 6, "2019JJ00", "2020JJ00"),
    )
    assert found.breaks == ("2018MM07",)
    assert set(found.caveats) == {Caveat.BROKEN, Caveat.MIXED}
    assert found.comparable(0, 2)
    assert not found.comparable(2, 4)
    assert not found.comparable(3, 3)


def test_a_break_in_january_cuts_cleanly() -> None:
    found = split_at_breaks(["2015JJ00", "2016JJ00"], ["2016MM01"])
    assert found.part.tolist() == [0, 1]
    assert found.caveats == (Caveat.BROKEN,)
    assert split_at_breaks(["2019JJ00", "2021JJ00"], ["2021JJ00"]).part.tolist() == [0, 1]


def test_twelve_month_sums_straddle_a_break_for_eleven_months() -> None:
    found = split_at_breaks(months("2018MM01", 24), ["2018MM07"], window=12)
    assert found.part.tolist() == [0] * 6 + [-1] * 11 + [1] * 7


def test_a_break_outside_the_series_does_not_cut_it() -> None:
    found = split_at_breaks(["2019JJ00", "2020JJ00"], ["2015MM05", "2018MM07", "2024MM07"])
    assert len(found.segments) == 1
    assert found.breaks == ()
    assert found.caveats == ()
    assert found.comparable(0, 1)


def test_several_breaks_make_several_parts() -> None:
    years = [f"{year}JJ00" for year in range(2012, 2024)]
    found = split_at_breaks(years, ["2019MM04", "2015MM05", "2017MM04", "2017MM04"])
    assert [(part.first, part.last) for part in found.segments] == [
        ("2012JJ00", "2014JJ00"),
        ("2016JJ00", "2016JJ00"),
        ("2018JJ00", "2018JJ00"),
        ("2020JJ00", "2023JJ00"),
    ]
    assert found.breaks == ("2015MM05", "2017MM04", "2019MM04")


@given(st.lists(st.integers(0, 59), max_size=5), st.integers(1, 12))
def test_no_window_within_a_part_contains_a_break(at: list[int], window: int) -> None:
    series = months("2018MM01", 60)
    found = split_at_breaks(series, [series[place] for place in at], window=window)
    for number, part in enumerate(found.part):
        covered = set(range(max(number - window + 2, 1 - window), number + 1))
        assert (part == -1) == any(place in covered for place in at)
