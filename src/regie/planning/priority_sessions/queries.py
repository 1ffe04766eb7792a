"""Reading sessions: for this room's pages, and for rounds, weighing and priorities."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db.models import Count, Prefetch, Q, QuerySet

from regie.evidence.findings.models import Finding
from regie.evidence.findings.workflow import CONFIRMED
from regie.foundation.access.models import Membership
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import fields_with_themes
from regie.foundation.organizations.models import Municipality
from regie.planning.fact_cards.rules import Scored
from regie.planning.priority_sessions import permissions, workflow
from regie.planning.priority_sessions.models import (
    Candidate,
    Contribution,
    Criterion,
    Group,
    Participant,
    PrioritySession,
    Score,
)
from regie.planning.priority_sessions.rules import Proposal, longlist
from regie.planning.priority_sessions.tiers import Known, known_tiers

Scores = Mapping[int, Mapping[str, Scored]]
"""Scores by candidate and code of the criterion; what is absent is unknown, not zero."""


# --- sessions -------------------------------------------------------------------------------------


def seen_by(membership: Membership) -> QuerySet[PrioritySession]:
    """The sessions this member may see, newest first."""
    return PrioritySession.objects.filter(
        municipality=membership.municipality,
        state__in=permissions.states_seen(membership.role),
    ).select_related("municipality", "cycle")


def session_of(membership: Membership, pk: int) -> PrioritySession | None:
    """One session this member may see; None for any other. 1 query."""
    return seen_by(membership).filter(pk=pk).first()


def session_with_code(code: str) -> PrioritySession | None:
    """The session with this code, whoever asks. 1 query."""
    rows = PrioritySession.objects.select_related("municipality", "cycle")
    return rows.filter(code=code).first()


def groups(session: PrioritySession) -> list[Group]:
    """The groups of a session in order. 1 query."""
    return list(session.groups.all())


def criteria(session: PrioritySession) -> list[Criterion]:
    """What candidates are held against, in order. 1 query."""
    return list(session.criteria.all())


# --- candidates -----------------------------------------------------------------------------------


def candidates(session: PrioritySession) -> list[Candidate]:
    """Who take part in the choice, in order, without their cards. 1 query."""
    return list(taking_part(session).defer("card"))


def taking_part(session: PrioritySession) -> QuerySet[Candidate]:
    """Candidates that were neither left out nor merged into another."""
    return session.candidates.filter(screened_out="", merged_into__isnull=True)


def with_findings(session: PrioritySession) -> list[Candidate]:
    """Every candidate, also left out and merged ones, with its findings. 2 queries."""
    known = Prefetch("findings", Finding.objects.select_related("municipality"))
    return list(session.candidates.defer("card").prefetch_related(known))


def candidate_of(membership: Membership, pk: int) -> Candidate | None:
    """One candidate of a session this member may see, with its session. 1 query."""
    return _candidates().filter(pk=pk, session__in=seen_by(membership)).first()


def candidate_in(session: PrioritySession, pk: int) -> Candidate | None:
    """One candidate of a session, for its participants. 1 query."""
    return _candidates().filter(pk=pk, session=session).first()


def _candidates() -> QuerySet[Candidate]:
    return Candidate.objects.select_related("session__municipality", "session__cycle")


def proposals(session: PrioritySession, known: Known | None = None) -> tuple[Proposal, ...]:
    """The themes of the cycle that are on no candidate yet, what was strategic before first.

    `known` says where themes were, for who read that already. At most 5 queries.
    """
    fields = fields_with_themes(session.cycle)
    themes = [(theme.code, theme.name, item.code) for item in fields for theme in item.themes]
    by_theme: dict[str, list[int]] = {}
    confirmed = Finding.objects.filter(municipality=session.municipality, state=CONFIRMED)
    for theme, pk in confirmed.values_list("theme", "pk"):
        by_theme.setdefault(theme, []).append(pk)
    rows = session.candidates.values_list("themes", flat=True)
    taken = {theme for themes_of in rows for theme in themes_of}
    untaken = [item for item in themes if item[0] not in taken]
    before = known_tiers(session.cycle) if known is None else known
    return longlist(untaken, by_theme, before)


def score_table(session: PrioritySession) -> Scores:
    """Every score of a session. 1 query."""
    found: dict[int, dict[str, Scored]] = {}
    rows = Score.objects.filter(candidate__session=session)
    for pk, code, *three in rows.values_list(
        "candidate_id", "criterion__code", "value", "low", "high"
    ):
        found.setdefault(pk, {})[code] = Scored(*three)
    return found


def scores(session: PrioritySession) -> list[Score]:
    """Every score with what it rests on. 1 query."""
    rows = Score.objects.filter(candidate__session=session)
    return list(rows.select_related("criterion", "candidate"))


# --- people ---------------------------------------------------------------------------------------


def participants(session: PrioritySession) -> list[Participant]:
    """Everybody who joined, those taken out as well. 1 query."""
    return list(session.participants.select_related("group", "user"))


def joined(session: PrioritySession) -> int:
    """How many take part now. 1 query."""
    return session.participants.filter(removed_at__isnull=True).count()


def joined_by_group(session: PrioritySession) -> Counter[int | None]:
    """How many take part now, by number of their group. 1 query."""
    rows = session.participants.filter(removed_at__isnull=True)
    return Counter(rows.order_by().values_list("group_id", flat=True))


# --- how far it is ----------------------------------------------------------------------------


def waiting(rows: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """The contributions among `rows` that nobody answered yet."""
    return rows.filter(withdrawn_at__isnull=True, answers__isnull=True)


def unanswered(session: PrioritySession) -> int:
    """How many contributions wait for an answer. 1 query."""
    return waiting(Contribution.objects.filter(session=session)).count()


def unanswered_in(municipality: Municipality) -> Counter[int]:
    """How many contributions wait, by session. 1 query."""
    rows = waiting(Contribution.objects.filter(session__municipality=municipality))
    return Counter(rows.order_by().values_list("session_id", flat=True))


def progress(cycle: PolicyCycle) -> tuple[str, int]:
    """Where the sessions of a cycle stand: the furthest state ("" without any) and the
    contributions that still wait. 1 query."""
    waits = Q(contributions__withdrawn_at__isnull=True, contributions__answers__isnull=True)
    rows = PrioritySession.objects.filter(cycle=cycle).annotate(
        waiting=Count("contributions", filter=waits)
    )
    found = list(rows.values_list("state", "waiting"))
    states = {state for state, _waiting in found}
    order: Sequence[str] = (workflow.CLOSED, workflow.OPEN, workflow.DRAFT)
    furthest = next((state for state in order if state in states), "")
    return furthest, sum(waiting for _state, waiting in found)
