"""Reading rights: who is a member, with which role, and what that allows."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from regie.foundation.access.models import Membership
from regie.foundation.access.rules import Action, Decision, decide
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality

AnyUser = User | AnonymousUser


def membership_of(user: AnyUser, slug: str) -> Membership | None:
    """The membership of a person in the municipality at this address; 1 query."""
    if not user.is_authenticated:
        return None
    return (
        Membership.objects.select_related("municipality")
        .filter(user_id=user.pk, municipality__slug=slug)
        .first()
    )


def role_of(user: AnyUser, municipality: Municipality) -> str | None:
    """The role code of a person in a municipality, or None for who is no member; 1 query."""
    if not user.is_authenticated:
        return None
    roles = Membership.objects.filter(user_id=user.pk, municipality=municipality)
    return roles.values_list("role", flat=True).first()


def decision(action: Action, *, role: str | None, subject: object = None) -> Decision:
    """Judge an action for a known role, the reason in the reader's language; no queries."""
    answer = decide(action, role=role, subject=subject)
    return answer if answer.allowed else Decision(False, _(answer.reason))


def can(
    user: AnyUser, action: Action, municipality: Municipality, subject: object = None
) -> Decision:
    """Whether a person may do something here, and if not: why not; 1 query."""
    return decision(action, role=role_of(user, municipality), subject=subject)
