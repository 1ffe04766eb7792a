"""Reading what participants brought in, and what was done with it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from regie.foundation.access.models import Membership
from regie.foundation.organizations.models import Municipality
from regie.planning.priority_sessions import queries as sessions
from regie.planning.priority_sessions.models import (
    Answer,
    Candidate,
    Contribution,
    Participant,
    PrioritySession,
)


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
    rows = _contributions().filter(
        session__in=sessions.seen_by(membership), withdrawn_at__isnull=True
    )
    return rows.filter(pk=pk).first()


def view_of(contribution: Contribution) -> ContributionView:
    """One contribution in words; no queries when its answers are prefetched."""
    return _view(contribution)


def about(
    membership: Membership,
    *,
    theme: str = "",
    candidate: int | None = None,
    finding: int | None = None,
    candidates: Collection[int] = (),
) -> list[ContributionView]:
    """What was brought in about a theme, a candidate (or several) or a finding, with its answer,
    newest first.

    Only from sessions this member may see. About a finding is what was said about the candidates
    that rest on it. For pages of other rooms; at most 3 queries.
    """
    rows = _contributions().filter(
        session__in=sessions.seen_by(membership), withdrawn_at__isnull=True
    )
    asked = list(candidates) if candidate is None else [candidate]
    if asked:
        wanted = Q(candidate__in=asked) | Q(candidate__merged_into__in=asked)
    elif finding is not None:
        wanted = Q(candidate__findings=finding)
    else:
        wanted = _about_theme(membership.municipality, theme)
    return _views(rows.filter(wanted).distinct().order_by("-pk"))


def _about_theme(municipality: Municipality, theme: str) -> Q:
    known = Candidate.objects.filter(session__municipality=municipality)
    numbers = [pk for pk, themes in known.values_list("pk", "themes") if theme in themes]
    return Q(candidate__in=numbers) | Q(answers__theme=theme)


def _contributions() -> QuerySet[Contribution]:
    known = Contribution.objects.select_related(
        "session__municipality", "candidate", "participant__user", "participant__group"
    )
    return known.defer("candidate__card").prefetch_related(
        Prefetch("answers", Answer.objects.order_by("pk"))
    )


def _views(rows: Iterable[Contribution]) -> list[ContributionView]:
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
    """A session as it is told afterwards, read once for documents in every language."""

    session: PrioritySession
    candidates: tuple[Candidate, ...]
    left_out: tuple[Candidate, ...]
    joined: int
    rows: tuple[Contribution, ...]

    @property
    def contributions(self) -> tuple[ContributionView, ...]:
        """What was brought in, in the words of the language that is active; no queries."""
        return tuple(_views(self.rows))


def report(session: PrioritySession) -> Report:
    """Everything of a session, without who said or voted what. 4 queries."""
    every = list(session.candidates.defer("card"))
    return Report(
        session=session,
        candidates=tuple(
            item for item in every if not item.screened_out and not item.merged_into_id
        ),
        left_out=tuple(item for item in every if item.screened_out),
        joined=session.participants.filter(removed_at__isnull=True).count(),
        rows=tuple(_contributions().filter(session=session, withdrawn_at__isnull=True)),
    )
