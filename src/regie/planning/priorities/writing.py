"""What every service of this room needs: clean words, refusals, who may, and a row in the log."""

from collections.abc import Mapping

from django.db import models

from regie.evidence.formats.refusals import RefusedError
from regie.evidence.street_knowledge import persons
from regie.foundation.access.rules import Action, decide
from regie.foundation.accounts.models import User
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.records.services import log


def clean(text: str) -> str:
    """A text without stray spaces at its ends. Raises `RefusedError` when it names a person."""
    refuse(next(iter(persons.objections(text)), None))
    return text.strip()


def refuse(sentence: str | None, **params: object) -> None:
    """Raise `RefusedError` when there is a sentence."""
    if sentence is not None:
        raise RefusedError(sentence, **params)


def may(action: Action, role: str) -> None:
    """Raise `RefusedError` when this role may not do this."""
    answer = decide(action, role=role)
    refuse(None if answer else answer.reason)


def locked(cycle: PolicyCycle) -> PolicyCycle:
    """The cycle with its row locked, so that two people write one after the other."""
    rows = PolicyCycle.objects.select_for_update(of=("self",)).select_related("municipality")
    return rows.get(pk=cycle.pk)


def write_down(
    verb: str,
    subject: models.Model,
    cycle: PolicyCycle,
    actor: User,
    why: str = "",
    details: Mapping[str, object] | None = None,
) -> None:
    """One row in the log of the municipality; `verb` names its room too."""
    log(
        verb,
        subject,
        actor=actor,
        municipality_code=cycle.municipality.code,
        why=why,
        details=details,
    )
