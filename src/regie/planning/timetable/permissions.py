"""Who looks at the timetable, who plans steps, and who keeps the moments of the council."""

from regie.foundation.access.rules import CLERK, COORDINATOR, ROLES, Action
from regie.planning.timetable.rules import COUNCIL, RECESS

VIEW_TIMETABLE = Action(
    "timetable.view",
    frozenset(ROLES),
    "U bent geen lid van deze gemeente.",
)
LAY = Action(
    "timetable.lay",
    frozenset({COORDINATOR}),
    "Alleen de veiligheidscoördinator maakt de planning.",
)
PLAN_STEPS = Action(
    "timetable.plan_steps",
    frozenset({COORDINATOR}),
    "Alleen de veiligheidscoördinator plant deze stap.",
)
PLAN_COUNCIL_STEPS = Action(
    "timetable.plan_council_steps",
    frozenset({COORDINATOR, CLERK}),
    "Alleen de veiligheidscoördinator en de griffier plannen momenten van de raad.",
)
KEEP_MOMENTS = Action(
    "timetable.keep_moments",
    frozenset({COORDINATOR}),
    "Alleen de veiligheidscoördinator houdt deze momenten bij.",
)
KEEP_COUNCIL_MOMENTS = Action(
    "timetable.keep_council_moments",
    frozenset({COORDINATOR, CLERK}),
    "Alleen de veiligheidscoördinator en de griffier houden de momenten van de raad bij.",
)

ACTIONS = (
    VIEW_TIMETABLE,
    LAY,
    PLAN_STEPS,
    PLAN_COUNCIL_STEPS,
    KEEP_MOMENTS,
    KEEP_COUNCIL_MOMENTS,
)

KINDS_OF_THE_CLERK = frozenset({COUNCIL, RECESS})


def planning_of(*, council: bool) -> Action:
    """The right to plan a step; `council` says whether it is a moment of the council."""
    return PLAN_COUNCIL_STEPS if council else PLAN_STEPS


def keeping_of(kind: str) -> Action:
    """The right to keep a moment of this kind."""
    return KEEP_COUNCIL_MOMENTS if kind in KINDS_OF_THE_CLERK else KEEP_MOMENTS
