"""What can be measured, a baseline from the picture, and a baseline that was revised."""

from decimal import Decimal

import pytest

from regie.evidence.indicators import memory
from regie.evidence.indicators.services import sync_definitions
from regie.evidence.indicators.tests.world import OFFENCES, World, country, places, world
from regie.planning.objectives import readings, services
from regie.planning.objectives.evidence import ground
from regie.planning.objectives.models import Objective
from regie.planning.objectives.words import ObjectiveWords
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.tests.factory import Acting

pytestmark = [pytest.mark.room, pytest.mark.django_db]
__all__ = ["country", "places", "world"]
BURGLARY = "offence-1.1.1"


def test_what_has_figures_is_offered_with_source_rhythm_and_value(
    plan: SafetyPlan, country: World
) -> None:
    found, more = readings.measures(ground(plan.municipality), ["registered_crime"])
    burglary = next(item for item in found if item.code == BURGLARY)
    assert (burglary.source, burglary.rhythm) == ("Politie", "elk jaar")
    assert burglary.latest == "5,0 per 1.000 woningen in 2025"
    assert more == 0
    assert {item.theme for item in found} == {"registered_crime"}
    assert found[-1].code == "offence-0.0.0"  # a total hides its parts


def test_searching_finds_parts_of_words_as_well(plan: SafetyPlan, country: World) -> None:
    known = ground(plan.municipality)
    for asked in ("inbraak woning", "woninginbraken", BURGLARY[-5:]):
        found, _more = readings.measures(known, [], asked)
        assert (BURGLARY in {item.code for item in found}) is (asked != BURGLARY[-5:])
    assert readings.measures(known, [], "xyzzy") == ([], 0)
    assert readings.measure(known, "nergens") is None


def test_the_baseline_is_the_mean_of_three_final_years(plan: SafetyPlan, country: World) -> None:
    found = readings.suggestion(ground(plan.municipality), BURGLARY)
    assert found is not None
    assert (found.value, found.first, found.last) == (Decimal("5.0"), 2021, 2023)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high
    assert found.unit == "per 1.000 woningen"
    assert found.source.startswith("Politie, T0 Tabel T0, stand van 1 maart 2026")
    assert found.deliveries


def test_other_years_a_number_and_a_district_are_answered_too(
    plan: SafetyPlan, country: World
) -> None:
    known = ground(plan.municipality)
    year = readings.suggestion(known, BURGLARY, years=(2025, 2025))
    assert year is not None
    assert (year.first, year.last) == (2025, 2025)
    number = readings.suggestion(known, BURGLARY, unit="inbraken")
    assert number is not None
    assert (number.value, number.unit) == (Decimal(100), "")
    district = readings.suggestion(known, BURGLARY, "WK990101")
    assert district is not None
    assert district.value == Decimal("9.3")
    assert readings.suggestion(known, BURGLARY, years=(1990, 1992)) is None
    assert readings.suggestion(known, "nergens") is None


@pytest.fixture
def kept(plan: SafetyPlan, coos: Acting, country: World) -> Objective:
    """An objective whose baseline comes from the picture."""
    sync_definitions(actor=None)
    found = readings.suggestion(ground(plan.municipality), BURGLARY)
    assert found is not None
    words = ObjectiveWords(
        statement="Minder woninginbraken.",
        indicator=BURGLARY,
        baseline=found.value,
        baseline_from=found.first,
        baseline_to=found.last,
        baseline_basis=readings.basis_of(found, BURGLARY, ""),
    )
    return services.write_objective(plan, words, **coos)


def revise(country: World, count: float) -> None:
    """Another delivery with another count for every year."""
    country.put(
        "offence",
        "GeregistreerdeMisdrijven",
        "municipality",
        count,
        areas=("GM9901", "GM9902", "GM9903"),
        categories=OFFENCES,
    )
    memory.forget()


def test_a_baseline_that_is_revised_stands_beside_the_new_one(
    kept: Objective, country: World
) -> None:
    assert readings.revision(ground(kept.plan.municipality), kept) is None
    revise(country, 120.0)
    found = readings.revision(ground(kept.plan.municipality), kept)
    assert found is not None
    assert (found.kind, found.old, found.new) == ("revised", Decimal("5.0"), Decimal("6.0"))
    assert found.old_at is not None
    assert found.new_at is not None


def test_figures_that_are_gone_and_an_indicator_that_is_withdrawn_are_said(
    kept: Objective, country: World
) -> None:
    country.cubes.clear()
    memory.forget()
    gone = readings.revision(ground(kept.plan.municipality), kept)
    assert gone is not None
    assert gone.kind == "gone"
    assert kept.indicator is not None
    kept.indicator.code = "offence-9.9.9"
    withdrawn = readings.revision(ground(kept.plan.municipality), kept)
    assert withdrawn is not None
    assert withdrawn.kind == "withdrawn"


def test_a_baseline_that_somebody_typed_rests_on_nothing(kept: Objective) -> None:
    known = ground(kept.plan.municipality)
    kept.baseline = Decimal("4.9")
    assert readings.basis_for(known, kept, kept.baseline_basis) == {}
    assert readings.revision(known, kept) is None
    kept.baseline = Decimal("5.0")
    assert readings.basis_for(known, kept, {}) == kept.baseline_basis
    kept.baseline_from = None
    assert readings.basis_for(known, kept, {}) == {}
