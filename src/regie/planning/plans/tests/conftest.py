"""A plan of Voorbeeldstad with two priorities, as it is while people write it."""

import pytest

from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.queries import current_cycle
from regie.planning.plans import services
from regie.planning.plans.models import PlanSection, SafetyPlan
from regie.planning.plans.tests.factory import Acting, proposal_of


@pytest.fixture
def coos(cast: Cast) -> Acting:
    """The coordinator as services ask it."""
    return {"actor": cast.coos, "role": "coordinator"}


@pytest.fixture
def ilse(cast: Cast) -> Acting:
    """The researcher, who writes too."""
    return {"actor": cast.ilse, "role": "researcher"}


@pytest.fixture
def plan(cast: Cast, coos: Acting) -> SafetyPlan:
    """A plan that was just begun, with the priorities Jeugd and Wonen."""
    cycle = current_cycle(cast.voorbeeldstad)
    assert cycle is not None
    proposal_of(cycle, "Jeugd", "Wonen")
    return services.begin_plan(cycle, **coos)


@pytest.fixture
def vision(plan: SafetyPlan) -> PlanSection:
    """The part with the vision."""
    return plan.sections.get(kind="vision")
