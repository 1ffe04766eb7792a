"""Straatkennis on the screen: two minutes for a partner, and what became of it."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from regie.evidence.street_knowledge.models import Observation
from regie.evidence.street_knowledge.tests.factory import FORM, Make, address, text
from regie.foundation.access.models import Membership
from regie.foundation.cycles.cast import Cast
from regie.foundation.organizations.models import Municipality, Partner
from regie.foundation.records.models import Log, Step

pytestmark = [pytest.mark.room, pytest.mark.django_db]


# --- bringing ------------------------------------------------------------------------------------


def test_an_empty_room_teaches_the_next_step(
    as_pia: Client, as_rob: Client, town: Municipality
) -> None:
    page = text(as_pia.get(address("overview")))
    assert "Nog geen waarnemingen" in page
    assert address("add") in page
    page = text(as_rob.get(address("overview")))
    assert "Alleen partners, de veiligheidscoördinator en de onderzoeker" in page
    assert f'href="{address("add")}"' not in page


def test_a_partner_brings_what_she_saw(
    as_pia: Client, town: Municipality, partner: Partner
) -> None:
    assert "Schrijf nooit wie het doet" in text(as_pia.get(address("add")))
    answer = as_pia.post(address("add"), FORM, follow=True)
    page = text(answer)
    row = Observation.objects.get()
    assert (row.partner, row.state, row.area_year) == (partner, "submitted", 2025)
    assert row.dayparts == ["evening", "weekend"]
    assert answer.redirect_chain == [(address("detail", pk=row.pk), 302)]
    for words in (
        "Uw waarneming is binnen",
        "De veiligheidscoördinator leest uw waarneming nog.",
        "1 mei 2026 tot en met 31 mei 2026",
        "avond, weekend",
        "Binnenstad",
        "Elke week",
    ):
        assert words in page, words
    log = Log.objects.get(verb="street_knowledge.bring")
    assert log.municipality_code == town.code
    assert row.title not in log.subject_label


def test_a_form_that_was_sent_twice_gives_one_observation(
    as_pia: Client, town: Municipality
) -> None:
    as_pia.post(address("add"), FORM)
    as_pia.post(address("add"), FORM)
    assert Observation.objects.count() == 1
    assert Log.objects.filter(verb="street_knowledge.bring").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"description": "Bel Jan op 06-12345678"}, "Hier staat een naam van een persoon."),
        ({"title": "Dealen op Kerkstraat 12"}, "Hier staat een huisnummer of postcode."),
        ({"done": "Mail naar x@voorbeeld.example"}, "Hier staat een nummer of adres"),
        (
            {"kind": "hot_group", "description": "Het gaat om één familie."},
            "Hier staat een familie of gezin.",
        ),
    ],
)
def test_persons_are_refused_and_stored_nowhere(
    as_pia: Client, town: Municipality, changes: dict[str, str], sentence: str
) -> None:
    page = text(as_pia.post(address("add"), {**FORM, **changes}), 422)
    assert sentence in page
    assert 'role="alert"' in page
    assert "De wijkbeheerder loopt er elke week langs." in page or "done" in changes
    assert not Observation.objects.exists()
    logged = Log.objects.values_list("subject_label", "why", "details")
    assert not [row for row in logged if "Kerkstraat" in str(row) or "Jan" in str(row)]


def test_origin_is_warned_for_and_can_be_confirmed(as_pia: Client, town: Municipality) -> None:
    group = {**FORM, "kind": "hot_group", "description": "Een groep Poolse jongeren drinkt."}
    page = text(as_pia.post(address("add"), group), 422)
    assert "Deze woorden gaan over herkomst of geloof: poolse." in page
    assert not Observation.objects.exists()
    as_pia.post(address("add"), {**group, "about_behaviour": "on"})
    row = Observation.objects.get()
    assert row.kind == "hot_group"
    spot = {**FORM, "description": "Vernieling van het joodse monument."}
    assert as_pia.post(address("add"), spot).status_code == 302


def test_the_coordinator_is_told_of_words_about_origin(as_coos: Client, make: Make) -> None:
    row = make(kind="hot_group", description="Een groep Poolse jongeren drinkt.")
    assert "In de tekst staat: poolse." in text(as_coos.get(address("detail", pk=row.pk)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"season": "", "seen_from": "", "seen_to": ""}, "Wanneer zag u dit?"),
        ({"seen_from": "", "seen_to": ""}, "Kies wanneer u dit zag."),
        ({"seen_from": "2026-06-30"}, "De laatste dag ligt vóór de eerste dag."),
        ({"seen_from": ""}, "Vul ook de eerste dag in."),
        ({"area": "BU99020101"}, "Waar?"),
        ({"theme": "nonsense"}, "Bij welk thema past dit?"),
        ({"kind": "person"}, "Wat zag u?"),
        ({"visibility": ""}, "Wie mag dit lezen?"),
        ({"title": " "}, "In één zin"),
    ],
)
def test_what_is_not_right_is_said_at_its_field(
    as_pia: Client, town: Municipality, changes: dict[str, str], sentence: str
) -> None:
    page = text(as_pia.post(address("add"), {**FORM, **changes}), 422)
    start = page.index('class="regie-alert regie-alert--error')
    assert sentence in page[start : page.index("</ul>", start)]
    assert not Observation.objects.exists()


def test_the_season_of_today_is_chosen_already(as_pia: Client, town: Municipality) -> None:
    season = {**FORM, "seen_from": "", "seen_to": "", "season": ""}
    page = text(as_pia.get(address("add")))
    chosen = page.split('name="season"')[1].split("selected")[0].rsplit('value="', 1)[1]
    as_pia.post(address("add"), {**season, "season": chosen.split('"')[0]})
    assert Observation.objects.get().season == chosen.split('"')[0]


def test_a_partner_without_an_organisation_is_told_what_to_do(
    as_pia: Client, cast: Cast, town: Municipality
) -> None:
    Membership.objects.filter(user=cast.pia).update(partner=None)
    page = text(as_pia.get(address("add")))
    assert "moet nog vastleggen voor welke organisatie u werkt" in page
    assert "<textarea" not in page
    page = text(as_pia.post(address("add"), FORM), 422)
    assert not Observation.objects.exists()
    assert "Toevoegen kan nog niet" in page


# --- what became of it ---------------------------------------------------------------------------


def test_from_the_street_into_the_analysis(
    as_pia: Client, as_coos: Client, as_rob: Client, town: Municipality
) -> None:
    as_pia.post(address("add"), FORM)
    row = Observation.objects.get()
    here = address("detail", pk=row.pk)
    assert as_rob.get(here).status_code == 404
    assert "Woonvoorbeeld" in text(as_coos.get(here))
    as_coos.post(address("judge", pk=row.pk), {"step": "accept", "reply": "We nemen het mee."})
    row.refresh_from_db()
    assert (row.state, row.reply) == ("accepted", "We nemen het mee.")
    assert row.judged_at is not None
    page = text(as_pia.get(here))
    assert "Uw waarneming telt mee in de veiligheidsanalyse." in page
    assert "We nemen het mee." in page
    assert "De tekst ligt nu vast" in page
    assert "Dealen op het plein" in text(as_rob.get(address("overview")))
    assert "Woonvoorbeeld" in text(as_rob.get(here))
    as_coos.post(address("tell", pk=row.pk), {"reply": "Er komt verlichting."})
    assert "Er komt verlichting." in text(as_pia.get(here))
    assert set(Step.objects.values_list("name", flat=True)) == {"accept"}
    verbs = set(Log.objects.values_list("verb", flat=True))
    assert verbs >= {"street_knowledge.accept", "street_knowledge.tell"}


def test_returned_with_a_reason_and_submitted_again(
    as_pia: Client, as_coos: Client, town: Municipality
) -> None:
    as_pia.post(address("add"), FORM)
    row = Observation.objects.get()
    judge = address("judge", pk=row.pk)
    assert "Schrijf op waarom" in text(as_coos.post(judge, {"step": "return", "reply": " "}), 422)
    page = text(as_coos.post(judge, {"step": "return", "reply": "Bel Jan Jansen"}), 422)
    assert "Hier staat een naam" in page
    as_coos.post(judge, {"step": "return", "reply": "Op welke dagen?"})
    edit = address("edit", pk=row.pk)
    assert "Op welke dagen?" in text(as_pia.get(edit))
    as_pia.post(edit, {**FORM, "title": "Dealen op vrijdag"})
    row.refresh_from_db()
    assert (row.state, row.title) == ("submitted", "Dealen op vrijdag")
    assert list(Step.objects.order_by("pk").values_list("name", flat=True)) == ["return", "submit"]


def test_withdrawing_removes_the_words(as_pia: Client, as_coos: Client, town: Municipality) -> None:
    as_pia.post(address("add"), FORM)
    row = Observation.objects.get()
    as_coos.post(address("judge", pk=row.pk), {"step": "accept", "reply": "Dank."})
    page = text(as_pia.post(address("withdraw", pk=row.pk), follow=True))
    assert "De tekst is verwijderd" in page
    row.refresh_from_db()
    assert (row.state, row.title, row.description, row.done, row.reply) == (
        "withdrawn",
        "",
        "",
        "",
        "",
    )
    assert f"Ingetrokken waarneming {row.pk}" in text(as_coos.get(address("overview")))
    page = text(as_pia.post(address("withdraw", pk=row.pk), follow=True))
    assert "past niet bij de huidige stand" in page


def test_a_step_that_does_not_fit_is_said(as_coos: Client, make: Make) -> None:
    row = make(state="accepted")
    page = text(as_coos.post(address("judge", pk=row.pk), {"step": "accept"}, follow=True))
    assert "past niet bij de huidige stand" in page
    page = text(as_coos.post(address("tell", pk=row.pk), {"reply": " "}, follow=True))
    assert "Schrijf eerst op wat ermee gedaan is." in page
    page = text(as_coos.post(address("tell", pk=row.pk), {"reply": "Mail x@y.nl"}), 422)
    assert "Hier staat een nummer of adres" in page


def test_what_was_used_cannot_be_changed(as_pia: Client, make: Make, partner: Partner) -> None:
    row = make(partner=partner, state="accepted")
    page = text(as_pia.post(address("edit", pk=row.pk), FORM, follow=True))
    assert "De tekst ligt nu vast" in page
    row.refresh_from_db()
    assert row.description == "Op vrijdagavond wordt er gedeald."


def test_the_coordinator_keeps_it_among_few(as_coos: Client, as_rob: Client, make: Make) -> None:
    row = make()
    as_coos.post(address("judge", pk=row.pk), {"step": "accept", "confidential": "on"})
    assert as_rob.get(address("detail", pk=row.pk)).status_code == 404
    assert "vertrouwelijk" in text(as_coos.get(address("detail", pk=row.pk)))


def test_own_people_bring_and_change_as_well(as_ilse: Client, town: Municipality) -> None:
    assert "Noem onze organisatie niet" not in text(as_ilse.get(address("add")))
    as_ilse.post(address("add"), FORM)
    row = Observation.objects.get()
    assert row.partner is None
    page = text(as_ilse.get(address("detail", pk=row.pk)))
    assert "Alleen de veiligheidscoördinator neemt straatkennis op in de analyse." in page
    as_ilse.post(address("edit", pk=row.pk), {**FORM, "area": "GM9901", "confidence": "high"})
    row.refresh_from_db()
    assert (row.area, row.confidence) == ("GM9901", "high")


def test_an_area_and_a_theme_that_are_gone_stay_a_choice(
    as_ilse: Client, make: Make, town: Municipality
) -> None:
    row = make(area="BU99010177", area_year=2020, theme="own_9", season="2019-summer")
    here = address("edit", pk=row.pk)
    assert "zomer 2019" in text(as_ilse.get(here))
    data = {**FORM, "area": row.area, "theme": row.theme, "season": row.season}
    assert as_ilse.post(here, data).status_code == 302
    row.refresh_from_db()
    assert (row.area, row.area_year, row.theme) == ("BU99010177", 2020, "own_9")


# --- who sees and does what ----------------------------------------------------------------------


def test_a_partner_sees_only_its_own(
    as_pia: Client, make: Make, town: Municipality, partner: Partner
) -> None:
    other = Partner.objects.create(municipality=town, name="Buurtwerk")
    mine = make(partner=partner, title="Van ons zelf")
    theirs = make(partner=other, title="Van een ander", state="accepted")
    ours = make(title="Van de gemeente", state="accepted")
    page = text(as_pia.get(address("overview")))
    assert "Van ons zelf" in page
    assert "Van een ander" not in page
    assert "Van de gemeente" not in page
    for row in (theirs, ours):
        assert as_pia.get(address("detail", pk=row.pk)).status_code == 404
        assert as_pia.get(address("edit", pk=row.pk)).status_code == 404
        assert as_pia.post(address("withdraw", pk=row.pk)).status_code == 404
    assert as_pia.get(address("detail", pk=mine.pk)).status_code == 200


@pytest.mark.parametrize("who", ["as_rob", "as_mira", "as_griet"])
def test_others_see_what_is_used_and_not_confidential(
    who: str, request: pytest.FixtureRequest, make: Make, partner: Partner
) -> None:
    client: Client = request.getfixturevalue(who)
    make(title="Wacht nog")
    make(title="Vertrouwelijk deel", state="accepted", visibility="confidential")
    shown = make(title="Staat in de analyse", state="accepted", partner=partner, unnamed=True)
    page = text(client.get(address("overview")))
    assert "Staat in de analyse" in page
    assert "Wacht nog" not in page
    assert "Vertrouwelijk deel" not in page
    page = text(client.get(address("detail", pk=shown.pk)))
    assert "een partner" in page
    assert "Woonvoorbeeld" not in page
    for name in ("add", "edit", "judge", "tell", "withdraw"):
        here = address(name) if name == "add" else address(name, pk=shown.pk)
        assert client.post(here, FORM).status_code == 403, name


def test_only_the_coordinator_judges(
    as_ilse: Client, as_pia: Client, as_coos: Client, make: Make, partner: Partner
) -> None:
    row = make(partner=partner)
    for client in (as_ilse, as_pia):
        for name in ("judge", "tell"):
            answer = client.post(address(name, pk=row.pk), {"step": "accept", "reply": "x"})
            assert answer.status_code == 403
    for name in ("edit", "withdraw"):
        page = text(as_coos.post(address(name, pk=row.pk), FORM, follow=True))
        assert "is van een andere organisatie" in page
    row.refresh_from_db()
    assert (row.state, row.title) == ("submitted", "Dealen op het plein")


def test_the_neighbour_sees_nothing(as_vera: Client, make: Make) -> None:
    row = make(state="accepted")
    for name in ("overview", "add"):
        assert as_vera.get(address(name)).status_code == 404
    for name in ("detail", "edit"):
        assert as_vera.get(address(name, "buurstad", pk=row.pk)).status_code == 404
    for name in ("judge", "tell", "withdraw"):
        assert as_vera.post(address(name, "buurstad", pk=row.pk)).status_code == 404
    assert "Dealen op het plein" not in text(as_vera.get(address("overview", "buurstad")))


# --- the list ------------------------------------------------------------------------------------


def test_filters_and_pages(as_coos: Client, make: Make, partner: Partner) -> None:
    make(title="In de binnenstad", kind="hot_group", partner=partner)
    make(title="In het dorp", area="WK990101", theme="physical_quality", state="accepted")
    assert '<form class="regie-filter' not in text(as_coos.get(address("overview")))
    here = address("overview")
    for query, shown, hidden in (
        ({"soort": "hot_group"}, "In de binnenstad", "In het dorp"),
        ({"stand": "accepted"}, "In het dorp", "In de binnenstad"),
        ({"thema": "physical_quality"}, "In het dorp", "In de binnenstad"),
        ({"gebied": "BU99010101"}, "In de binnenstad", "In het dorp"),
    ):
        page = text(as_coos.get(here, query))
        assert shown in page, query
        assert hidden not in page, query
    both = text(as_coos.get(here, {"gebied": "WK990101"}))
    assert "In de binnenstad" in both
    assert "In het dorp" in both
    assert "Gebruikt in de analyse, per thema" in both
    none = text(as_coos.get(here, {"soort": "hot_facility"}))
    assert "Er is geen waarneming die hierbij past." in none
    for number in range(30):
        make(title=f"Nummer {number}")
    assert "Pagina 1 van 2" in text(as_coos.get(here))


def test_few_queries_whatever_there_is(
    as_coos: Client, make: Make, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row = make()
    counts = []
    for more in (0, 20):
        for number in range(more):
            make(title=f"Nummer {number}", area="BU99010102", state="accepted")
        for here in (address("overview"), address("detail", pk=row.pk), address("add")):
            with django_assert_max_num_queries(22) as seen:
                text(as_coos.get(here))
            counts.append(len(seen))
    assert counts[:3] == counts[3:]


def test_the_room_speaks_english(as_coos: Client, make: Make) -> None:
    row = make(state="accepted", reply="Thanks")
    as_coos.post(reverse("set_language"), {"language": "en", "next": "/"})
    page = text(as_coos.get(address("detail", pk=row.pk)))
    assert "This observation counts in the safety analysis." in page
    assert "summer 2026" in page
    assert "Hot spot" in page
    page = text(as_coos.get(address("overview")))
    assert "What do people see in the street?" in page
    assert "Waarneming" not in page
    assert "Write nothing about origin or religion." in text(as_coos.get(address("add")))


def test_the_database_keeps_observations_whole(make: Make) -> None:
    for wrong in (
        {"title": ""},
        {"season": "", "seen_from": None},
        {"seen_from": "2026-05-02", "seen_to": "2026-05-01"},
        {"kind": "person"},
        {"visibility": "world"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make(**wrong)
    assert str(make()).startswith("waarneming ")


def test_nothing_is_styled_inline(as_coos: Client, make: Make) -> None:
    row = make()
    for here in (address("overview"), address("detail", pk=row.pk), address("add")):
        page = text(as_coos.get(here))
        assert "style=" not in page
        assert page.count("<h1") == 1
