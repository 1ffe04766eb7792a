"""Keeping the policy cycle: starting, moving, extending, and giving things their own names."""

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from regie.foundation.accounts.models import User
from regie.foundation.cycles import rules
from regie.foundation.cycles.models import Lesson, LessonKind, PolicyCycle, SafetyField, SafetyTheme
from regie.foundation.cycles.queries import (
    fields_with_themes,
    other_periods,
    period_of,
    step_codes,
    step_label,
)
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.services import log
from regie.policy import fields as fields_policy


class CycleRefusedError(Exception):
    """A change of the cycle was refused; the message is the reason in the reader's language."""


@transaction.atomic
def start_cycle(
    municipality: Municipality,
    name: str,
    valid_from: date,
    valid_to: date,
    variant: str = rules.FULL,
    *,
    decision_month: date | None = None,
    actor: User | None,
) -> PolicyCycle:
    """Start a cycle at its first step, with the five fields and all their themes.

    `decision_month` is any day of the month in which the council should decide.

    Raises `CycleRefusedError` when the period is no period or another cycle runs in it.
    """
    if variant not in rules.VARIANTS:
        raise ValueError(f"unknown variant {variant!r}")
    _lock(municipality.pk)
    running = [period_of(cycle) for cycle in PolicyCycle.objects.filter(municipality=municipality)]
    _refuse(rules.period_refusal(rules.Period(valid_from, valid_to), running))
    cycle = PolicyCycle.objects.create(
        municipality=municipality,
        name=name.strip(),
        variant=variant,
        valid_from=valid_from,
        valid_to=valid_to,
        current_step=step_codes(variant)[0],
        decision_month=decision_month.replace(day=1) if decision_month else None,
    )
    _add_policy_fields(cycle)
    _log("start_cycle", cycle, actor)
    return cycle


@transaction.atomic
def move_to_step(cycle: PolicyCycle, step: str, *, why: str, actor: User | None) -> PolicyCycle:
    """Put the cycle on another step, forward or back. Raises `CycleRefusedError`."""
    cycle = _locked(cycle)
    known = step_codes(cycle.variant)
    _refuse(rules.move_refusal(known, current=cycle.current_step, target=step, why=why))
    with override(settings.LANGUAGE_CODE):
        before, after = step_label(cycle.current_step), step_label(step)
    cycle.finished_steps = rules.finished_after(
        known, current=cycle.current_step, target=step, finished=cycle.finished_steps
    )
    cycle.current_step = step
    cycle.skipped_steps = [code for code in cycle.skipped_steps if code != step]
    cycle.save(update_fields=["current_step", "finished_steps", "skipped_steps"])
    _log("move_to_step", cycle, actor, {"from": before, "to": after, "step": step}, why)
    return cycle


@transaction.atomic
def skip_step(cycle: PolicyCycle, step: str, *, why: str, actor: User | None) -> PolicyCycle:
    """Leave a step out, with a reason; when the cycle is on it, the next step becomes the current.

    Moving the cycle to the step takes it in again. Whether its work is done is judged by the
    caller: the pages of rooms above know. Raises `CycleRefusedError`.
    """
    cycle = _locked(cycle)
    known = step_codes(cycle.variant)
    _refuse(
        rules.skip_refusal(
            known, step, why, current=cycle.current_step, skipped=cycle.skipped_steps
        )
    )
    cycle.skipped_steps = [code for code in known if code in {*cycle.skipped_steps, step}]
    if cycle.current_step == step:
        cycle.current_step = rules.after(known, step, cycle.skipped_steps)
    cycle.save(update_fields=["current_step", "skipped_steps"])
    with override(settings.LANGUAGE_CODE):
        label = step_label(step)
    _log("skip_step", cycle, actor, {"from": label, "to": "", "step": step}, why)
    return cycle


@transaction.atomic
def move_on(cycle: PolicyCycle, step: str, *, seen: str, actor: User | None) -> PolicyCycle:
    """End the step one saw (`seen`) and go to the next, with the usual reason.

    Raises `CycleRefusedError` when somebody else moved the cycle meanwhile.
    """
    cycle = _locked(cycle)
    _refuse(None if cycle.current_step == seen else rules.MOVED_MEANWHILE)
    with override(settings.LANGUAGE_CODE):
        why = _(rules.STEP_DONE)
    return move_to_step(cycle, step, why=why, actor=actor)


@transaction.atomic
def want_decision(
    cycle: PolicyCycle, month: date | None, *, why: str, actor: User | None
) -> PolicyCycle:
    """Say in which month the council should decide; None when that is not known.

    Raises `CycleRefusedError` without a reason. Nothing is logged when nothing changes.
    """
    cycle = _locked(cycle)
    _refuse(None if why.strip() else rules.NO_REASON)
    wanted = month.replace(day=1) if month else None
    if wanted == cycle.decision_month:
        return cycle
    before, cycle.decision_month = cycle.decision_month, wanted
    cycle.save(update_fields=["decision_month"])
    days = {"from": f"{before:%Y-%m}" if before else "", "to": f"{wanted:%Y-%m}" if wanted else ""}
    _log("want_decision", cycle, actor, days, why)
    return cycle


@transaction.atomic
def extend_cycle(cycle: PolicyCycle, until: date, *, why: str, actor: User | None) -> PolicyCycle:
    """Let the cycle run until a later day. Raises `CycleRefusedError`."""
    cycle = _locked(cycle)
    before = period_of(cycle)
    _refuse(rules.extension_refusal(before, until, why, other_periods(cycle)))
    cycle.extended_to = until
    cycle.save(update_fields=["extended_to"])
    days = {"from": before.last.isoformat(), "to": until.isoformat()}
    _log("extend_cycle", cycle, actor, days, why)
    return cycle


