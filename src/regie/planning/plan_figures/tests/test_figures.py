"""Taking figures from the picture: they stay as they were, and newer ones stand beside them."""

import pytest
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from regie.evidence.findings.models import Finding
from regie.evidence.formats.refusals import RefusedError
from regie.evidence.indicators import memory
from regie.evidence.indicators.tests.world import World
from regie.foundation.records.models import Log
from regie.planning.plan_figures import making, queries, services
from regie.planning.plan_figures.models import PlanFigure
from regie.planning.plan_figures.rules import Source
from regie.planning.plan_figures.tests.conftest import MAP, TREND
from regie.planning.plans import parts
from regie.planning.plans.models import PlanSection, SafetyPlan
from regie.planning.plans.services import write_text
from regie.planning.plans.tests.factory import Acting
from regie.ui import prose

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def _more_burglaries(world: World) -> None:
    """The next delivery: twice as many everywhere."""
    for key, cube in list(world.cubes.items()):
        if key[0] == "offence":
            world.put(
                key[0],
                key[1],
                key[2],
                cube.values * 2,
                areas=cube.areas,
                categories=cube.categories,
            )
    memory.forget()


def test_a_line_says_what_it_shows_and_where_it_is_from(
    country: World, plan: SafetyPlan, coos: Acting
) -> None:
    row = services.take_figure(plan, TREND, **coos)
    figure = queries.figures_of(plan, "nl")[1]
    assert row.number == 1
    assert "Voorbeeldstad" in figure.caption
    assert "2,00 per 1.000" in figure.alternative or "per 1.000" in figure.alternative
    assert "Politie" in figure.source
    assert figure.narrow
    assert queries.tables_of(plan, "nl")[1].rows
    assert row.basis["deliveries"][0]["publisher"] == "Politie"
    assert Log.objects.filter(verb="plan_figures.take").count() == 1


def test_a_figure_is_kept_in_both_languages(country: World, plan: SafetyPlan, coos: Acting) -> None:
    services.take_figure(plan, TREND, **coos)
    with override("en"):
        english = queries.figures_of(plan)[1]
    assert english.caption != queries.figures_of(plan, "nl")[1].caption


def test_a_comparison_has_more_lines_than_a_line(country: World, plan: SafetyPlan) -> None:
    one = making.made(TREND, plan.municipality)
    more = making.made(Source("comparison", "woninginbraak"), plan.municipality)
    assert one
    assert more
    assert more.drawn["nl"].figure.svg != one.drawn["nl"].figure.svg


def test_a_map_brings_its_legend_apart(outlined: World, plan: SafetyPlan, coos: Acting) -> None:
    services.take_figure(plan, MAP, **coos)
    figure = queries.figures_of(plan, "nl")[1]
    assert figure.legend
    assert "<a " not in figure.svg
    assert "regie-leg" in prose.html("{figuur 1}", {1: figure})


@pytest.mark.parametrize(
    "source",
    [
        Source("trend", "bestaat-niet"),
        Source("map", "woninginbraak", "straten"),
        Source("finding", "999"),
        Source("finding", "x"),
    ],
)
def test_what_has_no_figures_is_refused(
    country: World, plan: SafetyPlan, coos: Acting, source: Source
) -> None:
    town = plan.municipality
    assert making.values_of(source, town, making.desk_of(town)) is None
    with pytest.raises(RefusedError):
        services.take_figure(plan, source, **coos)


def test_the_figure_of_a_confirmed_finding_has_its_words(
    country: World, plan: SafetyPlan, coos: Acting
) -> None:
    finding = Finding.objects.create(
        municipality=plan.municipality,
        key="level:offence-1.1.1",
        kind="level",
        state="confirmed",
        indicator="offence-1.1.1",
        headline="Inbraak valt op",
    )
    row = services.take_figure(plan, Source("finding", str(finding.pk)), **coos)
    assert row.kind == "finding"
    assert queries.figure_in(row, "nl").caption
    Finding.objects.update(state="rejected", reason="Klopt niet.")
    assert making.made(Source("finding", str(finding.pk)), plan.municipality) is None


def test_own_words_come_in_the_place_of_those_of_the_picture(
    country: World, plan: SafetyPlan, coos: Acting
) -> None:
    row = services.take_figure(
        plan, TREND, caption="Minder inbraak", description="Een lijn", **coos
    )
    figure = queries.figure_in(row, "nl")
    assert (figure.caption, figure.alternative) == ("Minder inbraak", "Een lijn")
    assert queries.figure_in(row, "en").caption != "Minder inbraak"
    with pytest.raises(RefusedError):
        services.take_figure(plan, TREND, caption="Bel jan.jansen@voorbeeld.nl", **coos)


def test_a_figure_stays_as_it_was_until_somebody_takes_the_newer_one(
    country: World, plan: SafetyPlan, coos: Acting
) -> None:
    row = services.take_figure(plan, TREND, **coos)
    with pytest.raises(RefusedError):
        services.renew_figure(row, **coos)
    before = queries.figures_of(plan, "nl")[1]
    _more_burglaries(country)
    assert queries.newer_of(plan) == {1}
    assert queries.figures_of(plan, "nl")[1] == before
    fresh = services.renew_figure(row, **coos)
    assert (fresh.number, fresh.version, fresh.replaces) == (1, 2, row)
    assert queries.figures_of(plan, "nl")[1] != before
    assert queries.newer_of(plan) == frozenset()
    assert [old.pk for old in queries.history(plan, 1)] == [fresh.pk, row.pk]
    with pytest.raises(RefusedError):
        services.renew_figure(row, **coos)


def test_a_figure_in_use_stays_and_a_number_is_not_given_twice(
    country: World, plan: SafetyPlan, vision: PlanSection, coos: Acting
) -> None:
    row = services.take_figure(plan, TREND, **coos)
    write_text(vision, "Kijk:\n\n{figuur 1}", seen=0, **coos)
    assert [view.section for view in queries.uses_of(plan)[1]] == [vision]
    with pytest.raises(RefusedError):
        services.remove_figure(row, **coos)
    write_text(vision, "Niets.", seen=1, **coos)
    services.remove_figure(row, **coos)
    assert not queries.figures_of(plan)
    assert services.take_figure(plan, TREND, **coos).number == 2


def test_only_who_writes_and_only_a_concept_gets_figures(
    country: World, plan: SafetyPlan, coos: Acting
) -> None:
    with pytest.raises(RefusedError):
        services.take_figure(plan, TREND, actor=coos["actor"], role="council_member")
    SafetyPlan.objects.update(state="council")
    with pytest.raises(RefusedError):
        services.take_figure(plan, TREND, **coos)
    assert not PlanFigure.objects.exists()


def test_the_pages_of_the_plan_show_the_figures(
    country: World,
    plan: SafetyPlan,
    coos: Acting,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    services.take_figure(plan, TREND, **coos)
    assert set(parts.figures_of(plan)) == {1}
    assert parts.editor_marks(plan)["data-figures-url"].endswith("/plan/figuren/")
    with django_assert_num_queries(0):
        assert prose.html("Zonder figuren.", parts.figures_of(plan))
    with override("en"):
        (told,) = queries.kept(plan)
    assert told.conclusion == queries.figures_of(plan, "en")[1].caption
