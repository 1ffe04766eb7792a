"""Who may see how we calculate, and who may change it."""

from regie.foundation.access.rules import COORDINATOR, RESEARCHER, ROLES, Action

BY_ANALYST = frozenset({COORDINATOR, RESEARCHER})

VIEW_METHODS = Action(
    "methods.view",
    frozenset(ROLES),
    "Alleen leden van deze gemeente zien hoe we rekenen.",
)
CHANGE_METHODS = Action(
    "methods.change",
    BY_ANALYST,
    "Alleen de veiligheidscoördinator en de onderzoeker veranderen de rekenwijze.",
)
SWAP_PEERS = Action(
    "methods.swap_peers",
    BY_ANALYST,
    "Alleen de veiligheidscoördinator en de onderzoeker wisselen gemeenten.",
)
ESTIMATE = Action(
    "methods.estimate",
    BY_ANALYST,
    "Alleen de veiligheidscoördinator en de onderzoeker laten opnieuw rekenen.",
)
