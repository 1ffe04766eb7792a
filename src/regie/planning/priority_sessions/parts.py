"""What stands on the page of a session: every room that works with it announces its own part.

Rooms do so when the house starts (`apps.ready`). This room knows those above it by their words
only, so that no arrow points up.
"""

from collections.abc import Callable
from dataclasses import dataclass

from regie.foundation.access.models import Membership
from regie.planning.priority_sessions.models import PrioritySession


@dataclass(frozen=True)
class Part:
    """A card on the page of a session; `reason` says why it cannot be opened now."""

    title: str
    text: str
    url: str
    badge: str = ""
    badge_kind: str = "neutral"
    icon: str = ""
    reason: str = ""


Maker = Callable[[Membership, PrioritySession], Part | None]
"""Makes the part for one reader; None shows nothing. At most 2 queries."""

_makers: dict[str, tuple[int, Maker]] = {}


def add_part(code: str, make: Maker, *, order: int) -> None:
    """Announce a part; announcing its code again replaces it."""
    _makers[code] = (order, make)


def parts_of(membership: Membership, session: PrioritySession) -> list[Part]:
    """The parts this reader sees, in order."""
    ordered = sorted(_makers.items(), key=lambda item: (item[1][0], item[0]))
    made = [make(membership, session) for _code, (_order, make) in ordered]
    return [part for part in made if part is not None]
