"""Who remarks on a plan, and who answers."""

from regie.foundation.access.rules import COORDINATOR, RESEARCHER, Action
from regie.planning.plan_remarks.rules import ADVISERS
from regie.planning.plans.rules import INSIDE

VIEW_REMARKS = Action(
    "plan_remarks.view",
    INSIDE | ADVISERS,
    "Alleen wie aan het plan werkt en de partners geven opmerkingen.",
)
"""The state of the plan narrows this further: see `rules.seeing_refusal`."""
REMARK = Action(
    "plan_remarks.remark",
    INSIDE | ADVISERS,
    "Alleen wie aan het plan werkt en de partners geven opmerkingen.",
)
ANSWER = Action(
    "plan_remarks.answer",
    frozenset({COORDINATOR, RESEARCHER}),
    "Alleen de veiligheidscoördinator en de onderzoeker antwoorden op opmerkingen.",
)

ACTIONS = (VIEW_REMARKS, REMARK, ANSWER)
