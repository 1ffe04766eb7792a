"""Writing objectives: each change is kept as an edition, and nobody's words are lost."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from regie.evidence.indicators.models import Indicator
from regie.foundation.access.rules import may
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import refuse
from regie.foundation.records.services import log
from regie.planning.objectives import queries, rules
from regie.planning.objectives.content import content_of
from regie.planning.objectives.judging import codes_now
from regie.planning.objectives.models import (
    CritiqueOverride,
    Objective,
    ObjectiveEdition,
    ObjectiveMeans,
)
from regie.planning.objectives.words import ObjectiveWords
from regie.planning.plans import origins
from regie.planning.plans import queries as plans
from regie.planning.plans import rules as plan_rules
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.origins import Origin
from regie.planning.plans.permissions import AMEND_PLAN, WRITE_PLAN
from regie.planning.plans.writing import clean, locked_plan, open_plan
from regie.planning.proposals.models import Priority

__all__ = [
    "ObjectiveWords",
    "StaleError",
    "amend_objective",
    "amend_remove_objective",
    "move_objective",
    "override",
    "remove_objective",
    "restore_objective",
    "take_back",
    "write_objective",
]

LONGEST_REASON = 500
TEXTS = {
    "statement": 300,
    "effect": 300,
    "measured_by": 200,
    "measuring_plan": 400,
    "unit": 60,
    "baseline_source": 200,
    "ambition": 200,
    "owner": 120,
    "holder": 120,
}
"""What is written in words, with the number of characters that the table keeps."""
AS_GIVEN = (
    "kind",
    "area_code",
    "direction",
    "baseline",
    "baseline_from",
    "baseline_to",
    "target",
    "target_date",
    "beside",
)


class StaleError(Exception):
    """Somebody else changed this objective meanwhile; `current` is how it stands now."""

    def __init__(self, current: Objective | None) -> None:
        super().__init__("saved by somebody else in the meantime")
        self.current = current


# --- writing --------------------------------------------------------------------------------------


@transaction.atomic
def write_objective(
    plan: SafetyPlan,
    words: ObjectiveWords,
    *,
    pk: int | None = None,
    seen: int = 0,
    actor: User,
    role: str,
    origin: Origin | None = None,
) -> Objective:
    """Write an objective: a new one, or `pk` as it was read at version `seen`.

    `origin` says where it comes from when nobody typed it. Raises `RefusedError`, also
    with what cannot be kept; `StaleError` when somebody else changed it since: nothing is written.
    """
    found = open_plan(plan, role, WRITE_PLAN)
    return _write(found, words, pk, seen, actor, origin)


@transaction.atomic
def amend_objective(
    plan: SafetyPlan,
    words: ObjectiveWords,
    *,
    pk: int | None = None,
    origin: Origin,
    actor: User,
    role: str,
) -> Objective:
    """Change or add an objective of a plan that lies at the council, with the amendment as its
    `origin`. Raises `RefusedError`."""
    may(AMEND_PLAN, role)
    found = locked_plan(plan.pk)
    refuse(plan_rules.amending_refusal(found.state, origin))
    seen = found.objectives.filter(pk=pk).values_list("version", flat=True).first() if pk else 0
    return _write(found, words, pk, seen or 0, actor, origin)


def _write(
    plan: SafetyPlan,
    words: ObjectiveWords,
    pk: int | None,
    seen: int,
    actor: User | None,
    origin: Origin | None,
) -> Objective:
    wrong = rules.refusal(words.claim(), plan.valid_from)
    refuse(wrong[1] if wrong else None)
    row = _row(plan, pk, seen)
    _fill(row, words)
    if pk is None:
        row.made_by = actor
    row.save()
    means = _means(row, words.means)
    _edition(row, means, actor, origin)
    log("objectives.write", row, actor=actor, of=plan, details={"version": row.version})
    if pk is not None:
        _drop_answered(row, means, actor)
    return row


def _drop_answered(row: Objective, means: list[str], actor: User | None) -> None:
    """Withdraw the reasons for criticism that the change took away."""
    live = queries.live_overrides(row)
    gone = set(live) - codes_now(row, means) if live else set()
    for code in sorted(gone):
        _withdraw(row, code, rules.VANISHED, actor)


def _row(plan: SafetyPlan, pk: int | None, seen: int) -> Objective:
    """The row to fill: a new one at the end, or the known one when nobody was first."""
    if pk is None:
        last = plan.objectives.aggregate(last=Max("position"))["last"] or 0
        return Objective(plan=plan, position=last + 1)
    row = queries.objective(plan, pk)
    if row is None or row.version != seen:
        raise StaleError(row)
    refuse(rules.REMOVED if row.removed_at else None)
    row.version += 1
    return row


def _fill(row: Objective, words: ObjectiveWords) -> None:
    for name, longest in TEXTS.items():
        setattr(row, name, clean(getattr(words, name))[:longest])
    for name in AS_GIVEN:
        setattr(row, name, getattr(words, name))
    row.target_percent = rules.signed(words.target_percent, words.direction)
    row.baseline_basis = dict(words.baseline_basis) if words.baseline is not None else {}
    row.priority = _priority(row.plan, words.priority)
    row.municipality = _town(row.plan, words.municipality)
    row.indicator = _indicator(words.indicator)


def _priority(plan: SafetyPlan, pk: int | None) -> Priority | None:
    if pk is None:
        return None
    found = next((each for each in plans.priorities_of(plan) if each.pk == pk), None)
    refuse(None if found else rules.UNKNOWN_PRIORITY)
    return found


def _town(plan: SafetyPlan, pk: int | None) -> Municipality | None:
    if pk is None:
        return None
    found = Municipality.objects.filter(plan_parties__plan=plan, pk=pk).first()
    refuse(None if found else rules.UNKNOWN_TOWN)
    return found


def _indicator(code: str) -> Indicator | None:
    """The newest version of an indicator."""
    if not code:
        return None
    found = Indicator.objects.filter(code=code[:60]).order_by("-version").first()
    refuse(None if found else rules.UNKNOWN_INDICATOR)
    return found


def _means(row: Objective, texts: tuple[str, ...]) -> list[str]:
    """Keep the means as they are given; empty lines are left out."""
    said = [clean(text)[:200] for text in texts if text.strip()]
    row.means.all().delete()
    ObjectiveMeans.objects.bulk_create(
        ObjectiveMeans(objective=row, text=text, position=place)
        for place, text in enumerate(said, 1)
    )
    return said


def _edition(row: Objective, means: list[str], actor: User | None, origin: Origin | None) -> None:
    ObjectiveEdition.objects.create(
        objective=row,
        number=row.version,
        content=content_of(row, means),
        origin=origin or {},
        made_by=actor,
    )


# --- taking out, putting back, order --------------------------------------------------------------


def _known(plan: SafetyPlan, pk: int) -> Objective:
    found = queries.objective(plan, pk)
    if found is None:
        raise StaleError(None)
    return found


@transaction.atomic
def remove_objective(row: Objective, reason: str, *, actor: User, role: str) -> Objective:
    """Take an objective out of its plan, with the reason; it stays readable and can be put back.

    Raises `RefusedError`.
    """
    plan = open_plan(row.plan, role, WRITE_PLAN)
    refuse(None if reason.strip() else rules.NO_REASON)
    found = _known(plan, row.pk)
    refuse(rules.REMOVED if found.removed_at else None)
    found.removed_at, found.removed_reason = timezone.now(), clean(reason)[:300]
    return _turn(found, "remove", actor, found.removed_reason)


@transaction.atomic
def restore_objective(row: Objective, *, actor: User, role: str) -> Objective:
    """Put an objective back that was taken out. Raises `RefusedError`."""
    plan = open_plan(row.plan, role, WRITE_PLAN)
    found = _known(plan, row.pk)
    refuse(None if found.removed_at else rules.NOT_REMOVED)
    found.removed_at, found.removed_reason = None, ""
    return _turn(found, "restore", actor)


@transaction.atomic
def amend_remove_objective(row: Objective, *, origin: Origin, actor: User, role: str) -> Objective:
    """Take an objective out of a plan that lies at the council, with the amendment as its
    `origin`. Raises `RefusedError`."""
    may(AMEND_PLAN, role)
    plan = locked_plan(row.plan_id)
    refuse(plan_rules.amending_refusal(plan.state, origin))
    found = _known(plan, row.pk)
    refuse(rules.REMOVED if found.removed_at else None)
    found.removed_at, found.removed_reason = timezone.now(), origins.dutch(origin)[:300]
    return _turn(found, "remove", actor, found.removed_reason, origin)


def _turn(
    row: Objective, verb: str, actor: User, why: str = "", origin: Origin | None = None
) -> Objective:
    row.version += 1
    row.save()
    _edition(row, list(queries.means_words(row)), actor, origin)
    log(f"objectives.{verb}", row, actor=actor, of=row.plan, why=why)
    return row


@transaction.atomic
def move_objective(row: Objective, *, up: bool, actor: User, role: str) -> None:
    """Put an objective a place higher or lower among those of its priority.

    Raises `RefusedError`.
    """
    plan = open_plan(row.plan, role, WRITE_PLAN)
    rows = list(Objective.objects.filter(plan=plan).order_by("position", "pk"))
    same = [
        each.pk for each in rows if each.priority_id == row.priority_id and each.removed_at is None
    ]
    order = rules.moved(same, row.pk, up=up)
    if order is None:
        return
    turns = iter(order)
    by_pk = {each.pk: each for each in rows}
    placed = [by_pk[next(turns)] if each.pk in same else each for each in rows]
    for place, each in enumerate(placed, 1):
        each.position = place
    Objective.objects.bulk_update(placed, ["position"])
    log("objectives.move", by_pk[row.pk], actor=actor, of=plan)


# --- criticism that stands ------------------------------------------------------------------------


@transaction.atomic
def override(row: Objective, code: str, reason: str, *, actor: User, role: str) -> CritiqueOverride:
    """Say why a criticism does not hold for this objective; it stays visible with the reason.

    Raises `RefusedError`, also when nobody says this of the objective as it is now.
    """
    plan = open_plan(row.plan, role, WRITE_PLAN)
    refuse(None if reason.strip() else rules.NO_REASON)
    found = _known(plan, row.pk)
    refuse(rules.REMOVED if found.removed_at else None)
    refuse(None if code in codes_now(found) else rules.UNKNOWN_CODE)
    said = clean(reason)[:LONGEST_REASON]
    made = CritiqueOverride.objects.create(objective=found, code=code, reason=said, made_by=actor)
    log("objectives.override", found, actor=actor, of=plan, why=said, details={"code": code})
    return made


@transaction.atomic
def take_back(row: Objective, code: str, *, actor: User, role: str) -> None:
    """Let a criticism stand open again. Raises `RefusedError`."""
    plan = open_plan(row.plan, role, WRITE_PLAN)
    found = _known(plan, row.pk)
    if code in queries.live_overrides(found):
        _withdraw(found, code, rules.TAKEN_BACK, actor)
        log("objectives.take_back", found, actor=actor, of=plan, details={"code": code})


def _withdraw(row: Objective, code: str, reason: str, actor: User | None) -> None:
    CritiqueOverride.objects.create(
        objective=row, code=code, reason=reason, withdrawn=True, made_by=actor
    )
