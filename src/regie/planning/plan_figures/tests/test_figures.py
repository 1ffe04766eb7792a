"""Taking figures from the picture: they stay as they were, and newer ones stand beside them."""

import re
from dataclasses import replace

import pytest
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from regie.evidence.findings.models import Finding
from regie.evidence.indicators import memory
from regie.evidence.indicators.definitions import by_slug
from regie.evidence.indicators.parts import areas
from regie.evidence.indicators.tests.world import World
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.models import Log
from regie.foundation.records.refusals import RefusedError
from regie.planning.plan_figures import comparing, making, queries, rules, services
from regie.planning.plan_figures.models import PlanFigure
from regie.planning.plan_figures.rules import OwnWords, Source
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
    assert [old.row.pk for old in queries.history(plan, 1)] == [fresh.pk, row.pk]
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


def test_a_neighbourhood_has_a_line_beside_its_municipality(
    country: World, plan: SafetyPlan, coos: Acting
) -> None:
    source = Source("trend", "woninginbraak", area="BU99010101")
    row = services.take_figure(plan, source, **coos)
    figure = queries.figures_of(plan, "nl")[1]
    assert "Markt" in figure.caption
    assert "Voorbeeldstad" in figure.svg
    assert queries.place_of(plan, source) == "Markt"
    assert rules.source_from(row.source) == source
    assert queries.standing_of(plan) == {1: "same"}


def test_areas_are_compared_in_their_own_order_and_what_is_hidden_stays_hidden(
    country: World, plan: SafetyPlan
) -> None:
    source = Source("areas", "woninginbraak", "buurten")
    found = making.made(source, plan.municipality)
    assert found
    svg = found.drawn["nl"].figure.svg
    places = [svg.index(f">{name}<") for name in ("Markt", "Haven", "Noordhoek")]
    assert places == sorted(places)
    view = areas(
        making.desk_of(plan.municipality).found, by_slug()["woninginbraak"], "neighbourhood"
    )
    assert view
    assert svg.count("<circle") == len(view.clear)
    table = found.drawn["nl"].table
    assert len(table.rows) == 3
    assert not comparing.fits(view.areas * 20)
    small = replace(source, area="WK990101")
    inside = making.made(small, plan.municipality)
    assert inside
    assert "Noordhoek" not in inside.drawn["nl"].figure.svg
    assert re.search(r"Centrum: \d van de 2 buurten", inside.drawn["nl"].figure.caption)


def test_an_area_that_is_not_of_the_plan_has_no_figure(
    country: World, plan: SafetyPlan, coos: Acting
) -> None:
    for source in (
        Source("trend", "woninginbraak", area="BU99020101"),
        Source("trend", "woninginbraak", area="GM9902"),
        Source("trend", "woninginbraak", party="GM9902"),
        Source("areas", "woninginbraak", "gemeenten-op-mars"),
        Source("areas", "woninginbraak", "buurten", area="WK990102"),
        Source("areas", "woninginbraak", "buurten", area="BU99010101"),
    ):
        with pytest.raises(RefusedError):
            services.take_figure(plan, source, **coos)


def test_a_party_of_a_joint_plan_has_figures_too_and_when_it_leaves_they_stay(
    country: World, plan: SafetyPlan, coos: Acting
) -> None:
    other = Municipality.objects.get(code="GM9902")
    party = plan.parties.create(municipality=other)
    source = Source("trend", "woninginbraak", party="GM9902")
    services.take_figure(plan, source, **coos)
    assert "Buurstad" in queries.figures_of(plan, "nl")[1].caption
    assert queries.place_of(plan, source) == "Buurstad"
    kept = queries.figures_of(plan, "nl")[1]
    party.delete()
    assert queries.standing_of(plan) == {1: "withdrawn"}
    assert queries.figures_of(plan, "nl")[1] == kept


def test_own_words_are_kept_in_both_languages_with_a_remark(
    country: World, plan: SafetyPlan, coos: Acting
) -> None:
    own = {
        "nl": OwnWords("Minder inbraak", "Een lijn omlaag", "Let op: corona."),
        "en": OwnWords("Fewer burglaries", "", "Mind: covid."),
    }
    services.take_figure(plan, TREND, words=own, **coos)
    dutch, english = (queries.figures_of(plan, language)[1] for language in ("nl", "en"))
    assert (dutch.caption, dutch.alternative) == ("Minder inbraak", "Een lijn omlaag")
    assert (english.caption, english.note) == ("Fewer burglaries", "Mind: covid.")
    assert english.alternative not in {"", dutch.alternative}
    assert "Let op: corona." in prose.html("{figuur 1}", {1: dutch})
    with pytest.raises(RefusedError):
        services.take_figure(plan, TREND, words={"en": OwnWords(note="06-12345678")}, **coos)


def test_words_change_and_the_figure_does_not(
    country: World, plan: SafetyPlan, coos: Acting
) -> None:
    row = services.take_figure(plan, TREND, caption="Minder inbrak", description="Lijn", **coos)
    before, table = queries.figures_of(plan, "nl")[1], queries.tables_of(plan, "nl")[1]
    english = queries.figures_of(plan, "en")[1]
    _more_burglaries(country)
    words = {"nl": OwnWords("Minder inbraak", "Een lijn omlaag", "Let op: corona.")}
    fresh = services.reword_figure(row, words | {"en": OwnWords("Fewer")}, seen=1, **coos)
    assert (fresh.number, fresh.version, fresh.only_words) == (1, 2, True)
    after = queries.figures_of(plan, "nl")[1]
    assert after == replace(
        before, caption="Minder inbraak", alternative="Een lijn omlaag", note="Let op: corona."
    )
    assert queries.figures_of(plan, "en")[1] == replace(english, caption="Fewer")
    assert queries.tables_of(plan, "nl")[1] == table
    assert fresh.basis == row.basis
    assert queries.newer_of(plan) == {1}
    logged = Log.objects.get(verb="plan_figures.reword").details
    assert logged["from"] == f"Minder inbrak · Lijn · – · {english.caption}"
    assert logged["to"] == "Minder inbraak · Een lijn omlaag · Let op: corona. · Fewer"
    assert [old.conclusion for old in queries.history(plan, 1)] == [
        "Minder inbraak",
        "Minder inbrak",
    ]
    assert not services.renew_figure(fresh, **coos).only_words


def test_words_are_not_changed_unseen_for_nothing_or_too_late(
    country: World, plan: SafetyPlan, coos: Acting, ilse: Acting
) -> None:
    row = services.take_figure(plan, TREND, caption="Een", description="Lijn", **coos)
    with pytest.raises(RefusedError, match="niets veranderd"):
        services.reword_figure(row, {"nl": OwnWords("Een", "Lijn")}, seen=1, **coos)
    services.reword_figure(row, {"nl": OwnWords("Van Ilse", "Lijn")}, seen=1, **ilse)
    with pytest.raises(services.StaleError) as stale:
        services.reword_figure(row, {"nl": OwnWords("Van Coos", "Lijn")}, seen=1, **coos)
    assert stale.value.current
    assert stale.value.current.version == 2
    with pytest.raises(RefusedError):
        services.reword_figure(row, {"nl": OwnWords("Bel 06-12345678")}, seen=2, **coos)
    SafetyPlan.objects.update(state="council")
    with pytest.raises(RefusedError):
        services.reword_figure(row, {"nl": OwnWords("Te laat", "Lijn")}, seen=2, **coos)
    assert queries.figures_of(plan, "nl")[1].caption == "Van Ilse"
