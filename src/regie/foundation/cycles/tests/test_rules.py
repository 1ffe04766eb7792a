"""The rules of the cycle, and who keeps it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.foundation.access.rules import COORDINATOR, ROLES, Action, decide
from regie.foundation.cycles import rules
from regie.foundation.cycles.permissions import ACTIONS, VIEW_CYCLE
from regie.foundation.cycles.rules import Period

pytestmark = pytest.mark.pure

PLAN = Period(date(2023, 1, 1), date(2026, 12, 31))
NEXT = Period(date(2027, 1, 1), date(2030, 12, 31))

DAYS = st.dates(date(2010, 1, 1), date(2040, 12, 31))
PERIODS = st.builds(
    lambda day, length: Period(day, day + timedelta(days=length)), DAYS, st.integers(1, 2000)
)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.code)
def test_who_may_do_what(action: Action, role: str) -> None:
    assert bool(decide(action, role=role)) is (role == COORDINATOR or action is VIEW_CYCLE)


@given(PERIODS, PERIODS)
def test_overlap_is_sharing_a_day(one: Period, other: Period) -> None:
    days = max(one.first, other.first), min(one.last, other.last)
    assert one.overlaps(other) == other.overlaps(one) == (days[0] <= days[1])
    assert one.overlaps(other) or not (one.contains(other.first) or one.contains(other.last))


@pytest.mark.parametrize(
    ("period", "others", "reason"),
    [
        (PLAN, [], None),
        (PLAN, [NEXT], None),
        (Period(date(2026, 12, 31), date(2030, 1, 1)), [PLAN], rules.OVERLAPS),
        (Period(date(2027, 1, 1), date(2027, 1, 1)), [], rules.ENDS_BEFORE_IT_BEGINS),
        (Period(date(2027, 1, 1), date(2036, 1, 1)), [], rules.TOO_LONG),
    ],
)
def test_a_period(period: Period, others: list[Period], reason: str | None) -> None:
    assert rules.period_refusal(period, others) == reason


@pytest.mark.parametrize(
    ("until", "why", "others", "reason"),
    [
        (date(2027, 6, 30), "De raad besloot zo.", [], None),
        (date(2027, 6, 30), "De raad besloot zo.", [NEXT], rules.OVERLAPS),
        (date(2027, 6, 30), " ", [], rules.NO_REASON),
        (date(2026, 12, 31), "Zomaar", [], rules.NOT_LATER),
        (date(2035, 1, 1), "Zomaar", [], rules.TOO_LONG),
    ],
)
def test_an_extension(until: date, why: str, others: list[Period], reason: str | None) -> None:
    assert rules.extension_refusal(PLAN, until, why, others) == reason


@pytest.mark.parametrize(
    ("target", "why", "reason"),
    [
        ("b", "Klaar", None),
        ("c", "Overgeslagen", None),
        ("a", "Klaar", rules.SAME_STEP),
        ("x", "Klaar", rules.UNKNOWN_STEP),
        ("b", "  ", rules.NO_REASON),
    ],
)
def test_a_move(target: str, why: str, reason: str | None) -> None:
    assert rules.move_refusal("abc", current="a", target=target, why=why) == reason


@given(st.lists(st.text(max_size=3), unique=True, min_size=1), st.data())
def test_exactly_one_step_is_now_and_none_is_done_after_it(
    codes: list[str], data: st.DataObject
) -> None:
    current = data.draw(st.sampled_from(codes))
    marks = rules.states(codes, current)
    place = codes.index(current)
    assert marks[place] == rules.NOW
    assert set(marks[:place]) <= {rules.DONE}
    assert set(marks[place + 1 :]) <= {rules.LATER}


def test_a_step_of_another_way_of_working_leaves_all_for_later() -> None:
    assert rules.states("abc", "x") == (rules.LATER,) * 3


@given(st.lists(PERIODS, max_size=6))
def test_the_newest_period_is_worked_on(periods: list[Period]) -> None:
    place = rules.current_of(periods)
    if place is None:
        assert not periods
        return
    assert all(period.first <= periods[place].first for period in periods)


def test_names_that_occur_twice() -> None:
    assert rules.twice(["Wonen", "wonen ", "Jeugd"]) == {"wonen"}
    assert rules.new_name_refusal("  ", []) == rules.NO_NAME
    assert rules.new_name_refusal("JEUGD", ["Jeugd"]) == rules.NAME_TAKEN
    assert rules.new_name_refusal("Wonen", ["Jeugd", "Jeugd"]) is None
