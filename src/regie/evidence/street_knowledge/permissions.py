"""Who sees street knowledge, who brings it, and who takes it into the analysis."""

from regie.foundation.access.rules import COORDINATOR, PARTNER, RESEARCHER, ROLES, Action

VIEW_STREET = Action(
    "street_knowledge.view",
    frozenset(ROLES),
    "U bent geen lid van deze gemeente.",
)
BRING = Action(
    "street_knowledge.bring",
    frozenset({COORDINATOR, RESEARCHER, PARTNER}),
    "Alleen partners, de veiligheidscoördinator en de onderzoeker brengen straatkennis.",
)
JUDGE = Action(
    "street_knowledge.judge",
    frozenset({COORDINATOR}),
    "Alleen de veiligheidscoördinator neemt straatkennis op in de analyse.",
)

SEES_ALL = frozenset({COORDINATOR, RESEARCHER})
"""Roles that see every observation, whatever its state; a partner sees those of its own."""
