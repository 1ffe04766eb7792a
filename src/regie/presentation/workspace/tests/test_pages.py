from datetime import date

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from regie.foundation.access.models import Membership
from regie.foundation.areas.services import ensure_reference
from regie.foundation.cycles.cast import CAST, Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.organizations.models import Municipality
from regie.planning.plans.models import SafetyPlan
from regie.presentation.workspace import services

pytestmark = [pytest.mark.room, pytest.mark.django_db]

MOST_QUERIES = 15


def test_a_visitor_learns_what_this_is(client: Client) -> None:
    text = client.get("/").content.decode()
    assert "veiligheidsbeleid" in text
    assert reverse("account_login") in text


def test_the_demo_has_a_door_for_everybody_of_the_cast(client: Client, cast: Cast) -> None:
    text = client.get("/").content.decode()
    assert all(f'action="/demo/{persona.code}/"' in text for persona in CAST)


def test_outside_the_demo_there_are_no_doors(
    client: Client, cast: Cast, settings: LazySettings
) -> None:
    settings.DEMO = False
    assert "/demo/" not in client.get("/").content.decode()
    assert client.post("/demo/coos/").status_code == 404
    assert client.post("/demo/echte-gemeente/", {"code": "GM0344"}).status_code == 404


@pytest.mark.parametrize("persona", CAST, ids=lambda persona: persona.code)
def test_one_click_brings_everybody_home(client: Client, cast: Cast, persona: object) -> None:
    code = getattr(persona, "code", "")
    answer = client.post(f"/demo/{code}/", follow=True)
    assert answer.status_code == 200
    home = "/buurstad/" if code == "vera" else "/voorbeeldstad/"
    assert answer.redirect_chain[-1][0] == home


def test_a_door_is_a_form_and_not_a_link(client: Client, cast: Cast) -> None:
    assert client.get("/demo/coos/").status_code == 405


def test_nobody_else_has_a_door(client: Client, cast: Cast) -> None:
    assert client.post("/demo/niemand/").status_code == 404


def test_a_door_before_the_demo_is_prepared_says_what_to_do(client: Client) -> None:
    answer = client.post("/demo/coos/", follow=True)
    assert "make demo" in answer.content.decode()


def test_who_works_for_one_municipality_goes_straight_home(
    as_rob: Client, settings: LazySettings
) -> None:
    settings.DEMO = False
    assert as_rob.get("/").headers["Location"] == "/voorbeeldstad/"


def test_who_works_for_more_chooses(cast: Cast, settings: LazySettings) -> None:
    settings.DEMO = False
    client = Client()
    client.force_login(cast.roel, backend="allauth.account.auth_backends.AuthenticationBackend")
    text = client.get("/").content.decode()
    assert "/voorbeeldstad/" in text
    assert "/buurstad/" in text


def test_who_works_for_nobody_is_told_what_to_do(
    as_rob: Client, cast: Cast, settings: LazySettings
) -> None:
    settings.DEMO = False
    Membership.objects.filter(user=cast.rob).delete()
    assert "nog geen lid" in as_rob.get("/").content.decode()


def test_the_homes_ask_different_questions(
    as_coos: Client, as_ilse: Client, as_rob: Client
) -> None:
    assert "Wat vraagt vandaag uw aandacht" in as_coos.get("/voorbeeldstad/").content.decode()
    assert "Kloppen de cijfers" in as_ilse.get("/voorbeeldstad/").content.decode()
    assert "Wat speelt er" in as_rob.get("/voorbeeldstad/").content.decode()


def test_the_homes_are_english_too(as_coos: Client, as_ilse: Client, as_rob: Client) -> None:
    for client in (as_coos, as_ilse, as_rob):
        client.cookies["django_language"] = "en"
        answer = client.get("/voorbeeldstad/")
        assert answer["Content-Language"] == "en"
        assert "Workplace" in answer.content.decode()


def test_another_municipality_does_not_exist(as_vera: Client, client: Client) -> None:
    assert as_vera.get("/voorbeeldstad/").status_code == 404
    assert client.get("/voorbeeldstad/").status_code == 302


def test_the_frame_shows_the_cycle_and_the_rooms(as_coos: Client) -> None:
    text = as_coos.get("/voorbeeldstad/").content.decode()
    for label in ("Werkplek", "Veiligheidsbeeld", "Gegevens", "Beleidscyclus", "Beheer"):
        assert label in text
    assert 'aria-current="step"' in text
    assert "Volgt later in Regie" in text


def test_a_closed_page_gives_its_reason(as_rob: Client) -> None:
    answer = as_rob.get("/voorbeeldstad/beheer/leden/")
    assert answer.status_code == 403
    assert "Alleen de veiligheidscoördinator beheert de leden." in answer.content.decode()


@pytest.mark.parametrize("who", ["as_coos", "as_ilse", "as_rob"])
def test_a_home_costs_few_queries(
    who: str, request: pytest.FixtureRequest, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client: Client = request.getfixturevalue(who)
    cache.clear()
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get("/voorbeeldstad/")


def test_a_real_municipality_gets_its_guides(cast: Cast) -> None:
    ensure_reference()
    utrecht = services.open_real_municipality("GM0344", actor=cast.coos)
    again = services.open_real_municipality("GM0344", actor=cast.coos)
    assert utrecht == again
    assert utrecht.name == "Utrecht"
    members = Membership.objects.filter(municipality=utrecht)
    assert sorted(members.values_list("user__name", flat=True)) == ["Coos", "Ilse"]


def test_only_real_municipalities_are_opened_so(cast: Cast) -> None:
    with pytest.raises(services.NoDemonstrationError):
        services.open_real_municipality("GM9903", actor=cast.coos)


def test_a_municipality_without_figures_cannot_be_chosen(client: Client, cast: Cast) -> None:
    answer = client.post("/demo/echte-gemeente/", {"code": "GM0344"}, follow=True)
    assert "Kies een gemeente uit de lijst" in answer.content.decode()
    assert not Municipality.objects.filter(code="GM0344").exists()


def test_the_plan_that_holds_is_one_click_away(as_rob: Client, as_vera: Client, cast: Cast) -> None:
    """Also while another is written; of a neighbour nobody reads anything."""
    cycle = PolicyCycle.objects.get(municipality=cast.voorbeeldstad)
    days = {"valid_from": date(2023, 1, 1), "valid_to": date(2026, 12, 31)}
    town = {"municipality": cast.voorbeeldstad, "cycle": cycle}
    draft = SafetyPlan.objects.create(**town, **days, title="Samen veilig")
    assert "Samen veilig" not in as_rob.get("/voorbeeldstad/").content.decode()
    draft.state = "adopted"
    draft.save()
    home = as_rob.get("/voorbeeldstad/").content.decode()
    address = f"/voorbeeldstad/plan/?plan={draft.pk}"
    assert f'href="{address}"' in home
    assert as_rob.get(address).status_code == 200
    assert "Samen veilig" not in as_vera.get("/buurstad/").content.decode()
