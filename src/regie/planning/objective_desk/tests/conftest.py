"""A plan of Voorbeeldstad with two priorities, and a way to write an objective in it."""

from collections.abc import Callable
from typing import Any

import pytest

from regie.planning.objectives import services
from regie.planning.objectives.models import Objective
from regie.planning.objectives.words import ObjectiveWords
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.tests.conftest import coos, ilse, plan
from regie.planning.plans.tests.factory import Acting

__all__ = ["coos", "ilse", "plan"]

Write = Callable[..., Objective]
STATEMENT = "In 2030 is er minder overlast op straat."


@pytest.fixture
def write(plan: SafetyPlan, coos: Acting) -> Write:
    """Write an objective; everything but its sentence can be given."""

    def made(**more: Any) -> Objective:
        words = ObjectiveWords(**{"statement": STATEMENT, **more})
        return services.write_objective(plan, words, **coos)

    return made
