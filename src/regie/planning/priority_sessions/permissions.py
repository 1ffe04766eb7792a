"""Who sees priority sessions and who runs them.

A session in preparation is work of the facilitator; once it has opened every member sees it. Taking
part is no right of a role: who joins with the code takes part (`door.py`).
"""

from regie.foundation.access.rules import (
    ALDERMAN,
    CLERK,
    COORDINATOR,
    MAYOR,
    RESEARCHER,
    ROLES,
    Action,
)
from regie.planning.priority_sessions import workflow

VIEW_SESSIONS = Action(
    "priority_sessions.view",
    frozenset(ROLES),
    "U bent geen lid van deze gemeente.",
)
RUN_SESSION = Action("priority_sessions.run", workflow.BY_FACILITATOR, workflow.REFUSAL)

SEE_DRAFTS = frozenset({COORDINATOR, RESEARCHER, MAYOR, ALDERMAN, CLERK})


def states_seen(role: str) -> frozenset[str]:
    """The states of the sessions this role sees.

    >>> sorted(states_seen("council_member"))
    ['closed', 'open']
    """
    return workflow.SESSION.states - (frozenset() if role in SEE_DRAFTS else {workflow.DRAFT})
