"""Who sees the surveys of a municipality, and who brings them in."""

from regie.foundation.access.rules import COORDINATOR, RESEARCHER, ROLES, Action

VIEW_SURVEYS = Action(
    "surveys.view",
    frozenset(ROLES),
    "U bent geen lid van deze gemeente.",
)
MANAGE_SURVEYS = Action(
    "surveys.manage",
    frozenset({COORDINATOR, RESEARCHER}),
    "Alleen de veiligheidscoördinator en de onderzoeker voeren enquêtes in.",
)
