"""A plan with a vision of two paragraphs, and who speaks of it."""

import pytest

from regie.planning.plans import services
from regie.planning.plans.models import PlanSection, PlanState, SafetyPlan
from regie.planning.plans.tests.conftest import coos, plan, vision
from regie.planning.plans.tests.factory import Acting

__all__ = ["coos", "plan", "vision"]

TEXT = "Iedereen voelt zich thuis.\n\nWij werken **samen** met partners."


@pytest.fixture
def written(vision: PlanSection, coos: Acting) -> PlanSection:
    """The vision, with words."""
    services.write_text(vision, TEXT, seen=0, **coos)
    return vision


@pytest.fixture
def offered(written: PlanSection, plan: SafetyPlan) -> PlanSection:
    """The same while the plan lies at the partners."""
    SafetyPlan.objects.filter(pk=plan.pk).update(state=PlanState.PARTNER_CHECK)
    written.plan.refresh_from_db()
    return written
