"""Who reads a plan in that exists already, and who takes it over."""

from regie.foundation.access.rules import COORDINATOR, RESEARCHER, Action

IMPORT_PLAN = Action(
    "plan_imports.read",
    frozenset({COORDINATOR, RESEARCHER}),
    "Alleen de veiligheidscoördinator en de onderzoeker lezen een bestaand plan in.",
)
TAKE_OVER = Action(
    "plan_imports.take_over",
    frozenset({COORDINATOR}),
    "Alleen de veiligheidscoördinator neemt een bestaand plan over.",
)

ACTIONS = (IMPORT_PLAN, TAKE_OVER)
