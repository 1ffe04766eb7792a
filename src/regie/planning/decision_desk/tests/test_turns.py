"""What waits for whom, from start memo to adopted plan, on the home of each role."""

import pytest
from django.test import Client
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from regie.foundation.access.rules import ROLES
from regie.foundation.cycles import turns
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import current_cycle
from regie.planning.decision_desk.turns import MEMO, PLAN, PROPOSAL
from regie.planning.plan_decisions import services
from regie.planning.plan_decisions.models import PlanEdition
from regie.planning.plan_decisions.tests.factory import acting, said
from regie.planning.plan_decisions.workflow import PLAN as PLAN_STATES
from regie.planning.plan_remarks.services import RemarkWords, remark
from regie.planning.plans.models import SafetyPlan
from regie.planning.priority_sessions.models import PrioritySession
from regie.planning.proposals.workflow import PROPOSAL as PROPOSAL_STATES
from regie.planning.start_memos.models import StartMemo
from regie.planning.start_memos.workflow import START_MEMO

TOWN = "voorbeeldstad"


def waits(cast: Cast) -> dict[str, list[str]]:
    """The addresses that wait, by role, without the municipality."""
    cycle = cycle_of(cast)
    told = {role: turns.of(cycle, gemeente=TOWN, role=role) for role in ROLES}
    return {
        role: [turn["url"].removeprefix(f"/{TOWN}/") for turn in found]
        for role, found in told.items()
        if found
    }


def cycle_of(cast: Cast) -> PolicyCycle:
    found = current_cycle(cast.voorbeeldstad)
    assert found is not None
    return found


@pytest.mark.pure
@pytest.mark.parametrize(
    ("table", "states"),
    [
        (MEMO, START_MEMO.states),
        (PROPOSAL, PROPOSAL_STATES.states),
        (PLAN, PLAN_STATES.states),
    ],
)
def test_the_tables_name_states_and_roles_that_exist(
    table: dict[tuple[str, str], turns.Turn], states: frozenset[str]
) -> None:
    assert {state for state, _role in table} <= states
    assert {role for _state, role in table} <= set(ROLES)


@pytest.mark.room
def test_a_plan_waits_for_whoever_it_lies_at(written: SafetyPlan, cast: Cast) -> None:
    coos, griet = acting(cast.coos, "coordinator"), acting(cast.griet, "clerk")
    assert waits(cast) == {}
    services.step(written, "offer", said(), **coos)
    assert waits(cast) == {"partner": ["plan/opmerkingen/"]}
    services.step(written, "to_executive", said(skip="Al besproken."), **coos)
    assert waits(cast) == {role: ["plan/besluiten/"] for role in ("mayor", "alderman")}
    services.step(written, "to_triangle", said("B-2026-1"), **acting(cast.wim, "alderman"))
    assert waits(cast) == {"mayor": ["plan/besluiten/"]}
    services.step(written, "to_council", said(), **acting(cast.mira, "mayor"))
    assert waits(cast) == {"clerk": ["plan/besluiten/"], "council_member": ["plan/"]}
    services.adopt(written, said("R-2026-1"), **griet)
    assert waits(cast) == {}


@pytest.mark.room
def test_a_start_memo_waits_for_the_executive_and_then_for_the_council(cast: Cast) -> None:
    cycle = cycle_of(cast)
    memo = StartMemo.objects.create(municipality=cycle.municipality, cycle=cycle)
    assert waits(cast) == {}
    StartMemo.objects.filter(pk=memo.pk).update(state="to_executive")
    assert waits(cast) == {role: ["plan/startnotitie/"] for role in ("mayor", "alderman")}
    StartMemo.objects.filter(pk=memo.pk).update(state="to_council")
    assert waits(cast) == {role: ["plan/startnotitie/"] for role in ("clerk", "council_member")}


@pytest.mark.room
def test_an_open_session_invites_the_council_and_the_partners(cast: Cast) -> None:
    cycle = cycle_of(cast)
    about = {"cycle": cycle, "municipality": cycle.municipality, "kind": "council"}
    row = PrioritySession.objects.create(
        name="Raad", code="ABCDEFGH", state="open", opened_at=now(), **about
    )
    PrioritySession.objects.create(name="Later", code="ABCDEFGK", state="draft", **about)
    there = [f"prioriteiten/sessies/{row.pk}/"]
    assert waits(cast) == {"council_member": there, "partner": there}


@pytest.mark.room
def test_remarks_without_an_answer_wait_for_who_answers(written: SafetyPlan, cast: Cast) -> None:
    services.step(written, "offer", said(), **acting(cast.coos, "coordinator"))
    part = written.sections.order_by("pk")[0]
    for text in ("Noem ook de wijkagent.", "Wie betaalt dit?"):
        remark(part, RemarkWords(text=text), seen=1, **acting(cast.pia, "partner"))
    found = turns.of(cycle_of(cast), gemeente=TOWN, role="coordinator")
    assert found == [
        {
            "words": "2 opmerkingen bij het plan wachten op uw antwoord.",
            "url": f"/{TOWN}/plan/opmerkingen/",
        }
    ]
    assert set(waits(cast)) == {"coordinator", "researcher", "partner"}


@pytest.mark.room
def test_the_home_shows_what_waits_or_that_nothing_does(
    council: SafetyPlan, as_griet: Client, as_mira: Client
) -> None:
    shown = as_griet.get(f"/{TOWN}/").content.decode()
    assert "Dit wacht op u" in shown
    assert "Het plan ligt bij de raad. Leg vast wat de raad besluit." in shown
    idle = as_mira.get(f"/{TOWN}/").content.decode()
    assert "Er wacht nu niets op u." in idle
    assert "Waarvoor u hier komt: besluiten" in idle


@pytest.mark.room
def test_all_that_waits_is_read_in_one_query(
    adopted: PlanEdition, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cycle = cycle_of(cast)
    with django_assert_num_queries(1):
        turns.of(cycle, gemeente=TOWN, role="coordinator")
    assert turns.of(None, gemeente=TOWN, role="coordinator") == []
