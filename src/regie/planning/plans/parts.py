"""What rooms above draw on the pages of the plan. They announce it in `apps.ready`.

A room above gives a template and a function that reads what it needs; this room knows it by
nothing else, so that no arrow points up. Every function says how many queries it asks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regie.foundation.access.models import Membership
from regie.planning.plans.models import PlanSection, SafetyPlan

Values = Mapping[str, Any]
ReadPlan = Callable[[Membership, SafetyPlan], Values | None]
"""Reads what a template needs of a plan; None draws nothing. At most 2 queries."""
ReadSection = Callable[[Membership, PlanSection], Values | None]
"""The same for one part; the part comes with its plan and priority. At most 2 queries."""

ReadFigures = Callable[[SafetyPlan, str], Mapping[int, Any]]
"""The figures of a plan by their number, in a language. 1 query."""


@dataclass(frozen=True)
class Drawn:
    """A template with its values, which it finds under `part`."""

    template: str
    part: Values


@dataclass(frozen=True)
class Said:
    """What a room above says of one priority on the overview: how much there is, and where."""

    words: str
    url: str = ""
    todo: str = ""
    """When there is nothing yet: what to do, with `%(title)s` for the priority."""


ReadPriorities = Callable[[SafetyPlan], Mapping[int | None, Said]]
"""What is said of each priority, by its number; None is for the plan as a whole. 1 query."""
SayNothing = Callable[[SafetyPlan, int], Said]
"""What is said of a priority of which there is nothing yet, by its number. No queries."""

_in_sections: dict[str, list[tuple[str, ReadPlan]]] = {}
_beside: list[tuple[int, str, ReadSection]] = []
_panels: list[tuple[int, str, ReadPlan]] = []
_priorities: list[tuple[ReadPriorities, SayNothing]] = []
_marks: dict[str, Callable[[SafetyPlan], str]] = {}
_figures: list[ReadFigures] = []


def add_part(kind: str, template: str, read: ReadPlan) -> None:
    """Draw something under the own words of the part of this kind (a code of the policy).

    `objectives` is the first: the room of objectives draws them there.
    """
    _in_sections.setdefault(kind, []).append((template, read))


def add_beside(template: str, read: ReadSection, *, order: int) -> None:
    """Draw a panel beside the text of every part, such as remarks or figures to take."""
    _beside.append((order, template, read))


def add_panel(template: str, read: ReadPlan, *, order: int) -> None:
    """Draw a panel on the overview of the plan, such as where it stands and who is next."""
    _panels.append((order, template, read))


def add_priority_words(read: ReadPriorities, nothing: SayNothing) -> None:
    """Say something of each priority on the overview, such as how many objectives it has."""
    _priorities.append((read, nothing))


def set_figures(read: ReadFigures) -> None:
    """Say where the figures of a plan come from, in a language ("" for that of the screen): by
    their number, as `ui.paper` has them."""
    _figures[:] = [read]


def add_editor_mark(name: str, read: Callable[[SafetyPlan], str]) -> None:
    """Give the field in which a text is written an attribute, such as `data-figures-url`, that the
    editor in the browser reads. No queries."""
    _marks[name] = read


# --- for the pages of this room -------------------------------------------------------------------


def under(kind: str, membership: Membership, plan: SafetyPlan) -> list[Drawn]:
    """What rooms above draw under the part of this kind."""
    return _drawn(_in_sections.get(kind, ()), membership, plan)


def beside(membership: Membership, section: PlanSection) -> list[Drawn]:
    """The panels beside the text of a part."""
    return _drawn([each[1:] for each in sorted(_beside, key=_order)], membership, section)


def panels(membership: Membership, plan: SafetyPlan) -> list[Drawn]:
    """The panels on the overview."""
    return _drawn([each[1:] for each in sorted(_panels, key=_order)], membership, plan)


def said_of_priorities(plan: SafetyPlan, pks: Sequence[int]) -> dict[int, list[Said]]:
    """What rooms above say of each of these priorities, also when there is nothing yet."""
    known = [(read(plan), nothing) for read, nothing in _priorities]
    return {
        pk: [found[pk] if pk in found else nothing(plan, pk) for found, nothing in known]
        for pk in pks
    }


def figures_of(plan: SafetyPlan, language: str = "") -> Mapping[int, Any]:
    """The figures of a plan by their number, in a language ("" for that of the screen); none when
    no room keeps them."""
    return _figures[0](plan, language) if _figures else {}


def editor_marks(plan: SafetyPlan) -> dict[str, str]:
    """The attributes of the field in which a text is written."""
    return {name: read(plan) for name, read in _marks.items()}


def _order(each: tuple[int, str, Any]) -> int:
    return each[0]


def _drawn(
    announced: Sequence[tuple[str, Callable[[Membership, Any], Values | None]]],
    membership: Membership,
    subject: SafetyPlan | PlanSection,
) -> list[Drawn]:
    read = ((template, reader(membership, subject)) for template, reader in announced)
    return [Drawn(template, values) for template, values in read if values is not None]
