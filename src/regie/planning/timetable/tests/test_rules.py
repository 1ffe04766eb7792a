"""Counting back, room, delay and refusals."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.foundation.access.rules import CLERK, COORDINATOR, ROLES, decide
from regie.planning.timetable import permissions, rules
from regie.planning.timetable.rules import (
    AFTER,
    CLOSING,
    COUNCIL,
    RUNNING,
    YEARLY,
    Shift,
    Span,
    Task,
)

pytestmark = pytest.mark.pure

TASKS = (
    Task("memo", 14),
    Task("meeting", 7, ("memo",)),
    Task("analysis", 70, ("memo",)),
    Task("session", 14, ("meeting", "analysis")),
    Task("decision", 28, ("session",), decides=COUNCIL),
    Task("publish", 14, ("decision",), AFTER),
    Task("steer", 1, ("publish",), RUNNING),
    Task("account", 28, ("publish",), YEARLY),
    Task("evaluate", 42, ("publish",), CLOSING),
)
PERIOD = Span(date(2027, 1, 1), date(2030, 12, 31))
SUMMER = (Span(date(2026, 7, 11), date(2026, 8, 31)),)
DECISION = date(2026, 12, 17)

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
RECESSES = st.lists(
    st.builds(lambda day, days: Span(day, day + timedelta(days=days)), DAYS, st.integers(0, 80)),
    max_size=5,
)


def plan_of(recesses: rules.Recesses = SUMMER) -> dict[str, Span]:
    return rules.count_back(TASKS, DECISION, PERIOD, recesses)


# --- days outside the recess ---------------------------------------------------------------------


@given(DAYS, RECESSES)
def test_an_open_day_is_the_nearest_outside_every_recess(day: date, recesses: list[Span]) -> None:
    later, earlier = rules.next_open(day, recesses), rules.last_open(day, recesses)
    assert earlier <= day <= later
    for found in (later, earlier):
        assert not any(recess.holds(found) for recess in recesses)
    for number in range((later - day).days):
        assert any(recess.holds(day + timedelta(days=number)) for recess in recesses)


@given(DAYS, st.integers(1, 90), RECESSES)
def test_a_span_has_its_open_days_from_both_ends(
    day: date, days: int, recesses: list[Span]
) -> None:
    forward = rules.span_from(day, days, recesses)
    back = rules.span_until(day, days, recesses)
    assert rules.open_days(forward, recesses) == rules.open_days(back, recesses) == days
    assert rules.span_until(forward.last, days, recesses) == forward


def test_own_recesses_take_the_place_of_the_usual() -> None:
    own = [Span(date(2026, 7, 4), date(2026, 8, 23))]
    winter = Span(date(2026, 12, 20), date(2027, 1, 5))
    assert rules.recesses_of([*SUMMER, winter], own) == (*own, winter)


# --- counting back -------------------------------------------------------------------------------


def test_the_longest_chain_decides_on_which_day_the_work_begins() -> None:
    plan = plan_of(())
    assert plan["decision"] == Span(date(2026, 11, 20), DECISION)
    assert plan["memo"].first == DECISION - timedelta(days=14 + 70 + 14 + 28 - 1)
    assert plan["meeting"].first == plan["analysis"].first
    assert plan["publish"].first == date(2026, 12, 18)
    assert plan["steer"] == Span(plan["publish"].last + rules.DAY, PERIOD.last)
    assert plan["account"].first == date(2028, 1, 1)
    assert plan["evaluate"].last == PERIOD.last


def test_the_last_steps_of_a_period_that_is_over_follow_what_they_need() -> None:
    over = Span(date(2023, 1, 1), date(2026, 12, 31))
    plan = rules.count_back(TASKS, DECISION, over, ())
    assert plan["evaluate"].first == plan["publish"].last + rules.DAY
    assert plan["steer"].first == plan["steer"].last


def test_the_summer_makes_the_work_begin_earlier() -> None:
    early = rules.count_back(TASKS, date(2026, 10, 1), PERIOD, SUMMER)
    without = rules.count_back(TASKS, date(2026, 10, 1), PERIOD, ())
    assert (without["memo"].first - early["memo"].first).days == 52


def test_a_decision_in_a_recess_keeps_its_day() -> None:
    day = date(2026, 8, 1)
    plan = rules.count_back(TASKS, day, PERIOD, SUMMER)
    assert plan["decision"].last == day
    assert plan["session"].last < date(2026, 7, 11)


def test_after_the_decision_only_the_rest_is_planned() -> None:
    plan = rules.count_back(TASKS[5:], DECISION, PERIOD, ())
    assert plan["publish"].first == PERIOD.first
    assert set(plan) == {"publish", "steer", "account", "evaluate"}


@given(DAYS, RECESSES)
def test_nothing_begins_before_what_it_needs(day: date, recesses: list[Span]) -> None:
    plan = rules.count_back(TASKS, day, PERIOD, recesses)
    for task in TASKS[:5]:
        assert plan[task.code].first <= plan[task.code].last
        for need in task.needs:
            assert plan[need].last < plan[task.code].first
    assert plan["decision"].last == day
    room = rules.slack(TASKS, plan, recesses)
    assert room["analysis"] <= room["meeting"]
    assert min(room.values()) == 0


def test_the_earliest_decision() -> None:
    assert rules.earliest_end(TASKS, date(2026, 1, 1), ()) == date(2026, 5, 6)
    assert rules.earliest_end(TASKS[5:], DECISION, ()) == DECISION


# --- room and delay ------------------------------------------------------------------------------


def test_a_step_beside_the_longest_chain_has_room() -> None:
    room = rules.slack(TASKS, plan_of(()), ())
    assert room == {"memo": 0, "meeting": 63, "analysis": 0, "session": 0, "decision": 0}
    assert rules.slack(TASKS, {}, ()) == {}


def test_a_delay_within_its_room_moves_nothing() -> None:
    plan = plan_of(())
    span = Span(plan["meeting"].first, plan["meeting"].last + timedelta(days=63))
    outcome = rules.consequences(TASKS, plan, {"meeting": span}, (), decision="decision")
    assert [shift.code for shift in outcome.shifts] == ["meeting"]
    assert outcome.holds
    assert outcome.plan(plan)["meeting"] == span


def test_a_delay_of_a_critical_step_moves_the_decision() -> None:
    plan = plan_of(())
    span = Span(plan["analysis"].first, plan["analysis"].last + timedelta(days=7))
    outcome = rules.consequences(TASKS, plan, {"analysis": span}, (), decision="decision")
    moved = {shift.code: shift for shift in outcome.shifts}
    assert set(moved) == {"analysis", "session", "decision", "publish", "steer"}
    assert moved["decision"].after.last == DECISION + timedelta(days=7)
    assert moved["steer"].after.last == PERIOD.last
    assert not outcome.holds


def test_the_decision_moves_to_a_day_the_council_meets() -> None:
    plan = plan_of(())
    late = {"session": Span(plan["session"].first, plan["session"].last + rules.DAY)}
    meets = [date(2027, 2, 4), date(2027, 1, 14), date(2026, 12, 17)]
    outcome = rules.consequences(TASKS, plan, late, (), council_days=meets, decision="decision")
    after = {shift.code: shift.after for shift in outcome.shifts}
    assert after["decision"].last == date(2027, 1, 14)
    assert rules.council_day(date(2027, 3, 1), meets) == date(2027, 3, 1)


def test_what_is_done_or_not_planned_stays() -> None:
    plan = plan_of(())
    del plan["session"]
    late = {"analysis": Span(date(2026, 9, 1), date(2027, 5, 1))}
    outcome = rules.consequences(TASKS, plan, late, (), done={"publish"}, decision="decision")
    assert [shift.code for shift in outcome.shifts] == ["analysis"]
    first = rules.consequences(TASKS, {}, late, (), decision="decision")
    assert first.shifts == (Shift("analysis", None, late["analysis"]),)
    same = rules.consequences(TASKS, plan, {"memo": plan["memo"]}, ())
    assert same.shifts == ()


def test_a_first_day_for_the_decision_does_not_hold_a_promise() -> None:
    span = Span(DECISION, DECISION)
    outcome = rules.consequences(TASKS, {}, {"decision": span}, (), decision="decision")
    assert not outcome.holds
    earlier = {"decision": Span(DECISION - rules.DAY, DECISION - rules.DAY)}
    assert rules.consequences(TASKS, {"decision": span}, earlier, (), decision="decision").holds


@given(st.integers(0, 120), st.integers(0, 120), RECESSES)
def test_more_delay_never_moves_the_decision_less(
    one: int, more: int, recesses: list[Span]
) -> None:
    plan = rules.count_back(TASKS, DECISION, PERIOD, recesses)
    ends = []
    for days in (one, one + more):
        span = Span(plan["meeting"].first, plan["meeting"].last + timedelta(days=days))
        outcome = rules.consequences(TASKS, plan, {"meeting": span}, recesses, decision="decision")
        ends.append(outcome.plan(plan)["decision"].last)
    assert DECISION <= ends[0] <= ends[1]


# --- days of the council -------------------------------------------------------------------------


def test_the_day_of_the_decision_in_a_month() -> None:
    may = date(2027, 5, 1)
    assert rules.decision_day(may, [date(2027, 5, 13), date(2027, 5, 6)], ()) == date(2027, 5, 13)
    assert rules.decision_day(date(2027, 10, 1), [], ()) == date(2027, 10, 28)
    assert rules.decision_day(date(2026, 8, 1), [], SUMMER) == date(2026, 7, 9)


def test_late_is_past_open_and_not_running() -> None:
    plan = plan_of(())
    codes = [task.code for task in TASKS]
    today = date(2032, 1, 1)
    assert rules.late(TASKS, plan, codes, today) == [code for code in codes if code != "steer"]
    assert rules.late(TASKS, plan, codes[1:2], plan["meeting"].last) == []
    assert rules.late(TASKS, {}, codes, today) == []


def test_a_stamp_names_the_contents() -> None:
    plan = plan_of(())
    assert rules.stamp(plan) == rules.stamp(dict(reversed(plan.items())))
    assert rules.stamp(plan) != rules.stamp(plan | {"memo": Span(DECISION, DECISION)})
    assert rules.stamp({}) != ""


@pytest.mark.parametrize(
    ("first", "last", "recess", "reason"),
    [
        (DECISION, DECISION, False, None),
        (DECISION, DECISION - rules.DAY, False, rules.LAST_BEFORE_FIRST),
        (date(2026, 1, 1), date(2031, 1, 1), False, rules.TOO_LONG),
        (date(2026, 1, 1), date(2026, 6, 1), True, rules.RECESS_TOO_LONG),
        (date(2026, 7, 1), date(2026, 8, 31), True, None),
        (date(1999, 1, 1), date(1999, 1, 1), False, rules.FAR_AWAY),
        (DECISION, date(2101, 1, 1), False, rules.FAR_AWAY),
    ],
)
def test_days_that_cannot_be(first: date, last: date, recess: bool, reason: str | None) -> None:
    assert rules.span_refusal(first, last, recess=recess) == reason


# --- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_the_clerk_keeps_what_is_the_councils(role: str) -> None:
    coordinates, clerk = role == COORDINATOR, role == CLERK
    for council in (True, False):
        allowed = bool(decide(permissions.planning_of(council=council), role=role))
        assert allowed is (coordinates or (clerk and council))
    for kind in rules.KINDS:
        allowed = bool(decide(permissions.keeping_of(kind), role=role))
        assert allowed is (coordinates or (clerk and kind in {"council", "recess"}))
    assert decide(permissions.VIEW_TIMETABLE, role=role)
    assert all(action.refusal.endswith(".") for action in permissions.ACTIONS)
