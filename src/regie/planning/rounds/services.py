"""Writing: preparing rounds, leading them, and casting a vote.

Leading a round leaves a row in the log. Casting a vote does not, on purpose: a row with a person
and a moment beside a ballot is what a secret vote must not have. `Turnout` says that somebody
voted, and nothing more.
"""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_noop

from regie.foundation.access.rules import may
from regie.foundation.accounts.models import User
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import StepRefusedError, log, log_unnamed, take_step
from regie.planning.priority_sessions.joining import Presence
from regie.planning.priority_sessions.models import PrioritySession, SessionState
from regie.planning.rounds import queries, rules, workflow
from regie.planning.rounds.models import Ballot, Round, RoundForm, Turnout, random_key
from regie.planning.rounds.permissions import LEAD_ROUNDS
from regie.planning.weighing.rules import SMALLEST_GROUP, Question, clean, refusal

CLOCK_NAME = gettext_noop("de klok")
"""Who stands in the logbook when the time of a round was up."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the facilitator wants to ask. `minutes` None: open until somebody closes it."""

    form: str
    question: str
    open_ballot: bool = False
    minutes: int | None = None
    settings: Mapping[str, int] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """The columns of a round."""
        kept = rules.settings_of(self.form, self.settings)
        return {
            "form": RoundForm(self.form),
            "question": " ".join(self.question.split())[:200],
            "open_ballot": self.open_ballot,
            "settings": kept | ({"minutes": self.minutes} if self.minutes else {}),
        }


# --- preparing ------------------------------------------------------------------------------------


@transaction.atomic
def prepare_round(session: PrioritySession, plan: Plan, *, actor: User, role: str) -> Round:
    """Put a question ready as the last round. Raises `RefusedError`."""
    may(LEAD_ROUNDS, role)
    return _added(session, _asked(plan), actor=actor, verb="prepare_round")


@transaction.atomic
def change_round(item: Round, plan: Plan, *, actor: User, role: str) -> None:
    """Ask something else, as long as the round was never open. Raises `RefusedError`."""
    may(LEAD_ROUNDS, role)
    locked = _locked(item)
    if locked.state != workflow.DRAFT:
        raise RefusedError(rules.NOT_DRAFT)
    values = _asked(plan)
    Round.objects.filter(pk=item.pk).update(**values, version=F("version") + 1)
    item.refresh_from_db()
    _logged("change_round", item, actor)


@transaction.atomic
def remove_round(item: Round, *, actor: User, role: str) -> None:
    """Take away a round that was never open. Raises `RefusedError`."""
    may(LEAD_ROUNDS, role)
    if _locked(item).state != workflow.DRAFT:
        raise RefusedError(rules.NOT_DRAFT)
    _logged("remove_round", item, actor)
    Round.objects.filter(pk=item.pk).delete()


@transaction.atomic
def repeat_round(item: Round, *, openly: bool = False, actor: User, role: str) -> Round:
    """Put the same question ready once more, for example after a discussion.

    The first round and its ballots stay. `openly` announces the new round as an open one. Raises
    `RefusedError`.
    """
    may(LEAD_ROUNDS, role)
    names = ("form", "question", "settings", "open_ballot")
    values = {name: getattr(item, name) for name in names}
    values["open_ballot"] = openly or item.open_ballot
    return _added(item.session, values | {"repeats": item}, actor=actor, verb="repeat_round")


def _added(session: PrioritySession, values: Mapping[str, Any], *, actor: User, verb: str) -> Round:
    """A new last round; the session is locked, so that two people never make the same number."""
    PrioritySession.objects.select_for_update().get(pk=session.pk)
    known = Round.objects.filter(session=session)
    number = (known.aggregate(last=Max("number"))["last"] or 0) + 1
    if known.count() >= rules.MOST_ROUNDS:
        raise RefusedError(rules.TOO_MANY_ROUNDS)
    made = Round.objects.create(session=session, number=number, made_by=actor, **values)
    _logged(verb, made, actor)
    return made


