"""Who may see deliveries and who may deliver."""

from regie.foundation.access.rules import COORDINATOR, RESEARCHER, ROLES, Action

VIEW_DELIVERIES = Action(
    "sources.view_deliveries",
    frozenset(ROLES),
    "Alleen leden van deze gemeente zien de gegevens.",
)
DELIVER = Action(
    "sources.deliver",
    frozenset({COORDINATOR, RESEARCHER}),
    "Alleen de veiligheidscoördinator en de onderzoeker leveren gegevens aan.",
)
