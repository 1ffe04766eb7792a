"""Who may see the safety picture."""

from regie.foundation.access.rules import ROLES, Action

VIEW_PICTURE = Action(
    "diagnosis.view_picture",
    frozenset(ROLES),
    "U bent geen lid van deze gemeente.",
)
