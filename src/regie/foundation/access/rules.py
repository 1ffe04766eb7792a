"""The vocabulary of rights: roles, actions and decisions. Pure; the tables live per room."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from regie.foundation.records.engine import gettext_noop
from regie.foundation.records.refusals import refuse

COORDINATOR = "coordinator"
RESEARCHER = "researcher"
MAYOR = "mayor"
ALDERMAN = "alderman"
CLERK = "clerk"
COUNCIL_MEMBER = "council_member"
PARTNER = "partner"
REGIONAL_COORDINATOR = "regional_coordinator"
PEER_REVIEWER = "peer_reviewer"

ROLES: tuple[str, ...] = (
    COORDINATOR,
    RESEARCHER,
    MAYOR,
    ALDERMAN,
    CLERK,
    COUNCIL_MEMBER,
    PARTNER,
    REGIONAL_COORDINATOR,
    PEER_REVIEWER,
)


@dataclass(frozen=True)
class Decision:
    """The answer to "may I?"; a refusal always carries the reason in words."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True)
class Action:
    """One thing a person may want to do, and the roles that may.

    `refusal` is the Dutch sentence (a msgid) for who has another role; `needs` may refuse on
    the state of the subject and answers None or a Dutch sentence.
    """

    code: str
    roles: frozenset[str]
    refusal: str
    needs: Callable[[Any], str | None] | None = None


ALLOWED = Decision(allowed=True)


def decide(action: Action, *, role: str | None, subject: object = None) -> Decision:
    """Judge one action for one role and, where the action asks for it, one subject."""
    if role is None:
        return Decision(False, "U bent geen lid van deze gemeente.")
    if role not in action.roles:
        return Decision(False, action.refusal)
    objection = action.needs(subject) if action.needs else None
    return Decision(False, objection) if objection else ALLOWED


def may(action: Action, role: str | None) -> None:
    """What a service asks first: raise `RefusedError` when this role may not do this."""
    refuse(decide(action, role=role).reason)


@dataclass(frozen=True)
class MemberChange:
    """A member whose role may change: the role now, the role after (None: no member any more),
    and how many coordinators the municipality has now."""

    role: str
    new_role: str | None
    coordinators: int


LAST_COORDINATOR = gettext_noop(
    "Dit is de enige veiligheidscoördinator. Geef eerst iemand anders deze rol."
)


def keeps_a_coordinator(change: MemberChange | None) -> str | None:
    """A municipality without coordinator could never be managed again."""
    if change is None or change.role != COORDINATOR or change.new_role == COORDINATOR:
        return None
    return None if change.coordinators > 1 else LAST_COORDINATOR