def _asked(plan: Plan) -> dict[str, Any]:
    values = plan.values()
    if not values["question"]:
        raise RefusedError(rules.NO_QUESTION)
    return values


# --- leading --------------------------------------------------------------------------------------


@transaction.atomic
def open_round(item: Round, *, actor: User, role: str) -> None:
    """Let people vote. Raises `RefusedError` and `StepRefusedError` with the reason."""
    session = PrioritySession.objects.select_for_update().get(pk=item.session_id)
    close_due(session)
    refuse(_why_not_open(item, session))
    _opened(item)
    take_step(item, "open", workflow=workflow.ROUND, actor=actor, role=role)
    _logged("open_round", item, actor)


@transaction.atomic
def close_round(item: Round, *, actor: User | None, role: str) -> None:
    """Accept no more votes, and lay the ballots down so that their order says nothing.

    Raises `StepRefusedError` when the round is not open.
    """
    take_step(item, "close", workflow=workflow.ROUND, actor=actor, role=role)
    if not item.open_ballot:
        _lay_down_anew(item)
    _changed(item, closed_at=timezone.now())
    votes = Turnout.objects.filter(round=item).count()
    _logged("close_round", item, actor, {"votes": votes})


def close_due(session: PrioritySession) -> bool:
    """Close the round whose time is up, by the clock of the server; True when there was one.

    Whoever comes by may ask this, also two at a time: the second finds it closed.
    """
    open_now = Round.objects.filter(session=session, state=workflow.OPEN).first()
    if open_now is None or not _is_due(open_now, session):
        return False
    try:
        close_round(open_now, actor=None, role=workflow.CLOCK)
    except StepRefusedError:
        return False
    return True


def _is_due(item: Round, session: PrioritySession) -> bool:
    """Its time is up, or the whole session was closed over it."""
    up = rules.time_is_up(item.state, item.closes_at, timezone.now())
    return up or session.state != SessionState.OPEN


@transaction.atomic
def show_round(item: Round, *, actor: User, role: str) -> None:
    """Show everybody what came out. Raises `StepRefusedError`."""
    _step(item, "show", actor, role)


@transaction.atomic
def hide_round(item: Round, *, actor: User, role: str) -> None:
    """Take the result off the screens again. Raises `StepRefusedError`."""
    _step(item, "hide", actor, role)


@transaction.atomic
def reopen_round(item: Round, *, reason: str, actor: User, role: str) -> None:
    """Let people vote again in the same round; what was cast stays and can be changed.

    Raises `RefusedError` without a reason, and `StepRefusedError`.
    """
    words = " ".join(reason.split())[:300]
    if not words:
        raise RefusedError(rules.NO_REASON)
    session = PrioritySession.objects.select_for_update().get(pk=item.session_id)
    close_due(session)
    refuse(_why_not_open(item, session))
    _opened(item)
    take_step(item, "reopen", workflow=workflow.ROUND, actor=actor, role=role, why=words)
    _logged("reopen_round", item, actor, why=words)


def _step(item: Round, name: str, actor: User, role: str) -> None:
    take_step(item, name, workflow=workflow.ROUND, actor=actor, role=role)
    _changed(item)
    _logged(f"{name}_round", item, actor)


def _why_not_open(item: Round, session: PrioritySession) -> str | None:
    others = Round.objects.filter(session=session, state=workflow.OPEN).exclude(pk=item.pk)
    question = queries.question_of(item)
    return rules.why_not_open(
        item.form,
        session_open=session.state == SessionState.OPEN,
        another_open=others.exists(),
        candidates=len(question.candidates),
        criteria=len(question.criteria),
    )


def _opened(item: Round) -> None:
    """Written before the step is taken: an open round always has its moment. 2 queries."""
    now = timezone.now()
    closes_at = rules.closing_time(now, item.settings.get("minutes"))
    _changed(item, opened_at=now, closes_at=closes_at, closed_at=None)


