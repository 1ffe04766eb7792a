"""Who may see verdicts, and who may ask for a new calculation."""

from regie.foundation.access.rules import COORDINATOR, RESEARCHER, ROLES, Action

VIEW_SIGNALS = Action(
    "signals.view",
    frozenset(ROLES),
    "U bent geen lid van deze gemeente.",
)
RECOMPUTE = Action(
    "signals.recompute",
    frozenset({COORDINATOR, RESEARCHER}),
    "Alleen de veiligheidscoördinator en de onderzoeker laten opnieuw berekenen.",
)
