"""Who may see the catalogue and who may fetch."""

from regie.foundation.access.rules import COORDINATOR, RESEARCHER, ROLES, Action

VIEW_CATALOGUE = Action(
    "catalogue.view",
    frozenset(ROLES),
    "Alleen leden van deze gemeente zien de catalogus.",
)
FETCH_TABLES = Action(
    "catalogue.fetch",
    frozenset({COORDINATOR, RESEARCHER}),
    "Alleen de veiligheidscoördinator en de onderzoeker halen tabellen op.",
)