def _changed(item: Round, **values: object) -> None:
    """Write columns and tell every screen that there is something new."""
    Round.objects.filter(pk=item.pk).update(version=F("version") + 1, **values)
    item.refresh_from_db()


def _lay_down_anew(item: Round) -> None:
    """Write all ballots again in a random order, and leave out groups that are too small.

    The order of rows in a database, and what it keeps per transaction, would else tell in which
    order people voted; with the turnout beside it that is who voted what.
    """
    ballots = list(Ballot.objects.filter(round=item))
    sizes = Counter(ballot.group_id for ballot in ballots)
    random.SystemRandom().shuffle(ballots)
    for ballot in ballots:
        ballot.id = random_key()
        if sizes[ballot.group_id] < SMALLEST_GROUP:
            ballot.group_id = None
    Ballot.objects.filter(round=item).delete()
    Ballot.objects.bulk_create(ballots)


# --- voting ---------------------------------------------------------------------------------------


@transaction.atomic
def cast(item: Round, who: Presence, content: object, *, question: Question) -> Ballot:
    """Count this vote of this participant, once: an earlier one is replaced.

    `question` is that of the round. Raises `RefusedError` with the reason: then what was cast
    before stays as it was. 4 queries; the row of the round is locked last and shortly.
    """
    person = who.participant
    if person is None or not who.taking_part or person.session_id != item.session_id:
        raise RefusedError(rules.TAKEN_OUT)
    if item.session.state != SessionState.OPEN:
        raise RefusedError(rules.TOO_LATE)
    state, closes_at, open_ballot = _standing(item)
    refuse(rules.why_not_vote(state, closes_at, timezone.now()))
    refuse(refusal(question, content))
    key, cleaned = rules.key_of(who.secret, item.pk), clean(question, content)
    named = {"participant": person, "cast_at": timezone.now()} if open_ballot else {}
    if queries.has_voted(item, person):
        return _replaced(_own(item, key), cleaned, person.group_id, named)
    Turnout.objects.create(round=item, participant=person)
    return Ballot.objects.create(
        round=item, key=key, content=cleaned, group_id=person.group_id, **named
    )


def _standing(item: Round) -> tuple[str, datetime | None, bool]:
    """Where the round stands now, and that it stays so while we write: `_locked`, but cheaper."""
    rows = Round.objects.select_for_update(no_key=True).filter(pk=item.pk).order_by()
    return rows.values_list("state", "closes_at", "open_ballot").get()


def _own(item: Round, key: str) -> Ballot:
    """The ballot that was cast on this device. Raises `RefusedError`: it was another one."""
    found = Ballot.objects.filter(round=item, key=key).order_by().first()
    if found is None:
        raise RefusedError(rules.OTHER_DEVICE)
    return found


def _replaced(
    found: Ballot, content: Mapping[str, Any], group: int | None, named: Mapping[str, Any]
) -> Ballot:
    """The vote that counts from now on; sending the same twice changes nothing."""
    if found.content == content and found.group_id == group:
        return found
    found.content, found.group_id = dict(content), group
    found.changed += 1
    for name, value in named.items():
        setattr(found, name, value)
    found.save()
    return found


# --- helpers --------------------------------------------------------------------------------------


def _locked(item: Round) -> Round:
    """The round as it stands now; nobody closes it while we write, and it closes to nobody else."""
    return Round.objects.select_for_update(no_key=True).get(pk=item.pk)


def _logged(
    verb: str,
    item: Round,
    actor: User | None,
    details: Mapping[str, object] | None = None,
    *,
    why: str = "",
) -> None:
    if actor is None:
        code = item.session.municipality.code
        log_unnamed(f"rounds.{verb}", item, name=CLOCK_NAME, municipality_code=code, why=why)
        return
    log(f"rounds.{verb}", item, actor=actor, of=item.session, why=why, details=details)
