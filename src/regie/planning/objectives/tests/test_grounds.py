"""A joint plan: the figures of one municipality, or of all of them added up."""

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from regie.evidence.formats.rules import State
from regie.evidence.indicators import memory
from regie.evidence.indicators.tests.world import OFFENCES, YEARS, World, country, places, world
from regie.foundation.cycles.cast import Cast
from regie.planning.objectives import readings
from regie.planning.objectives.course import course_of
from regie.planning.objectives.evidence import facts_of
from regie.planning.objectives.grounds import Ground, plan_ground
from regie.planning.objectives.models import Objective
from regie.planning.objectives.tests.test_evidence import indicator
from regie.planning.plans import services
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.tests.factory import Acting

pytestmark = [pytest.mark.room, pytest.mark.django_db]
__all__ = ["country", "places", "world"]
BURGLARY = "offence-1.1.1"


@pytest.fixture
def joint(plan: SafetyPlan, cast: Cast, coos: Acting, country: World) -> SafetyPlan:
    """A plan of Voorbeeldstad and Buurstad."""
    services.add_party(plan, cast.buurstad, **coos)
    return plan


def made(plan: SafetyPlan, **changes: Any) -> Objective:
    values: dict[str, Any] = {
        "plan": plan,
        "statement": "Minder woninginbraken",
        "direction": "decrease",
        "target_date": date(2029, 12, 31),
        "indicator": indicator(BURGLARY),
    }
    return Objective(**(values | changes))


def test_the_whole_plan_adds_up_its_municipalities(joint: SafetyPlan) -> None:
    """100 + 100 burglaries in 20,000 + 40,000 dwellings: 3.33 per 1,000."""
    whole = plan_ground(joint)
    found = facts_of(made(joint), known=whole, means=())
    newest = found.known[-1]
    assert newest.value == pytest.approx(1000 * 200 / 60_000)
    assert (newest.count, found.population) == (200.0, 60_000)
    assert found.area_name == "Voorbeeldstad en Buurstad"
    assert whole.peers == ()
    baseline = readings.suggestion(whole, BURGLARY)
    assert baseline is not None
    assert baseline.value == Decimal("3.3")
    with override("nl"):
        found_, _more = readings.measures(whole, [], "inbraak woning")
        course = course_of(made(joint, target=Decimal(1), baseline=Decimal(3)), known=whole)
    assert next(item for item in found_ if item.code == BURGLARY).latest == (
        "3,3 per 1.000 woningen in 2025"
    )
    assert course.drawn is not None


def test_an_objective_of_one_municipality_has_its_own_figures(
    joint: SafetyPlan, cast: Cast
) -> None:
    whole = plan_ground(joint)
    own = facts_of(made(joint, municipality=cast.voorbeeldstad), known=whole, means=())
    other = facts_of(made(joint, municipality=cast.buurstad), known=whole, means=())
    assert (own.known[-1].value, own.area_name) == (5.0, "Voorbeeldstad")
    assert (other.known[-1].value, other.area_name) == (2.5, "Buurstad")


def test_a_year_that_misses_one_of_them_has_no_figure(joint: SafetyPlan, country: World) -> None:
    states = np.full((3, len(OFFENCES), len(YEARS)), int(State.VALUE), dtype=np.uint8)
    states[1, :, -1] = int(State.NOT_OBSERVED)
    towns = ("GM9901", "GM9902", "GM9903")
    country.put(
        "offence",
        "GeregistreerdeMisdrijven",
        "municipality",
        100.0,
        areas=towns,
        categories=OFFENCES,
        states=states,
    )
    memory.forget()
    found = facts_of(made(joint), known=plan_ground(joint), means=())
    assert [item.value is None for item in found.known[-2:]] == [False, True]
    without = tuple(part for part in ("GM9903",))
    country.put(
        "offence",
        "GeregistreerdeMisdrijven",
        "municipality",
        100.0,
        areas=(*without, "GM9901"),
        categories=OFFENCES,
    )
    memory.forget()
    nothing = facts_of(made(joint), known=plan_ground(joint), means=())
    assert {item.value for item in nothing.known} == {None}


def test_answers_cannot_be_added_up(joint: SafetyPlan) -> None:
    whole = plan_ground(joint)
    asked = made(joint, indicator=indicator("perceived-vm_unsafe_sometimes"))
    assert facts_of(asked, known=whole, means=()).known == ()
    assert readings.suggestion(whole, "perceived-vm_unsafe_sometimes") is None


def test_many_municipalities_cost_no_more_questions(joint: SafetyPlan, cast: Cast) -> None:
    towns = (None, cast.voorbeeldstad, cast.buurstad)
    rows = [made(joint, municipality=town) for town in towns]

    def look() -> Ground:
        whole = plan_ground(joint)
        for row in rows:
            facts_of(row, known=whole, means=())
        return whole

    look()
    with CaptureQueriesContext(connection) as asked:
        whole = look()
    assert len(asked) <= 6
    assert [part.municipality for part in whole.parts] == [cast.voorbeeldstad, cast.buurstad]


def test_a_plan_of_one_is_itself(plan: SafetyPlan, country: World) -> None:
    one = plan_ground(plan)
    assert one.together == ()
    assert one.parts == (one,)
    assert one.of(plan.municipality) is one
