"""What rooms above put beneath a page of a room below: for example what people said about it.

Rooms announce it when the house starts (`apps.ready`). The page below knows only the name of its
own place, so that no arrow points up.
"""

from collections.abc import Callable
from typing import Any

from regie.foundation.access.models import Membership

Maker = Callable[[Membership, Any], str]
"""Gives safe HTML for one reader and the thing the page is about, or "". At most 3 queries."""

_makers: dict[str, dict[str, Maker]] = {}


def add_beneath(place: str, code: str, make: Maker) -> None:
    """Put something beneath the pages of a place; announcing a code again replaces it."""
    _makers.setdefault(place, {})[code] = make


def beneath(place: str, membership: Membership, thing: object) -> list[str]:
    """Everything that stands beneath a page, in the order of its codes."""
    return [make(membership, thing) for _code, make in sorted(_makers.get(place, {}).items())]
