"""Who prepares a start meeting, who takes part, and who reads its report."""

from regie.foundation.access.rules import (
    ALDERMAN,
    CLERK,
    COORDINATOR,
    MAYOR,
    PARTNER,
    RESEARCHER,
    ROLES,
    Action,
)
from regie.planning.start_meetings.workflow import BY_COORDINATOR, COORDINATOR_ONLY

SEE_PREPARATION = frozenset({COORDINATOR, RESEARCHER, MAYOR, ALDERMAN, CLERK, PARTNER})
"""Roles that see the meeting before there is a report."""

VIEW_MEETING = Action("start_meetings.view", frozenset(ROLES), "U bent geen lid van deze gemeente.")
SEE_MEETING = Action(
    "start_meetings.see",
    SEE_PREPARATION,
    "U leest het verslag na de bijeenkomst.",
)
MANAGE = Action("start_meetings.manage", BY_COORDINATOR, COORDINATOR_ONLY)
TAKE_PART = Action(
    "start_meetings.take_part",
    frozenset({COORDINATOR, PARTNER}),
    "Alleen partners en de veiligheidscoördinator doen mee aan de startbijeenkomst.",
)
ANSWER = Action(
    "start_meetings.answer",
    frozenset({PARTNER}),
    "Alleen een partner laat weten of hij komt.",
)
