"""What stands on the pages about the way of a plan: plain values for a template."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from regie.foundation.access.models import Membership
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.models import Step
from regie.planning.plan_decisions import queries, workflow
from regie.planning.plan_decisions.models import Decision, Outcome, PlanEdition
from regie.planning.plan_desk.overview import BADGES, crumbs
from regie.planning.plans import rules as states
from regie.planning.plans.models import PlanState, SafetyPlan
from regie.planning.plans.queries import is_light

Page = dict[str, Any]
SLUGS = {
    workflow.OFFER: "aanbieden",
    workflow.TO_MANAGEMENT: "managementteam",
    workflow.TO_EXECUTIVE: "college",
    workflow.TO_TRIANGLE: "driehoek",
    workflow.TO_COUNCIL: "raad",
    workflow.SEND_BACK: "terugsturen",
    workflow.TAKE_BACK: "terughalen",
}
OUTCOME_BADGES = {
    Outcome.AGREED: "positive",
    Outcome.ADVISED: "info",
    Outcome.NOT_AGREED: "negative",
    Outcome.CONSULTED: "positive",
    Outcome.SKIPPED: "neutral",
    Outcome.SENT_BACK: "warning",
    Outcome.REJECTED: "negative",
    Outcome.ADOPTED: "positive",
    Outcome.ADOPTED_AMENDED: "positive",
    Outcome.EXTENDED: "info",
    Outcome.WITHDRAWN: "negative",
}


def to(name: str, municipality: Municipality, **more: object) -> str:
    """An address of this room."""
    return reverse(f"plan_decisions:{name}", kwargs={"gemeente": municipality.slug, **more})


def path_to(municipality: Municipality, *, room: bool = True) -> list[tuple[str, str]]:
    """The path to a page of this room."""
    path = crumbs(municipality)
    return [*path, (_("Besluiten"), to("stand", municipality))] if room else path


def about(membership: Membership, plan: SafetyPlan) -> Page:
    """What every page of this room says of its plan. No queries."""
    return {
        "plan": plan,
        "inside": membership.role in states.INSIDE,
        "badge": {"text": PlanState(plan.state).label, "kind": BADGES.get(plan.state, "warning")},
        "crumbs": path_to(membership.municipality),
        "period": period(plan),
    }


def day(found: date) -> str:
    """A day in full."""
    return date_format(found, "j F Y")


def period(plan: SafetyPlan) -> str:
    """Between which days a plan holds."""
    told = {"first": day(plan.valid_from), "last": day(plan.last_day)}
    return _("%(first)s tot en met %(last)s") % told


# --- the way and its lines ------------------------------------------------------------------------


def step_names() -> dict[str, str]:
    """The states of the way as places where a plan can be."""
    return {
        states.DRAFT: _("Schrijven"),
        states.PARTNER_CHECK: _("Partners"),
        states.MANAGEMENT: _("Managementteam"),
        states.EXECUTIVE: _("College"),
        states.TRIANGLE: _("Driehoek"),
        states.COUNCIL: _("Raad"),
        states.ADOPTED: _("Vastgesteld"),
    }


def stepper(plan: SafetyPlan, rows: Sequence[Decision]) -> list[Page]:
    """The way with what was done, what is now and what comes. No queries."""
    over = plan.state not in workflow.WAY or plan.state == states.ADOPTED
    here = len(workflow.WAY) if over else workflow.WAY.index(plan.state)
    answered = {row.body: row for row in rows if row.by}
    decided = {row.body: row for row in rows if not row.by and row.outcome != Outcome.EXTENDED}
    last = answered | decided  # a plan that was taken back after partners answered passed them
    light = is_light(plan)
    items = []
    for place, (state, label) in enumerate(step_names().items()):
        row = last.get(state)
        left_out = light and row is None and state in LEFT_OUT and place != here
        if not left_out:
            items.append(_step_item(label, place - here, state, row))
    return items


LEFT_OUT = frozenset({states.PARTNER_CHECK, states.MANAGEMENT, states.TRIANGLE})
"""What the light version does not have."""


def _step_item(label: str, ahead: int, state: str, row: Decision | None) -> Page:
    if ahead == 0:
        return {"label": label, "state": "nu"}
    if ahead > 0:
        return {"label": label, "state": "straks"}
    skipped = row is None or row.outcome == Outcome.SKIPPED
    if skipped and state in workflow.BODIES:
        return {"label": label, "state": "overgeslagen"}
    return {"label": label, "state": "gereed", "note": day(row.day) if row else ""}


def now(plan: SafetyPlan) -> str:
    """In one sentence what has to happen next."""
    return {
        states.DRAFT: _("De veiligheidscoördinator schrijft en biedt het plan aan."),
        states.PARTNER_CHECK: _("De partners lezen het plan en antwoorden."),
        states.MANAGEMENT: _("Het managementteam bespreekt het plan."),
        states.EXECUTIVE: _("Het college besluit of het plan naar de raad gaat."),
        states.TRIANGLE: _("De burgemeester bespreekt het plan in de driehoek."),
        states.COUNCIL: _("De raad bespreekt het plan en besluit."),
        states.ADOPTED: _("De raad stelde het plan vast. De tekst verandert niet meer."),
        states.WITHDRAWN: _("Het plan is ingetrokken."),
        states.SUPERSEDED: _("Een nieuw plan is hiervoor in de plaats gekomen."),
    }[plan.state]


def decision_line(row: Decision, role: str) -> Page:
    """One decision with the words that this role may read. No queries when read along."""
    body = f"{row.get_body_display()}: {row.by}" if row.by else row.get_body_display()
    return {
        "day": day(row.day),
        "body": body,
        "outcome": row.get_outcome_display(),
        "kind": OUTCOME_BADGES[Outcome(row.outcome)],
        "number": row.number,
        "words": queries.words_for(row, role),
        "town": row.municipality.name if row.municipality_id != row.plan.municipality_id else "",
        "by": str(row.made_by) if row.made_by and role in states.INSIDE else "",
        "until": day(row.until) if row.until else "",
    }


def taken_back_line(row: Step) -> Page:
    """That the plan was taken back, among the decisions."""
    return {
        "day": day(localdate(row.at)),
        "body": _("veiligheidscoördinator"),
        "outcome": _("teruggehaald"),
        "kind": "warning",
        "words": row.why,
        "by": row.actor_name,
    }


def edition_line(row: PlanEdition) -> Page:
    """One edition in a list."""
    return {
        "pk": row.pk,
        "number": row.number,
        "moment": row.get_moment_display(),
        "at": localtime(row.made_at),
        "by": str(row.made_by) if row.made_by else "",
        "mark": row.sha256[:12],
    }
