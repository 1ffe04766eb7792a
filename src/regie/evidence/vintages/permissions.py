"""Who may look up old figures and differences, and who may have them counted again."""

from regie.foundation.access.rules import COORDINATOR, MAYOR, RESEARCHER, ROLES, Action

VIEW_VINTAGES = Action(
    "vintages.view",
    frozenset(ROLES),
    "Alleen leden van deze gemeente zien de gegevens.",
)
VIEW_REGISTRATIONS = Action(
    "vintages.view_registrations",
    frozenset({COORDINATOR, RESEARCHER, MAYOR}),
    "Alleen de veiligheidscoördinator, de onderzoeker en de burgemeester zien hier registraties.",
)
COUNT_DIFFERENCES = Action(
    "vintages.count",
    frozenset({COORDINATOR, RESEARCHER}),
    "Alleen de veiligheidscoördinator en de onderzoeker laten verschillen tellen.",
)
