"""Who may see the quality desk and who may ask questions."""

from regie.foundation.access.rules import COORDINATOR, RESEARCHER, ROLES, Action

VIEW_QUALITY = Action(
    "data_quality.view",
    frozenset(ROLES),
    "Alleen leden van deze gemeente zien de datakwaliteit.",
)
ASK_QUESTIONS = Action(
    "data_quality.ask",
    frozenset({COORDINATOR, RESEARCHER}),
    "Alleen de veiligheidscoördinator en de onderzoeker stellen vragen over gegevens.",
)
