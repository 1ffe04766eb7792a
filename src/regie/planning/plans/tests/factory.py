"""What tests of this room, and of rooms above, make."""

from typing import TypedDict

from regie.foundation.accounts.models import User
from regie.foundation.cycles.models import PolicyCycle
from regie.planning.proposals.models import Proposal


class Acting(TypedDict):
    """Who acts, as services ask it."""

    actor: User
    role: str


def proposal_of(cycle: PolicyCycle, *names: str) -> Proposal:
    """A proposal with priorities of these names."""
    made = Proposal.objects.create(cycle=cycle)
    for place, name in enumerate(names, 1):
        made.priorities.create(position=place, name=name, why=f"Waarom {name} voorgaat.")
    return made
