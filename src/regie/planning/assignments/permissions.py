"""Who reads the assignment and who writes it down."""

from regie.foundation.access.rules import CLERK, COORDINATOR, ROLES, Action

VIEW_ASSIGNMENT = Action("assignments.view", frozenset(ROLES), "U bent geen lid van deze gemeente.")
RECORD = Action(
    "assignments.record",
    frozenset({COORDINATOR, CLERK}),
    "Alleen de veiligheidscoördinator en de griffier leggen de opdracht vast.",
)

ACTIONS = (VIEW_ASSIGNMENT, RECORD)
