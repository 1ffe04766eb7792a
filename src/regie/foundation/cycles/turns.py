"""Whose turn it is: what waits for somebody of a role, for the home of that role.

Rooms announce what waits when the house starts (`apps.ready`), so that this room knows the pages
of those above it by name only. All their rows are read along with the cycle, in one query.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.records.rows import Rows


@dataclass(frozen=True)
class Turn:
    """One thing that waits, in a sentence.

    `route` takes the municipality's slug as `gemeente`, and `pk` when there is one.
    """

    words: str | Promise
    route: str
    pk: int | None = None


Found = Sequence[Mapping[str, Any]]
Tell = Callable[[Found, str], Iterable[Turn]]


@dataclass(frozen=True)
class Source:
    """Rows to read along with a cycle, and what they say to a role."""

    along: Callable[[], Rows]
    tell: Tell


_sources: dict[str, Source] = {}


def add_turns(name: str, along: Callable[[], Rows], tell: Tell) -> None:
    """Say what waits for whom: `tell` gets the rows of `along` and the role."""
    _sources[name] = Source(along, tell)


def by_state(table: Mapping[tuple[str, str], Turn]) -> Tell:
    """Tell from a table by state and role; each row has its `state`."""

    def tell(rows: Found, role: str) -> Iterable[Turn]:
        return [table[row["state"], role] for row in rows if (row["state"], role) in table]

    return tell


def of(cycle: PolicyCycle | None, *, gemeente: str, role: str) -> list[dict[str, str]]:
    """What waits for this role in a cycle, as words and address. 1 query."""
    if cycle is None or not _sources:
        return []
    rows = [source.along() for source in _sources.values()]
    read = PolicyCycle.objects.values_list(*rows).get(pk=cycle.pk)
    told = [
        turn
        for source, found in zip(_sources.values(), read, strict=True)
        for turn in source.tell(found, role)
    ]
    return [{"words": str(turn.words), "url": _address(turn, gemeente)} for turn in told]


def _address(turn: Turn, gemeente: str) -> str:
    about = {"gemeente": gemeente} | ({"pk": turn.pk} if turn.pk is not None else {})
    return reverse(turn.route, kwargs=about)