@transaction.atomic
def rename_field(field: SafetyField, name: str, *, actor: User | None) -> bool:
    """Give a field a local name; an empty name, or the official one, restores the official.

    Answers whether anything changed; without a change nothing is logged.
    """
    item = fields_policy.field(field.code)
    return _rename(field, (item.name, item.name_en), name, field.cycle, actor)


@transaction.atomic
def rename_theme(theme: SafetyTheme, name: str, *, actor: User | None) -> bool:
    """The same for a theme; an own theme has no other name to go back to and keeps it.

    Raises `CycleRefusedError` for an own theme without a name.
    """
    if theme.own and not name.strip():
        raise CycleRefusedError(_(rules.NO_NAME))
    item = None if theme.own else fields_policy.theme(theme.code)
    official = (item.name, item.name_en) if item else ("", "")
    return _rename(theme, official, name, theme.field.cycle, actor)


@transaction.atomic
def save_names(
    cycle: PolicyCycle,
    *,
    fields: Mapping[int, str],
    themes: Mapping[int, str],
    actor: User | None,
) -> int:
    """Rename several fields and themes of a cycle at once, by primary key; all or none.

    Answers how many names changed; each has its own row in the log.
    """
    cycle = _locked(cycle)
    changed = 0
    for field in SafetyField.objects.filter(cycle=cycle, pk__in=fields):
        field.cycle = cycle
        changed += rename_field(field, fields[field.pk], actor=actor)
    own = SafetyTheme.objects.select_related("field").filter(field__cycle=cycle, pk__in=themes)
    for theme in own:
        theme.field.cycle = cycle
        changed += rename_theme(theme, themes[theme.pk], actor=actor)
    return changed


@transaction.atomic
def add_theme(
    field: SafetyField, name: str, *, flanking: bool = False, actor: User | None
) -> SafetyTheme:
    """Add a theme of the municipality's own to a field.

    Raises `CycleRefusedError` when the name is empty or taken in this cycle.
    """
    cycle = _locked(field.cycle)
    views = fields_with_themes(cycle)
    taken = [view.name for view in views] + [t.name for view in views for t in view.themes]
    _refuse(rules.new_name_refusal(name, taken))
    own = SafetyTheme.objects.filter(field__cycle=cycle, own=True).count()
    theme = SafetyTheme.objects.create(
        field=field,
        code=f"own_{own + 1}",
        local_name=name.strip(),
        flanking=flanking,
        own=True,
        position=field.themes.count() + 1,
    )
    _log("add_theme", cycle, actor, {"from": "", "to": theme.local_name})
    return theme


@transaction.atomic
def add_lesson(
    municipality: Municipality,
    text: str,
    *,
    kind: str,
    source: str = "",
    cycle: PolicyCycle | None = None,
    actor: User | None,
) -> Lesson:
    """Write down what was learned, in `cycle` or before. Raises `CycleRefusedError` without words.

    The form that calls this refuses data about persons.
    """
    words = " ".join(text.split())
    _refuse(None if words else rules.NO_LESSON)
    if cycle is not None and cycle.municipality_id != municipality.pk:
        raise ValueError("the cycle is of another municipality")
    lesson = Lesson.objects.create(
        municipality=municipality,
        cycle=cycle,
        kind=LessonKind(kind),
        text=words,
        source=" ".join(source.split()),
        made_by=actor,
    )
    _log("add_lesson", lesson, actor)
    return lesson


@transaction.atomic
def withdraw_lesson(lesson: Lesson, *, why: str, actor: User | None) -> None:
    """Take a lesson back that turned out wrong. Raises `CycleRefusedError` without a reason."""
    _refuse(None if why.strip() else rules.NO_REASON)
    kept = Lesson.objects.select_for_update().select_related("municipality").get(pk=lesson.pk)
    if kept.withdrawn_at is None:
        kept.withdrawn_at = timezone.now()
        kept.save(update_fields=["withdrawn_at"])
        _log("withdraw_lesson", kept, actor, why=why)


def _add_policy_fields(cycle: PolicyCycle) -> None:
    items = fields_policy.SAFETY_FIELDS()
    fields = SafetyField.objects.bulk_create(
        SafetyField(cycle=cycle, code=item.code, position=place)
        for place, item in enumerate(items, start=1)
    )
    SafetyTheme.objects.bulk_create(
        SafetyTheme(field=field, code=theme.code, flanking=theme.flanking, position=place)
        for field, item in zip(fields, items, strict=True)
        for place, theme in enumerate(item.themes, start=1)
    )


def _rename(
    row: SafetyField | SafetyTheme,
    official: tuple[str, str],
    name: str,
    cycle: PolicyCycle,
    actor: User | None,
) -> bool:
    wanted = "" if name.strip() in official else name.strip()
    if wanted == row.local_name:
        return False
    before = row.local_name or official[0]
    row.local_name = wanted
    row.save(update_fields=["local_name"])
    _log("rename", cycle, actor, {"from": before, "to": wanted or official[0]})
    return True


def _refuse(reason: str | None) -> None:
    if reason:
        raise CycleRefusedError(_(reason))


def _locked(cycle: PolicyCycle) -> PolicyCycle:
    _lock(cycle.municipality_id)
    return PolicyCycle.objects.select_related("municipality").get(pk=cycle.pk)


def _lock(municipality_pk: int) -> None:
    """Two people who change the cycles of one municipality at once must wait for each other."""
    Municipality.objects.select_for_update().get(pk=municipality_pk)


def _log(
    verb: str,
    row: PolicyCycle | Lesson,
    actor: User | None,
    details: Mapping[str, str] | None = None,
    why: str = "",
) -> None:
    log(f"cycles.{verb}", row, actor=actor, why=why.strip(), details=details)
