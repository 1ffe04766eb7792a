"""Who may manage members and read the logbook."""

from regie.foundation.access.rules import COORDINATOR, ROLES, Action, keeps_a_coordinator

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
CHANGE_ROLE = Action(
    "access.change_role",
    frozenset({COORDINATOR}),
    "Alleen de veiligheidscoördinator geeft rollen.",
    needs=keeps_a_coordinator,
)
REMOVE_MEMBER = Action(
    "access.remove_member",
    frozenset({COORDINATOR}),
    "Alleen de veiligheidscoördinator verwijdert leden.",
    needs=keeps_a_coordinator,
)
VIEW_LOG = Action(
    "access.view_log",
    frozenset({COORDINATOR}),
    "Alleen de veiligheidscoördinator ziet het logboek.",
)

ACTIONS = (VIEW_MUNICIPALITY, MANAGE_MEMBERS, CHANGE_ROLE, REMOVE_MEMBER, VIEW_LOG)
