"""What asks for a second look, and what an election means."""

from datetime import date

import pytest

from regie.planning.timetable import clashes
from regie.planning.timetable.clashes import Clash
from regie.planning.timetable.rules import AFTER, COUNCIL, Span, Task

pytestmark = pytest.mark.pure

TASKS = (
    Task("memo", 14),
    Task("session", 14, ("memo",)),
    Task("decision", 28, ("session",), decides=COUNCIL),
    Task("publish", 14, ("decision",), AFTER),
)
CODES = [task.code for task in TASKS]
PERIOD = Span(date(2027, 1, 1), date(2030, 12, 31))
SUMMER = (Span(date(2026, 7, 11), date(2026, 8, 31)),)
TODAY = date(2026, 3, 1)
SOUND = {
    "memo": Span(date(2026, 4, 1), date(2026, 4, 14)),
    "session": Span(date(2026, 5, 1), date(2026, 5, 14)),
    "decision": Span(date(2026, 9, 3), date(2026, 10, 1)),
    "publish": Span(date(2026, 10, 2), date(2026, 10, 15)),
}


def found(
    plan: dict[str, Span], *, open_tasks: list[str] = CODES, today: date = TODAY
) -> list[Clash]:
    return list(
        clashes.clashes(
            TASKS,
            plan,
            period=PERIOD,
            recesses=SUMMER,
            elections=[date(2026, 3, 18), date(2030, 3, 20)],
            decision="decision",
            open_tasks=open_tasks,
            today=today,
        )
    )


def test_a_sound_plan_has_no_clash() -> None:
    assert found(SOUND) == []
    assert found({}) == []


def test_a_step_before_what_it_needs() -> None:
    early = SOUND | {"session": Span(date(2026, 4, 14), date(2026, 5, 1))}
    assert found(early) == [Clash("needs", "session", "memo", date(2026, 4, 14))]
    assert found(early, open_tasks=["decision"]) == []
    del early["memo"]
    assert found(early) == []


def test_a_decision_in_the_recess() -> None:
    plan = SOUND | {"decision": Span(date(2026, 7, 1), date(2026, 7, 20))}
    assert [(clash.code, clash.day) for clash in found(plan)] == [("in_recess", date(2026, 7, 20))]


def test_a_decision_after_the_first_day_is_normal() -> None:
    plan = SOUND | {"decision": Span(date(2027, 2, 1), date(2027, 3, 4))}
    plan["publish"] = Span(date(2027, 3, 5), date(2027, 3, 12))
    assert [clash.code for clash in found(plan)] == ["retroactive"]
    assert found(plan)[0].normal


def test_a_decision_after_the_cycle_is_too_late() -> None:
    plan = SOUND | {"decision": Span(date(2031, 1, 1), date(2031, 2, 1))}
    plan["publish"] = Span(date(2031, 2, 2), date(2031, 2, 3))
    assert [clash.code for clash in found(plan)] == ["too_late"]
    assert not found(plan)[0].normal


def test_work_that_should_have_begun() -> None:
    assert found(SOUND, today=date(2026, 4, 2)) == [Clash("begun", "memo", "", date(2026, 4, 1))]
    after = {"publish": SOUND["publish"]}
    assert found(after, open_tasks=["publish"], today=date(2026, 12, 1)) == []


def test_a_decision_just_before_an_election() -> None:
    plan = SOUND | {"decision": Span(date(2029, 12, 1), date(2030, 1, 31))}
    plan["publish"] = Span(date(2030, 2, 1), date(2030, 2, 8))
    assert [clash.code for clash in found(plan)] == ["retroactive", "election"]


@pytest.mark.parametrize(
    ("today", "election"),
    [
        (date(2025, 1, 1), date(2026, 3, 18)),
        (date(2026, 12, 31), date(2026, 3, 18)),
        (date(2027, 1, 1), date(2030, 3, 20)),
        (date(2031, 1, 1), None),
    ],
)
def test_the_council_whose_plan_comes_next(today: date, election: date | None) -> None:
    council = clashes.new_council([date(2030, 3, 20), date(2026, 3, 18)], today)
    if election is None:
        assert council is None
        return
    assert council is not None
    assert council.election == election
    assert council.plan_from == date(election.year + 1, 1, 1)
    assert council.decide_in == date(election.year, 12, 1)


def test_months_and_their_ends() -> None:
    assert clashes.months(date(2026, 11, 20), 3) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]
    assert clashes.end_of(date(2028, 2, 1)) == date(2028, 2, 29)
