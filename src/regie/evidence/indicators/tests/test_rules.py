"""Rules of readings: small worked cases, and properties that hold for any series."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from regie.evidence.formats.rules import State
from regie.evidence.indicators import exposure, rules
from regie.evidence.indicators.exposure import Exposure
from regie.evidence.indicators.rules import (
    Line,
    Reading,
    Reason,
    Segment,
    Standing,
)
from regie.evidence.intake import sum_checks

pytestmark = pytest.mark.pure
Limits = tuple[float | None, float | None]
YEARS = tuple(f"{year}JJ00" for year in range(2012, 2026))


def line(
    counts: Sequence[float],
    denominators: Sequence[float],
    *,
    states: Sequence[int] | None = None,
    years: Sequence[int] | None = None,
    inhabitants: Sequence[float] | None = None,
    moved: Sequence[bool] | None = None,
) -> Line:
    n = len(counts)
    values = np.array(counts, dtype=float)
    laid = np.array(denominators, dtype=float)
    return Line(
        periods=YEARS[:n],
        counts=values,
        states=np.array([State.VALUE] * n if states is None else states, dtype=np.uint8),
        denominators=laid,
        denominator_years=np.array(years or list(range(2012, 2012 + n))),
        moved=np.array(moved or [False] * n, dtype=np.bool_),
        inhabitants=laid if inhabitants is None else np.array(inhabitants, dtype=float),
        provisional=(False,) * (n - 1) + (True,),
    )


def one(count: float, denominator: float, **kwargs: Any) -> Reading:
    wrapped = {key: [value] for key, value in kwargs.items()}
    return rules.read("GM9901", line([count], [denominator], **wrapped))[0]


def test_garwood_interval_of_ten_in_two_thousand() -> None:
    reading = one(10, 2000)
    assert reading.rate == 5.0
    assert reading.low == pytest.approx(chi2.ppf(0.025, 20) / 2 / 2)
    assert reading.high == pytest.approx(chi2.ppf(0.975, 22) / 2 / 2)
    assert reading.known
    assert reading.reason is Reason.NONE


def test_zero_is_a_value_with_an_upper_limit() -> None:
    reading = one(0, 2000)
    assert (reading.rate, reading.low) == (0.0, 0.0)
    assert reading.high == pytest.approx(chi2.ppf(0.975, 2) / 2 / 2)
    assert reading.indicative


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (State.HIDDEN, Reason.HIDDEN),
        (State.UNKNOWN, Reason.UNKNOWN),
        (State.IMPOSSIBLE, Reason.IMPOSSIBLE),
        (State.NOT_OBSERVED, Reason.NOT_OBSERVED),
    ],
)
def test_without_a_count_the_reason_is_given_and_nothing_is_zero(
    state: State, reason: Reason
) -> None:
    reading = one(np.nan, 2000, states=state)
    assert reading.count is None
    assert reading.rate is None
    assert reading.reason is reason
    assert rules.REASONS[reading.reason]


def test_no_rate_under_two_hundred_inhabitants_but_the_count_stays() -> None:
    reading = one(3, 199)
    assert (reading.count, reading.rate, reading.reason) == (3, None, Reason.FEW)
    assert one(3, 200).known


def test_inhabitants_decide_even_when_there_are_many_shops() -> None:
    assert one(40, 500, inhabitants=150).reason is Reason.FEW
    assert one(40, 50, inhabitants=1000).known


def test_unknown_inhabitants_leave_the_denominator_itself_to_decide() -> None:
    assert one(4, 300, inhabitants=np.nan).known
    assert one(4, 100, inhabitants=np.nan).reason is Reason.FEW


def test_never_a_numerator_over_nothing() -> None:
    assert one(4, np.nan).reason is Reason.NO_DENOMINATOR
    assert one(4, 0, inhabitants=1000).reason is Reason.NO_DENOMINATOR
    assert one(4, np.nan, moved=True).reason is Reason.BOUNDARY


def test_estimated_says_which_year_or_that_the_count_was_converted() -> None:
    borrowed = one(4, 1000, years=2013)
    assert borrowed.estimated
    assert not borrowed.converted
    converted = one(4, 1000, states=State.ESTIMATED)
    assert converted.converted
    assert converted.estimated
    assert not one(4, 1000).estimated
    assert not one(np.nan, 1000, states=State.HIDDEN).estimated


def test_a_wide_interval_is_indicative() -> None:
    assert one(5, 1000).indicative
    assert not one(100, 10_000).indicative
    assert not one(np.nan, 1000, states=State.HIDDEN).indicative


def test_provisional_is_kept_per_period() -> None:
    readings = rules.read("GM9901", line([1, 2], [1000, 1000]))
    assert [r.provisional for r in readings] == [False, True]


# --- comparing ------------------------------------------------------------------------------


def reading(low: float | None, high: float | None) -> Reading:
    return Reading("A", "2025JJ00", 1, 1, 1, low, high, State.VALUE, Reason.NONE)


@pytest.mark.parametrize(
    ("own", "other", "standing"),
    [
        ((5, 6), (3, 4), Standing.HIGHER),
        ((1, 2), (3, 4), Standing.LOWER),
        ((3, 5), (4, 6), Standing.SIMILAR),
        ((4, 6), (3, 4), Standing.SIMILAR),
        ((None, None), (3, 4), Standing.UNKNOWN),
        ((3, 4), (3, None), Standing.UNKNOWN),
        ((3, None), (3, 4), Standing.UNKNOWN),
        ((3, 4), (None, 4), Standing.UNKNOWN),
    ],
)
def test_only_intervals_that_do_not_touch_are_told_apart(
    own: Limits, other: Limits, standing: Standing
) -> None:
    assert rules.compare(reading(*own), reading(*other)) is standing


@given(st.lists(st.floats(0, 100), min_size=4, max_size=4))
def test_comparing_is_symmetric(limits: list[float]) -> None:
    one_, other = (reading(*sorted(pair)) for pair in (limits[:2], limits[2:]))
    turned = {Standing.HIGHER: Standing.LOWER, Standing.LOWER: Standing.HIGHER}
    found = rules.compare(one_, other)
    assert rules.compare(other, one_) is turned.get(found, found)


# --- breaks ---------------------------------------------------------------------------------


def test_a_break_half_way_a_year_makes_that_year_a_segment_of_its_own() -> None:
    parts = rules.segments(YEARS, ["2018MM07"])
    assert parts == (Segment(0, 6), Segment(6, 7, mixed=True), Segment(7, 14))
    assert rules.same_segment(parts, 0, 5)
    assert not rules.same_segment(parts, 5, 7)
    assert not rules.same_segment(parts, 6, 6)
    assert rules.same_segment(parts, 7, 13)


def test_a_break_at_new_year_makes_no_mixed_year() -> None:
    assert rules.segments(YEARS, ["2016MM01"]) == (Segment(0, 4), Segment(4, 14))
    assert rules.segments(YEARS, ["2021JJ00"]) == (Segment(0, 9), Segment(9, 14))


def test_two_breaks_in_one_year_and_breaks_outside_the_series() -> None:
    parts = rules.segments(YEARS[:4], ["2013MM04", "2013MM09", "1999MM01", "2030MM01"])
    assert parts == (Segment(0, 1), Segment(1, 2, mixed=True), Segment(2, 4))
    assert rules.segments((), ["2013MM04"]) == ()


def test_sums_of_twelve_months_are_mixed_while_they_reach_over_the_break() -> None:
    months = [f"2018MM{m:02d}" for m in range(1, 13)] + [f"2019MM{m:02d}" for m in range(1, 13)]
    parts = rules.segments(months, ["2018MM07"], window=12)
    assert parts[0] == Segment(0, 6)
    assert parts[1] == Segment(6, 17, mixed=True)
    assert parts[2] == Segment(17, 24)


@given(
    st.lists(st.sampled_from([f"{y}MM{m:02d}" for y in range(2010, 2027) for m in range(1, 13)]))
)
def test_segments_cover_every_period_once_in_order(breaks: list[str]) -> None:
    parts = rules.segments(YEARS, breaks)
    covered = [at for part in parts for at in range(part.start, part.stop)]
    assert covered == list(range(len(YEARS)))


# --- denominators ---------------------------------------------------------------------------


def lay(known: Sequence[float], known_years: Sequence[int], years: Sequence[int]) -> Exposure:
    values = np.array([known], dtype=float)
    return exposure.exposure(values, known_years, years, jump=exposure.MUNICIPAL_JUMP)


def test_the_same_year_goes_before_a_neighbouring_one() -> None:
    laid = lay([1000, 1010], [2020, 2021], [2019, 2020, 2021, 2022, 2023])
    assert laid.values[0].tolist()[:4] == [1000, 1000, 1010, 1010]
    assert np.isnan(laid.values[0, 4])
    assert laid.years[0].tolist() == [2020, 2020, 2021, 2021, 0]
    assert not laid.moved.any()


def test_of_two_neighbours_the_earlier_year_is_taken() -> None:
    laid = lay([1000, 1020], [2019, 2021], [2020])
    assert laid.years[0].tolist() == [2019]


def test_a_merged_municipality_has_no_population_before_its_first_year() -> None:
    """Eemsdelta (2021): police counts go back to 2012, the population does not."""
    known = [np.nan, np.nan, np.nan, 45_000, 45_100]
    laid = lay(known, range(2018, 2023), range(2018, 2023))
    assert laid.years[0].tolist() == [0, 0, 2021, 2021, 2022]
    assert laid.moved[0].tolist() == [True, True, False, False, False]


def test_a_jump_under_the_same_code_is_another_territory() -> None:
    """Oisterwijk (2021) grew by 23 % when it took over half of Haaren."""
    laid = lay([25_700, 25_800, 25_900, 32_000, 32_300], range(2018, 2023), range(2018, 2023))
    assert laid.moved[0].tolist() == [True, True, False, False, False]
    assert laid.values[0, 2] == 32_000


def test_ordinary_growth_is_no_jump_nor_is_a_small_place() -> None:
    grown = lay([10_000, 10_500], [2019, 2020], [2019, 2020])
    assert grown.values[0].tolist() == [10_000, 10_500]
    small = lay([20, 60], [2019, 2020], [2019, 2020])
    assert small.values[0].tolist() == [20, 60]


def test_what_was_counted_inside_an_older_boundary_is_not_used() -> None:
    """Key figures, change code 3 in the edition of 2022: older editions are of another place."""
    known = np.array([[1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0, 4.0]])
    changed = np.array([[False, False, True, False], [False] * 4])
    kept = exposure.after_change(known, changed)
    assert np.isnan(kept[0, :2]).all()
    assert kept[0, 2:].tolist() == [3, 4]
    assert kept[1].tolist() == [1, 2, 3, 4]


def test_without_any_denominator_nothing_is_known_and_nothing_moved() -> None:
    laid = lay([], [], [2020, 2021])
    assert np.isnan(laid.values).all()
    assert not laid.moved.any()


@given(
    st.lists(st.one_of(st.none(), st.floats(1, 1e6)), min_size=6, max_size=6),
    st.integers(2010, 2024),
)
def test_a_denominator_is_never_more_than_one_year_away(
    known: list[float | None], start: int
) -> None:
    values = [np.nan if v is None else v for v in known]
    years = list(range(2014, 2020))
    laid = lay(values, range(start, start + 6), years)
    for at, year in enumerate(years):
        found = int(laid.years[0, at])
        assert (found == 0) == bool(np.isnan(laid.values[0, at]))
        assert found == 0 or abs(found - year) <= exposure.REACH


def test_an_own_denominator_serves_the_whole_series_or_not_at_all() -> None:
    counted = np.array([True, True, False])
    assert rules.covers(np.array([1.0, 2.0, np.nan]), counted)
    assert not rules.covers(np.array([1.0, np.nan, 3.0]), counted)
    assert not rules.covers(np.array([1.0, 2.0, 3.0]), np.zeros(3, dtype=bool))


# --- months ---------------------------------------------------------------------------------


def test_twelve_months_need_twelve_months() -> None:
    values = np.ones(14)
    states = np.full(14, int(State.VALUE), dtype=np.uint8)
    states[0] = int(State.HIDDEN)
    months = [f"2023MM{m:02d}" for m in range(1, 13)] + ["2024MM01", "2024MM02"]
    sums, out = rules.twelve_months(values, states, months)
    assert not rules.is_counted(out[:11]).any()
    assert out[11] == int(State.HIDDEN)
    assert np.isnan(sums[11])
    assert sums[12:].tolist() == [12, 12]


def test_calendar_years_are_only_complete_ones() -> None:
    months = [f"2023MM{m:02d}" for m in range(7, 13)] + [f"2024MM{m:02d}" for m in range(1, 13)]
    months += ["2025MM01"]
    states = np.full(19, int(State.VALUE), dtype=np.uint8)
    periods, values, out = rules.calendar_years(np.arange(19.0), states, months)
    assert periods == ("2024JJ00",)
    assert values.tolist() == [sum(range(6, 18))]
    assert out.tolist() == [int(State.VALUE)]


@given(st.lists(st.sampled_from(list(State)), min_size=1, max_size=5))
def test_the_worst_state_decides_a_sum(states: list[State]) -> None:
    combined = rules.combine(np.array([states], dtype=np.uint8))[0]
    counted = all(s in (State.VALUE, State.ESTIMATED) for s in states)
    assert bool(rules.is_counted(combined)) == counted
    if State.HIDDEN in states:
        assert combined == int(State.HIDDEN)


# --- pooling --------------------------------------------------------------------------------


def test_three_years_are_taken_together() -> None:
    readings = rules.read("BU1", line([10, 2, 4, 6], [1000] * 4))
    result = rules.pooled(readings, rules.segments(YEARS[:4], []))
    assert result is not None
    pooled, years = result
    assert years == 3
    assert (pooled.count, pooled.denominator, pooled.rate) == (12, 3000, 4.0)
    assert pooled.provisional
    assert pooled.period == "2015JJ00"


def test_pooling_stops_at_a_break_and_at_a_gap() -> None:
    readings = rules.read("BU1", line([1, 2, 3, 4], [1000] * 4))
    assert years_pooled(readings, ["2015MM01"]) == 1
    gap = rules.read(
        "BU1",
        line([1, 2, 3, 4], [1000] * 4, states=[1, 1, int(State.HIDDEN), 1]),
    )
    assert years_pooled(gap, []) == 1


def years_pooled(readings: tuple[Reading, ...], breaks: list[str]) -> int | None:
    result = rules.pooled(readings, rules.segments(YEARS[:4], breaks))
    return result[1] if result else None


def test_pooling_without_any_rate_gives_nothing() -> None:
    assert rules.pooled(rules.read("BU1", line([1], [10])), rules.segments(YEARS[:1], [])) is None


def test_pooling_over_given_periods_needs_them_all() -> None:
    readings = rules.read("GM1", line([10, 20], [1000, 1000]))
    both = rules.pooled_over(readings, {"2012JJ00", "2013JJ00"})
    assert both is not None
    assert both.rate == 15.0
    assert rules.pooled_over(readings, {"2011JJ00", "2012JJ00"}) is None
    assert rules.pooled_over(readings, set()) is None
    few = rules.read("GM1", line([10, 20], [10, 1000]))
    assert rules.pooled_over(few, {"2012JJ00", "2013JJ00"}) is None


@given(st.integers(0, 5000), st.integers(200, 10_000_000))
def test_an_interval_holds_its_rate(count: int, people: int) -> None:
    found = one(count, people)
    assert found.low is not None
    assert found.rate is not None
    assert found.high is not None
    assert found.low <= found.rate <= found.high


@pytest.mark.parametrize(
    ("counts", "usual"),
    [
        ([9, 8, 8, 8, 8, 0], 8.2),
        ([9, 8, 8, 8, 8, 1], None),
        ([9, 8, 8, 8, 2, 0], None),
        ([9, 8, 8, 8, 6, 0], None),
        ([9, 8, 8, 8, float("nan"), 0], None),
        ([8, 8, 8, 8, 0], None),
    ],
)
def test_a_zero_after_clear_years_is_suspicious(counts: list[float], usual: float | None) -> None:
    found = rules.suspicious(np.array(counts, dtype=float))
    assert np.isnan(found[:-1]).all()
    assert found[-1] == pytest.approx(usual) if usual else np.isnan(found[-1])


def test_sums_of_twelve_months_stand_beside_whole_years() -> None:
    sums = np.array([20.0] * 60 + [3.0] * 11 + [0.0])
    found = rules.suspicious(sums, window=12)
    assert np.flatnonzero(~np.isnan(found)).tolist() == [71]
    assert found[71] == 20


def test_the_rule_of_the_suspicious_zero_is_that_of_the_quality_report() -> None:
    assert (rules.USUAL, rules.LEAST, rules.EARLIER) == (
        sum_checks.USUAL,
        sum_checks.LEAST,
        sum_checks.YEARS,
    )


def test_nothing_is_concluded_from_a_suspicious_zero() -> None:
    made = line([20, 20, 20, 20, 20, 0], [1000] * 6)
    readings = rules.read("GM9901", replace(made, usual=rules.suspicious(made.counts)))
    assert [reading.doubtful for reading in readings] == [False] * 5 + [True]
    assert rules.compare(readings[-1], readings[0]) is Standing.UNKNOWN
    assert rules.compare(readings[0], readings[-1]) is Standing.UNKNOWN
    taken = rules.pooled(readings, rules.segments(made.periods, []))
    assert taken is not None
    assert taken[0].doubtful
