"""A board with priorities, a session that advised, and a proposal made from them."""

import pytest
from django.utils import timezone

from regie.evidence.findings.acting import Who
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.planning.priorities import services as board
from regie.planning.priorities.services import AlignmentWords
from regie.planning.priorities.tests.conftest import Put, cycle, found, put, theme_of, town
from regie.planning.priority_sessions.models import Candidate, Contribution, PrioritySession
from regie.planning.proposals import services
from regie.planning.proposals.models import Proposal
from regie.planning.proposals.services import PriorityWords
from regie.planning.proposals.sides import sides_of
from regie.planning.rounds import services as rounds
from regie.planning.rounds.models import Ballot
from regie.planning.rounds.tests.making import make_round, make_session

__all__ = ["Who", "cycle", "found", "put", "town"]


@pytest.fixture
def who(cast: Cast) -> Who:
    return Who(actor=cast.coos, role="coordinator")


@pytest.fixture
def advised(cast: Cast, cycle: PolicyCycle) -> PrioritySession:
    """A closed session of which everybody gave all points to the first candidate: tourism."""
    session = make_session(cast, candidates=7)
    item = make_round(session, cast.coos, "points")
    rows = list(session.candidates.all())
    for row, theme in zip(rows, ("tourism", "events", "nightlife", "youth_crime"), strict=False):
        row.themes = [theme]
        row.save()
    for key in range(20):
        content = {"points": {str(rows[0].pk): 3, str(rows[1].pk): 2}}
        Ballot.objects.create(round=item, key=f"k{key}", content=content)
    rounds.close_round(item, actor=cast.coos, role="coordinator")
    rounds.show_round(item, actor=cast.coos, role="coordinator")
    PrioritySession.objects.filter(pk=session.pk).update(state="closed", closed_at=timezone.now())
    Contribution.objects.create(
        session=session, candidate=rows[0], kind="idea", text="Meer toezicht bij de camping."
    )
    session.refresh_from_db()
    return session


@pytest.fixture
def proposal(cycle: PolicyCycle, put: Put, who: Who) -> Proposal:
    """A draft with one priority of the board: tourism."""
    put("tourism", "priority", "Het wordt drukker.")
    return services.begin(cycle, **who)


def candidate(session: PrioritySession, place: int) -> Candidate:
    """The candidate in this place of the list."""
    return list(session.candidates.all())[place]


def complete(proposal: Proposal, who: Who, *, kinds: tuple[str, ...] = ()) -> None:
    """Say what gets less attention, and align with everybody."""
    row = proposal.priorities.get()
    words = PriorityWords(
        name="Minder overlast rond recreatie",
        why=row.why,
        less="De campagne over fietsen stopt.",
        themes=[theme_of(proposal.cycle, "tourism").pk],
        candidates=[item.pk for item in row.candidates.all()],
        findings=[item.pk for item in row.findings.all()],
    )
    services.write_priority(proposal, words, pk=row.pk, version=row.version, **who)
    day = timezone.localdate()
    for kind in kinds or ("triangle", "neighbours", "region", "national"):
        words_of = AlignmentWords(kind=kind, who="functies", held_on=day, outcome="Geheim akkoord.")
        board.align(proposal.cycle, words_of, **who)


def sent_out(proposal: Proposal, who: Who) -> Proposal:
    """The proposal at the council, with a reason for everything that was left out."""
    complete(proposal, who)
    for row in sides_of(proposal.cycle).rows:
        if row.unexplained and row.proposed is None:
            services.explain(proposal, "Loopt al.", candidate=row.advice[0].pk, **who)
    for step in ("align", "send"):
        services.step(proposal, step, **who)
    return proposal
