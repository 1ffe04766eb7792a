"""What an edition of a proposal holds: the words as they were sent to the council.

What was said in the triangle is not in it: only that and when it was talked over.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from regie.foundation.cycles.models import PolicyCycle
from regie.planning.contributions.queries import ContributionView
from regie.planning.priorities import rules as warning_rules
from regie.planning.priorities.board import Board, board_beside
from regie.planning.priorities.models import Alignment, AttentionLevel
from regie.planning.priorities.queries import Higher
from regie.planning.priorities.rules import Advice
from regie.planning.proposals import workflow
from regie.planning.proposals.comparing import Row
from regie.planning.proposals.models import Proposal
from regie.planning.proposals.queries import Linked
from regie.planning.proposals.sides import Sides, sides_of

Plain = dict[str, Any]
LANGUAGES = ("nl", "en")


def spoken(content: Plain, language: str) -> Plain:
    """Frozen values with every text that has two languages in one of them."""
    return {key: _said_in(value, language) for key, value in content.items()}


def _said_in(value: object, language: str) -> object:
    if isinstance(value, dict):
        return value[language] if set(value) == set(LANGUAGES) else spoken(value, language)
    if isinstance(value, list):
        return [_said_in(item, language) for item in value]
    return value


def frozen(cycle: PolicyCycle, *, number: int, decided: bool, at: datetime, by: str) -> Plain:
    """Everything the council reads, in plain values. At most 18 queries."""
    with override("nl"):  # names of themes and headlines follow the language
        sides = sides_of(cycle)
    with override("en"):
        english = board_beside(cycle, sides.board.session)
    made = {"day": localdate(at).isoformat(), "by": by}
    content = _content(sides, {"nl": sides.board, "en": english})
    return content | {"number": number, "decided": decided, "made": made}


def preview(sides: Sides) -> Plain:
    """The same of a proposal as it stands now, in the reader's language only. No queries."""
    made = {"day": localdate().isoformat(), "by": ""}
    proposal = sides.whole.proposal
    decided = proposal is not None and proposal.state == workflow.DECIDED
    content = _content(sides, dict.fromkeys(LANGUAGES, sides.board))
    return content | {"number": 0, "decided": decided, "made": made}


def _content(sides: Sides, boards: Mapping[str, Board]) -> Plain:
    proposal, board = sides.whole.proposal, boards["nl"]
    cycle = board.cycle
    return {
        "form": 1,
        "municipality": {"name": cycle.municipality.name, "slug": cycle.municipality.slug},
        "cycle": cycle.name,
        "decision": _decision(proposal),
        "session": _session(sides),
        "silence": _silence(sides),
        "priorities": [_priority(item, sides, boards) for item in sides.whole.priorities],
        "left_out": [_left(row) for row in sides.rows if row.proposed is None],
        "levels": _levels(boards),
        "higher": [_higher(item) for item in board.higher],
        "alignment": [_alignment(row) for row in board.alignments],
        "warnings": _warnings(boards),
    }


def _decision(proposal: Proposal | None) -> Plain | None:
    if proposal is None or not proposal.decided_on:
        return None
    return {"day": proposal.decided_on.isoformat(), "number": proposal.decision_number}


def _session(sides: Sides) -> Plain | None:
    session = sides.board.session
    if session is None:
        return None
    day = session.held_on or (localdate(session.closed_at) if session.closed_at else None)
    return {"name": session.name, "day": day.isoformat() if day else ""}


def _silence(sides: Sides) -> Plain | None:
    found = sides.board.silence
    if found is None:
        return None
    return {"code": found.code.value, "session": found.session, "votes": found.votes}


