"""The guided path: which page belongs to which step of the cycle, and how far it is.

Rooms announce their page when the house starts (`apps.ready`), so that this room knows the pages
of those above it by name only and no arrow points up.
"""

from collections.abc import Callable
from dataclasses import dataclass

from regie.foundation.access.rules import Action
from regie.foundation.cycles.models import PolicyCycle


@dataclass(frozen=True)
class Progress:
    """How far the work of a step is: `words` says in one sentence what is there or what lacks."""

    done: bool
    words: str


@dataclass(frozen=True)
class StepPage:
    """Where the work of a step is done; `route` takes the municipality's slug as `gemeente`."""

    step: str
    route: str
    action: Action
    progress: Callable[[PolicyCycle], Progress]


_pages: dict[str, StepPage] = {}


def add_page(
    step: str, route: str, action: Action, progress: Callable[[PolicyCycle], Progress]
) -> None:
    """Say where the work of a step is done; `progress` asks at most two queries."""
    _pages[step] = StepPage(step, route, action, progress)


def page_of(step: str) -> StepPage | None:
    """The page of a step, or None when no room has one."""
    return _pages.get(step)
