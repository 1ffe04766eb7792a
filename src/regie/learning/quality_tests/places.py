"""The places of a plan by their anchor: their names, for links and for forms."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from regie.foundation.accounts.languages import chosen, spoken
from regie.learning.plan_checks import reading
from regie.planning.plan_papers.shape import Content, Part, Priority, read, said
from regie.policy.plan_sections import PLAN_SECTIONS
from regie.ui.inlines.shortening import shortened

LONGEST = 90
"""Characters of a name in a link or a list to choose from: an objective can be three lines long."""


def named(content: Mapping[str, Any]) -> dict[str, str]:
    """Every place of a plan in order, with its name in the reader's language, shortened where it
    is long. No queries."""
    found = read(content)
    return {anchor: shortened(name, LONGEST) for anchor, name in _places(found)}


def anchored(content: Mapping[str, Any]) -> list[tuple[int, str]]:
    """The number of every part of a draft beside its anchor. No queries."""
    parts = read(content).sections
    rows = zip(content["sections"], parts, strict=True)
    return [(int(raw["pk"]), reading.part_anchor(part)) for raw, part in rows if raw.get("pk")]


def _places(content: Content) -> Iterable[tuple[str, str]]:
    names = {row.pk: row.name for row in content.priorities}
    for part in content.sections:
        yield reading.part_anchor(part), part_name(part, names)
    yield reading.PRIORITIES, _("Prioriteiten")
    for row in content.priorities:
        yield reading.priority_anchor(row.pk), _priority_name(row)
    yield reading.OBJECTIVES, _("Doelen")
    for item in content.objectives:
        yield reading.objective_anchor(item.pk), _("Doel: %(words)s") % {"words": item.statement}
    yield reading.LOGIC, _("Beleidstheorie")
    yield reading.MEANS, _("Geld en mensen")
    yield reading.THEMES, _("Andere thema's")
    yield reading.FIGURES, _("Figuren")
    for number in content.figures:
        yield f"figuur-{number}", _("Figuur %(n)s") % {"n": number}


def _priority_name(row: Priority) -> str:
    return _("Prioriteit: %(name)s") % {"name": row.name}


def part_name(part: Part, priorities: Mapping[int, str]) -> str:
    """The title of a part, else that of the policy with its priority."""
    title = said(part.title, spoken()) if part.title else ""
    if title:
        return title
    item = PLAN_SECTIONS().section(part.kind)
    name = chosen(item.name, item.name_en) if item else part.kind
    priority = priorities.get(part.priority or 0)
    return f"{name}: {priority}" if priority else name
