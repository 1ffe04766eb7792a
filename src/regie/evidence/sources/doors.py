"""Links on the page of a delivery to pages of rooms above this one.

An upper room announces its doors when the house starts (`apps.ready`), so that this room knows
their pages by what they answer only and no arrow points up.
"""

from collections.abc import Callable
from dataclasses import dataclass

from regie.evidence.sources.models import Delivery
from regie.foundation.organizations.models import Municipality


@dataclass(frozen=True)
class Door:
    """A link in the reader's language."""

    label: str
    url: str


Maker = Callable[[Delivery, Municipality], Door | None]

_makers: list[Maker] = []


def add_door(maker: Maker) -> None:
    """Give the page of a delivery a link; the maker answers None where it has none."""
    if maker not in _makers:
        _makers.append(maker)


def doors_of(delivery: Delivery, municipality: Municipality) -> list[Door]:
    """The links for one delivery, in the order in which they were announced."""
    made = (maker(delivery, municipality) for maker in _makers)
    return [door for door in made if door is not None]
