"""What is laid down of an objective is what its page says."""

from decimal import Decimal

import pytest

from regie.evidence.indicators.tests.world import World, country, places, world
from regie.foundation.cycles.cast import Cast
from regie.planning.objectives.course import course_of
from regie.planning.objectives.grounds import ground, plan_ground
from regie.planning.objectives.tests.conftest import coos, plan
from regie.planning.objectives.tests.test_grounds import joint, made
from regie.planning.plan_contents.judging import judged
from regie.planning.plans.models import SafetyPlan

pytestmark = [pytest.mark.room, pytest.mark.django_db]
__all__ = ["World", "coos", "country", "joint", "places", "plan", "world"]


def test_of_a_joint_plan_all_municipalities_are_laid_down(joint: SafetyPlan, cast: Cast) -> None:
    """3.33 burglaries per 1,000 dwellings in both together; 5.0 in the first of them alone."""
    of_all = made(joint, baseline=Decimal(4), baseline_from=2021, target=Decimal(2))
    of_one = made(joint, target=Decimal(2), municipality=cast.voorbeeldstad)
    for row in (of_all, of_one):
        row.save()
    found = judged(joint, [of_all, of_one])
    pictures = [found[row.pk]["course"]["figure"]["alternative"] for row in (of_all, of_one)]
    assert pictures[0] == course_of(of_all, known=plan_ground(joint)).alternative
    assert pictures[1] == course_of(of_one, known=ground(cast.voorbeeldstad)).alternative
    assert "3,3" in pictures[0]
    assert "5,0" in pictures[1]
