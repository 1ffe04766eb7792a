"""What every service of this room needs: clean words, refusals, who may, and a row in the log."""

from regie.evidence.street_knowledge import persons
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.records.refusals import refuse


def clean(text: str) -> str:
    """A text without stray spaces at its ends. Raises `RefusedError` when it names a person."""
    refuse(next(iter(persons.objections(text)), None))
    return text.strip()


def locked(cycle: PolicyCycle) -> PolicyCycle:
    """The cycle with its row locked, so that two people write one after the other."""
    rows = PolicyCycle.objects.select_for_update(of=("self",)).select_related("municipality")
    return rows.get(pk=cycle.pk)
