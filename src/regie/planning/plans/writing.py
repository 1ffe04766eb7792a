"""What every service of this room needs: the plan or a part of it, locked, and a row in the log."""

from django.db import models
from django.db.models import Max

from regie.evidence.findings.rules import looks_personal
from regie.foundation.access.rules import Action, may
from regie.foundation.records.refusals import RefusedError, refuse
from regie.planning.plans import rules
from regie.planning.plans.models import PlanSection, SafetyPlan
from regie.planning.plans.permissions import MANAGE_PLAN, WRITE_PLAN


def clean(text: str) -> str:
    """A text without stray spaces at its ends. Raises `RefusedError` when it holds data about a
    person, with the words where.

    A plan names places, families and officials in general; only what is of one person is refused.
    """
    where = rules.where_personal(text, looks_personal)
    if where:
        raise RefusedError(rules.PERSONAL, where=where)
    return text.strip()


def open_plan(plan: SafetyPlan, role: str, action: Action = MANAGE_PLAN) -> SafetyPlan:
    """The plan with its row locked, when it can still be written. Raises `RefusedError`."""
    may(action, role)
    found = locked_plan(plan.pk)
    refuse(rules.writing_refusal(found.state))
    return found


def locked_plan(pk: int) -> SafetyPlan:
    """A plan with its row locked, so that two people write one after the other. 1 query."""
    rows = SafetyPlan.objects.select_for_update(of=("self",))
    return rows.select_related("municipality", "cycle").get(pk=pk)


def locked_section(section: PlanSection) -> PlanSection:
    """A part with its plan, both rows locked: a plan that is frozen meanwhile is waited for.

    2 queries. Raises `RefusedError` when the part was taken out.
    """
    plan = locked_plan(section.plan_id)
    rows = PlanSection.objects.select_for_update(of=("self",))
    found = rows.select_related("priority").get(pk=section.pk)
    found.plan = plan
    refuse(None if found.removed_at is None else rules.REMOVED)
    return found


def open_section(section: PlanSection, role: str, action: Action = WRITE_PLAN) -> PlanSection:
    """A part with its row locked, when its text can still change. Raises `RefusedError`."""
    may(action, role)
    found = locked_section(section)
    refuse(rules.writing_refusal(found.plan.state))
    return found


def last_place(rows: "models.QuerySet[PlanSection] | models.Manager[PlanSection]") -> int:
    """The place of the last part; 0 without one. 1 query."""
    found: int | None = rows.aggregate(last=Max("position"))["last"]
    return found or 0
