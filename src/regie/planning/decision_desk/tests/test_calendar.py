"""The moments of a plan in the decision calendar, and in the file of it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import current_cycle
from regie.planning.decision_desk import calendar
from regie.planning.plan_decisions import services
from regie.planning.plan_decisions.models import PlanEdition
from regie.planning.plan_decisions.tests.factory import acting, said
from regie.planning.plans.models import SafetyPlan
from regie.planning.timetable import queries
from regie.planning.timetable import services as timetable
from regie.planning.timetable.rules import Span, stamp

ROOM = "/voorbeeldstad/beleidscyclus/planning/besliskalender"
DRAFTED = Span(date(2027, 3, 1), date(2027, 3, 21))
ADOPTED = Span(date(2027, 3, 22), date(2027, 4, 30))
PLAN = {"draft_decision": DRAFTED, "adoption": ADOPTED}
OPEN = frozenset({*PLAN, "publication"})


@pytest.mark.pure
def test_each_body_has_days_within_its_step() -> None:
    found = calendar.planned(PLAN, OPEN, light=False)
    assert found["partner_check"] == Span(date(2027, 3, 1), date(2027, 3, 7))
    assert found["management"] == Span(date(2027, 3, 8), date(2027, 3, 14))
    assert found["executive"] == Span(DRAFTED.last, DRAFTED.last)
    assert found["triangle"] == Span(ADOPTED.first, date(2027, 3, 28))
    assert found["council"] == Span(ADOPTED.last, ADOPTED.last)
    assert "published" not in found


@pytest.mark.pure
def test_the_light_version_has_two_bodies_and_what_is_behind_us_is_not_planned() -> None:
    assert set(calendar.planned(PLAN, OPEN, light=True)) == {"executive", "council"}
    assert set(calendar.planned(PLAN, {"adoption"}, light=False)) == {"triangle", "council"}
    short = {"draft_decision": Span(date(2027, 3, 1), date(2027, 3, 1))}
    days = calendar.planned(short, OPEN, light=False)
    assert {span.first for span in days.values()} == {date(2027, 3, 1)}


def cycle_of(cast: Cast) -> PolicyCycle:
    found = current_cycle(cast.voorbeeldstad)
    assert found is not None
    return found


def lay(cast: Cast, month: date) -> dict[str, Span]:
    cycle = cycle_of(cast)
    seen = stamp(queries.board(cycle).plan)
    return timetable.lay(cycle, month, seen=seen, why="Zo past het.", actor=cast.coos)


def shown(client: Client, path: str = "/", month: date | None = None) -> str:
    start = (month or localdate()).strftime("%Y-%m")
    answer = client.get(f"{ROOM}{path}?vanaf={start}")
    assert answer.status_code == 200
    return answer.content.decode().replace("\r\n ", "")


MONTHS = (date(2027, 9, 1), date(2028, 1, 1))


@pytest.mark.room
def test_moments_follow_the_planning_in_the_file_too(draft: SafetyPlan, cast: Cast) -> None:
    found = []
    for month in MONTHS:
        plan = lay(cast, month)
        lines = calendar.moments(cycle_of(cast), plan, queries.board(cycle_of(cast)).open_tasks)
        found.append({line.key: line.span for line in lines})
        assert found[-1]["step-adoption"].last == plan["adoption"].last
        assert found[-1]["way-triangle"].first == plan["adoption"].first
    assert set(found[0]) == set(found[1])
    moved = {key for key in found[0] if found[0][key] != found[1][key]}
    assert moved == {key for key in found[0] if not key.startswith("plan-")}


@pytest.mark.room
def test_the_calendar_and_its_file_tell_each_moment_once(
    draft: SafetyPlan, cast: Cast, as_rob: Client
) -> None:
    plan = lay(cast, MONTHS[0])
    begin = plan["draft_decision"].first
    page, file = shown(as_rob, month=begin), shown(as_rob, ".ics", begin)
    for words in (
        "Partners lezen het concept van het plan",
        "Managementteam bespreekt het plan",
        "Driehoek overlegt over het plan",
    ):
        assert page.count(words) == file.count(f"SUMMARY:{words}") == 1
    assert file.count("UID:step-adoption-") == file.count("UID:way-partner_check-") == 1
    assert file.count("UID:step-publication-") == 1


@pytest.mark.room
def test_what_a_body_did_stands_on_its_day(council: SafetyPlan, cast: Cast) -> None:
    plan, cycle = lay(cast, MONTHS[0]), cycle_of(cast)
    found = {line.key: line for line in calendar.moments(cycle, plan, OPEN)}
    assert found["step-draft_decision"].span == Span(localdate(), localdate())
    assert found["way-triangle"].span.first == localdate()
    assert found["step-adoption"].span.first == plan["adoption"].last
    services.step(council, "send_back", said(text="Nog eens."), **acting(cast.griet, "clerk"))
    found = {line.key: line for line in calendar.moments(cycle, plan, OPEN)}
    assert found["step-draft_decision"].span.first == plan["draft_decision"].last


@pytest.mark.room
def test_the_end_of_a_plan_moves_when_it_is_extended(adopted: PlanEdition, cast: Cast) -> None:
    plan, cycle = adopted.plan, cycle_of(cast)
    plan.refresh_from_db()
    coos = acting(cast.coos, "coordinator")
    services.publish(plan, day=localdate(), place="Gemeenteblad", **coos)
    before = {line.key: line.span for line in calendar.moments(cycle, {}, ())}
    end, decision = f"plan-{plan.pk}-end", f"plan-{plan.pk}-extension"
    assert before[end].last == plan.valid_to
    assert before[decision].last < plan.valid_to
    assert before["step-publication"].first == localdate()
    until = plan.valid_to + timedelta(days=365)
    words = said("R-9", text="De verkiezingen komen.")
    services.extend(plan, until, words, **acting(cast.griet, "clerk"))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        after = {line.key: line.span for line in calendar.moments(cycle, {}, ())}
    assert len(asked) <= 3
    assert after[end].last == until
    assert after[decision].first > before[decision].first
    successor = said(text="Vervalt.", number="R-10")
    services.withdraw(plan, successor, **acting(cast.griet, "clerk"))
    assert end not in {line.key for line in calendar.moments(cycle, {}, ())}
