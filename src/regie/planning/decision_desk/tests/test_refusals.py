"""Every state of a plan, every role, every verb: what is refused says why, and nothing changes."""

import html
import re
from collections.abc import Iterator
from types import ModuleType

import pytest
from django.test import Client

from regie.foundation.access.models import Membership
from regie.foundation.access.rules import ROLES
from regie.foundation.accounts.models import User
from regie.foundation.cycles.cast import Cast
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.models import Log
from regie.planning.decision_desk import overview, pages, steering
from regie.planning.objectives import rules as goal_rules
from regie.planning.objectives.models import Objective
from regie.planning.plan_decisions import permissions as decision_rights
from regie.planning.plan_decisions import queries, rules, workflow
from regie.planning.plan_decisions.tests.factory import part
from regie.planning.plan_remarks import permissions as remark_rights
from regie.planning.plan_remarks import rules as remark_rules
from regie.planning.plans import permissions as plan_rights
from regie.planning.plans import rules as states
from regie.planning.plans.models import SafetyPlan

STATES = (*states.LIVING, states.WITHDRAWN, states.SUPERSEDED)
NAMES = sorted({step.name for step in workflow.PLAN.steps})
LIFE = ("publish", "extend", "withdraw")


# --- the buttons, without a page ------------------------------------------------------------------


