"""Reading start memos: what was answered, what was decided, and what the council framed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.foundation.access.models import Membership
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.path import Kept, Progress
from regie.foundation.cycles.rules import LIGHT
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.frozen import parsed
from regie.foundation.records.rows import Nested, Rows
from regie.planning.start_memos import rules, workflow
from regie.planning.start_memos.models import (
    Answer,
    Body,
    Decision,
    Edition,
    Remark,
    Reply,
    StartMemo,
)
from regie.planning.start_memos.permissions import SEE_DRAFTS
from regie.planning.start_memos.rules import Asked, Frames, Standing
from regie.policy.start_memo import START_MEMO, QuestionItem


@dataclass(frozen=True)
class Answers:
    """The answers of a memo by question: what counts, and the texts that wait beside it."""

    current: Mapping[str, Answer] = field(default_factory=dict)
    beside: Mapping[str, list[Answer]] = field(default_factory=dict)

    def standing(self) -> dict[str, Standing]:
        """What the rules need to know of each answer."""
        codes = {*self.current, *self.beside}
        return {code: self._standing(code) for code in codes}

    def number(self, code: str) -> int:
        """The number of the answer that counts; 0 without one."""
        return self.current[code].number if code in self.current else 0

    def _standing(self, code: str) -> Standing:
        found = self.current.get(code)
        waits = bool(self.beside.get(code))
        return Standing(found.text, found.choice, waits) if found else Standing(beside=waits)


# --- for rooms above -----------------------------------------------------------------------------


def frames(cycle: PolicyCycle) -> Frames:
    """What the council said about scope, number, participation and its role. 1 query."""
    read = PolicyCycle.objects.filter(pk=cycle.pk).values_list(put_along(), said_along())
    return frames_in(*read.get())


def put_along() -> Rows:
    """What was last put to the council, to read along with a cycle."""
    rows = Edition.objects.filter(memo__cycle=OuterRef("pk"), moment__in=workflow.PUBLIC)
    return Rows(rows.order_by("-number")[:1], content="content")


def said_along() -> Rows:
    """What the council last decided, to read along with a cycle."""
    rows = Decision.objects.filter(memo__cycle=OuterRef("pk"), body=Body.COUNCIL)
    return Rows(rows.order_by("-pk")[:1], day="day", number="number", answers=Nested("answers"))


def frames_in(put: Sequence[Mapping[str, Any]], decided: Sequence[Mapping[str, Any]]) -> Frames:
    """What the council framed, of what was read along with a cycle.

    `decided` is true when the council chose. Where it did not, these are the choices that the
    executive put to it. A draft frames nothing yet.
    """
    if not put:
        return Frames()
    said = decided[0] if decided else {}
    given = said.get("answers", {})
    chosen = {code: each for code, each in given.items() if each["choice"]}
    answers = _proposed(put[0]["content"]) | chosen
    items = [item for item in START_MEMO().questions if item.frame and item.code in answers]
    choices = {item.frame: answers[item.code]["choice"] for item in items}
    words = {item.frame: answers[item.code]["text"] for item in items}
    if said and chosen:
        return Frames(True, date.fromisoformat(said["day"]), said["number"], choices, words)
    return Frames(choices=choices, words=words)


def _proposed(content: str) -> dict[str, dict[str, str]]:
    rows = [row for part in parsed(content)["parts"] for row in part["questions"]]
    return {
        row["code"]: {"choice": row["choice"]["code"], "text": row["text"]}
        for row in rows
        if row["choice"]
    }


def memo_of(cycle: PolicyCycle) -> StartMemo | None:
    """The memo of a cycle. 1 query."""
    found = StartMemo.objects.filter(cycle=cycle)
    return found.select_related("municipality", "cycle").first()


def memo_along() -> dict[str, Rows]:
    """The memo and what was answered, to read along with a cycle."""
    memo = StartMemo.objects.filter(cycle=OuterRef("pk"))
    said = Answer.objects.filter(memo__cycle=OuterRef("pk")).order_by("question", "number")
    names = ("question", "text", "choice", "beside")
    return {"memo": Rows(memo, state="state"), "said": Rows(said, **{n: n for n in names})}


def progress(cycle: PolicyCycle, kept: Kept) -> dict[str, Progress]:
    """How far the memo is, for the step in which it is written and for that of the council."""
    state = kept["memo"][0]["state"] if kept["memo"] else ""
    writing = _writing(cycle, state, kept["said"])
    return {"start_memo": writing, "start_memo_council": _council(state)}


def _writing(cycle: PolicyCycle, state: str, said: Sequence[Mapping[str, Any]]) -> Progress:
    if not state:
        return Progress(False, _("De startnotitie is nog niet begonnen."))
    if state == workflow.DRAFT:
        answers = _sorted(Answer(**row) for row in said)
        asked = _asked(START_MEMO().of(light=cycle.variant == LIGHT))
        return Progress(False, _lacking(len(rules.missing(asked, answers.standing()))))
    words = {
        workflow.TO_EXECUTIVE: _("De startnotitie ligt bij het college."),
        workflow.TO_COUNCIL: _("Het college legt de startnotitie voor aan de raad."),
    }
    done = state != workflow.TO_EXECUTIVE
    return Progress(done, words.get(state, _("De startnotitie is klaar.")))


def _lacking(left: int) -> str:
    if not left:
        return _("Alle vragen zijn beantwoord. De startnotitie kan naar het college.")
    said = ngettext(
        "Nog %(n)s vraag is niet beantwoord.", "Nog %(n)s vragen zijn niet beantwoord.", left
    )
    return said % {"n": left}


def _council(state: str) -> Progress:
    words = {
        workflow.TO_COUNCIL: _("De raad bespreekt de startnotitie."),
        workflow.ADOPTED: _("De raad stelde de startnotitie vast."),
        workflow.NOTED: _("De raad nam kennis van de startnotitie."),
    }
    waits = _("De startnotitie is nog niet naar de raad gestuurd.")
    return Progress(state in workflow.DECIDED, words.get(state, waits))


# --- for the pages of this room ------------------------------------------------------------------


def questions_of(memo: StartMemo) -> tuple[QuestionItem, ...]:
    """The questions of this memo: the light version has fewer. No queries."""
    return START_MEMO().of(light=memo.cycle.variant == LIGHT)


def asked_of(memo: StartMemo) -> tuple[Asked, ...]:
    """The same questions for the rules."""
    return _asked(questions_of(memo))


def _asked(questions: Iterable[QuestionItem]) -> tuple[Asked, ...]:
    return tuple(
        Asked(item.code, tuple(choice.code for choice in item.choices)) for item in questions
    )


def answers_of(memo: StartMemo) -> Answers:
    """What was answered. 1 query."""
    return _sorted(memo.answers.select_related("made_by"))


def _sorted(rows: Iterable[Answer]) -> Answers:
    """Answers in the order they were written: what counts, and what waits beside it."""
    current: dict[str, Answer] = {}
    beside: dict[str, list[Answer]] = {}
    for row in rows:
        if row.beside:
            beside.setdefault(row.question, []).append(row)
        else:
            current[row.question] = row
            beside.pop(row.question, None)
    return Answers(current, beside)


def versions(memo: StartMemo, question: str, limit: int = 20) -> list[Answer]:
    """The versions of one answer, the newest first. 1 query."""
    found = memo.answers.filter(question=question).select_related("made_by")
    return list(found.order_by("-number")[:limit])


def editions_seen(membership: Membership) -> QuerySet[Edition]:
    """The editions this member may read: everybody from the council on, some before that."""
    found = Edition.objects.filter(memo__municipality=membership.municipality)
    if membership.role not in SEE_DRAFTS:
        found = found.filter(moment__in=workflow.PUBLIC)
    return found.select_related("memo__municipality", "memo__cycle", "made_by")


def edition(membership: Membership, pk: int) -> Edition | None:
    """One edition this member may read. 1 query."""
    return editions_seen(membership).filter(pk=pk).first()


def remarks_of(memo: StartMemo) -> dict[str, list[tuple[Remark, Reply | None]]]:
    """The remarks by question, each with its newest reply. 2 queries."""
    found: dict[str, list[tuple[Remark, Reply | None]]] = {}
    for row in memo.remarks.select_related("made_by").prefetch_related("replies__made_by"):
        replies = list(row.replies.all())
        found.setdefault(row.question, []).append((row, replies[-1] if replies else None))
    return found


def roles_held(municipality: Municipality) -> frozenset[str]:
    """The roles that somebody has here. 1 query."""
    rows = Membership.objects.filter(municipality=municipality)
    return frozenset(rows.order_by().values_list("role", flat=True).distinct())


def content_of(found: Edition) -> dict[str, Any]:
    """What an edition holds, read once: an edition never changes."""
    return parsed(found.content)
