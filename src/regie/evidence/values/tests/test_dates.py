from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.values.dates import (
    coarser,
    grain_of,
    order_in,
    period_of,
    read_day,
    read_period,
)

pytestmark = pytest.mark.pure

MONTHS = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]


@given(st.dates(date(1995, 1, 1), date(2060, 12, 31)))
def test_one_day_in_many_ways(day: date) -> None:
    ways = [
        f"{day:%Y-%m-%d}",
        f"{day:%Y%m%d}",
        f"{day:%d-%m-%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d.%m.%Y} 13:05",
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"{day:%Y-%m-%d}T00:00:00",
        str((day - date(1899, 12, 30)).days),
        f"{day:%d-%m-%y}",
    ]
    assert {moment.day for text in ways if (moment := read_day(text, "day-month"))} == {day}
    assert all(read_day(text, "day-month") for text in ways)


@given(st.dates(date(1995, 1, 1), date(2060, 12, 31)))
def test_the_other_order(day: date) -> None:
    moment = read_day(f"{day:%m/%d/%Y}", "month-day")
    assert moment is not None
    assert moment.day == day
    assert not moment.swapped
    other = read_day(f"{day:%m/%d/%Y}", "day-month")
    assert other is not None
    assert other.swapped == (day.day > 12)


def test_without_an_order_only_what_is_certain_is_read() -> None:
    assert read_day("03-04-2026", "") is None
    assert read_day("04-04-2026", "") is not None
    assert str(getattr(read_day("23-04-2026", ""), "day", "")) == "2026-04-23"
    assert str(getattr(read_day("04-23-2026", ""), "day", "")) == "2026-04-23"


def test_a_zone_is_taken_to_dutch_time() -> None:
    late = read_day("2026-08-31T22:30:00Z", "day-month")
    assert late is not None
    assert late.day == date(2026, 9, 1)
    assert late.timed
    assert read_day("2026-13-31T22:30:00Z", "day-month") is None
    assert read_day("0001-01-01T22:30:00Z", "day-month") is None


@pytest.mark.parametrize(
    "text", ["31-02-2026", "Totaal", "", "99-99-9999", "2026", "12:30", "x" * 70, "1 foo 2026"]
)
def test_what_is_no_day(text: str) -> None:
    assert read_day(text, "day-month") is None


def test_seconds_and_days_of_a_spreadsheet() -> None:
    assert read_day("46266.5", "day-month") == read_day("46266,5", "day-month")
    assert read_day("1790000000000", "day-month") == read_day("1790000000", "day-month")
    assert read_day("September 1, 2026", "day-month") is not None


@given(st.text(max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    read_day(text, "day-month")
    read_period(text)
    order_in([text])


def test_the_order_that_a_column_shows() -> None:
    assert order_in(["01-02-2026", "13-02-2026"]).order == "day-month"
    assert order_in(["01-02-2026", "02-13-2026"]).order == "month-day"
    assert order_in(["13-02-2026", "02-13-2026"]).order == ""
    assert order_in(["01-02-2026"]).order == ""
    assert order_in(["2026-02-01", "5-5-2026"]).order == "day-month"


@pytest.mark.parametrize(
    ("text", "code"),
    [("2026", "2026JJ00"), ("2026MM09", "2026MM09"), ("202609", "2026MM09"),
     ("sep 2026", "2026MM09"), ("september-26", "2026MM09"), ("Q3 2026", "2026KW03"),
     ("2026-K3", "2026KW03"), ("3e kwartaal 2026", "2026KW03"), ("2026 3e kwartaal", "2026KW03"),
     ("09-2026", "2026MM09"), ("2026*", "2026JJ00"), ("2026-13", None), ("Q7 2026", None),
     ("januari", None), ("", None), ("2026 september", "2026MM09"), ("foo 2026", None)],
)  # fmt: skip
def test_periods(text: str, code: str | None) -> None:
    assert read_period(text) == code


def test_periods_of_days_and_of_shorter_periods() -> None:
    day = date(2026, 9, 3)
    found = [period_of(day, grain) for grain in ("month", "quarter", "year")]
    assert found == ["2026MM09", "2026KW03", "2026JJ00"]
    assert coarser("2026MM09", "quarter") == "2026KW03"
    assert coarser("2026KW03", "quarter") == "2026KW03"
    assert coarser("2026KW03", "year") == "2026JJ00"
    assert coarser("2026JJ00", "month") is None
    assert coarser("2026JJ00", "quarter") is None
    assert grain_of(["2026MM01"]) == "month"
    assert grain_of(["2026MM01", "2026KW01"]) == "quarter"
    assert grain_of(["2026MM01", "2026JJ00"]) == "year"
