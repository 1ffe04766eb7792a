"""Choosing another value: with a reason, within bounds, in the logbook, and back again."""

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from regie.evidence.methods import queries, rules, services
from regie.evidence.methods.models import MethodChoice
from regie.foundation.cycles.cast import Cast
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.models import AppendOnlyError, Log
from regie.foundation.records.refusals import RefusedError
from regie.policy.methods import METHOD_DEFAULTS

pytestmark = [pytest.mark.room, pytest.mark.django_db]

WHY = "De raad wil liever een echte stijging missen dan een valse melden."
TOWN = "voorbeeldstad"


def address(name: str, town: str = TOWN, **more: object) -> str:
    return reverse(f"methods:{name}", kwargs={"gemeente": town, **more})


def text(response: object, status: int = 200) -> str:
    assert isinstance(response, HttpResponse), response
    assert response.status_code == status, response.status_code
    return response.content.decode()


@pytest.fixture
def town(cast: Cast) -> Municipality:
    return cast.voorbeeldstad


def test_who_chose_nothing_has_the_defaults(town: Municipality) -> None:
    assert queries.settings_of(town) == rules.settings_from({})


def test_a_choice_counts_at_once_and_only_here(cast: Cast) -> None:
    town, other = cast.voorbeeldstad, cast.buurstad
    services.choose(town, "change_alpha", 0.01, WHY, actor=cast.ilse)
    assert queries.settings_of(town).change_alpha == 0.01
    assert queries.settings_of(other).change_alpha == 0.05
    assert queries.settings_of(town).fingerprint != queries.settings_of(other).fingerprint


def test_a_choice_is_one_query_to_read(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for value in (20, 25, 30, 20):
        services.choose(cast.voorbeeldstad, "peers", value, WHY, actor=cast.ilse)
    with django_assert_num_queries(1):
        assert queries.settings_of(cast.voorbeeldstad).peers == 20
    with django_assert_num_queries(1):
        view = next(v for v in queries.settings_list(cast.voorbeeldstad) if v.item.code == "peers")
    assert [choice.old for choice in view.history] == [30, 25, 20, None]
    assert view.own


def test_going_back_to_the_default_follows_the_policy(cast: Cast) -> None:
    town = cast.voorbeeldstad
    services.choose(town, "peers", 20, WHY, actor=cast.ilse)
    services.reset(town, "peers", "De standaard werkte toch beter.", actor=cast.coos)
    assert queries.settings_of(town) == rules.settings_from({})
    assert MethodChoice.objects.latest("pk").new_value is None
    services.choose(town, "peers", 21, WHY, actor=cast.ilse)
    services.choose(town, "peers", 15, "Terug naar vijftien.", actor=cast.ilse)
    assert MethodChoice.objects.latest("pk").new_value is None


def test_the_logbook_says_who_what_and_why(cast: Cast) -> None:
    services.choose(cast.voorbeeldstad, "peers", 20, f"  {WHY} ", actor=cast.ilse)
    row = Log.objects.get(verb="methods.choose")
    assert (row.actor, row.why, row.municipality_code) == (cast.ilse, WHY, "GM9901")
    assert row.details == {"from": "15 gemeenten", "to": "20 gemeenten"}
    assert row.subject_label == "Aantal vergelijkbare gemeenten"
    services.reset(cast.voorbeeldstad, "peers", WHY, actor=cast.ilse)
    assert Log.objects.filter(verb="methods.reset").count() == 1


@pytest.mark.parametrize(
    ("code", "value", "said"),
    [
        ("peers", 3, "Aantal vergelijkbare gemeenten kan niet lager zijn dan 8 gemeenten."),
        ("change_alpha", 0.5, "kan niet hoger zijn dan 0,10."),
        ("peers", 12.5, "is een geheel getal."),
        ("earlier_months", 37, "kan alleen in stappen van 12 maanden, te beginnen bij 24 maanden."),
        ("peers", float("nan"), "is een getal."),
    ],
)
def test_nonsense_is_refused_and_nothing_is_stored(
    cast: Cast, code: str, value: float, said: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        services.choose(cast.voorbeeldstad, code, value, WHY, actor=cast.ilse)
    assert said in str(refused.value)
    assert not MethodChoice.objects.exists()
    assert not Log.objects.filter(verb="methods.choose").exists()


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("zomaar", rules.NO_REASON),
        ("a" * 501, rules.LONG_REASON),
        ("Vraag het aan jan.jansen@voorbeeld.example", rules.PERSONAL),
    ],
)
def test_a_choice_without_a_good_reason_is_refused(cast: Cast, reason: str, said: str) -> None:
    with pytest.raises(RefusedError, match=said[:20]):
        services.choose(cast.voorbeeldstad, "peers", 20, reason, actor=cast.ilse)


def test_the_same_value_again_is_no_choice(cast: Cast) -> None:
    def choose(value: float) -> None:
        services.choose(cast.voorbeeldstad, "peers", value, WHY, actor=cast.ilse)

    with pytest.raises(RefusedError, match="al de waarde"):
        choose(15)
    choose(20)
    with pytest.raises(RefusedError, match="al de waarde"):
        choose(20)
    with pytest.raises(KeyError):
        services.reset(cast.voorbeeldstad, "nowhere", WHY, actor=cast.ilse)


