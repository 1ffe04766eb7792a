"""The page about where a plan is: who has it, what was decided, what each role can do."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.access.rules import PARTNER
from regie.foundation.cycles.queries import current_cycle
from regie.planning.decision_desk import steering
from regie.planning.decision_desk.pages import (
    about,
    decision_line,
    edition_line,
    now,
    stepper,
    taken_back_line,
)
from regie.planning.plan_decisions import freezing, queries, rules
from regie.planning.plan_decisions.models import Decision, PlanEdition
from regie.planning.plan_decisions.permissions import ANSWER, PREPARE_COUNCIL
from regie.planning.plans import rules as states
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.permissions import MANAGE_PLAN
from regie.planning.plans.queries import current_plan, plan_in

Page = dict[str, Any]
BEFORE_EXECUTIVE = frozenset({states.DRAFT, states.PARTNER_CHECK, states.MANAGEMENT})


def stand(membership: Membership, plan: SafetyPlan) -> Page:
    """Where the plan is, who is next and what was decided. At most 11 queries."""
    rows = queries.decisions_of(plan)
    inside = membership.role in states.INSIDE
    shown = rows if inside else freezing.public(rows)
    lines = [(row.made_at, decision_line(row, membership.role)) for row in shown]
    if inside:
        lines += [(row.at, taken_back_line(row)) for row in queries.taken_back(plan)]
    editions = list(queries.editions_seen(membership).filter(plan=plan).defer("content"))
    found = about(membership, plan) | {
        "steps": stepper(plan, rows),
        "now": now(plan),
        "decisions": [line for _at, line in sorted(lines, key=lambda pair: pair[0])],
        "editions": [edition_line(row) for row in editions],
        "amendments": _amendments(membership, plan),
        "life": steering.life(membership, plan),
        "may_prepare": decision(PREPARE_COUNCIL, role=membership.role),
        "answers": _answers(membership, plan, rows, editions),
        "others": list(queries.plans_followed(membership).exclude(pk=plan.pk)[:5]),
    }
    if inside:
        found["ready"] = steering.readiness(plan) if plan.state in BEFORE_EXECUTIVE else None
        found["buttons"] = steering.buttons(membership, plan, found["ready"])
    else:
        found["buttons"] = steering.next_for_others(plan)
        found["coming"] = _coming(membership, plan)
    return found


def _coming(membership: Membership, plan: SafetyPlan) -> str:
    """That a newer plan is being written, for who reads it later; "" without one. 1 query."""
    newest = current_plan(plan.municipality)
    if newest is None or newest.valid_from <= plan.valid_from:
        return ""
    if states.reading_refusal(newest.state, membership.role) is None:
        return ""
    if membership.role == PARTNER and newest.state == states.DRAFT:
        return _("Er wordt aan een nieuw plan geschreven. U leest het als de partners meelezen.")
    return _("Er wordt aan een nieuw plan geschreven. U leest het zodra het bij de raad ligt.")


def _amendments(membership: Membership, plan: SafetyPlan) -> Page:
    rows = list(plan.amendments.values_list("outcome", flat=True))
    n, waits = len(rows), sum(not outcome for outcome in rows)
    words = ngettext("%(n)s amendement", "%(n)s amendementen", n) % {"n": n}
    if waits:
        words = _("%(words)s, %(waits)s zonder uitkomst") % {"words": words, "waits": waits}
    return {"n": n, "words": words, "may_write": not steering.may_amend(membership, plan)}


def _answers(
    membership: Membership,
    plan: SafetyPlan,
    rows: Iterable[Decision],
    editions: Sequence[PlanEdition],
) -> Page | None:
    """For a partner: what it said, and whether it can answer now."""
    if not decision(ANSWER, role=membership.role):
        return None
    mine = [row for row in rows if row.made_by_id == membership.user_id]
    offered = next((row for row in editions if row.moment == states.PARTNER_CHECK), None)
    return {
        "mine": mine[-1] if mine else None,
        "offered": offered,
        "open": plan.state == states.PARTNER_CHECK,
        "refused": "" if plan.state == states.PARTNER_CHECK else _(rules.stands(plan.state)),
    }


def answering(membership: Membership, plan: SafetyPlan) -> Page:
    """What stands around the form of a partner. At most 2 queries."""
    rows = queries.decisions_of(plan)
    editions = list(queries.editions_seen(membership).filter(plan=plan).defer("content"))
    return about(membership, plan) | {"answers": _answers(membership, plan, rows, editions)}


def panel(membership: Membership, plan: SafetyPlan) -> Page:
    """Where the plan is, for its overview; once it is adopted, the plan of the next cycle can be
    begun there. At most 2 queries."""
    return {"now": now(plan), "next_cycle": _next_cycle(membership, plan)}


def _next_cycle(membership: Membership, plan: SafetyPlan) -> str:
    if plan.state in states.LIVING[:-1] or membership.role not in MANAGE_PLAN.roles:
        return ""
    cycle = current_cycle(membership.municipality)
    if cycle is None or cycle.pk == plan.cycle_id or plan_in(cycle) is not None:
        return ""
    return str(cycle.name)
