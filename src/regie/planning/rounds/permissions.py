"""Who leads the rounds and who sees what came out of them.

Voting is no right of a role: who joined the session votes (`priority_sessions.door`).
"""

from regie.foundation.access.rules import ROLES, Action
from regie.planning.rounds import workflow

LEAD_ROUNDS = Action("rounds.lead", workflow.BY_FACILITATOR, workflow.REFUSAL)
VIEW_RESULTS = Action(
    "rounds.view_results",
    frozenset(ROLES),
    "U bent geen lid van deze gemeente.",
)


def sees_before_shown(role: str) -> bool:
    """Whether this role sees what came out of a closed round before everybody does.

    >>> sees_before_shown("clerk"), sees_before_shown("mayor")
    (True, False)
    """
    return role in workflow.BY_FACILITATOR
