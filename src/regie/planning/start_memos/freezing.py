"""Everything a start memo says, as plain values that fit in one text."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from regie.evidence.analyses.freezing import both
from regie.foundation.accounts.languages import chosen
from regie.planning.start_memos import queries
from regie.planning.start_memos.models import Answer, StartMemo
from regie.policy.start_memo import START_MEMO, ChoiceItem, QuestionItem

FORM = 1
"""Raised when the stored form changes; older forms stay readable."""
Plain = dict[str, Any]


def frozen(memo: StartMemo, *, number: int, moment: str, day: date) -> Plain:
    """The memo as it stands now. 4 queries."""
    town, cycle = memo.municipality, memo.cycle
    return {
        "form": FORM,
        "number": number,
        "moment": moment,
        "day": day.isoformat(),
        "municipality": {"code": town.code, "slug": town.slug, "name": town.name},
        "cycle": {
            "name": cycle.name,
            "from": cycle.valid_from.isoformat(),
            "to": cycle.last_day.isoformat(),
            "variant": cycle.variant,
        },
        "parts": _parts(memo),
        "decisions": [
            {"body": d.body, "outcome": d.outcome, "day": d.day.isoformat(), "number": d.number}
            for d in reversed(list(memo.decisions.all()))
        ],
        "remarks": [
            {
                "question": remark.question,
                "text": remark.text,
                "outcome": reply.outcome if reply else "",
                "reply": reply.text if reply else "",
            }
            for rows in queries.remarks_of(memo).values()
            for remark, reply in rows
        ],
    }


def _parts(memo: StartMemo) -> list[Plain]:
    answers = queries.answers_of(memo).current
    council = _council(memo)
    items = queries.questions_of(memo)
    return [
        {
            "code": part.code,
            "name": both(chosen, part.name, part.name_en),
            "questions": [
                _question(item, answers.get(item.code), council.get(item.code))
                for item in items
                if item.part == part.code
            ],
        }
        for part in START_MEMO().parts
    ]


def _council(memo: StartMemo) -> Mapping[str, Mapping[str, str]]:
    """What the council answered, when it decided about this text."""
    last = memo.decisions.first()
    return last.answers if last else {}


def _question(item: QuestionItem, answer: Answer | None, said: Mapping[str, str] | None) -> Plain:
    return {
        "code": item.code,
        "name": both(chosen, item.name, item.name_en),
        "question": both(chosen, item.question, item.question_en),
        "text": answer.text if answer else "",
        "choice": _choice(item.choice(answer.choice)) if answer else None,
        "council": said
        and {"choice": _choice(item.choice(said.get("choice", ""))), "text": said.get("text", "")},
    }


def _choice(item: ChoiceItem | None) -> Plain | None:
    return {"code": item.code, "name": both(chosen, item.name, item.name_en)} if item else None
