"""Writing surveys: bring one in, describe it better, replace it, take it back."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from regie.evidence.street_knowledge.persons import objections, refuse_persons
from regie.evidence.surveys import queries, rules, workflow
from regie.evidence.surveys.models import Answer, Survey
from regie.evidence.values.words import key
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log, take_step

ABOUT = (
    *("title", "fieldwork_from", "fieldwork_to", "method", "version"),
    *("design_effect", "design_effect_reason"),
)
NO_ROWS = _("Er is geen enkele rij om te bewaren.")
SAVED_ALREADY = _("Deze antwoorden staan er al, in een enquête met dezelfde naam.")
NOT_IN_USE = _("Deze enquête is niet meer in gebruik.")
NO_REASON = _("Schrijf op waarom u deze enquête intrekt.")


@transaction.atomic
def save(
    municipality: Municipality,
    about: Mapping[str, Any],
    rows: Iterable[rules.Row],
    *,
    actor: User,
    role: str,
    left_out: int = 0,
    replaces: Survey | None = None,
) -> Survey:
    """Keep a survey with its answers; `replaces` steps back for it.

    Raises `RefusedError` and `StepRefusedError`; then nothing is kept.
    """
    kept = list(rows)
    refuse(None if kept else NO_ROWS)
    _refuse_persons(about)
    _one_at_a_time(municipality)
    if replaces is not None:
        take_step(replaces, "replace", workflow=workflow.SURVEY, actor=actor, role=role)
    survey = Survey(municipality=municipality, replaces=replaces, made_by=actor, **_about(about))
    taken = queries.taken(municipality, survey.title)
    refuse(SAVED_ALREADY if any(row.key in taken for row in kept) else None)
    survey.save()
    try:
        with transaction.atomic():
            Answer.objects.bulk_create(queries.as_read(survey, kept), batch_size=1000)
    except IntegrityError as error:
        raise RefusedError(SAVED_ALREADY) from error
    details = {"rows": len(kept), "left_out": left_out}
    if replaces is not None:
        details["replaces"] = replaces.pk
    log("surveys.replace" if replaces else "surveys.save", survey, actor=actor, details=details)
    return survey


@transaction.atomic
def describe(survey: Survey, about: Mapping[str, Any], *, actor: User) -> Survey:
    """Change what is said about a survey; its answers stay. Raises `RefusedError`."""
    _one_at_a_time(survey.municipality)
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    refuse(None if survey.state == workflow.IN_USE else NOT_IN_USE)
    _refuse_persons(about)
    before = {name: str(getattr(survey, name)) for name in ABOUT}
    for name, value in _about(about).items():
        setattr(survey, name, value)
    refuse(SAVED_ALREADY if queries.clashes(survey) else None)
    survey.save()
    changed = [name for name in ABOUT if str(getattr(survey, name)) != before[name]]
    log("surveys.describe", survey, actor=actor, details={"changed": changed})
    return survey


@transaction.atomic
def withdraw(survey: Survey, why: str, *, actor: User, role: str) -> Survey:
    """Take a survey out of use, with the reason. Raises `RefusedError`, `StepRefusedError`."""
    said = " ".join(why.split())[:200]
    refuse(next(iter(objections(said)), None if said else NO_REASON))
    take_step(survey, "withdraw", workflow=workflow.SURVEY, actor=actor, role=role, why=said)
    log("surveys.withdraw", survey, actor=actor, why=said)
    return survey


def _one_at_a_time(municipality: Municipality) -> None:
    """Two people of one municipality cannot bring in the same answers at the same moment."""
    Municipality.objects.select_for_update().get(pk=municipality.pk)


def _about(about: Mapping[str, Any]) -> dict[str, Any]:
    title = " ".join(str(about["title"]).split())
    return {name: about[name] for name in ABOUT} | {"title": title, "title_key": key(title)[:120]}


def _refuse_persons(about: Mapping[str, Any]) -> None:
    refuse_persons(*(str(about[name]) for name in ("title", "version", "design_effect_reason")))
