"""Writing a start memo: answers, the way to executive and council, remarks and replies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from regie.evidence.findings.rules import refuse_personal
from regie.foundation.access.models import Membership
from regie.foundation.access.rules import may
from regie.foundation.accounts.languages import chosen
from regie.foundation.accounts.models import User
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.records.frozen import canonical, stamp
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log, take_step
from regie.planning.start_memos import freezing, permissions, queries, rules, workflow
from regie.planning.start_memos.models import (
    Answer,
    Body,
    Decision,
    Edition,
    Outcome,
    Remark,
    Reply,
    ReplyOutcome,
    StartMemo,
)
from regie.policy.start_memo import START_MEMO


@dataclass(frozen=True)
class Saved:
    """What saving an answer did: the row that was made (None: nothing new was said), and the text
    of somebody else that was there first."""

    row: Answer | None
    theirs: Answer | None = None


@transaction.atomic
def create(cycle: PolicyCycle, *, membership: Membership, actor: User) -> StartMemo:
    """Begin the memo of a cycle, or answer the one that is there. Raises `RefusedError`."""
    may(permissions.WRITE_MEMO, membership.role)
    PolicyCycle.objects.select_for_update().get(pk=cycle.pk)
    known = queries.memo_of(cycle)
    if known is not None:
        return known
    memo = StartMemo.objects.create(
        municipality=membership.municipality, cycle=cycle, made_by=actor
    )
    log("start_memos.create", memo, actor=actor)
    return memo


@transaction.atomic
def write(
    memo: StartMemo,
    question: str,
    text: str,
    choice: str = "",
    *,
    seen: int,
    membership: Membership,
    actor: User,
) -> Saved:
    """Save the answer to one question; `seen` is the number of the version that was read.

    When somebody else saved since, theirs counts and this text is kept beside it: `theirs` says
    so. Raises `RefusedError`.
    """
    may(permissions.WRITE_MEMO, membership.role)
    locked = StartMemo.objects.select_for_update().get(pk=memo.pk)
    refuse(rules.writing_refusal(locked.state))
    words = text.strip()[: rules.LONGEST]
    refuse_personal(words)
    _known_choice(memo, question, choice)
    found = queries.answers_of(memo)
    now = found.current.get(question)
    if now and (now.text, now.choice) == (words, choice) and not found.beside.get(question):
        return Saved(None)
    if now is None and not words and not choice:
        return Saved(None)
    theirs = now if now and now.number != seen else None
    row = Answer.objects.create(
        memo=memo,
        question=question,
        number=_next_number(memo, question),
        text=words,
        choice=choice,
        beside=theirs is not None,
        made_by=actor,
    )
    log(
        "start_memos.write", memo, actor=actor, details={"question": question, "number": row.number}
    )
    return Saved(row, theirs)


def _next_number(memo: StartMemo, question: str) -> int:
    last = memo.answers.filter(question=question).order_by("-number").first()
    return last.number + 1 if last else 1


def _known_choice(memo: StartMemo, question: str, choice: str) -> None:
    item = next((each for each in queries.questions_of(memo) if each.code == question), None)
    refuse(None if item else rules.UNKNOWN_QUESTION)
    if item and choice:
        refuse(None if item.choice(choice) else rules.UNKNOWN_CHOICE)


# --- the way to executive and council -------------------------------------------------------------


@transaction.atomic
def send(memo: StartMemo, *, membership: Membership, actor: User) -> Edition:
    """Give the memo to the executive, when every question is answered.

    Raises `RefusedError` with the names of what lacks, and `StepRefusedError`.
    """
    _step(memo, "send", membership, actor)
    found, asked = queries.answers_of(memo).standing(), queries.asked_of(memo)
    _refuse_with(rules.NOT_COMPLETE, rules.missing(asked, found))
    _refuse_with(rules.TWO_TEXTS, rules.doubled(asked, found))
    log("start_memos.send", memo, actor=actor)
    return _freeze(memo, actor)


@transaction.atomic
def put(
    memo: StartMemo, *, day: date | None, number: str, membership: Membership, actor: User
) -> Edition:
    """Write down that the executive puts the memo to the council.

    Raises `RefusedError` and `StepRefusedError`.
    """
    _step(memo, "put", membership, actor)
    _decide(memo, Body.EXECUTIVE, Outcome.PUT, day, number, {}, actor)
    log("start_memos.put", memo, actor=actor)
    return _freeze(memo, actor)


@transaction.atomic
def record_council(
    memo: StartMemo,
    outcome: str,
    *,
    day: date | None,
    number: str,
    answers: Mapping[str, Mapping[str, str]],
    membership: Membership,
    actor: User,
) -> Edition:
    """Write down what the council decided, with its answers to the questions: `choice`, `text`.

    `outcome` is adopted or noted. Raises `RefusedError` and `StepRefusedError`.
    """
    _step(memo, "adopt" if outcome == Outcome.ADOPTED else "note", membership, actor)
    for code, said in answers.items():
        _known_choice(memo, code, said.get("choice", ""))
        refuse_personal(said.get("text", ""))
    told = Outcome.ADOPTED if outcome == Outcome.ADOPTED else Outcome.NOTED
    _decide(memo, Body.COUNCIL, told, day, number, answers, actor)
    log("start_memos.adopt" if told == Outcome.ADOPTED else "start_memos.note", memo, actor=actor)
    return _freeze(memo, actor)


@transaction.atomic
def give_back(memo: StartMemo, reason: str, *, membership: Membership, actor: User) -> None:
    """Make it a draft again, with a reason. Raises `RefusedError` and `StepRefusedError`."""
    why = " ".join(reason.split())[:500]
    refuse(None if why else rules.NO_REASON)
    refuse_personal(why)
    _step(memo, "return", membership, actor, why)
    log("start_memos.return", memo, actor=actor, why=why)


def _decide(
    memo: StartMemo,
    body: Body,
    outcome: Outcome,
    day: date | None,
    number: str,
    answers: Mapping[str, Mapping[str, str]],
    actor: User,
) -> None:
    if day is None:
        raise RefusedError(rules.NO_DAY)
    refuse(rules.day_refusal(day, localdate()))
    refuse_personal(number)
    Decision.objects.create(
        memo=memo,
        body=body,
        outcome=outcome,
        day=day,
        number=" ".join(number.split())[:60],
        answers={code: dict(said) for code, said in answers.items()},
        made_by=actor,
    )


def _freeze(memo: StartMemo, actor: User) -> Edition:
    last = memo.editions.first()
    number = last.number + 1 if last else 1
    plain = freezing.frozen(memo, number=number, moment=memo.state, day=localdate())
    content = canonical(plain)
    return Edition.objects.create(
        memo=memo,
        number=number,
        moment=memo.state,
        content=content,
        sha256=stamp(content),
        made_by=actor,
    )


# --- remarks of council members -------------------------------------------------------------------


@transaction.atomic
def remark(
    memo: StartMemo, question: str, text: str, *, membership: Membership, actor: User
) -> Remark:
    """Say something about one question; until it has a reply it can still change.

    Raises `RefusedError`.
    """
    may(permissions.REMARK, membership.role)
    locked = StartMemo.objects.select_for_update().get(pk=memo.pk)
    words = " ".join(text.split())[:1000]
    read = memo.editions.filter(moment__in=workflow.PUBLIC).first()
    same: dict[str, Any] = {"memo": memo, "edition": read, "question": question, "made_by": actor}
    answered = Reply.objects.filter(**{f"remark__{name}": value for name, value in same.items()})
    refuse(rules.remark_refusal(locked.state, text=words, answered=answered.exists()))
    refuse_personal(words)
    _known_choice(memo, question, "")
    row, _new = Remark.objects.update_or_create(**same, defaults={"text": words})
    log("start_memos.remark", memo, actor=actor, details={"question": question})
    return row


@transaction.atomic
def reply(row: Remark, outcome: str, text: str, *, membership: Membership, actor: User) -> Reply:
    """Say what was done with a remark; a later reply takes its place. Raises `RefusedError`."""
    may(permissions.REPLY, membership.role)
    Remark.objects.select_for_update().get(pk=row.pk)
    words = " ".join(text.split())[:1000]
    refuse(None if words and outcome in ReplyOutcome.values else rules.NO_REPLY)
    refuse_personal(words)
    last = row.replies.last()
    if last and (last.outcome, last.text) == (outcome, words):
        return last
    made = Reply.objects.create(remark=row, outcome=outcome, text=words, made_by=actor)
    log("start_memos.reply", row.memo, actor=actor, details={"question": row.question})
    return made


# --- helpers --------------------------------------------------------------------------------------


def _step(memo: StartMemo, name: str, membership: Membership, actor: User, why: str = "") -> None:
    """Take a step, in the own role or that of somebody who is not there."""
    held = queries.roles_held(memo.municipality)
    by = frozenset().union(*(s.by for s in workflow.START_MEMO.steps if s.name == name))
    role = rules.hat_for(by, membership.role, held)
    take_step(memo, name, workflow=workflow.START_MEMO, actor=actor, role=role, why=why)


def _refuse_with(sentence: str, codes: tuple[str, ...]) -> None:
    if codes:
        found = (START_MEMO().question(code) for code in codes)
        names = [chosen(item.name, item.name_en).lower() for item in found if item]
        raise RefusedError(sentence, questions=rules.in_order(names, _("en")))
