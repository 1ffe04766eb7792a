"""Reading: rounds, what they ask, turnout, one's own ballot and, for rooms above, outcomes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from regie.planning.priority_sessions import queries as sessions
from regie.planning.priority_sessions.models import (
    Criterion,
    Participant,
    PrioritySession,
    SessionState,
)
from regie.planning.rounds import rules, workflow
from regie.planning.rounds.models import Ballot, Round, RoundForm, Turnout
from regie.planning.weighing.rules import SMALLEST_GROUP, Question, Scores


@dataclass(frozen=True)
class Pulse:
    """How a session stands at this moment: all that a screen needs to see that it is behind."""

    session: int
    open: bool = False
    joined: int = 0
    pk: int = 0
    number: int = 0
    state: str = ""
    version: int = 0
    opened_at: datetime | None = None
    closes_at: datetime | None = None
    cast: int = 0


@dataclass(frozen=True)
class Names:
    """What candidates and criteria are called, in the order of the screen."""

    candidates: Mapping[str, str]
    criteria: Mapping[str, Criterion]


def round_of(session: PrioritySession, number: int) -> Round | None:
    """One round of a session by its number. 1 query, and a short one: a hall asks it at once."""
    found = Round.objects.filter(session=session, number=number).order_by().first()
    if found is not None:
        found.session = session
    return found


def rounds_of(session: PrioritySession) -> list[Round]:
    """All rounds with their turnout as `cast`, in order. 1 query."""
    rows = Round.objects.filter(session=session).select_related("session__municipality")
    return list(rows.annotate(cast=Count("turnouts")).order_by("number"))


def current_round(session: PrioritySession) -> Round | None:
    """The round people look at: the open one, or the one opened last. 1 query."""
    return rules.current(rounds_of(session))


def names_of(session: PrioritySession) -> Names:
    """The candidates that take part, and the criteria. 2 queries."""
    return Names(
        {str(row.pk): row.name for row in sessions.candidates(session)},
        {row.code: row for row in sessions.criteria(session)},
    )


def question_of(item: Round, names: Names | None = None) -> Question:
    """What a round asks, for judging and weighing. At most 4 queries."""
    names = names or names_of(item.session)
    weighs = item.form == RoundForm.WEIGHTS
    scores = item.form == RoundForm.SCORING
    return Question(
        form=item.form,
        candidates=tuple(names.candidates),
        criteria=tuple(names.criteria),
        scores=scores_of(item.session) if weighs else None,
        settings=item.settings,
        weights=weights_of(item.session) if scores else None,
    )


def ballot_question(item: Round) -> Question:
    """What may stand on a ballot: without scores and weights, which only weighing needs.

    Kept for a minute, for a whole hall votes at once; candidates lie fixed while a session is
    open. 2 queries the first time.
    """
    name = f"rounds.ballot.{item.pk}.{item.version}.{item.made_at.timestamp()}"
    found: Question | None = cache.get(name)
    if found is None:
        names = names_of(item.session)
        found = Question(
            form=item.form,
            candidates=tuple(names.candidates),
            criteria=tuple(names.criteria),
            settings=item.settings,
        )
        cache.set(name, found, 60)
    return found


def scores_of(session: PrioritySession) -> Scores:
    """Every score that is known, with its limits. 1 query."""
    return {
        (str(candidate), code): (float(known.value), float(known.low), float(known.high))
        for candidate, row in sessions.score_table(session).items()
        for code, known in row.items()
    }


def weights_of(session: PrioritySession) -> Mapping[str, float] | None:
    """What the participants made of the criteria in the last round of weights; None without one.

    The mean of their own weights, each set adding up to 1. A secret round in which too few voted
    does not count: its weights would tell who gave them. 1 query.
    """
    done = (
        Round.objects.filter(
            session=session, form=RoundForm.WEIGHTS, state__in=(workflow.CLOSED, workflow.SHOWN)
        )
        .annotate(cast=Count("ballots"))
        .filter(Q(open_ballot=True) | Q(cast__gte=SMALLEST_GROUP))
        .order_by("-number")
    )
    contents = Ballot.objects.filter(round=done.values("pk")[:1]).values_list("content", flat=True)
    return rules.mean_weights([content["swing"] for content in contents])


def joined_by_group(session: PrioritySession) -> list[tuple[str, int]]:
    """How many of each group take part, in the order of the groups. 2 queries."""
    here = sessions.joined_by_group(session)
    return [(group.name, here[group.pk]) for group in sessions.groups(session)]


def own_ballot(item: Round, secret: str) -> Ballot | None:
    """The vote that was cast with this secret. 1 query."""
    return Ballot.objects.filter(round=item, key=rules.key_of(secret, item.pk)).first()


def own_tiers(session: PrioritySession, secret: str) -> Mapping[str, str]:
    """The level this secret gave each candidate in the last round of levels. At most 2 queries."""
    rounds = Round.objects.filter(session=session, form=RoundForm.TIERS).exclude(
        state=workflow.DRAFT
    )
    last = rounds.order_by("-number").first()
    mine = own_ballot(last, secret) if last is not None else None
    found: Mapping[str, str] = mine.content["tiers"] if mine is not None else {}
    return found


def has_voted(item: Round, participant: Participant) -> bool:
    """Whether somebody voted, not what. 1 query."""
    return Turnout.objects.filter(round=item, participant=participant).exists()


def pulses(asked: Collection[int]) -> dict[int, Pulse]:
    """How these sessions stand; one query, however many there are and however many listen."""
    here = Participant.objects.filter(session=OuterRef("pk"), removed_at=None).order_by()
    count = here.values("session").annotate(n=Count("pk")).values("n")
    rows = (
        PrioritySession.objects.filter(pk__in=asked)
        .annotate(
            joined=Coalesce(Subquery(count), 0),
            round_pk=F("rounds__pk"),
            number=F("rounds__number"),
            round_state=F("rounds__state"),
            version=F("rounds__version"),
            round_opened=F("rounds__opened_at"),
            closes_at=F("rounds__closes_at"),
            cast=Count("rounds__turnouts"),
        )
        .order_by("pk")
    )
    found: dict[int, list[Pulse]] = {}
    for row in rows.values():
        found.setdefault(row["id"], []).append(_pulse(row))
    return {pk: _now(pk, rounds) for pk, rounds in found.items()}


def _pulse(row: Mapping[str, Any]) -> Pulse:
    """One round of a session, or the session alone while it has none."""
    return Pulse(
        session=row["id"],
        open=row["state"] == SessionState.OPEN,
        joined=row["joined"],
        pk=row["round_pk"] or 0,
        number=row["number"] or 0,
        state=row["round_state"] or "",
        version=row["version"] or 0,
        opened_at=row["round_opened"],
        closes_at=row["closes_at"],
        cast=row["cast"],
    )


def _now(pk: int, rounds: list[Pulse]) -> Pulse:
    """The round that counts, or none at all."""
    return rules.current(rounds) or Pulse(pk, rounds[0].open, rounds[0].joined)