def _priority(item: Linked, sides: Sides, boards: Mapping[str, Board]) -> Plain:
    row, codes = item.row, item.themes
    line = next(r for r in sides.rows if r.proposed and r.proposed.pk == row.pk)
    return {
        "pk": row.pk,
        "name": row.name,
        "why": row.why,
        "less": row.less,
        "difference": line.difference.value,
        "reason": row.difference,
        "themes": _themes(codes, boards),
        "findings": _findings(item.findings, boards),
        "advice": [_advice(each) for each in line.advice],
        "said": [_said(each) for each in sides.ended_in(item)],
        "higher": [
            _higher(each)
            for each in boards["nl"].higher
            if each.relation and codes & set(each.relation.themes)
        ],
        "decision": row.decision,
        "decided_name": row.decided_name,
        "decision_reason": row.decision_reason,
    }


def _themes(codes: Collection[str], boards: Mapping[str, Board]) -> list[Plain]:
    names = {
        language: {theme.code: (theme.name, field.name) for field, theme in board.themes()}
        for language, board in boards.items()
    }
    return [
        {
            "name": {language: names[language][code][0] for language in LANGUAGES},
            "field": {language: names[language][code][1] for language in LANGUAGES},
        }
        for code in names["nl"]
        if code in codes
    ]


def _findings(numbers: Collection[int], boards: Mapping[str, Board]) -> list[Plain]:
    told: dict[int, dict[str, str]] = {}
    for language, board in boards.items():
        for found in (item for group in board.found.values() for item in group):
            if found.pk in numbers:
                told.setdefault(found.pk, {})[language] = found.headline
    return [{"pk": pk, "headline": headline} for pk, headline in told.items()]


def _advice(item: Advice) -> Plain:
    return {"name": item.name, "kind": item.kind, "rank": item.rank, "chance": item.chance}


def _said(item: ContributionView) -> Plain:
    answer = item.answer
    told = {"outcome": answer.outcome, "answer": answer.text} if answer else {}
    return {"text": item.text, "outcome": "", "answer": "", **told}


def _left(row: Row) -> Plain:
    return {**_advice(row.advice[0]), "difference": row.difference.value, "reason": row.reason}


def _levels(boards: Mapping[str, Board]) -> list[Plain]:
    """The other themes: their level and why, what went down first of all."""
    board = boards["nl"]
    english = {theme.pk: theme.name for _field, theme in boards["en"].themes()}
    found = []
    for level in (AttentionLevel.STRATEGIC, AttentionLevel.MAINTENANCE):
        items = [
            {
                "name": {"nl": theme.name, "en": english[theme.pk]},
                "reason": row.reason,
                "down": row.down,
                "instead": row.instead,
            }
            for _field, theme in board.themes()
            if (row := board.levels.newest.get(theme.pk)) and row.level == level
        ]
        items.sort(key=lambda item: not item["down"])
        found.append({"level": level.value, "themes": items})
    return found


def _higher(item: Higher) -> Plain:
    relation = item.relation
    return {
        "scope": item.scope,
        "name": item.name,
        "body": item.body,
        "relation": relation.relation if relation else "",
        "reason": relation.reason if relation else "",
    }


def _alignment(row: Alignment) -> Plain:
    """Never the words of the triangle; why it was skipped is for everybody."""
    return {
        "kind": row.kind,
        "day": row.held_on.isoformat() if row.held_on else "",
        "skipped": row.skipped,
        "reason": row.outcome if row.skipped else "",
    }


def _warnings(boards: Mapping[str, Board]) -> list[Plain]:
    """The warnings that stood, with the reason of the coordinator when there is one."""
    board = boards["nl"]
    english = {(w.code, w.subject): w for w in warning_rules.warnings(boards["en"].facts())}
    return [
        {
            "sentence": {
                "nl": _in("nl", warning),
                "en": _in("en", english.get((warning.code, warning.subject), warning)),
            },
            "reason": known.reason if known else "",
        }
        for warning in warning_rules.warnings(board.facts())
        for known in [board.overrides.get((warning.code, warning.subject))]
    ]


def _in(language: str, warning: warning_rules.Warning) -> str:
    with override(language):
        return _(warning.sentence) % warning.params
