"""Files for a calendar: what RFC 5545 asks, read back by hand and by a reader."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from regie.ui.calendar_files import Happening, as_ics

pytestmark = pytest.mark.pure

NOW = datetime(2027, 1, 2, 9, 30, tzinfo=UTC)
HERE = ZoneInfo("Europe/Amsterdam")
DAY = Happening("a@regie", "Kadernota; raad, één", date(2027, 5, 30), date(2027, 5, 31))


def made(*happenings: Happening) -> str:
    return as_ics("all@regie", "Besliskalender", happenings, made_at=NOW).decode()


def test_whole_days_end_on_the_day_after() -> None:
    lines = made(DAY).split("\r\n")
    assert "DTSTART;VALUE=DATE:20270530" in lines
    assert "DTEND;VALUE=DATE:20270601" in lines
    assert "DTSTAMP:20270102T093000Z" in lines
    assert "UID:a@regie" in lines
    assert "TRANSP:TRANSPARENT" in lines
    assert "SUMMARY:Kadernota\\; raad\\, één" in lines
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Regie//Regie//NL"]
    assert lines[-2:] == ["END:VCALENDAR", ""]


def test_times_are_world_time_in_summer_and_in_winter() -> None:
    summer, winter = (datetime(2027, month, 1, 19, 30, tzinfo=HERE) for month in (7, 12))
    late = Happening(
        "s@regie", "Start", summer.date(), summer.date(), begins=summer, ends=summer + timedelta(1)
    )
    open_end = Happening("w@regie", "Start", winter.date(), winter.date(), begins=winter)
    lines = made(late, open_end).split("\r\n")
    assert {"DTSTART:20270701T173000Z", "DTEND:20270702T173000Z"} <= set(lines)
    assert "DTSTART:20271201T183000Z" in lines
    assert sum(line.startswith("DTEND") for line in lines) == 1
    assert lines.count("TRANSP:OPAQUE") == 2


def test_the_same_events_make_the_same_file() -> None:
    assert made(DAY) == made(DAY)
    assert made().count("BEGIN:VEVENT") == 0


@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_is_typed_a_reader_reads_it_back(name: str, text: str) -> None:
    content = as_ics(
        "all@regie",
        "Kalender",
        [Happening("a@regie", f"x{name}x", NOW.date(), NOW.date(), text=text, sort="raad")],
        made_at=NOW,
    )
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    events = Calendar.from_ical(content).events
    assert [str(event["UID"]) for event in events] == ["a@regie"]
    assert content.count(b"END:VEVENT") == 1
