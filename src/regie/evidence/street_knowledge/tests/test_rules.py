"""Seasons, who may change what, and which areas lie inside which."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.street_knowledge import rules, workflow
from regie.evidence.street_knowledge.rules import (
    CLOSED,
    ENDS_BEFORE,
    IN_FUTURE,
    NO_PERIOD,
    NOT_YOURS,
    ONLY_AN_END,
    Season,
)
from regie.foundation.access.rules import COORDINATOR, PARTNER, RESEARCHER

pytestmark = pytest.mark.pure
TODAY = date(2026, 6, 1)
DAYS = st.dates(date(2000, 3, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 1, 5), "2025-winter"),
        (date(2026, 2, 28), "2025-winter"),
        (date(2026, 3, 1), "2026-spring"),
        (date(2026, 8, 31), "2026-summer"),
        (date(2026, 11, 30), "2026-autumn"),
        (date(2026, 12, 1), "2026-winter"),
    ],
)
def test_the_season_of_a_day(day: date, code: str) -> None:
    assert rules.season_of(day).code == code


@given(DAYS)
def test_the_choices_go_back_two_years_and_are_read_back(today: date) -> None:
    found = rules.seasons(today)
    assert found[0] == rules.season_of(today)
    assert len(set(found)) == len(found) == 10
    assert [each.part for each in found[:4]] != [each.part for each in found[1:5]]
    assert all(rules.read_season(each.code) == each for each in found)


@given(st.text(max_size=12))
def test_any_text_is_a_season_or_none(text: str) -> None:
    found = rules.read_season(text)
    assert found is None or found.code == text


def test_a_year_is_a_season_too() -> None:
    assert rules.read_season("2026-year") == Season(2026, "year")
    assert rules.read_season("26-year") is None


@pytest.mark.parametrize(
    ("season", "first", "last", "problems"),
    [
        ("2026-spring", None, None, []),
        ("", date(2026, 5, 1), None, []),
        ("", date(2026, 5, 1), date(2026, 5, 1), []),
        ("", None, None, [("season", NO_PERIOD)]),
        ("", None, date(2026, 5, 1), [("seen_from", ONLY_AN_END)]),
        ("", date(2026, 5, 2), date(2026, 5, 1), [("seen_to", ENDS_BEFORE)]),
        ("2026-spring", date(2026, 6, 2), None, [("seen_from", IN_FUTURE)]),
        ("", date(2026, 5, 2), date(2026, 6, 2), [("seen_to", IN_FUTURE)]),
    ],
)
def test_a_time_is_complete_and_in_the_past(
    season: str, first: date | None, last: date | None, problems: list[tuple[str, str]]
) -> None:
    assert list(rules.period_problems(season, first, last, TODAY)) == problems


def test_words_are_changed_by_who_brought_them_and_only_while_they_wait() -> None:
    for state in workflow.OBSERVATION.states:
        expected = None if state in {"submitted", "returned"} else CLOSED
        assert rules.why_not_change(state=state, maker=1, mine=1) == expected
        assert rules.why_not_change(state=state, maker=None, mine=None) == expected
    assert rules.why_not_change(state="submitted", maker=1, mine=None) == NOT_YOURS
    assert rules.why_not_change(state="submitted", maker=1, mine=2) == NOT_YOURS


@pytest.mark.parametrize(
    ("area", "codes", "found"),
    [
        ("GM9901", ["BU99010101"], True),
        ("GM9901", ["GM9901"], True),
        ("GM9901", ["WK990200"], False),
        ("WK990101", ["BU99010101"], True),
        ("WK990101", ["BU99010201"], False),
        ("WK990101", ["GM9901"], False),
        ("BU99010101", ["BU99010102", "BU99010101"], True),
        ("BU99010101", ["WK990101"], False),
        ("BU99010101", [], False),
    ],
)
def test_an_area_holds_the_areas_inside_it(area: str, codes: list[str], found: bool) -> None:
    assert rules.inside(area, codes) is found


def test_the_state_table() -> None:
    table = workflow.OBSERVATION
    for role in (COORDINATOR, RESEARCHER, PARTNER):
        may = table.refusal("accept", state="submitted", role=role) is None
        assert may is (role == COORDINATOR)
        assert table.refusal("withdraw", state="accepted", role=role) is None
    assert table.refusal("accept", state="returned", role=COORDINATOR)
    assert table.refusal("submit", state="returned", role=PARTNER) is None
    assert not table.available(state="withdrawn", role=COORDINATOR)
