"""In which level of attention a theme was before: in the previous plan, or at the start meeting.

The previous plan is known by a room above, which says so when the house starts (`apps.ready`).
"""

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _

from regie.foundation.cycles.models import PolicyCycle
from regie.planning.priority_sessions.rules import STRATEGIC, Tier
from regie.planning.start_meetings.models import Tier as Level
from regie.planning.start_meetings.queries import tiers

Known = Mapping[str, Tier]
"""Where themes were, by code."""
Levels = Callable[[PolicyCycle], Mapping[str, str]]
"""The level of themes by their code. 1 query."""

_previous: list[Levels] = []


def set_previous(read: Levels) -> None:
    """Say where the levels of the previous plan are read; saying it again replaces it."""
    _previous[:] = [read]


def known_tiers(cycle: PolicyCycle) -> Known:
    """Where themes were, by code; the previous plan goes before the start meeting. 2 queries."""
    before = _previous[0](cycle) if _previous else {}
    found = {theme: Tier(level) for theme, level in tiers(cycle).common.items()}
    return found | {theme: Tier(level, planned=True) for theme, level in before.items() if level}


def told(tier: Tier) -> str:
    """A level and where it comes from, in words."""
    level = {"level": str(Level(tier.level).label)}
    if tier.planned:
        return _("vorig plan: %(level)s") % level
    return _("startbijeenkomst: %(level)s") % level


def told_of(themes: Iterable[str], known: Known) -> str:
    """The same for a candidate with these themes: what is strategic before the rest."""
    found = sorted(
        {known[theme] for theme in themes if theme in known},
        key=lambda tier: (tier.level != STRATEGIC, not tier.planned, tier.level),
    )
    return ", ".join(told(tier) for tier in found)
