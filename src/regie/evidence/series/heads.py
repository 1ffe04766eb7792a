"""The head of a partner's file, as Regie understands it."""

from dataclasses import dataclass

from regie.evidence.grids.reading import Grid
from regie.evidence.profiles.profile import Profile
from regie.evidence.profiles.proposal import Proposal
from regie.evidence.profiles.roles import Role

MOST_STATUSES = 40


@dataclass(frozen=True)
class Look:
    """The head of a file and what Regie makes of it. Holds values: show it, never keep it."""

    grid: Grid
    proposal: Proposal

    def statuses(self, profile: Profile) -> tuple[str, ...]:
        """The different states of records in the first rows, of every column that has them."""
        roles = profile.roles(self.grid.header)
        places = [place for place, role in enumerate(roles) if role is Role.STATUS]
        found = dict.fromkeys(row[place].strip() for place in places for row in self.grid.sample)
        found.pop("", None)
        return tuple({**dict.fromkeys(profile.not_incident), **found})[:MOST_STATUSES]
