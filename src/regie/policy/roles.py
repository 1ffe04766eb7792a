"""Who works with Regie, what they come for and what must never happen to them."""

from functools import cache

from regie.policy.reader import PolicyModel, Text, load


class RoleItem(PolicyModel):
    """A role of a member of a municipality; codes equal those of the room *access*."""

    code: Text
    name: Text
    name_en: Text
    is_who: Text
    is_who_en: Text
    comes_to: Text
    comes_to_en: Text
    must_never: Text
    must_never_en: Text
    source: Text


class RolesFile(PolicyModel):
    """`policy/roles.toml`."""

    roles: tuple[RoleItem, ...]


class AudienceItem(PolicyModel):
    """Readers for whom a text or figure is made."""

    code: Text
    name: Text
    name_en: Text
    gets: Text
    gets_en: Text
    never_gets: Text
    never_gets_en: Text
    roles: tuple[Text, ...]
    source: Text


class AudiencesFile(PolicyModel):
    """`policy/audiences.toml`."""

    audiences: tuple[AudienceItem, ...]


class CouncilRoleItem(PolicyModel):
    """One of the three roles of the council."""

    code: Text
    name: Text
    name_en: Text
    summary: Text
    summary_en: Text
    source: Text


class MomentItem(PolicyModel):
    """A moment of the council: what it does, what it should have in hand, in which role.

    `step` is the step of the cycle it belongs to, or empty for a moment outside the steps.
    """

    code: Text
    name: Text
    name_en: Text
    roles: tuple[Text, ...]
    step: str = ""
    does: Text
    does_en: Text
    in_hand: Text
    in_hand_en: Text
    source: Text


class CouncilFile(PolicyModel):
    """`policy/council_roles.toml`."""

    roles: tuple[CouncilRoleItem, ...]
    moments: tuple[MomentItem, ...]


def ROLES() -> tuple[RoleItem, ...]:
    """The nine roles, the coordinator first."""
    return load("roles", RolesFile).roles


def AUDIENCES() -> tuple[AudienceItem, ...]:
    """The readers of what Regie makes."""
    return load("audiences", AudiencesFile).audiences


@cache
def COUNCIL() -> CouncilFile:
    """The three roles of the council and its moments."""
    return load("council_roles", CouncilFile)


def role(code: str) -> RoleItem:
    """One role by its code. Raises KeyError."""
    for item in ROLES():
        if item.code == code:
            return item
    raise KeyError(code)