def test_choices_are_never_changed_and_always_explained(cast: Cast) -> None:
    made = services.choose(cast.voorbeeldstad, "peers", 20, WHY, actor=cast.ilse)
    with pytest.raises(AppendOnlyError):
        made.save()
    with pytest.raises(AppendOnlyError):
        MethodChoice.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        MethodChoice.objects.create(
            municipality=cast.voorbeeldstad, code="peers", reason="", made_by=cast.ilse
        )
    unknown = MethodChoice(code="gone")
    assert str(unknown) == "gone"


def test_a_value_that_the_bounds_no_longer_allow_is_said(cast: Cast, as_ilse: Client) -> None:
    MethodChoice.objects.create(
        municipality=cast.voorbeeldstad,
        code="peers",
        new_value=99,
        reason=WHY,
        made_by=cast.ilse,
    )
    assert queries.settings_of(cast.voorbeeldstad).peers == 15
    page = text(as_ilse.get(address("setting", code="peers")))
    assert "Uw eigen waarde 99 gemeenten mag niet meer." in page
    assert "Terug naar 15 gemeenten" in page


# --- pages ---------------------------------------------------------------------------------------


def test_every_setting_has_a_page_and_stands_on_the_list(
    as_rob: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(15):
        page = text(as_rob.get(address("settings")))
    assert "Alle instellingen staan op de standaard." in page
    assert "Alleen de veiligheidscoördinator en de onderzoeker veranderen" in page
    for item in METHOD_DEFAULTS():
        assert address("setting", code=item.code) in page
        own = text(as_rob.get(address("setting", code=item.code)))
        assert item.name in own
        assert "Bewaar de keuze" not in own
    assert as_rob.get(address("setting", code="nowhere")).status_code == 404


def test_choosing_on_the_page(as_ilse: Client) -> None:
    posted = {"value": "0,01", "reason": WHY}
    answer = as_ilse.post(address("choose", code="change_alpha"), posted)
    assert answer.status_code == 302
    page = text(as_ilse.get(address("settings")))
    assert "1 instelling wijkt af van de standaard." in page
    assert "eigen keuze" in page
    assert WHY in page
    assert "Ilse" in page
    one = text(as_ilse.get(address("setting", code="change_alpha")))
    assert "standaard (0,05)" in one
    assert "Eerdere keuzes" in one
    back = {"reason": "We volgen de standaard weer."}
    assert as_ilse.post(address("reset", code="change_alpha"), back).status_code == 302
    assert "Alle instellingen staan op de standaard." in text(as_ilse.get(address("settings")))


@pytest.mark.parametrize(
    ("code", "value", "stored"),
    [
        ("history_months", "72", 72),
        ("change_alpha", "0.01", 0.01),
        ("change_alpha", "0,02", 0.02),
    ],
)
def test_numbers_are_read_as_people_write_them(
    as_ilse: Client, town: Municipality, code: str, value: str, stored: float
) -> None:
    answer = as_ilse.post(address("choose", code=code), {"value": value, "reason": WHY})
    assert answer.status_code == 302
    assert getattr(queries.settings_of(town), code) == stored


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"value": "veel", "reason": WHY}, "Vul een getal in."),
        ({"value": "40", "reason": WHY}, "kan niet hoger zijn dan 30 gemeenten"),
        ({"value": "nan", "reason": WHY}, "is een getal"),
        ({"value": "20", "reason": "zomaar"}, "Leg uit waarom"),
        ({"value": "20", "reason": ""}, "verplicht"),
        ({"value": "20", "reason": "Bel 0612345678 maar, die weet het."}, "gegevens over personen"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_keeps_the_input(
    as_ilse: Client, posted: dict[str, str], said: str
) -> None:
    page = text(as_ilse.post(address("choose", code="peers"), posted), 422)
    assert said in page
    assert 'href="#id_' in page
    assert posted["value"] in page
    assert not MethodChoice.objects.exists()


def test_a_refused_return_keeps_the_page(as_ilse: Client) -> None:
    as_ilse.post(address("choose", code="peers"), {"value": "20", "reason": WHY})
    page = text(as_ilse.post(address("reset", code="peers"), {"reason": "nee"}), 422)
    assert "Leg uit waarom" in page
    assert 'id="id_back_reason"' in page


@pytest.mark.parametrize("name", ["choose", "reset"])
def test_who_may_not_change_gets_the_reason(as_rob: Client, name: str) -> None:
    page = text(as_rob.post(address(name, code="peers"), {"value": "20", "reason": WHY}), 403)
    assert "Alleen de veiligheidscoördinator en de onderzoeker" in page
    assert not MethodChoice.objects.exists()


def test_the_pages_speak_english(as_ilse: Client) -> None:
    as_ilse.post(address("choose", code="peers"), {"value": "20", "reason": WHY})
    as_ilse.post(reverse("set_language"), {"language": "en", "next": "/"})
    page = text(as_ilse.get(address("settings")))
    assert "How do we calculate?" in page
    assert "Number of comparable municipalities" in page
    assert "20 municipalities" in page
    assert "Standaard" not in page
