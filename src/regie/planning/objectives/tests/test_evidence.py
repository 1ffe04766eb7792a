"""What is known of an objective, from figures that are known to the last count."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from regie.evidence.indicators.definitions import Definition, definitions
from regie.evidence.indicators.models import Indicator
from regie.evidence.indicators.tests.world import YEARS, World, country, places, world
from regie.evidence.surveys.models import Answer, Survey
from regie.evidence.values.words import key
from regie.planning.critiques.facts import Facts, Rhythm
from regie.planning.critiques.rules import critiques
from regie.planning.objectives.course import course_of
from regie.planning.objectives.evidence import facts_of, ground
from regie.planning.objectives.judging import judge
from regie.planning.objectives.models import Objective
from regie.planning.plans.models import SafetyPlan

pytestmark = [pytest.mark.room, pytest.mark.django_db]
__all__ = ["country", "places", "world"]

TODAY = date(2026, 6, 1)
Made = Callable[..., Objective]


def indicator(code: str) -> Indicator:
    known: Definition = next(item for item in definitions() if item.code == code)
    named = {"slug": known.slug, "name": known.name, "theme": known.theme}
    return Indicator.objects.get_or_create(code=code, defaults=named)[0]


@pytest.fixture
def made(plan: SafetyPlan) -> Made:
    """An objective that is being typed: `made("offence-1.1.1", target=4)`."""

    def objective(code: str = "offence-1.1.1", **changes: Any) -> Objective:
        values: dict[str, Any] = {
            "plan": plan,
            "statement": "Minder woninginbraken",
            "direction": "decrease",
            "target_date": date(2029, 12, 31),
            "indicator": indicator(code) if code else None,
        } | changes
        return Objective(**values)

    return objective


def facts(objective: Objective) -> Facts:
    return facts_of(objective, means=(), today=TODAY)


def test_a_counted_indicator_brings_its_years_its_rate_and_its_swing(
    country: World, made: Made
) -> None:
    found = facts(made(baseline=Decimal("5.0"), baseline_from=2023))
    assert [item.year for item in found.known] == list(range(2015, 2026))
    newest = found.known[-1]
    assert (newest.value, newest.count, newest.provisional) == (5.0, 100.0, True)
    assert newest.low is not None
    assert newest.high is not None
    assert newest.low < 5.0 < newest.high
    assert found.per_count == pytest.approx(20.0)
    assert (found.unit, found.known_unit) == ("per 1.000 woningen", "per 1.000 woningen")
    assert found.sigma == pytest.approx(0.25)
    assert (found.measured, found.counted, found.reacts) == ("registered", "offences", "")
    assert (found.baseline, found.baseline_to) == (5.0, 2023)
    assert found.rhythm == Rhythm(every=1, lag_days=15)
    assert found.source == "Politie"
    assert found.area_name == "Voorbeeldstad"


def test_an_objective_in_numbers_is_judged_in_numbers(country: World, made: Made) -> None:
    found = facts(made(unit="aantal", target=Decimal("40")))
    newest = found.known[-1]
    assert (newest.value, found.per_count, found.decimals) == (100.0, 1.0, 0)
    assert newest.high is not None
    assert newest.high == pytest.approx(121.6, abs=0.1)  # Poisson limits of 100


def test_minus_ten_per_cent_burglary_is_inside_the_noise_and_says_from_where_it_is_not(
    country: World, made: Made
) -> None:
    """targets.md: "-10 % woninginbraken" is not measurable in a municipality."""
    found = critiques(
        facts(made(target_percent=Decimal("-10"), baseline=Decimal("5"), baseline_from=2024))
    )
    noise = next(item for item in found if item.code == "inside_noise")
    assert {name: round(getattr(v, "number", 0)) for name, v in noise.values.items()} == {
        "asked": 10,
        "needed": 54,
        "events": 100,
        "swing": 25,
    }


def test_a_target_keeps_the_decimals_with_which_it_was_typed(country: World, made: Made) -> None:
    assert facts(made()).decimals == 1
    assert facts(made(target=Decimal("2.2500"))).decimals == 2
    assert facts(made("perceived-vm_unsafe_sometimes", target=Decimal("34.75"))).decimals == 2


def test_a_district_has_its_own_figures(country: World, made: Made) -> None:
    found = facts(made(area_code="WK990101"))
    assert found.area_name == "Centrum"
    assert found.known[-1].count == 8.0


def test_breaks_flags_and_families_come_from_the_policy(country: World, made: Made) -> None:
    """Concurrence of July 2018: the first whole year with the new meaning is 2019."""
    drugs = facts(made("offence-3.1.1"))
    assert [item.year for item in drugs.breaks] == [2019]
    assert drugs.reacts == "enforcement"
    assert drugs.better == ""
    total = facts(made("offence-0.0.0"))
    assert total.reacts == "partly"
    noise = next(d for d in definitions() if d.kind == "nuisance" and d.reporting == "victim")
    nuisance = facts(made(noise.code))
    assert (nuisance.reacts, nuisance.counted, nuisance.known) == ("reporting", "reports", ())


def test_an_indicator_that_is_withdrawn_or_never_came_is_said_so(
    country: World, made: Made
) -> None:
    """Bad input: the indicator of an objective disappears; nothing breaks, and it is told."""
    gone = Indicator.objects.create(code="offence-9.9.9", slug="oud", name="Oud", theme="x")
    for objective in (made("", indicator=gone), made("budget-bbv_halt")):
        found = facts(objective)
        assert found.rhythm == Rhythm(every=0)
        assert "no_reading_in_time" in {item.code for item in critiques(found)}
        with override("nl"):
            assert course_of(objective, today=TODAY).label == "Niet meetbaar"


def test_a_survey_brings_its_answers_with_their_margin(country: World, made: Made) -> None:
    values = [[[30.0] * 3, [28.0] * 3, [32.0] * 3]]
    country.put(
        "vm",
        "VoeltZichWeleensOnveilig",
        "municipality",
        values,
        areas=("GM9901",),
        categories=("MW00000", "MOG0095", "MBG0095"),
        periods=YEARS[-5::2],
    )
    typed = made("perceived-vm_unsafe_sometimes", target=Decimal(29))
    found = facts(typed)
    assert (found.measured, found.unit, found.margin) == ("survey", "% van de inwoners", 2.0)
    assert (found.better, found.per_count, found.sigma) == ("lower", None, None)
    assert found.rhythm == Rhythm(every=2, lag_days=75, first=2021)
    noise = next(item for item in critiques(found) if item.code == "inside_noise")
    assert getattr(noise.values["margin"], "number", 0) == 2.0
    with override("nl"):
        assert "marge van de enquête" in course_of(typed, today=TODAY).sentence


def test_a_survey_without_answers_here_has_no_margin(country: World, made: Made) -> None:
    found = facts(made("perceived-vm_unsafe_sometimes"))
    assert (found.measured, found.known, found.margin) == ("survey", (), None)


def _answers(plan: SafetyPlan, *years: int) -> None:
    survey = Survey.objects.create(
        municipality=plan.municipality,
        title="Leefbaarheid",
        title_key=key("Leefbaarheid"),
        fieldwork_from=date(2024, 9, 1),
        fieldwork_to=date(2024, 10, 1),
        method="invited",
        version="1",
        design_effect=1.0,
        design_effect_reason="Opgegeven",
    )
    for year in years:
        Answer.objects.create(
            survey=survey,
            question="Heeft last van jongeren",
            question_key=key("Heeft last van jongeren"),
            theme="youth_nuisance",
            area="GM9901",
            area_year=2025,
            year=year,
            share=0.2,
            sample=1000,
        )


def test_an_own_measurement_can_be_a_question_of_an_own_survey(
    country: World, made: Made, plan: SafetyPlan
) -> None:
    _answers(plan, 2022, 2024)
    found = facts(made("", measured_by="Heeft last van jongeren", measuring_plan="Elk jaar"))
    assert [item.year for item in found.known] == [2022, 2024]
    assert (found.measured, found.unit, found.source) == ("survey", "%", "Leefbaarheid")
    assert found.margin == pytest.approx(2.5, abs=0.1)  # Wilson: 1.96 sqrt(.2 x .8 / 1000)


def test_another_own_measurement_is_counted_or_is_a_mark(country: World, made: Made) -> None:
    reports = facts(made("", measured_by="meldpunt", unit="meldingen"))
    assert (reports.measured, reports.per_count, reports.decimals) == ("own", 1.0, 0)
    mark = facts(made("", measured_by="burgerpeiling", unit="rapportcijfer"))
    assert (mark.per_count, mark.decimals) == (None, 1)
    assert facts(made("")).measured == ""


def test_the_means_of_a_kept_objective_are_read_with_it(country: World, made: Made) -> None:
    kept = made()
    kept.save()
    kept.means.create(text="voorlichting")
    assert facts_of(kept, today=TODAY).means == ("voorlichting",)
    assert facts_of(made("offence-1.4.5"), today=TODAY).means == ()


def test_many_objectives_cost_no_more_than_one(
    country: World, made: Made, plan: SafetyPlan, django_assert_max_num_queries: Any
) -> None:
    """At most 15 queries for a page of 60 objectives: their facts take five, together."""
    rows = [made(target=Decimal(2)), made("offence-1.4.5"), made("offence-0.0.0")]
    ground(plan.municipality)
    for row in rows:  # the figures are read once per set of deliveries
        facts(row)
    with django_assert_max_num_queries(5):
        known = ground(plan.municipality)
        for row in rows * 20:
            facts_of(row, known=known, means=(), today=TODAY)


def test_the_course_stands_beside_the_country(country: World, made: Made) -> None:
    """targets.md: show the change of others next to it."""
    objective = made(target=Decimal(1), baseline=Decimal(5), baseline_from=2020)
    with override("nl"):
        course = course_of(objective, today=TODAY)
    assert course.label == "Achter"
    lines = " ".join(course.lines)
    assert (
        "Vergeleken met 2020 is het hier ongeveer gelijk, in Voorbeeldland ongeveer gelijk."
        in lines
    )
    assert "voorlopig en tellen hier nog niet mee." in lines
    assert course.drawn is not None
    assert course.table is not None
    assert course.source == "Politie"
    assert course_of(objective, today=TODAY, drawn=False).drawn is None


def test_without_any_figure_everything_still_answers(
    world: World, places: None, made: Made
) -> None:
    found = facts(made(target=Decimal(2)))
    assert (found.known, found.unit) == ((), "")
    assert found.sigma == pytest.approx(0.25)
    with override("nl"):
        assert course_of(made("", indicator=Indicator.objects.first()), today=TODAY).lines == ()


def test_a_unit_that_was_typed_in_another_language_is_the_same_unit(
    country: World, made: Made
) -> None:
    row = made(unit=facts(made()).known_unit, baseline=Decimal("5.0"), baseline_from=2023)
    with override("en"):
        found = facts(row)
    assert found.unit == found.known_unit != row.unit
    assert "unit_shifts" not in {each.code for each in critiques(found)}
    assert facts(made(unit="per 10.000 woningen")).unit == "per 10.000 woningen"


def test_an_adopted_plan_is_criticised_with_what_was_known_then(
    country: World, made: Made, plan: SafetyPlan
) -> None:
    """That the day of its target is past by now is no fault of the objective."""
    every = facts(made()).known
    then = facts_of(made(), means=(), today=date(every[-1].year, 1, 1)).known
    assert [item.year for item in then] == [item.year for item in every[:-2]]
    plan.valid_from = date(every[-1].year, 1, 1)
    row = made(target=every[-1].value, target_date=date(every[-1].year, 12, 31), plan=plan)
    known = ground(plan.municipality)
    assert "no_date" in {each.code for each in judge(row, known, ()).remarks}
    plan.state = "adopted"
    assert "no_date" not in {each.code for each in judge(row, known, ()).remarks}
