"""The policy files and the code speak of the same roles, fields and types."""

import pytest

from regie.foundation.access import rules
from regie.policy.roles import ROLES

pytestmark = pytest.mark.pure


def test_the_roles_of_the_policy_are_the_roles_of_the_code() -> None:
    assert tuple(item.code for item in ROLES()) == rules.ROLES
