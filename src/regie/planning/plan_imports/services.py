"""Sorting a document that was read: one verb per function, each with a row in the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from regie.evidence.findings.rules import looks_personal
from regie.evidence.findings.subjects import by_code
from regie.foundation.access.rules import may
from regie.foundation.accounts.models import User
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import take_step
from regie.planning.objectives import rules as objective_rules
from regie.planning.plan_imports import rules, workflow
from regie.planning.plan_imports.models import (
    FoundObjective,
    FoundState,
    ImportPart,
    PlanImport,
)
from regie.planning.plan_imports.permissions import IMPORT_PLAN
from regie.planning.plan_imports.receiving import (
    end_what_was_killed,
    locked,
    read_in,
    receive,
    write_down,
)
from regie.planning.plan_imports.taking import Target, take_over
from regie.planning.plan_recognition.sorting import suggest
from regie.planning.plan_texts import markdown
from regie.policy.plan_sections import PLAN_SECTIONS

__all__ = [
    "FoundWords",
    "StaleError",
    "Target",
    "blank",
    "choose",
    "correct",
    "discard",
    "edit",
    "end_what_was_killed",
    "judge",
    "judge_all",
    "merge",
    "read_in",
    "receive",
    "sort",
    "split",
    "take_over",
]


class StaleError(Exception):
    """Somebody else changed this meanwhile; nothing was written."""


@transaction.atomic
def sort(document: PlanImport, kinds: Mapping[int, str], *, actor: User, role: str) -> int:
    """Say where parts go: a code, `own`, `none`, or "" for not yet; answers how many changed.

    A part that is not there any more is passed over. Raises `RefusedError`.
    """
    found = locked(document, role)
    allowed = {item.code for item in PLAN_SECTIONS().sections} | {rules.OWN, rules.NONE, ""}
    refuse(None if set(kinds.values()) <= allowed else rules.UNKNOWN_KIND)
    changed = []
    for part in found.parts.defer("text").filter(pk__in=kinds):
        if part.kind != kinds[part.pk]:
            part.kind = kinds[part.pk]
            changed.append(part)
    ImportPart.objects.bulk_update(changed, ["kind"])
    if changed:
        write_down("sort", found, actor, {"parts": len(changed)})
    return len(changed)


@transaction.atomic
def merge(document: PlanImport, pk: int, *, actor: User, role: str) -> ImportPart:
    """Put a part under the one before it, with its heading; answers that one.

    Raises `RefusedError`.
    """
    found = locked(document, role)
    part = _part(found, pk)
    above = found.parts.filter(position__lt=part.position).last()
    text = markdown.under(part.title, part.text)
    sentence = rules.merge_refusal(above.text if above else None, text)
    if above is None or sentence:
        raise RefusedError(sentence or rules.NOTHING_BEFORE)
    above.text = markdown.joined(above.text, text)
    _keep(above)
    part.objectives.update(part=above)
    part.delete()
    write_down("merge", found, actor, {"to": str(above)})
    return above


@transaction.atomic
def split(document: PlanImport, pk: int, line: int, *, actor: User, role: str) -> ImportPart:
    """Cut a part at the heading on a line, from 0; answers the new part after it.

    Raises `RefusedError`.
    """
    found = locked(document, role)
    part = _part(found, pk)
    try:
        before, title, after = markdown.split(part.text, line)
    except ValueError as error:
        raise RefusedError(rules.NO_HEADING) from error
    found.parts.filter(position__gt=part.position).update(position=F("position") + 1)
    suggestion = suggest(title)
    made = ImportPart.objects.create(
        document=found,
        position=part.position + 1,
        level=2,
        title=title[:160],
        chapter=part.chapter or part.title,
        text=after,
        kind=suggestion.kind,
        suggested=suggestion.kind,
        certainty=suggestion.certainty,
    )
    _keep(made)
    part.text = before
    _keep(part)
    write_down("split", found, actor, {"to": title})
    return made


@transaction.atomic
def edit(
    document: PlanImport, pk: int, title: str, text: str, *, seen: int, actor: User, role: str
) -> ImportPart:
    """Change the heading and text of a part. Raises `RefusedError`, and `StaleError` when
    somebody else was first."""
    found = locked(document, role)
    part = _part(found, pk)
    if part.version != seen:
        raise StaleError
    words = text.replace("\r\n", "\n").strip("\n")
    refuse(rules.TOO_LONG if len(words) > rules.LONGEST_PART else None)
    part.title, part.text = title.strip()[:160], words
    _keep(part)
    write_down("edit", found, actor, {"to": str(part)})
    return part


@transaction.atomic
def blank(document: PlanImport, pk: int, *, actor: User, role: str) -> ImportPart:
    """Leave out of a part what may be data about a person. Raises `RefusedError`."""
    found = locked(document, role)
    part = _part(found, pk)
    part.title = rules.blanked(part.title, looks_personal)
    part.text = rules.blanked(part.text, looks_personal)
    _keep(part)
    write_down("blank", found, actor, {"to": str(part)})
    return part


def _keep(part: ImportPart) -> None:
    """Save heading and text, with how many of its lines may be about a person."""
    part.marked = rules.marked(f"{part.title}\n{part.text}", looks_personal)
    part.version += 1
    part.save(update_fields=["title", "text", "marked", "version"])


def _part(document: PlanImport, pk: int) -> ImportPart:
    row = document.parts.filter(pk=pk).first()
    if row is None:
        raise RefusedError(rules.UNKNOWN_PART)
    return row


# --- objectives -----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class FoundWords:
    """An objective that was met, as a person corrects it."""

    statement: str
    effect: str = ""
    measured_by: str = ""
    unit: str = ""
    direction: str = ""
    baseline: Decimal | None = None
    baseline_year: int | None = None
    baseline_source: str = ""
    target: Decimal | None = None
    target_percent: Decimal | None = None
    target_date: date | None = None
    owner: str = ""


@transaction.atomic
def judge(document: PlanImport, pk: int, state: str, *, actor: User, role: str) -> FoundObjective:
    """Take an objective along, leave it, or lay it open again. Raises `RefusedError`."""
    found = locked(document, role)
    row = _objective(found, pk)
    if state == FoundState.ACCEPTED:
        _refuse_claim(row)
    if row.state != state:
        row.state = state
        row.version += 1
        row.save(update_fields=["state", "version"])
        write_down("judge", found, actor, {"to": row.get_state_display(), "what": str(row)})
    return row


@transaction.atomic
def choose(document: PlanImport, pk: int, code: str, *, actor: User, role: str) -> FoundObjective:
    """Say which indicator of the catalogue an objective is measured by; "" for none of them.

    Raises `RefusedError`.
    """
    found = locked(document, role)
    row = _objective(found, pk)
    refuse(None if not code or code in by_code() else objective_rules.UNKNOWN_INDICATOR)
    if row.indicator != code:
        row.indicator = code
        row.version += 1
        row.save(update_fields=["indicator", "version"])
        write_down("choose", found, actor, {"to": code, "what": str(row)})
    return row


@transaction.atomic
def judge_all(document: PlanImport, state: str, *, actor: User, role: str) -> int:
    """The same for every objective that is still open; those that cannot be kept stay open.

    Answers how many changed. Raises `RefusedError`.
    """
    found = locked(document, role)
    rows = [row for row in found.objectives.filter(state=FoundState.OPEN) if _may_stand(row, state)]
    for row in rows:
        row.state = state
        row.version += 1
    FoundObjective.objects.bulk_update(rows, ["state", "version"])
    if rows:
        write_down("judge", found, actor, {"to": state, "objectives": len(rows)})
    return len(rows)


def _may_stand(row: FoundObjective, state: str) -> bool:
    return state != FoundState.ACCEPTED or objective_rules.refusal(_claim(row), date.min) is None


@transaction.atomic
def correct(
    document: PlanImport, pk: int, words: FoundWords, *, seen: int, actor: User, role: str
) -> FoundObjective:
    """Correct what was read of an objective, and take it along. Raises `RefusedError`, and
    `StaleError` when somebody else was first."""
    found = locked(document, role)
    row = _objective(found, pk)
    if row.version != seen:
        raise StaleError
    for name in FoundWords.__dataclass_fields__:
        setattr(row, name, getattr(words, name))
    _refuse_claim(row)
    row.state = FoundState.ACCEPTED
    row.version += 1
    row.save()
    write_down("correct", found, actor, {"what": str(row)})
    return row


def _objective(document: PlanImport, pk: int) -> FoundObjective:
    row = document.objectives.filter(pk=pk).first()
    if row is None:
        raise RefusedError(rules.UNKNOWN_PART)
    return row


def _claim(row: FoundObjective) -> objective_rules.Claim:
    return objective_rules.Claim(
        statement=row.statement,
        direction=row.direction,
        measured_by=row.measured_by,
        baseline=row.baseline,
        baseline_from=row.baseline_year,
        baseline_to=row.baseline_year,
        target=row.target,
        target_percent=row.target_percent,
        target_date=row.target_date,
    )


def _refuse_claim(row: FoundObjective) -> None:
    wrong = objective_rules.refusal(_claim(row), date.min)
    refuse(wrong[1] if wrong else None)


# --- throwing away --------------------------------------------------------------------------------


@transaction.atomic
def discard(document: PlanImport, *, actor: User, role: str) -> None:
    """Throw the text of a document away; that it was read stays known. What was taken over stays
    in the plan. Raises `RefusedError`."""
    may(IMPORT_PLAN, role)
    take_step(document, "discard", workflow=workflow.IMPORT, actor=actor, role=role)
    document.objectives.all().delete()
    document.parts.all().delete()
    write_down("discard", document, actor)
