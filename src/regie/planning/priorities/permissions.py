"""Who sees the board and who works on it."""

from regie.foundation.access.rules import (
    ALDERMAN,
    COORDINATOR,
    MAYOR,
    RESEARCHER,
    ROLES,
    Action,
)

INSIDE = frozenset({COORDINATOR, RESEARCHER, MAYOR, ALDERMAN})
"""Roles that see what is still being worked on; all others read what was sent out."""

VIEW = Action(
    "priorities.view",
    frozenset(ROLES),
    "U bent geen lid van deze gemeente.",
)
VIEW_DRAFTS = Action(
    "priorities.view_drafts",
    INSIDE,
    "Dit is nog in voorbereiding. U leest het voorstel zodra het verstuurd is.",
)
WORK = Action(
    "priorities.work",
    frozenset({COORDINATOR}),
    "Alleen de veiligheidscoördinator werkt aan het bord en het voorstel.",
)
READ_ALIGNMENT = Action(
    "priorities.read_alignment",
    frozenset({COORDINATOR, MAYOR}),
    "Alleen de burgemeester en de veiligheidscoördinator lezen wat er in de driehoek is gezegd.",
)
ACTIONS = (VIEW, VIEW_DRAFTS, WORK, READ_ALIGNMENT)
