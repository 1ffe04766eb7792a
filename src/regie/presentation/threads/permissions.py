"""Who may follow the golden thread: every member, as far as it may see the things in it."""

from regie.foundation.access.rules import ROLES, Action

FOLLOW = Action(
    "threads.follow",
    frozenset(ROLES),
    "U bent geen lid van deze gemeente.",
)

ACTIONS = (FOLLOW,)
