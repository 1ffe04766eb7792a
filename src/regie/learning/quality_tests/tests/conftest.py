"""A plan of Voorbeeldstad at the council, with two versions that can be tested."""

from typing import Any

import pytest

from regie.foundation.access.models import Membership
from regie.foundation.accounts.models import User
from regie.foundation.cycles.cast import Cast
from regie.learning.quality_tests import services
from regie.learning.quality_tests.models import PlanTest
from regie.learning.quality_tests.services import Given
from regie.planning.plan_decisions.models import PlanEdition
from regie.planning.plan_decisions.tests import factory
from regie.planning.plans.models import SafetyPlan


@pytest.fixture
def plan(cast: Cast) -> SafetyPlan:
    """A plan at the council; the coordinator wrote its objective."""
    return factory.to_council(cast)


@pytest.fixture
def edition(plan: SafetyPlan) -> PlanEdition:
    """The version that the council reads."""
    return plan.editions.get(moment="council")


def membership(user: User) -> Membership:
    """The membership of somebody of the cast in Voorbeeldstad."""
    found = Membership.objects.select_related("municipality", "partner")
    return found.get(user=user, municipality__slug="voorbeeldstad")


def begun(edition: PlanEdition, user: User) -> PlanTest:
    """A test that somebody just began."""
    return services.begin(edition, membership=membership(user), actor=user)


def give(test: PlanTest, section: int, **given: Any) -> None:
    """Answer items of a section: an answer, or an answer with its motivation."""
    from regie.learning.quality_tests.queries import answers_of

    values = {
        code: Given(*said) if isinstance(said, tuple) else Given(said)
        for code, said in given.items()
    }
    seen = services.token_of(answers_of(test), section)
    services.answer(test, section, values, seen=seen, actor=test.tester)


def finished(edition: PlanEdition, user: User, **given: Any) -> PlanTest:
    """A finished test with these answers in the second section."""
    test = begun(edition, user)
    give(test, 2, **(given or {"vision_chooses": ("not", "Dit past op elke gemeente.")}))
    services.finish(test, actor=user, role=test.role)
    test.refresh_from_db()
    return test
