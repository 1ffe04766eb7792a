"""Who reads the proposal, who writes it, and who records what the council decided."""

from regie.foundation.access.rules import CLERK, Action
from regie.planning.priorities.permissions import VIEW, VIEW_DRAFTS, WORK

DECIDE = Action(
    "proposals.decide",
    frozenset({CLERK}),
    "Alleen de griffier legt het besluit van de raad vast.",
)

ACTIONS = (VIEW, VIEW_DRAFTS, WORK, DECIDE)
