"""Writing street knowledge: bring it, change it, take it into the analysis, say what was done."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from regie.evidence.street_knowledge import persons, queries, rules, workflow
from regie.evidence.street_knowledge.models import Observation, Visibility
from regie.foundation.access.models import Membership
from regie.foundation.access.rules import PARTNER
from regie.foundation.accounts.models import User
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log, take_step

NO_REASON = _("Schrijf op waarom u dit teruggeeft. Dan kan de ander het verbeteren.")
NO_WORDS = _("Schrijf eerst op wat ermee gedaan is.")
FIELDS = (
    *("kind", "theme", "area", "area_year", "title", "description", "season", "seen_from"),
    *("seen_to", "frequency", "dayparts", "confidence", "basis", "done", "visibility", "unnamed"),
)
FREE_TEXTS = ("title", "description", "done")


@transaction.atomic
def bring(words: Mapping[str, Any], *, membership: Membership, actor: User) -> Observation:
    """Write an observation down for the organisation of this member. Raises `RefusedError`.

    `words` has a value for each of `FIELDS`. A form that was sent twice gives the first again.
    """
    if membership.role == PARTNER and membership.partner_id is None:
        raise RefusedError(rules.NO_ORGANISATION)
    _refuse_persons(words)
    row = Observation(
        municipality=membership.municipality,
        partner=queries.organisation_of(membership),
        made_by=actor,
        **{name: words[name] for name in FIELDS},
    )
    if twin := queries.twin_of(row):
        return twin
    row.save()
    log("street_knowledge.bring", row, actor=actor)
    return row


@transaction.atomic
def change(
    row: Observation, words: Mapping[str, Any], *, membership: Membership, actor: User
) -> Observation:
    """Change the words; what was returned is submitted again. Raises `RefusedError`."""
    row = Observation.objects.select_for_update().get(pk=row.pk)
    refuse(_why_not(row, membership))
    _refuse_persons(words)
    for name in FIELDS:
        setattr(row, name, words[name])
    row.save()
    if row.state == workflow.RETURNED:
        take_step(row, "submit", workflow=workflow.OBSERVATION, actor=actor, role=membership.role)
    log("street_knowledge.change", row, actor=actor)
    return row


@transaction.atomic
def accept(
    row: Observation, reply: str, *, confidential: bool, actor: User, role: str
) -> Observation:
    """Take it into the analysis, with what is done with it; `confidential` keeps it among few.

    What the partner kept confidential stays so. Raises `RefusedError` and `StepRefusedError`.
    """
    row = _judged(row, "accept", reply, actor=actor, role=role)
    if confidential:
        row.visibility = Visibility.CONFIDENTIAL
        row.save(update_fields=["visibility"])
    log("street_knowledge.accept", row, actor=actor)
    return row


@transaction.atomic
def give_back(row: Observation, reason: str, *, actor: User, role: str) -> Observation:
    """Return it with a reason that the partner reads. Raises `RefusedError`, `StepRefusedError`."""
    refuse(None if reason.strip() else NO_REASON)
    row = _judged(row, "return", reason, actor=actor, role=role)
    log("street_knowledge.give_back", row, actor=actor)
    return row


def _judged(row: Observation, step: str, reply: str, *, actor: User, role: str) -> Observation:
    said = " ".join(reply.split())
    persons.refuse_persons(said)
    take_step(row, step, workflow=workflow.OBSERVATION, actor=actor, role=role)
    row.reply, row.judged_at = said[:500], timezone.now()
    row.save(update_fields=["reply", "judged_at", "changed_at"])
    return row


@transaction.atomic
def tell(row: Observation, reply: str, *, actor: User) -> Observation:
    """Say what was done with an observation, for who brought it. Raises `RefusedError`."""
    said = " ".join(reply.split())
    refuse(next(iter(persons.objections(said)), None if said else NO_WORDS))
    row.reply = said[:500]
    row.save(update_fields=["reply", "changed_at"])
    log("street_knowledge.tell", row, actor=actor)
    return row


@transaction.atomic
def withdraw(row: Observation, *, membership: Membership, actor: User) -> Observation:
    """Take back what one's own organisation brought; its words are removed.

    Raises `RefusedError` and `StepRefusedError`.
    """
    mine = queries.organisation_of(membership)
    if row.partner_id != (mine.pk if mine else None):
        raise RefusedError(rules.NOT_YOURS)
    take_step(row, "withdraw", workflow=workflow.OBSERVATION, actor=actor, role=membership.role)
    for name in (*FREE_TEXTS, "reply"):
        setattr(row, name, "")
    row.save()
    log("street_knowledge.withdraw", row, actor=actor)
    return row


def _why_not(row: Observation, membership: Membership) -> str | None:
    mine = queries.organisation_of(membership)
    return rules.why_not_change(
        state=row.state, maker=row.partner_id, mine=mine.pk if mine else None
    )


def _refuse_persons(words: Mapping[str, Any]) -> None:
    """The last lock on the door; the form says at which field it is."""
    group = words["kind"] == "hot_group"
    for name in FREE_TEXTS:
        persons.refuse_persons(words[name], group=group)
