"""Changing which parts a plan has: adding, renaming, moving, taking out and putting back."""

from django.db import transaction
from django.utils import timezone

from regie.foundation.access.rules import may
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log
from regie.planning.plans import origins, queries, rules
from regie.planning.plans.models import PlanSection, SafetyPlan
from regie.planning.plans.origins import Origin
from regie.planning.plans.permissions import AMEND_PLAN, MANAGE_PLAN, WRITE_PLAN
from regie.planning.plans.writing import clean, last_place, locked_plan, locked_section, open_plan
from regie.planning.proposals.models import Priority
from regie.policy.plan_sections import PLAN_SECTIONS


@transaction.atomic
def add_section(
    plan: SafetyPlan,
    title: str = "",
    *,
    kind: str = rules.OWN,
    municipality: Municipality | None = None,
    actor: User,
    role: str,
) -> PlanSection:
    """Add an own part with a title, or one of the policy that the plan does not have; it comes
    last. With `municipality` it is a local part of a joint plan. Raises `RefusedError`.
    """
    found = open_plan(plan, role)
    words = clean(title)[:120]
    if kind == rules.OWN:
        refuse(None if words else rules.NO_TITLE)
    else:
        _refuse_kind(found, kind, municipality)
    row = PlanSection.objects.create(
        plan=found,
        kind=kind,
        title=words,
        municipality=municipality,
        position=last_place(found.sections) + 1,
    )
    log("plans.add_section", row, actor=actor, of=found, details={"to": queries.title_of(row)})
    return row


def _refuse_kind(plan: SafetyPlan, kind: str, municipality: Municipality | None) -> None:
    item = PLAN_SECTIONS().section(kind)
    refuse(rules.UNKNOWN_KIND if item is None or item.per_priority else None)
    same = plan.sections.filter(kind=kind, municipality=municipality, removed_at__isnull=True)
    refuse(rules.ALREADY_THERE if same.exists() else None)


@transaction.atomic
def follow_priorities(plan: SafetyPlan, *, actor: User, role: str) -> list[PlanSection]:
    """Give every priority without an approach its part, after those that are there.

    Raises `RefusedError`. A priority that the council dropped keeps its part until somebody takes
    it out.
    """
    found = open_plan(plan, role, WRITE_PLAN)
    missing = without_approach(found)
    if not missing:
        return []
    rows = list(found.sections.order_by("position", "pk"))
    known = [n for n, row in enumerate(rows) if row.kind in {"approach", "objectives"}]
    place = known[-1] + 1 if known else len(rows)
    made = [PlanSection(plan=found, kind="approach", priority=each) for each in missing]
    for row in made:
        row.save()
    _renumber([*rows[:place], *made, *rows[place:]])
    log("plans.follow_priorities", found, actor=actor, details={"added": len(made)})
    return made


def without_approach(plan: SafetyPlan) -> list[Priority]:
    """The priorities of a plan that have no part for their approach. 2 queries."""
    there = plan.sections.filter(kind="approach", removed_at__isnull=True)
    known = set(there.values_list("priority", flat=True))
    return [each for each in queries.priorities_of(plan) if each.pk not in known]


@transaction.atomic
def rename_section(section: PlanSection, title: str, *, actor: User, role: str) -> PlanSection:
    """Give a part its own title; "" gives it back that of the policy. Raises `RefusedError`."""
    found = _open(section, role)
    words = clean(title)[:120]
    refuse(rules.NO_TITLE if found.kind == rules.OWN and not words else None)
    before = queries.title_of(found)
    found.title = words
    found.save(update_fields=["title"])
    details = {"from": before, "to": queries.title_of(found)}
    log("plans.rename_section", found, actor=actor, of=found.plan, details=details)
    return found


@transaction.atomic
def remove_section(section: PlanSection, *, actor: User, role: str) -> PlanSection:
    """Take a part out of the plan; it keeps its texts and can be put back.

    Raises `RefusedError`.
    """
    found = _open(section, role)
    found.removed_at = timezone.now()
    found.save(update_fields=["removed_at"])
    log(
        "plans.remove_section",
        found,
        actor=actor,
        of=found.plan,
        details={"from": queries.title_of(found)},
    )
    return found


# --- at the table of the council ------------------------------------------------------------------


