"""A plan of Voorbeeldstad in each of its states."""

import pytest

from regie.foundation.cycles.cast import Cast
from regie.planning.plan_decisions.models import PlanEdition
from regie.planning.plan_decisions.tests import factory
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.tests.factory import Acting


@pytest.fixture
def coos(cast: Cast) -> Acting:
    """The coordinator as services ask it."""
    return factory.acting(cast.coos, "coordinator")


@pytest.fixture
def griet(cast: Cast) -> Acting:
    """The clerk."""
    return factory.acting(cast.griet, "clerk")


@pytest.fixture
def rob(cast: Cast) -> Acting:
    """A council member."""
    return factory.acting(cast.rob, "council_member")


@pytest.fixture
def draft(cast: Cast) -> SafetyPlan:
    """A plan without words."""
    return factory.made_plan(cast)


@pytest.fixture
def written(cast: Cast) -> SafetyPlan:
    """A plan that can go to the executive."""
    return factory.written_plan(cast)


@pytest.fixture
def executive(cast: Cast) -> SafetyPlan:
    """A plan that lies at the executive."""
    return factory.to_executive(cast)


@pytest.fixture
def council(cast: Cast) -> SafetyPlan:
    """A plan that lies at the council."""
    return factory.to_council(cast)


@pytest.fixture
def adopted(cast: Cast) -> PlanEdition:
    """The edition of an adopted plan."""
    return factory.adopted(cast)