@pytest.fixture
def nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody works with Regie here: the coordinator stands in for nobody. No database."""
    monkeypatch.setattr(queries, "roles_held", lambda _town: frozenset(ROLES))


def of(state: str, role: str) -> tuple[Membership, SafetyPlan]:
    town = Municipality(name="Voorbeeldstad", slug="voorbeeldstad", code="GM9999")
    return Membership(role=role, municipality=town), SafetyPlan(state=state, municipality=town)


@pytest.mark.pure
@pytest.mark.usefixtures("nobody_else")
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ROLES)
def test_every_step_is_open_or_says_why_not(state: str, role: str) -> None:
    member, plan = of(state, role)
    for name in NAMES:
        arrow = workflow.PLAN.step(name, state=state)
        said = steering.refusal(member, plan, name)
        assert (said == "") == (arrow is not None and role in arrow.by), name
        assert said == "" or said.endswith(".")
        assert arrow is not None or said == rules.STANDS[state]


@pytest.mark.pure
@pytest.mark.usefixtures("nobody_else")
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ROLES)
def test_the_life_after_adoption_says_why_not(state: str, role: str) -> None:
    member, plan = of(state, role)
    open_to = {"publish": {states.ADOPTED, states.SUPERSEDED}, "extend": {states.ADOPTED}}
    for name in LIFE:
        said = steering.life_refusal(member, plan, name)
        assert said == "" or said.endswith(".")
        if name in open_to and state not in open_to[name]:
            assert said == rules.STANDS[state]
    amending = steering.may_amend(member, plan)
    may = state == states.COUNCIL and role in decision_rights.AMEND.roles
    assert (amending == "") == may
    assert may or amending.endswith(".")


@pytest.mark.pure
@pytest.mark.parametrize("state", STATES)
def test_who_only_reads_hears_what_the_plan_waits_for(state: str) -> None:
    _member, plan = of(state, "council_member")
    buttons = steering.next_for_others(plan)
    assert all(each["refused"].endswith(".") for each in buttons)
    assert bool(buttons) == (state in workflow.WAY[:-1])
    assert pages.now(plan).endswith(".")


# --- the pages ------------------------------------------------------------------------------------

RIGHTS = (decision_rights, plan_rights, remark_rights)
SENTENCES = (rules, workflow, states, goal_rules, remark_rules)
FORMS = ("Vul ", "Kies ", "Schrijf ", "Geef ", "Dit veld", "verplicht", "Zet hier")
"""How what a form asks begins."""


def _words_in(module: ModuleType) -> Iterator[str]:
    for value in vars(module).values():
        if isinstance(value, str) and value.endswith("."):
            yield value.split("%(")[0].strip()
    yield from getattr(module, "STANDS", {}).values()


REASONS = frozenset(
    {action.refusal for module in RIGHTS for action in module.ACTIONS}
    | {words for module in SENTENCES for words in _words_in(module) if len(words) > 12}
)


def told(content: bytes) -> str:
    main = content.decode().split("<main", 1)[-1]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def paths(plan: SafetyPlan, goal: Objective) -> list[str]:
    """Every verb of a plan, as an address that is posted to."""
    vision = part(plan).pk
    steps = (f"besluiten/stap/{slug}/" for slug in pages.SLUGS.values())
    return [
        *steps,
        "besluiten/antwoord/",
        "besluiten/voorstel/",
        "besluiten/vaststellen/",
        f"besluiten/amendementen/nieuw/onderdeel/{vision}/",
        f"besluiten/amendementen/nieuw/schrap-doel/{goal.pk}/",
        "besluiten/amendementen/nieuw/doel/",
        "besluiten/bekendmaking/",
        "besluiten/verlengen/",
        "besluiten/intrekken/",
        "gegevens/",
        f"onderdeel/{vision}/",
        f"onderdeel/{vision}/weg/",
        "beleidstheorie/",
        "geld-en-mensen/",
        f"opmerkingen/onderdeel/{vision}/",
        "doelen/nieuw/",
        f"doelen/{goal.pk}/wijzigen/",
        f"doelen/{goal.pk}/weghalen/",
    ]


def entered(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


SHOWN = (states.DRAFT, states.PARTNER_CHECK, states.EXECUTIVE, states.COUNCIL, states.ADOPTED)


@pytest.mark.room
@pytest.mark.parametrize("name", ["coos", "mira", "wim", "griet", "rob", "pia"])
def test_what_is_refused_says_why_and_changes_nothing(
    council: SafetyPlan, cast: Cast, name: str
) -> None:
    client, goal = entered(getattr(cast, name)), Objective.objects.get(plan=council)
    rows = SafetyPlan.objects.filter(pk=council.pk)
    for state in SHOWN:
        for path in paths(council, goal):
            rows.update(state=state)
            logged = Log.objects.count()
            answer = client.post(f"/voorbeeldstad/plan/{path}", {"action": "save"})
            where = f"{name} {state} {path} {answer.status_code}"
            if answer.status_code == 302:
                continue
            assert answer.status_code in {403, 422}, where
            said = told(answer.content)
            asked = answer.status_code == 422 and any(words in said for words in FORMS)
            assert asked or any(reason in said for reason in REASONS), f"{where}: {said[:400]}"
            assert rows.get().state == state, where
            assert Log.objects.count() == logged, where


@pytest.mark.room
def test_a_neighbour_finds_nothing(council: SafetyPlan, cast: Cast) -> None:
    client, goal = entered(cast.vera), Objective.objects.get(plan=council)
    for path in paths(council, goal):
        assert client.post(f"/voorbeeldstad/plan/{path}").status_code == 404, path
    for path in ("", "besluiten/", "opmerkingen/", "doelen/", f"doelen/{goal.pk}/"):
        assert client.get(f"/voorbeeldstad/plan/{path}").status_code == 404, path


@pytest.mark.room
@pytest.mark.parametrize("state", STATES)
def test_every_button_that_leads_nowhere_says_why(
    council: SafetyPlan, cast: Cast, state: str
) -> None:
    SafetyPlan.objects.filter(pk=council.pk).update(state=state)
    council.refresh_from_db()
    for member in Membership.objects.filter(municipality=cast.voorbeeldstad):
        found = queries.plan_seen(member, council.pk)
        if found is None:
            assert member.role not in states.INSIDE
            continue
        context = overview.stand(member, found)
        for button in [*context["buttons"], *context["life"]["buttons"]]:
            assert button["url"] or button["refused"], (member.role, button)
            assert button["refused"] == "" or button["refused"].endswith("."), button
