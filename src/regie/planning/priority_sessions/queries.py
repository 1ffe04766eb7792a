"""Reading sessions: for this room's pages, for rounds and weighing, and for every later page."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from regie.evidence.findings import queries as findings
from regie.evidence.findings.models import Finding
from regie.foundation.access.models import Membership
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import fields_with_themes
from regie.foundation.organizations.models import Municipality
from regie.planning.priority_sessions import permissions, workflow
from regie.planning.priority_sessions.models import (
    Answer,
    Candidate,
    Contribution,
    Criterion,
    Group,
    Participant,
    PrioritySession,
    Score,
)
from regie.planning.priority_sessions.rules import Proposal, Scored, longlist

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


def sessions_of_cycle(cycle: PolicyCycle) -> list[PrioritySession]:
    """The sessions of one cycle, newest first. 1 query."""
    return list(PrioritySession.objects.filter(cycle=cycle).select_related("municipality"))


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


def proposals(session: PrioritySession) -> tuple[Proposal, ...]:
    """The themes of the cycle that are on no candidate yet, those with a finding first.

    At most 6 queries.
    """
    fields = fields_with_themes(session.cycle)
    themes = [(theme.code, theme.name, item.code) for item in fields for theme in item.themes]
    by_theme: dict[str, list[int]] = {}
    for finding in findings.confirmed(session.municipality):
        by_theme.setdefault(finding.theme, []).append(finding.pk)
    rows = session.candidates.values_list("themes", flat=True)
    taken = {theme for themes_of in rows for theme in themes_of}
    return longlist([item for item in themes if item[0] not in taken], by_theme)


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


# --- what was brought in --------------------------------------------------------------------------


@dataclass(frozen=True)
class AnswerView:
    """What was done with a contribution: the newest answer, in words."""

    outcome: str
    label: str
    text: str
    theme: str
    at: datetime


@dataclass(frozen=True)
class ContributionView:
    """What somebody brought in. `who` is "" unless the session was announced as open."""

    pk: int
    kind: str
    text: str
    candidate: str
    candidate_pk: int | None
    session: str
    session_pk: int
    at: datetime
    who: str = ""
    answer: AnswerView | None = None
    before: tuple[AnswerView, ...] = ()
    withdrawn: bool = False
    themes: tuple[str, ...] = ()


def contributions(session: PrioritySession) -> list[ContributionView]:
    """What was brought in and not withdrawn, oldest first. 2 queries."""
    return _views(_contributions().filter(session=session, withdrawn_at__isnull=True))


def contributions_by(participant: Participant) -> list[ContributionView]:
    """What one participant brought in, withdrawn ones as well, newest first. 2 queries."""
    return _views(_contributions().filter(participant=participant).order_by("-pk"))


def contributions_of(membership: Membership, also: Collection[int] = ()) -> list[ContributionView]:
    """What this member brought in in this municipality, newest first. 2 queries.

    `also` are numbers of participants without a name that this browser is.
    """
    own = Q(participant__user=membership.user_id) | Q(made_by=membership.user_id)
    rows = _contributions().filter(own | Q(participant__in=list(also)))
    rows = rows.filter(session__municipality=membership.municipality)
    return _views(rows.order_by("-pk"))


def contribution_of(membership: Membership, pk: int) -> Contribution | None:
    """One contribution to a session this member may see, that was not withdrawn. 2 queries."""
    rows = _contributions().filter(session__in=seen_by(membership), withdrawn_at__isnull=True)
    return rows.filter(pk=pk).first()


def view_of(contribution: Contribution) -> ContributionView:
    """One contribution in words; no queries when its answers are prefetched."""
    return _view(contribution)


def about(
    municipality: Municipality, *, theme: str = "", candidate: int | None = None
) -> list[ContributionView]:
    """What was brought in about a theme or a candidate, with its answer, newest first.

    For pages of the rooms above. At most 3 queries.
    """
    rows = _contributions().filter(session__municipality=municipality, withdrawn_at__isnull=True)
    if candidate is not None:
        return _views(rows.filter(candidate=candidate).order_by("-pk"))
    known = Candidate.objects.filter(session__municipality=municipality)
    numbers = [pk for pk, themes in known.values_list("pk", "themes") if theme in themes]
    wanted = Q(candidate__in=numbers) | Q(answers__theme=theme)
    return _views(rows.filter(wanted).distinct().order_by("-pk"))


def unanswered(session: PrioritySession) -> int:
    """How many contributions wait for an answer. 1 query."""
    return _waiting(Contribution.objects.filter(session=session)).count()


def unanswered_in(municipality: Municipality) -> Counter[int]:
    """How many contributions wait, by session. 1 query."""
    rows = _waiting(Contribution.objects.filter(session__municipality=municipality))
    return Counter(rows.order_by().values_list("session_id", flat=True))


def _waiting(rows: QuerySet[Contribution]) -> QuerySet[Contribution]:
    return rows.filter(withdrawn_at__isnull=True, answers__isnull=True)


def _contributions() -> QuerySet[Contribution]:
    known = Contribution.objects.select_related(
        "session__municipality", "candidate", "participant__user", "participant__group"
    )
    return known.defer("candidate__card").prefetch_related(
        Prefetch("answers", Answer.objects.order_by("pk"))
    )


def _views(rows: QuerySet[Contribution]) -> list[ContributionView]:
    return [_view(row) for row in rows]


def _view(row: Contribution) -> ContributionView:
    answers = [_answer(item) for item in row.answers.all()]
    candidate = row.candidate
    return ContributionView(
        pk=row.pk,
        kind=row.get_kind_display(),
        text=row.text,
        candidate=candidate.name if candidate else "",
        candidate_pk=row.candidate_id,
        session=row.session.name,
        session_pk=row.session_id,
        at=row.made_at,
        who=who_said(row.participant) if row.session.open_ballot else "",
        answer=answers[-1] if answers else None,
        before=tuple(reversed(answers[:-1])),
        withdrawn=row.withdrawn_at is not None,
        themes=tuple(candidate.themes) if candidate else (),
    )


def _answer(row: Answer) -> AnswerView:
    return AnswerView(row.outcome, row.get_outcome_display(), row.text, row.theme, row.made_at)


def who_said(participant: Participant | None) -> str:
    """The name of a participant, only for what was announced as open."""
    if participant is None:
        return ""
    name = participant.user.name if participant.user else participant.label
    return f"{name} ({participant.group.name})" if participant.group else name


# --- the whole session ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Report:
    """A session as it is told afterwards, for documents and for the page of the proposal."""

    session: PrioritySession
    candidates: tuple[Candidate, ...]
    left_out: tuple[Candidate, ...]
    criteria: tuple[Criterion, ...]
    scores: Scores
    groups: tuple[tuple[str, int], ...]
    joined: int
    contributions: tuple[ContributionView, ...]
    outcomes: Mapping[str, int] = field(default_factory=dict)
    waiting: int = 0


def report(session: PrioritySession) -> Report:
    """Everything of a session, without who said or voted what. At most 9 queries."""
    every = with_findings(session)
    counted = joined_by_group(session)
    told = contributions(session)
    return Report(
        session=session,
        candidates=tuple(
            item for item in every if not item.screened_out and not item.merged_into_id
        ),
        left_out=tuple(item for item in every if item.screened_out),
        criteria=tuple(criteria(session)),
        scores=score_table(session),
        groups=tuple((group.name, counted[group.pk]) for group in groups(session)),
        joined=sum(counted.values()),
        contributions=tuple(told),
        outcomes=Counter(item.answer.label for item in told if item.answer),
        waiting=sum(item.answer is None for item in told),
    )


def progress(cycle: PolicyCycle) -> tuple[str, int]:
    """Where the sessions of a cycle stand: the furthest state ("" without any) and the
    contributions that still wait. 2 queries."""
    states = set(PrioritySession.objects.filter(cycle=cycle).values_list("state", flat=True))
    order: Sequence[str] = (workflow.CLOSED, workflow.OPEN, workflow.DRAFT)
    found = next((state for state in order if state in states), "")
    waiting = _waiting(Contribution.objects.filter(session__cycle=cycle)).count() if found else 0
    return found, waiting
