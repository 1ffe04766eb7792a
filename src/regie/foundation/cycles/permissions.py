"""Who may see the policy cycle and who keeps it."""

from regie.foundation.access.rules import COORDINATOR, ROLES, Action

_COORDINATOR = frozenset({COORDINATOR})

VIEW_CYCLE = Action(
    "cycles.view_cycle",
    frozenset(ROLES),
    "U bent geen lid van deze gemeente.",
)
START_CYCLE = Action(
    "cycles.start_cycle",
    _COORDINATOR,
    "Alleen de veiligheidscoördinator start een beleidscyclus.",
)
MOVE_TO_STEP = Action(
    "cycles.move_to_step",
    _COORDINATOR,
    "Alleen de veiligheidscoördinator zet de cyclus op een andere stap.",
)
SKIP_STEP = Action(
    "cycles.skip_step",
    _COORDINATOR,
    "Alleen de veiligheidscoördinator slaat een stap over.",
)
EXTEND_CYCLE = Action(
    "cycles.extend_cycle",
    _COORDINATOR,
    "Alleen de veiligheidscoördinator verlengt de beleidscyclus.",
)
RENAME = Action(
    "cycles.rename",
    _COORDINATOR,
    "Alleen de veiligheidscoördinator geeft velden en thema's een eigen naam.",
)

ACTIONS = (VIEW_CYCLE, START_CYCLE, MOVE_TO_STEP, SKIP_STEP, EXTEND_CYCLE, RENAME)
