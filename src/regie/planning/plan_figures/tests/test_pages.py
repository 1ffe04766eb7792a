"""The pages of the figures: choosing, seeing, taking in, and without scripts."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from regie.evidence.indicators import memory
from regie.evidence.indicators.tests.world import World
from regie.planning.plan_figures import services
from regie.planning.plan_figures.models import PlanFigure
from regie.planning.plan_figures.tests.conftest import MAP, TREND
from regie.planning.plan_figures.tests.test_figures import _more_burglaries
from regie.planning.plans.models import PlanSection, SafetyPlan
from regie.planning.plans.services import write_text
from regie.planning.plans.tests.factory import Acting

pytestmark = [pytest.mark.room, pytest.mark.django_db]
BASE = "/voorbeeldstad/plan/figuren/"
LINE = f"{BASE}kiezen/lijn/woninginbraak/"


def _text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def test_from_the_picture_into_the_plan(outlined: World, plan: SafetyPlan, as_coos: Client) -> None:
    assert "Er zijn nog geen figuren" in _text(as_coos, BASE)
    chosen = _text(as_coos, f"{BASE}kiezen/")
    assert LINE in chosen
    assert "kaart/woninginbraak/?kaart=buurten" in chosen
    seen = _text(as_coos, LINE)
    assert "<svg" in seen
    answer = as_coos.post(LINE, {"caption": "Inbraak daalt", "description": "Een lijn omlaag."})
    assert answer["Location"] == f"{BASE}1/"
    shown = _text(as_coos, f"{BASE}1/")
    assert "{figuur 1}" in shown
    assert "Inbraak daalt" in shown
    assert "{figuur 1}" in _text(as_coos, BASE)


def test_a_neighbourhood_is_chosen_and_its_figure_says_so(
    outlined: World, plan: SafetyPlan, as_coos: Client
) -> None:
    chosen = _text(as_coos, f"{BASE}kiezen/?gebied=BU99010101")
    assert "figuren van Markt (Voorbeeldstad)" in chosen
    address = f"{LINE}?gebied=BU99010101"
    assert address in chosen
    assert "gebieden/" not in chosen
    answer = as_coos.post(
        address, {"caption": "Markt", "description": "Een lijn.", "note": "Klein gebied."}
    )
    shown = _text(as_coos, answer["Location"])
    assert "Klein gebied." in shown
    assert "lijn door de jaren: Markt" in _text(as_coos, BASE)
    whole = _text(as_coos, f"{BASE}kiezen/?gebied=BU00000000")
    assert "gebieden/woninginbraak/?kaart=buurten" in whole
    assert "<svg" in _text(as_coos, f"{BASE}kiezen/gebieden/woninginbraak/?kaart=buurten")


def test_without_words_nothing_is_taken_and_what_was_typed_stays(
    country: World, plan: SafetyPlan, as_coos: Client
) -> None:
    answer = as_coos.post(LINE, {"caption": "", "description": "Mijn beschrijving"})
    assert answer.status_code == 422
    assert "Mijn beschrijving" in answer.content.decode()
    assert not PlanFigure.objects.exists()


def test_the_editor_gets_the_figures_as_data(
    country: World, plan: SafetyPlan, coos: Acting, as_coos: Client
) -> None:
    services.take_figure(plan, TREND, caption="Inbraak", **coos)
    found = as_coos.get(BASE, headers={"Accept": "application/json"}).json()
    assert found == {"figures": [{"number": 1, "caption": "Inbraak"}]}


def test_newer_figures_stand_beside_the_old_and_one_button_takes_them(
    country: World, plan: SafetyPlan, coos: Acting, as_coos: Client
) -> None:
    services.take_figure(plan, TREND, **coos)
    _more_burglaries(country)
    assert "er zijn nieuwere cijfers" in _text(as_coos, BASE)
    both = _text(as_coos, f"{BASE}1/")
    assert both.count("regie-fig__wide") == 2
    assert "Neem de nieuwe cijfers over" in both
    assert as_coos.post(f"{BASE}1/vernieuwen/").status_code == 302
    assert "Neem de nieuwe cijfers over" not in _text(as_coos, f"{BASE}1/")
    assert "geen nieuwere" in as_coos.post(f"{BASE}1/vernieuwen/", follow=True).content.decode()


def test_the_words_of_a_figure_are_written_anew(
    country: World, plan: SafetyPlan, coos: Acting, as_coos: Client
) -> None:
    row = services.take_figure(plan, TREND, caption="Inbraak dalt", description="Lijn", **coos)
    address = f"{BASE}1/woorden/"
    assert address in _text(as_coos, f"{BASE}1/")
    assert "Inbraak dalt" in _text(as_coos, address)
    typed = {"caption": "Inbraak daalt", "description": "Lijn", "seen": "1"}
    empty = as_coos.post(address, typed | {"caption": ""})
    assert empty.status_code == 422
    assert as_coos.post(address, typed)["Location"] == f"{BASE}1/"
    shown = _text(as_coos, f"{BASE}1/")
    assert "Woorden veranderd op" in shown
    assert "Eerder stond hier" in shown
    assert "Inbraak dalt" in shown

    late = as_coos.post(address, typed | {"caption": "Van een ander"})
    assert late.status_code == 422
    both = late.content.decode()
    assert "veranderde deze figuur intussen" in both
    assert "Inbraak daalt" in both
    assert "Van een ander" in both
    assert 'name="seen" value="2"' in both
    assert as_coos.post(address, typed | {"seen": "2"}).status_code == 422

    SafetyPlan.objects.update(state="council")
    assert address not in _text(as_coos, f"{BASE}1/")
    assert "Bewaar de woorden" not in _text(as_coos, address)
    closed = as_coos.post(address, typed | {"caption": "Te laat", "seen": "2"})
    assert closed.status_code == 422
    assert "Te laat" in closed.content.decode()
    assert PlanFigure.objects.filter(plan=row.plan).count() == 2


def test_a_figure_in_use_cannot_go(
    country: World, plan: SafetyPlan, vision: PlanSection, coos: Acting, as_coos: Client
) -> None:
    services.take_figure(plan, TREND, **coos)
    write_text(vision, "{figuur 1}\n\n{figuur 7}", seen=0, **coos)
    assert "maar niet bij het plan" in _text(as_coos, BASE)
    assert "staat nog in de tekst" in as_coos.post(f"{BASE}1/weg/", follow=True).content.decode()
    write_text(vision, "Weg.", seen=1, **coos)
    assert "uit het plan" in as_coos.post(f"{BASE}1/weg/", follow=True).content.decode()


def test_a_figure_without_a_source_stays(
    country: World, plan: SafetyPlan, coos: Acting, as_coos: Client
) -> None:
    services.take_figure(plan, TREND, **coos)
    country.cubes.clear()
    memory.forget()
    assert "blijft zoals zij is" in _text(as_coos, f"{BASE}1/")
    assert "niet meer in het beeld" in _text(as_coos, BASE)
    assert as_coos.get(LINE)["Location"] == f"{BASE}kiezen/"


def test_who_may_what(
    country: World,
    plan: SafetyPlan,
    coos: Acting,
    as_coos: Client,
    as_rob: Client,
    as_vera: Client,
) -> None:
    services.take_figure(plan, TREND, **coos)
    assert as_rob.get(BASE).status_code == 403
    assert as_rob.get(LINE).status_code == 403
    assert as_rob.get(f"{BASE}1/woorden/").status_code == 403
    assert as_vera.get(BASE).status_code == 404
    assert as_coos.get(f"{BASE}9/").status_code == 404
    assert as_coos.get(f"{BASE}kiezen/anders/woninginbraak/").status_code == 404
    SafetyPlan.objects.update(state="council")
    assert "Kies een figuur" not in _text(as_rob, BASE)


def test_pages_ask_the_database_little(
    outlined: World,
    plan: SafetyPlan,
    coos: Acting,
    as_coos: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for source in (TREND, MAP, TREND, MAP):
        services.take_figure(plan, source, **coos)
    for url in (BASE, f"{BASE}1/", f"{BASE}1/woorden/", f"{BASE}kiezen/"):
        as_coos.get(url)
        with django_assert_max_num_queries(15):
            as_coos.get(url)
