"""Who reads a plan, who writes it, and who decides which parts it has."""

from regie.foundation.access.rules import CLERK, COORDINATOR, RESEARCHER, ROLES, Action

VIEW_PLAN = Action("plans.view", frozenset(ROLES), "U bent geen lid van deze gemeente.")
"""The state of the plan narrows this further: see `rules.readers`."""
WRITE_PLAN = Action(
    "plans.write",
    frozenset({COORDINATOR, RESEARCHER}),
    "Alleen de veiligheidscoördinator en de onderzoeker schrijven aan het plan.",
)
MANAGE_PLAN = Action(
    "plans.manage",
    frozenset({COORDINATOR}),
    "Alleen de veiligheidscoördinator bepaalt wat er in het plan staat.",
)
AMEND_PLAN = Action(
    "plans.amend",
    frozenset({CLERK, COORDINATOR}),
    "Alleen de griffier en de veiligheidscoördinator verwerken een amendement.",
)

ACTIONS = (VIEW_PLAN, WRITE_PLAN, MANAGE_PLAN, AMEND_PLAN)
