"""What stands beside a theme: findings, partners, the outcome of the session, the council's frames.

Everything here is read from the rooms below; nothing is kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from regie.evidence.appraisal.rules import Word
from regie.evidence.findings import pages as finding_pages
from regie.evidence.findings import telling, workflow
from regie.evidence.findings.models import Finding
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.organizations.models import Municipality
from regie.planning.priorities.rules import Advice
from regie.planning.priority_sessions.models import (
    Answer,
    Contribution,
    PrioritySession,
    SessionKind,
    SessionState,
)


@dataclass(frozen=True)
class Found:
    """A confirmed finding in one line; `deviating` says that its figures clearly stand apart."""

    pk: int
    theme: str
    headline: str
    deviating: bool


def findings(municipality: Municipality) -> tuple[Found, ...]:
    """The confirmed findings in order. 2 queries."""
    rows = list(
        Finding.objects.filter(municipality=municipality, state=workflow.CONFIRMED).select_related(
            "municipality"
        )
    )
    names = finding_pages.names_for(rows, municipality)
    return tuple(
        Found(row.pk, row.theme, telling.headline(row, names), is_deviating(row.verdict))
        for row in rows
    )


def is_deviating(verdict: Mapping[str, object]) -> bool:
    """Whether a verdict calls the municipality, or a place in it, clearly higher than expected."""
    places = verdict.get("places") or []
    tested = [verdict, *(places if isinstance(places, list) else [])]
    levels = [item.get("level") for item in tested if isinstance(item, Mapping)]
    return any(
        isinstance(level, Mapping) and level.get("word") == Word.DEVIATING and level.get("higher")
        for level in levels
    )


def by_theme(found: Iterable[Found]) -> dict[str, list[Found]]:
    """Findings by the code of their theme, in their order."""
    answer: dict[str, list[Found]] = {}
    for item in found:
        answer.setdefault(item.theme, []).append(item)
    return answer


# --- the session ----------------------------------------------------------------------------------


def session_of(cycle: PolicyCycle) -> PrioritySession | None:
    """The session that advises: the last closed one of the council, else of others. 1 query."""
    closed = PrioritySession.objects.filter(cycle=cycle, state=SessionState.CLOSED)
    rows = sorted(closed, key=lambda row: (row.kind != SessionKind.COUNCIL, -row.pk))
    return rows[0] if rows else None


def advice_of(session: PrioritySession | None) -> tuple[Advice, ...]:
    """What a session advises per candidate, the strongest first; nothing without a session."""
    return ()


@dataclass(frozen=True)
class Said:
    """Something somebody brought in during the session, with what was done with it."""

    pk: int
    text: str
    kind: str
    outcome: str
    answer: str
    candidate: int
    theme: str


def contributions(session: PrioritySession | None) -> tuple[Said, ...]:
    """What was brought in and not withdrawn, with the newest answer. 2 queries."""
    if session is None:
        return ()
    rows = Contribution.objects.filter(session=session, withdrawn_at__isnull=True)
    newest = {
        answer.contribution_id: answer
        for answer in Answer.objects.filter(contribution__session=session).order_by("pk")
    }
    return tuple(_said(row, newest.get(row.pk)) for row in rows)


def _said(row: Contribution, answer: Answer | None) -> Said:
    return Said(
        pk=row.pk,
        text=row.text,
        kind=str(row.get_kind_display()),
        outcome=str(answer.get_outcome_display()) if answer else "",
        answer=answer.text if answer else "",
        candidate=row.candidate_id or 0,
        theme=answer.theme if answer else "",
    )


def ended_in(
    said: Sequence[Said], *, candidates: Iterable[int], themes: Iterable[str]
) -> list[Said]:
    """The contributions that ended in a priority: about its candidates, or answered with one of
    its themes."""
    about, named = set(candidates), set(themes)
    return [item for item in said if item.candidate in about or (item.theme in named)]


# --- partners and the council ---------------------------------------------------------------------


def partner_levels(cycle: PolicyCycle) -> dict[str, str]:
    """The level that partners gave a theme at the start meeting, by its code."""
    return {}


def asked_for(cycle: PolicyCycle) -> int:
    """How many priorities the council asked for at the start; 0 when it did not say."""
    return 0
