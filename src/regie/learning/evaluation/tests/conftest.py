"""An evaluation of Voorbeeldstad, and a way to fill it."""

from collections.abc import Callable
from datetime import date

import pytest

from regie.foundation.access.rules import COORDINATOR
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.organizations.models import Municipality
from regie.learning.evaluation import services
from regie.learning.evaluation.models import Evaluation, Goal

AddGoal = Callable[..., Goal]


@pytest.fixture
def town(cast: Cast) -> Municipality:
    """Voorbeeldstad."""
    return cast.voorbeeldstad


@pytest.fixture
def item(cast: Cast, town: Municipality) -> Evaluation:
    """A draft about the plan of 2023."""
    return services.create(
        town,
        plan="Veiligheidsplan 2023–2026",
        first_day=date(2023, 1, 1),
        last_day=date(2026, 12, 31),
        cycle=PolicyCycle.objects.get(municipality=town),
        kind="final",
        form="full",
        actor=cast.coos,
        role=COORDINATOR,
    )


@pytest.fixture
def add(cast: Cast, item: Evaluation) -> AddGoal:
    """Put an old goal in: `add("Minder inbraak", verdict="reached")`."""

    def made(name: str, **values: str) -> Goal:
        words = {"name": name, **values}
        return services.add_goal(item, words, actor=cast.coos, role=COORDINATOR)

    return made
