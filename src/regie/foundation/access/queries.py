"""Reading rights: who is a member, with which role, and what that allows."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from regie.foundation.access.models import Membership
from regie.foundation.access.permissions import CHANGE_ROLE, REMOVE_MEMBER
from regie.foundation.access.rules import COORDINATOR, Action, Decision, MemberChange, decide
from regie.foundation.accounts.languages import chosen
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality
from regie.policy import roles as policy

AnyUser = User | AnonymousUser


@dataclass(frozen=True)
class RoleView:
    """A role in the reader's language: who has it and what that person comes to do."""

    code: str
    label: str
    who: str
    comes_to: str


@dataclass(frozen=True)
class MembershipView:
    """A municipality a person works for, and in which role."""

    name: str
    slug: str
    code: str
    role: str
    role_label: str


@dataclass(frozen=True)
class MemberRow:
    """A member as the coordinator sees it; `waiting` means never signed in yet."""

    pk: int
    name: str
    email: str
    role: str
    role_label: str
    since: datetime
    waiting: bool
    change: Decision
    remove: Decision


def membership_of(user: AnyUser, slug: str) -> Membership | None:
    """The membership of a person in the municipality at this address; 1 query."""
    if not user.is_authenticated:
        return None
    return (
        Membership.objects.select_related("municipality", "partner")
        .filter(user_id=user.pk, municipality__slug=slug)
        .first()
    )


def memberships_of(user: AnyUser) -> tuple[MembershipView, ...]:
    """The municipalities a person works for, by name; 1 query."""
    if not user.is_authenticated:
        return ()
    rows = Membership.objects.select_related("municipality").filter(user_id=user.pk)
    return tuple(
        MembershipView(
            name=row.municipality.name,
            slug=row.municipality.slug,
            code=row.municipality.code,
            role=row.role,
            role_label=role_label(row.role),
        )
        for row in rows.order_by("municipality__name")
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


def members(municipality: Municipality, *, role: str) -> tuple[MemberRow, ...]:
    """The members by name, each with what a reader with `role` may do to it; 1 query."""
    rows = list(
        Membership.objects.select_related("user")
        .filter(municipality=municipality)
        .order_by("user__name", "pk")
    )
    coordinators = sum(row.role == COORDINATOR for row in rows)
    return tuple(_member_row(row, coordinators, role) for row in rows)


def change_of(membership: Membership, new_role: str | None) -> MemberChange:
    """What the rules need to know about a change of one member; 1 query."""
    coordinators = Membership.objects.filter(
        municipality_id=membership.municipality_id, role=COORDINATOR
    ).count()
    return MemberChange(membership.role, new_role, coordinators)


def roles() -> tuple[RoleView, ...]:
    """The nine roles in the reader's language; no queries."""
    return tuple(
        RoleView(
            code=item.code,
            label=chosen(item.name, item.name_en),
            who=chosen(item.is_who, item.is_who_en),
            comes_to=chosen(item.comes_to, item.comes_to_en),
        )
        for item in policy.ROLES()
    )


def role_label(code: str) -> str:
    """A role in the reader's language; the code itself when the policy does not know it."""
    return next((view.label for view in roles() if view.code == code), code)


def _member_row(row: Membership, coordinators: int, role: str) -> MemberRow:
    change = MemberChange(row.role, None, coordinators)
    return MemberRow(
        pk=row.pk,
        name=row.user.name,
        email=row.user.email,
        role=row.role,
        role_label=role_label(row.role),
        since=row.created_at,
        waiting=row.user.last_login is None,
        change=decision(CHANGE_ROLE, role=role, subject=change),
        remove=decision(REMOVE_MEMBER, role=role, subject=change),
    )
