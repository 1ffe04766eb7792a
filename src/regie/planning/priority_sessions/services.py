"""Writing sessions: make one, change it, open and close it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from regie.evidence.sources.queries import one_look
from regie.evidence.street_knowledge.persons import refuse_persons
from regie.foundation.accounts.languages import chosen
from regie.foundation.accounts.models import User
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.records.refusals import refuse
from regie.foundation.records.services import log, take_step
from regie.planning.fact_cards.cards import card_of, material
from regie.planning.priority_sessions import queries, rules, workflow
from regie.planning.priority_sessions.models import (
    Candidate,
    Criterion,
    Group,
    GroupKind,
    Joining,
    PrioritySession,
    SessionKind,
)
from regie.policy.session_criteria import SESSION_CRITERIA

GROUP_KINDS = {
    SessionKind.COUNCIL: GroupKind.FACTION,
    SessionKind.START_MEETING: GroupKind.PARTNER,
    SessionKind.RESIDENTS: GroupKind.DISTRICT,
}


@dataclass(frozen=True, kw_only=True)
class Setup:
    """What a facilitator chooses. `groups` are names, in order."""

    name: str
    kind: str
    joining: str
    open_ballot: bool = False
    explanation: str = ""
    held_on: date | None = None
    max_priorities: int = 5
    groups: Sequence[str] = ()


@transaction.atomic
def make(cycle: PolicyCycle, setup: Setup, *, actor: User) -> PrioritySession:
    """Set up a session with the criteria of the policy and its groups. Raises `RefusedError`.

    A form that was sent twice gives the first again.
    """
    refuse_persons(setup.name, setup.explanation)
    PolicyCycle.objects.select_for_update().get(pk=cycle.pk)
    twin = PrioritySession.objects.filter(cycle=cycle, name=setup.name, made_by=actor).first()
    if twin is not None and twin.state == workflow.DRAFT:
        return twin
    session = PrioritySession(
        municipality=cycle.municipality, cycle=cycle, code=_fresh_code(), made_by=actor
    )
    _write(session, setup)
    for place, item in enumerate(SESSION_CRITERIA().criteria):
        Criterion.objects.create(
            session=session,
            code=item.code,
            name=chosen(item.name, item.name_en),
            explanation=chosen(item.explanation, item.explanation_en),
            low_anchor=chosen(item.low_anchor, item.low_anchor_en),
            high_anchor=chosen(item.high_anchor, item.high_anchor_en),
            position=place,
            by_figures=item.by_figures,
        )
    log("priority_sessions.make", session, actor=actor)
    return session


@transaction.atomic
def change(session: PrioritySession, setup: Setup, *, actor: User) -> None:
    """Change the set-up of a session that has not opened. Raises `RefusedError`."""
    session = in_draft(session)
    refuse_persons(setup.name, setup.explanation)
    _write(session, setup)
    log("priority_sessions.change", session, actor=actor)


def _write(session: PrioritySession, setup: Setup) -> None:
    for name in ("name", "kind", "joining", "open_ballot", "explanation", "held_on"):
        setattr(session, name, getattr(setup, name))
    session.max_priorities = setup.max_priorities
    session.save()
    kind = GROUP_KINDS.get(SessionKind(setup.kind), GroupKind.OTHER)
    session.groups.exclude(name__in=setup.groups).delete()
    for place, name in enumerate(setup.groups):
        Group.objects.update_or_create(
            session=session, name=name, defaults={"kind": kind, "position": place}
        )


def _fresh_code() -> str:
    """A code that no session has, of whatever municipality."""
    while True:
        code = rules.made_code(secrets.choice)
        if not PrioritySession.objects.filter(code=code).exists():
            return code


# --- steps ----------------------------------------------------------------------------------------


@transaction.atomic
def open_session(session: PrioritySession, *, actor: User, role: str) -> None:
    """Open a session: the cards freeze, people can join.

    Raises `RefusedError` and `StepRefusedError`.
    """
    locked = PrioritySession.objects.select_for_update().get(pk=session.pk)
    refuse(rules.why_not_open(queries.taking_part(locked).count()))
    if locked.state == workflow.DRAFT:
        locked.opened_at = timezone.now()
        locked.save(update_fields=["opened_at"])
        freeze_cards(locked)
    take_step(session, "open", workflow=workflow.SESSION, actor=actor, role=role)
    log("priority_sessions.open", session, actor=actor)


def freeze_cards(session: PrioritySession) -> None:
    """Keep the card of every candidate that takes part as it is now."""
    rows = [row for row in queries.with_findings(session) if not row.merged_into_id]
    for row, card in zip(rows, cards(session, rows), strict=True):
        row.card = card
        row.save(update_fields=["card"])


def cards(session: PrioritySession, rows: Sequence[Candidate]) -> list[dict[str, Any]]:
    """The cards of these candidates as the figures are now. At most 12 queries, and the figures'.

    A card that others than members read tells less of the street.
    """
    public = session.joining == Joining.ANONYMOUS or session.kind == SessionKind.RESIDENTS
    findings = [finding for row in rows for finding in row.findings.all()]
    with one_look():
        known = material(session.municipality, findings, public=public)
        return [card_of(list(row.findings.all()), row.themes, known) for row in rows]


@transaction.atomic
def close(session: PrioritySession, *, actor: User, role: str) -> None:
    """Close a session: nobody joins or brings in any more. Raises `StepRefusedError`."""
    take_step(session, "close", workflow=workflow.SESSION, actor=actor, role=role)
    session.closed_at = timezone.now()
    session.save(update_fields=["closed_at"])
    log("priority_sessions.close", session, actor=actor)


@transaction.atomic
def reopen(session: PrioritySession, reason: str, *, actor: User, role: str) -> None:
    """Open a closed session again; the reason is shown.

    Raises `RefusedError` and `StepRefusedError`.
    """
    words = tidy(reason)
    refuse(None if words else rules.NO_REASON)
    refuse_persons(words)
    take_step(session, "reopen", workflow=workflow.SESSION, actor=actor, role=role, why=words)
    session.reopened_for, session.closed_at = words[:300], None
    session.save(update_fields=["reopened_for", "closed_at"])
    log("priority_sessions.reopen", session, actor=actor, why=words)


# --- what every writing module of this room uses --------------------------------------------------


def in_draft(session: PrioritySession) -> PrioritySession:
    """The session, locked, when it may still change. Raises `RefusedError`."""
    locked = PrioritySession.objects.select_for_update().get(pk=session.pk)
    refuse(None if locked.state == workflow.DRAFT else rules.NOT_DRAFT)
    return locked


def tidy(text: str) -> str:
    """A text on one line, without spaces around it."""
    return " ".join(text.split())
