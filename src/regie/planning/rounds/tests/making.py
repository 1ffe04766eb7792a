"""Sessions, participants and rounds for tests."""

from collections.abc import Mapping
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from regie.foundation.accounts.models import User
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.planning.priority_sessions import joining
from regie.planning.priority_sessions.joining import Presence
from regie.planning.priority_sessions.models import (
    Candidate,
    Criterion,
    Group,
    Joining,
    Participant,
    PrioritySession,
    Score,
    SessionKind,
    SessionState,
)
from regie.planning.rounds import services
from regie.planning.rounds.models import Round
from regie.planning.rounds.services import Plan

NAMES = (
    "Woninginbraak",
    "Ondermijning",
    "Jeugd",
    "Verkeer",
    "Drugs",
    "Fietsendiefstal",
    "Overlast",
)
CRITERIA = ("ernst", "omvang", "invloed")


def make_session(
    cast: Cast, *, candidates: int = 5, joining: str = Joining.ANONYMOUS
) -> PrioritySession:
    """An open session with candidates, criteria, scores and two groups."""
    town = cast.voorbeeldstad
    made = PrioritySession.objects.create(
        municipality=town,
        cycle=PolicyCycle.objects.filter(municipality=town).latest("pk"),
        name="Raadsavond",
        kind=SessionKind.COUNCIL,
        state=SessionState.OPEN,
        opened_at=timezone.now(),
        joining=joining,
        code="ACDEFGHJ",
    )
    rows = [
        Candidate.objects.create(session=made, name=NAMES[at % len(NAMES)] + f" {at}", position=at)
        for at in range(candidates)
    ]
    for at, code in enumerate(CRITERIA):
        criterion = Criterion.objects.create(
            session=made, code=code, name=code.title(), position=at,
            low_anchor="gering", high_anchor="groot",
        )  # fmt: skip
        for place, row in enumerate(rows):
            value = (37 * place + 23 * at) % 100
            Score.objects.create(
                candidate=row, criterion=criterion, value=value,
                low=max(0, value - 10), high=min(100, value + 10),
            )  # fmt: skip
    for at, name in enumerate(("Lokaal", "Samen")):
        Group.objects.create(session=made, name=name, position=at)
    return made


def make_participant(session: PrioritySession, group: Group | None = None) -> Presence:
    """Somebody who joined without a name."""
    secret = joining.fresh_secret()
    row = Participant.objects.create(
        session=session, group=group, key_hash=joining.digest(secret), label="Deelnemer"
    )
    return Presence(row, secret)


def browser_of(session: PrioritySession, who: Presence) -> Client:
    """A browser with the cookie of this participant."""
    from django.http import HttpResponse

    response = HttpResponse()
    joining.remember(response, session, who.secret)
    client = Client()
    client.cookies.update(response.cookies)
    return client


def make_round(
    session: PrioritySession,
    actor: User,
    form: str = "points",
    *,
    open_now: bool = True,
    open_ballot: bool = False,
    minutes: int | None = None,
    settings: Mapping[str, int] | None = None,
) -> Round:
    """A round, open unless told otherwise."""
    plan = Plan(
        form=form,
        question="Waar zetten we op in?",
        open_ballot=open_ballot,
        minutes=minutes,
        settings=settings or {},
    )
    made = services.prepare_round(session, plan, actor=actor, role="coordinator")
    if open_now:
        services.open_round(made, actor=actor, role="coordinator")
    return made


def expire(item: Round) -> None:
    """Let the time of a round be up."""
    Round.objects.filter(pk=item.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    item.refresh_from_db()
