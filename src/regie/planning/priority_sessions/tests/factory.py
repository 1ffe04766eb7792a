"""Sessions for tests, here and in the rooms above."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

from regie.evidence.findings.models import Finding
from regie.foundation.accounts.models import User
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.organizations.models import Municipality
from regie.planning.priority_sessions import longlist, services
from regie.planning.priority_sessions.models import Candidate, PrioritySession
from regie.planning.priority_sessions.services import Setup

FACTIONS = ("Coalitie", "Oppositie")


class Changed(TypedDict, total=False):
    """What a test wants to be other than usual."""

    name: str
    kind: str
    joining: str
    open_ballot: bool
    explanation: str
    held_on: date | None
    max_priorities: int
    groups: Sequence[str]


USUAL: Changed = {
    "name": "Avond van de raad",
    "kind": "council",
    "joining": "signed_in",
    "groups": FACTIONS,
}


def setup_of(**changed: Unpack[Changed]) -> Setup:
    """A set-up for a council, with groups."""
    words: Changed = {**USUAL, **changed}
    return Setup(**words)


def session_in(town: Municipality, actor: User, **changed: Unpack[Changed]) -> PrioritySession:
    """A session in preparation with three candidates."""
    cycle = PolicyCycle.objects.select_related("municipality").get(municipality=town)
    made = services.make(cycle, setup_of(**changed), actor=actor)
    for name in ("Inbraak", "Overlast", "Ondermijning"):
        longlist.add_own(made, name, "", actor=actor)
    return made


def opened(town: Municipality, actor: User, **changed: Unpack[Changed]) -> PrioritySession:
    """The same, open."""
    made = session_in(town, actor, **changed)
    services.open_session(made, actor=actor, role="coordinator")
    return PrioritySession.objects.select_related("municipality", "cycle").get(pk=made.pk)


def candidate(session: PrioritySession, name: str = "Inbraak") -> Candidate:
    """One candidate by its name."""
    return session.candidates.select_related("session__municipality").get(name=name)


def own_finding(town: Municipality, headline: str, theme: str, **more: object) -> Finding:
    """A confirmed finding that somebody wrote."""
    return Finding.objects.create(
        municipality=town,
        key=f"own:{headline}",
        kind="own",
        state="confirmed",
        theme=theme,
        headline=headline,
        **more,
    )
