"""What was brought in about a theme or candidate, on the pages of the rooms above.

`{% contributions_about membership theme=code %}` or `candidate=pk`.
"""

from typing import Any

from django import template

from regie.foundation.access.models import Membership
from regie.planning.contributions import queries
from regie.planning.contributions.pages import BADGES, to
from regie.planning.priority_sessions.models import Outcome

register = template.Library()


@register.inclusion_tag("contributions/parts/about.html")
def contributions_about(
    membership: Membership, theme: str = "", candidate: int | None = None
) -> dict[str, Any]:
    """The contributions about a theme or a candidate, newest first. At most 3 queries."""
    town = membership.municipality
    items = queries.about(town, theme=theme, candidate=candidate)
    return {
        "items": items,
        "links": {item.session_pk: to("session", town, pk=item.session_pk) for item in items},
    }


@register.filter
def outcome_kind(outcome: str) -> str:
    """The kind of the badge of an outcome."""
    return BADGES.get(Outcome(outcome), "neutral") if outcome in Outcome.values else "neutral"
