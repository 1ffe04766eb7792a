"""Recording what the council decided of each priority."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from regie.foundation.access.rules import may
from regie.foundation.accounts.models import User
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log, take_step
from regie.planning.priorities.writing import clean, locked
from regie.planning.proposals import rules, workflow
from regie.planning.proposals.models import CouncilChoice, Priority, Proposal
from regie.planning.proposals.permissions import DECIDE
from regie.planning.proposals.services import freeze, last_place

LATER_DAY = _("De dag van het besluit ligt nog in de toekomst.")
NO_NUMBER = _("Vul de dag en het nummer van het besluit in.")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What the council did with one priority."""

    decision: str
    name: str = ""
    reason: str = ""


@transaction.atomic
def decide(
    proposal: Proposal,
    choices: Mapping[int, Choice],
    *,
    day: date,
    number: str,
    added: Choice | None = None,
    actor: User,
    role: str,
) -> Proposal:
    """Record what the council decided of each priority, and freeze it.

    `choices` has one for each priority; `added` is one the council added. Raises `RefusedError`
    and `StepRefusedError`.
    """
    may(DECIDE, role)
    cycle = locked(proposal.cycle)
    if day > timezone.localdate():
        raise RefusedError(LATER_DAY)
    words = clean(number)
    refuse(None if words else NO_NUMBER)
    for row in proposal.priorities.all():
        _decide(row, choices.get(row.pk, Choice(decision="")))
    if added is not None and clean(added.name):
        _add(proposal, added)
    proposal.decided_on, proposal.decision_number = day, words[:60]
    proposal.save(update_fields=["decided_on", "decision_number"])
    take_step(proposal, "decide", workflow=workflow.PROPOSAL, actor=actor, role=role)
    freeze(proposal, actor, decided=True)
    log("proposals.decide", proposal, actor=actor, of=cycle, details={"number": words})
    return proposal


def _decide(row: Priority, choice: Choice) -> None:
    name, reason = clean(choice.name), clean(choice.reason)
    refuse(rules.decision_refusal(choice.decision, name, reason))
    row.decision = CouncilChoice(choice.decision)
    row.decided_name = name[:120] if choice.decision == rules.CHANGED else ""
    row.decision_reason = reason[:600]
    row.save()


def _add(proposal: Proposal, added: Choice) -> None:
    reason = clean(added.reason)
    refuse(None if reason else rules.WHY_DECISION)
    Priority.objects.create(
        proposal=proposal,
        position=last_place(proposal) + 1,
        name=clean(added.name)[:120],
        decision=CouncilChoice.ADDED,
        decision_reason=reason[:600],
    )
