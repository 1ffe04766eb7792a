"""What was brought in about a theme, on the pages of the rooms above.

`{% contributions_about membership theme=code %}`. Pages of the rooms below have them through
`{% beneath %}` (`beneath.py`).
"""

from typing import Any

from django import template

from regie.foundation.access.models import Membership
from regie.planning.contributions import queries
from regie.planning.contributions.beneath import about_page
from regie.planning.contributions.pages import BADGES
from regie.planning.priority_sessions.models import Outcome

register = template.Library()


@register.inclusion_tag("contributions/parts/about.html")
def contributions_about(membership: Membership, theme: str) -> dict[str, Any]:
    """The contributions about a theme, newest first. At most 3 queries."""
    return about_page(membership, queries.about(membership, theme=theme))


@register.filter
def outcome_kind(outcome: str) -> str:
    """The kind of the badge of an outcome."""
    return BADGES.get(Outcome(outcome), "neutral") if outcome in Outcome.values else "neutral"
