"""Who may see the counts of partners: they are small, and stay inside."""

from regie.foundation.access.rules import COORDINATOR, MAYOR, PARTNER, RESEARCHER, Action

VIEW_SERIES = Action(
    "series.view",
    frozenset({COORDINATOR, RESEARCHER, MAYOR, PARTNER}),
    "Tellingen van partners zijn klein en intern. Alleen de veiligheidscoördinator, de "
    "onderzoeker, de burgemeester en de partner zelf zien ze.",
)
KEEP_PROFILES = Action(
    "series.keep_profiles",
    frozenset({COORDINATOR, RESEARCHER, PARTNER}),
    "Alleen een partner, de veiligheidscoördinator en de onderzoeker bewaren kolomprofielen.",
)
