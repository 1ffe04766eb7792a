"""What stands beside a theme: findings, partners, the outcome of the session, the council's frames.

Everything here is read from the rooms below; nothing is kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from regie.evidence.appraisal.rules import Word
from regie.evidence.findings import pages as finding_pages
from regie.evidence.findings import telling, workflow
from regie.evidence.findings.models import Finding
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.rows import Nested, Rows
from regie.planning.contributions.queries import ContributionView, contributions
from regie.planning.priorities.rules import Advice
from regie.planning.priority_sessions import queries as sessions
from regie.planning.priority_sessions.models import (
    Candidate,
    Criterion,
    PrioritySession,
    SessionKind,
    SessionState,
)
from regie.planning.rounds.models import Round
from regie.planning.rounds.queries import Names
from regie.planning.rounds.results import ballots_along, result_of, votes_in
from regie.planning.rounds.workflow import SHOWN
from regie.planning.start_memos.rules import Frames
from regie.planning.weighing.outcomes import Standing


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


class Silent(StrEnum):
    """Why there is no advice."""

    NO_SESSION = "no_session"
    RUNNING = "running"
    NOT_SHOWN = "not_shown"
    NO_VOTES = "no_votes"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Silence:
    """Why a session says nothing: the name of the session, and how many voted in secret."""

    code: Silent
    session: str = ""
    votes: int = 0

    @property
    def running(self) -> str:
        """The name of the session that is still held, if that is why."""
        return self.session if self.code == Silent.RUNNING else ""


@dataclass(frozen=True)
class Heard:
    """What a session says per candidate, the strongest first, or why it says nothing."""

    advice: tuple[Advice, ...] = ()
    silence: Silence | None = None


def heard(cycle: PolicyCycle, session: PrioritySession | None) -> Heard:
    """What the last round that was shown says. At most 2 queries.

    Nothing without a session, as long as no outcome was shown, and of an outcome that stays hidden
    because so few voted in secret.
    """
    if session is None:
        running = PrioritySession.objects.filter(cycle=cycle, state=SessionState.OPEN).first()
        silence = Silence(Silent.RUNNING, running.name) if running else Silence(Silent.NO_SESSION)
        return Heard(silence=silence)
    return _heard_in(session)


def _heard_in(session: PrioritySession) -> Heard:
    candidates = sessions.taking_part(session).order_by("position", "pk")
    criteria = session.criteria.order_by("position", "pk")
    shown = Round.objects.filter(session=session, state=SHOWN).annotate(
        ballots_cast=ballots_along(),
        choices=Rows(candidates, pk="pk", name="name", themes=Nested("themes")),
        held_against=Rows(criteria, code="code", name="name"),
    )
    last = shown.select_related("session").order_by("number").last()
    if last is None:
        return Heard(silence=Silence(Silent.NOT_SHOWN, session.name))
    rows = {str(row["pk"]): Candidate(**row) for row in last.choices}
    names = Names(
        {code: row.name for code, row in rows.items()},
        {row["code"]: Criterion(**row) for row in last.held_against},
    )
    found = result_of(last, names, votes_in(last.ballots_cast))
    standings = found.outcome.standings if found.outcome else ()
    if not standings:
        code = Silent.HIDDEN if found.hidden else Silent.NO_VOTES
        return Heard(silence=Silence(code, session.name, found.votes))
    return Heard(tuple(_advice(one, rows[one.candidate]) for one in standings))


def _advice(one: Standing, candidate: Candidate) -> Advice:
    return Advice(
        pk=candidate.pk,
        name=candidate.name,
        themes=frozenset(candidate.themes),
        kind=one.standing,
        rank=one.rank,
        chance=one.top,
        share=one.share,
    )


def said_in(session: PrioritySession | None) -> list[ContributionView]:
    """What was brought in and not withdrawn, with the newest answer. 2 queries."""
    return contributions(session) if session else []


def ended_in(
    said: Sequence[ContributionView], *, candidates: Iterable[int], themes: Iterable[str]
) -> list[ContributionView]:
    """The contributions that ended in a priority: about its candidates, or answered with one of
    its themes."""
    about, named = set(candidates), set(themes)
    return [
        item
        for item in said
        if item.candidate_pk in about or (item.answer is not None and item.answer.theme in named)
    ]


# --- partners and the council ---------------------------------------------------------------------


def asked_for(framed: Frames) -> int:
    """How many priorities the council asked for at the start; 0 when it did not say."""
    return framed.most_priorities or 0 if framed.decided else 0
