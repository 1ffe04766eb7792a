"""Keeping the timetable: accepting a plan, moving a step with what follows, and own moments."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from regie.evidence.street_knowledge import persons
from regie.foundation.accounts.models import User
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import step_label
from regie.foundation.cycles.services import want_decision
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.services import log
from regie.planning.timetable import queries, rules
from regie.planning.timetable.models import Moment, MomentKind, PlannedStep
from regie.planning.timetable.rules import Outcome, Span
from regie.policy.cycle import ADOPTION

MOMENT_FIELDS = ("kind", "name", "first", "last", "process", "note")


class TimetableRefusedError(Exception):
    """A change of the timetable was refused; the message says why in the reader's language."""


@transaction.atomic
def lay(
    cycle: PolicyCycle, month: date, *, seen: str, why: str, actor: User | None
) -> dict[str, Span]:
    """Plan every open step, counted back from a decision in `month`; answers the plan.

    `seen` is the stamp of the plan one looked at. Raises `TimetableRefusedError` without a
    reason, and when the plan changed meanwhile.
    """
    board = _board(cycle, seen, why)
    plan = board.proposal(month)
    kept = want_decision(cycle, month, why=why, actor=actor)
    _store(kept, plan, why, actor)
    before, after = board.plan.get(ADOPTION), plan.get(ADOPTION)
    _log("lay", cycle, actor, _moved(before, after), why)
    return plan


@transaction.atomic
def change_step(
    cycle: PolicyCycle, step: str, span: Span, *, seen: str, why: str, actor: User | None
) -> Outcome:
    """Give a step other days and move what follows from it. Raises `TimetableRefusedError`."""
    board = _board(cycle, seen, why)
    if board.task(step) is None:
        raise TimetableRefusedError(_(rules.NOT_THIS_STEP))
    _refuse(rules.span_refusal(span.first, span.last))
    outcome = board.outcome({step: span})
    _store(cycle, {shift.code: shift.after for shift in outcome.shifts}, why, actor)
    if outcome.shifts:
        details = {
            "step": step,
            "from": _named_days(step, board.plan.get(step)),
            "to": _named_days(step, span),
            "moved": [shift.code for shift in outcome.shifts if shift.code != step],
        }
        _log("change_step", cycle, actor, details, why)
    return outcome


@transaction.atomic
def add_moment(
    municipality: Municipality, words: Mapping[str, Any], *, actor: User | None
) -> Moment:
    """Put a moment of the municipality's own in the calendar. Raises `TimetableRefusedError`.

    `words` has a value for each of `MOMENT_FIELDS`; `last` may be None for one day. A form that
    was sent twice gives the first again.
    """
    said = _moment_words(words)
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    same = Moment.objects.filter(municipality=municipality, withdrawn_at__isnull=True, **said)
    if twin := same.first():
        return twin
    row = Moment.objects.create(municipality=municipality, made_by=actor, **said)
    _log("add_moment", row, actor, {"from": "", "to": _days(Span(row.first, row.last))})
    return row


@transaction.atomic
def change_moment(row: Moment, words: Mapping[str, Any], *, why: str, actor: User | None) -> Moment:
    """Change a moment, with a reason. Raises `TimetableRefusedError`."""
    said = _moment_words(words)
    _refuse_reason(why)
    kept = Moment.objects.select_for_update().select_related("municipality").get(pk=row.pk)
    before = _days(Span(kept.first, kept.last))
    for name, value in said.items():
        setattr(kept, name, value)
    kept.save()
    days = {"from": before, "to": _days(Span(kept.first, kept.last))}
    _log("change_moment", kept, actor, days, why)
    return kept


@transaction.atomic
def withdraw_moment(row: Moment, *, why: str, actor: User | None) -> None:
    """Take a moment out of the calendar, with a reason. Raises `TimetableRefusedError`."""
    _refuse_reason(why)
    kept = Moment.objects.select_for_update().select_related("municipality").get(pk=row.pk)
    if kept.withdrawn_at is None:
        kept.withdrawn_at = timezone.now()
        kept.save(update_fields=["withdrawn_at"])
        days = {"from": _days(Span(kept.first, kept.last)), "to": ""}
        _log("withdraw_moment", kept, actor, days, why)


def _board(cycle: PolicyCycle, seen: str, why: str) -> queries.Board:
    """The timetable as it is now, locked, when it is still what somebody looked at."""
    _refuse_reason(why)
    Municipality.objects.select_for_update().get(pk=cycle.municipality_id)
    board = queries.board(PolicyCycle.objects.select_related("municipality").get(pk=cycle.pk))
    _refuse(None if seen == rules.stamp(board.plan) else rules.CHANGED_MEANWHILE)
    return board


def _store(cycle: PolicyCycle, plan: Mapping[str, Span], why: str, actor: User | None) -> None:
    """Write the days that differ; a step that keeps its days keeps its reason too."""
    have = {row.step: row for row in PlannedStep.objects.filter(cycle=cycle)}
    for code, span in plan.items():
        row = have.get(code) or PlannedStep(cycle=cycle, step=code)
        if row.pk and (row.first, row.last) == (span.first, span.last):
            continue
        row.first, row.last = span.first, span.last
        row.why, row.changed_by = _one_line(why)[:300], actor
        row.save()


def _moment_words(words: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: words[name] for name in MOMENT_FIELDS}
    said |= {name: _one_line(said[name]) for name in ("name", "note")}
    said["last"] = said["last"] or said["first"]
    _refuse(None if said["name"] else rules.NO_NAME)
    recess = said["kind"] == MomentKind.RECESS
    _refuse(rules.span_refusal(said["first"], said["last"], recess=recess))
    _refuse(next(iter(persons.objections(f"{said['name']}. {said['note']}")), None))
    return said


def _refuse_reason(why: str) -> None:
    _refuse(None if why.strip() else rules.NO_REASON)
    _refuse(next(iter(persons.objections(why)), None))


def _refuse(reason: str | None) -> None:
    if reason:
        raise TimetableRefusedError(_(reason))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _days(span: Span | None) -> str:
    """Days in words for the log, always in the language of the house."""
    if span is None:
        return ""
    with override(settings.LANGUAGE_CODE):
        first, last = date_format(span.first, "j F Y"), date_format(span.last, "j F Y")
    return first if span.first == span.last else f"{first} – {last}"


def _named_days(step: str, span: Span | None) -> str:
    with override(settings.LANGUAGE_CODE):
        name = step_label(step)
    return f"{name}: {_days(span) or '–'}"


def _moved(before: Span | None, after: Span | None) -> dict[str, str]:
    """The days of the council's decision before and after, as the history shows them."""
    first = _named_days(ADOPTION, before) if before else ""
    return {"from": first, "to": _named_days(ADOPTION, after)}


def _log(
    verb: str,
    row: PolicyCycle | Moment,
    actor: User | None,
    details: Mapping[str, Any],
    why: str = "",
) -> None:
    log(f"timetable.{verb}", row, actor=actor, why=_one_line(why), details=details)
