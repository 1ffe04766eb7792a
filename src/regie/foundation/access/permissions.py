"""Who may manage members, names and the logbook."""

from regie.foundation.access.rules import (
    COORDINATOR,
    ROLES,
    Action,
)

VIEW_MUNICIPALITY = Action(
    "access.view_municipality",
    frozenset(ROLES),
    "U bent geen lid van deze gemeente.",
)
MANAGE_MEMBERS = Action(
    "access.manage_members",
    frozenset({COORDINATOR}),
    "Alleen de veiligheidscoördinator beheert de leden.",
)
VIEW_LOG = Action(
    "access.view_log",
    frozenset({COORDINATOR}),
    "Alleen de veiligheidscoördinator ziet het logboek.",
)
