"""What every service of this room needs: clean words, refusals, who may, and a row in the log."""

from regie.evidence.formats.refusals import RefusedError
from regie.evidence.street_knowledge import persons
from regie.foundation.access.rules import Action, decide
from regie.foundation.cycles.models import PolicyCycle


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
