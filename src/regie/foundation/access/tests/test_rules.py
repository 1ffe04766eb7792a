"""Rights, judged without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.foundation.access.permissions import (
    ACTIONS,
    CHANGE_ROLE,
    MANAGE_MEMBERS,
    REMOVE_MEMBER,
    VIEW_LOG,
    VIEW_MUNICIPALITY,
)
from regie.foundation.access.rules import (
    ALLOWED,
    COORDINATOR,
    LAST_COORDINATOR,
    ROLES,
    Action,
    MemberChange,
    decide,
    keeps_a_coordinator,
)
from regie.policy import roles as policy

pytestmark = pytest.mark.pure

# Which roles may do what. The table of the code is written the other way round on purpose.
ONLY_COORDINATOR = {MANAGE_MEMBERS, CHANGE_ROLE, REMOVE_MEMBER, VIEW_LOG}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.code)
def test_who_may_do_what(action: Action, role: str) -> None:
    expected = role == COORDINATOR or action not in ONLY_COORDINATOR
    answer = decide(action, role=role)
    assert bool(answer) is expected
    assert expected or answer.reason == action.refusal


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.code)
def test_who_is_no_member_may_do_nothing(action: Action) -> None:
    assert decide(action, role=None).reason == VIEW_MUNICIPALITY.refusal


def test_the_roles_are_those_of_the_policy() -> None:
    assert tuple(item.code for item in policy.ROLES()) == ROLES


ROLE = st.sampled_from(ROLES)


@given(ROLE, ROLE | st.none(), st.integers(1, 5))
def test_a_municipality_never_loses_its_last_coordinator(
    before: str, after: str | None, coordinators: int
) -> None:
    change = MemberChange(before, after, coordinators)
    left = coordinators - (before == COORDINATOR) + (after == COORDINATOR)
    assert (keeps_a_coordinator(change) is None) == (left > 0)


def test_without_a_member_in_view_only_the_role_counts() -> None:
    assert decide(REMOVE_MEMBER, role=COORDINATOR) == ALLOWED
    only = MemberChange(COORDINATOR, None, 1)
    assert decide(REMOVE_MEMBER, role=COORDINATOR, subject=only).reason == LAST_COORDINATOR
