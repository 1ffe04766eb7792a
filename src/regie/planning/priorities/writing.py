"""What every service of this room needs: clean words, and the cycle as nobody else changes it."""

from regie.evidence.street_knowledge.persons import refuse_persons
from regie.foundation.cycles.models import PolicyCycle


def clean(text: str) -> str:
    """A text without stray spaces at its ends. Raises `RefusedError` when it names a person."""
    refuse_persons(text)
    return text.strip()


def locked(cycle: PolicyCycle) -> PolicyCycle:
    """The cycle with its row locked, so that two people write one after the other."""
    rows = PolicyCycle.objects.select_for_update(of=("self",)).select_related("municipality")
    return rows.get(pk=cycle.pk)
