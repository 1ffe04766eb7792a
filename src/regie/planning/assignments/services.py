"""Recording the assignment of a cycle."""

from datetime import date
from typing import TypedDict

from django.db import transaction
from django.utils.timezone import localdate

from regie.evidence.findings.rules import refuse_personal
from regie.foundation.access.models import Membership
from regie.foundation.access.rules import may
from regie.foundation.accounts.models import User
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log
from regie.planning.assignments import permissions, rules
from regie.planning.assignments.models import Assignment
from regie.planning.assignments.queries import assignment_of


class Words(TypedDict):
    """What is recorded."""

    given_by: str
    asked: str
    day: date
    number: str
    lead: str


class StaleError(Exception):
    """Somebody else recorded it in the meantime; `current` is how it stands now."""

    def __init__(self, current: Assignment) -> None:
        super().__init__("saved by somebody else in the meantime")
        self.current = current


def token_of(item: Assignment | None) -> str:
    """What a form carries to know whether somebody else saved."""
    return item.changed_at.isoformat() if item else ""


@transaction.atomic
def record(
    cycle: PolicyCycle, words: Words, *, seen: str, membership: Membership, actor: User
) -> Assignment:
    """Write down what was asked, or change it; `seen` is the token of what the form showed.

    Raises `RefusedError`, and `StaleError` when somebody else saved since: nothing is written.
    """
    may(permissions.RECORD, membership.role)
    PolicyCycle.objects.select_for_update().get(pk=cycle.pk)
    known = assignment_of(cycle)
    if token_of(known) != seen:
        if known is not None:
            raise StaleError(known)
        raise RefusedError(rules.STALE)
    values = _plain(words)
    _check(values)
    before = known.asked if known else ""
    row, _new = Assignment.objects.update_or_create(
        cycle=cycle, defaults={**values, "changed_by": actor}
    )
    log(
        "assignments.record",
        row,
        actor=actor,
        of=membership,
        details={"from": before, "to": row.asked, "number": row.number, "lead": row.lead},
    )
    return row


def _plain(words: Words) -> Words:
    """The same without white space around it."""
    return {
        "given_by": words["given_by"],
        "asked": words["asked"].strip()[:1000],
        "day": words["day"],
        "number": words["number"].strip()[:60],
        "lead": words["lead"].strip()[:120],
    }


def _check(words: Words) -> None:
    sentence = rules.refusal(
        given_by=words["given_by"],
        asked=words["asked"],
        lead=words["lead"],
        day=words["day"],
        today=localdate(),
    )
    texts = (words["asked"], words["number"], words["lead"])
    refuse(sentence)
    refuse_personal(*texts)
