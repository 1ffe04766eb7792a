"""Who of the cast did something, with the role that goes with it."""

from typing import TypedDict

from regie.foundation.access.models import Membership
from regie.foundation.accounts.models import User
from regie.foundation.cycles.cast import VOORBEELDSTAD


class Acting(TypedDict):
    """Somebody in a role, as services ask it."""

    actor: User
    role: str


def membership(code: str) -> Membership:
    """The membership of somebody of the cast in Voorbeeldstad. 1 query."""
    found = Membership.objects.select_related("user", "municipality", "partner")
    return found.get(user__email=f"{code}@voorbeeldstad.example", municipality__code=VOORBEELDSTAD)


def acting(code: str) -> Acting:
    """Somebody of the cast in the own role. 1 query."""
    found = membership(code)
    return {"actor": found.user, "role": found.role}