@transaction.atomic
def amend_add_section(
    plan: SafetyPlan,
    title: str = "",
    *,
    kind: str = rules.OWN,
    priority: int | None = None,
    origin: Origin,
    actor: User,
    role: str,
) -> PlanSection:
    """Add a part to a plan that lies at the council, with the amendment as its `origin`: an own
    one with a title, one of the policy, or the approach of a priority that has none.

    An own part comes last, another where the policy has it. Raises `RefusedError`.
    """
    found = _amended(plan, origin, role)
    row = PlanSection(plan=found, kind=kind, title=clean(title)[:120])
    item = PLAN_SECTIONS().section(kind)
    if kind == rules.OWN:
        refuse(None if row.title else rules.NO_TITLE)
    elif item is None or not item.per_priority:
        _refuse_kind(found, kind, None)
    else:
        row.priority = next((p for p in without_approach(found) if p.pk == priority), None)
        refuse(None if row.priority else rules.ALREADY_THERE)
    row.save()
    rows = list(found.sections.exclude(pk=row.pk).order_by("position", "pk"))
    order = [each.code for each in PLAN_SECTIONS().sections]
    place = rules.place_for(kind, [each.kind for each in rows], order)
    _renumber([*rows[:place], row, *rows[place:]])
    details = {"to": queries.title_of(row)}
    log("plans.add_section", row, actor=actor, of=found, why=origins.dutch(origin), details=details)
    return row


@transaction.atomic
def amend_remove_section(
    section: PlanSection, *, origin: Origin, actor: User, role: str
) -> PlanSection:
    """Take a part out of a plan that lies at the council; it keeps its texts and the amendment as
    the reason. Raises `RefusedError`."""
    _amended(section.plan, origin, role)
    found = locked_section(section)
    found.removed_at, found.removed_by = timezone.now(), dict(origin)
    found.save(update_fields=["removed_at", "removed_by"])
    details = {"from": queries.title_of(found)}
    log(
        "plans.remove_section",
        found,
        actor=actor,
        of=found.plan,
        why=origins.dutch(origin),
        details=details,
    )
    return found


def _amended(plan: SafetyPlan, origin: Origin, role: str) -> SafetyPlan:
    may(AMEND_PLAN, role)
    found = locked_plan(plan.pk)
    refuse(rules.amending_refusal(found.state, origin))
    return found


@transaction.atomic
def restore_section(section: PlanSection, *, actor: User, role: str) -> PlanSection:
    """Put a part back where it stood. Raises `RefusedError` when another took its place."""
    open_plan(section.plan, role)
    rows = PlanSection.objects.select_for_update(of=("self",))
    found = rows.select_related("plan__municipality", "priority").get(pk=section.pk)
    if found.removed_at is None:
        return found
    same = PlanSection.objects.filter(
        plan=found.plan,
        kind=found.kind,
        priority=found.priority,
        municipality=found.municipality_id,
        removed_at__isnull=True,
    )
    refuse(rules.ALREADY_THERE if found.kind != rules.OWN and same.exists() else None)
    found.removed_at, found.removed_by = None, {}
    found.save(update_fields=["removed_at", "removed_by"])
    log(
        "plans.restore_section",
        found,
        actor=actor,
        of=found.plan,
        details={"to": queries.title_of(found)},
    )
    return found


@transaction.atomic
def move_section(section: PlanSection, *, up: bool, actor: User, role: str) -> None:
    """Put a part one place higher or lower; at the end it stays. Raises `RefusedError`."""
    plan = open_plan(section.plan, role)
    rows = list(plan.sections.order_by("position", "pk"))
    living = [row for row in rows if row.removed_at is None]
    place = next((n for n, row in enumerate(living) if row.pk == section.pk), None)
    if place is None:
        raise RefusedError(rules.REMOVED)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(living):
        return
    mine, theirs = rows.index(living[place]), rows.index(living[other])
    rows.insert(theirs, rows.pop(mine))
    _renumber(rows)
    log("plans.move_section", living[place], actor=actor, of=plan)


def _renumber(rows: list[PlanSection]) -> None:
    for position, row in enumerate(rows, 1):
        row.position = position
    PlanSection.objects.bulk_update(rows, ["position"])


def _open(section: PlanSection, role: str) -> PlanSection:
    open_plan(section.plan, role, MANAGE_PLAN)
    return locked_section(section)
