"""Every address for every role, the words on the pages, and what a page costs."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from shapely.geometry import box

from regie.evidence.formats.rules import State
from regie.evidence.indicators import memory
from regie.evidence.indicators.tests.world import World
from regie.foundation.areas.boundaries import BoundaryFeature
from regie.foundation.areas.rules import AreaRow
from regie.foundation.areas.services import register_areas, register_shapes
from regie.foundation.cycles.cast import CAST, Cast

pytestmark = [pytest.mark.room, pytest.mark.django_db]
BASE = "/voorbeeldstad/veiligheidsbeeld/"
PAGES = (
    "",
    "cijfers.csv",
    "veld/woon-en-leefomgeving/",
    "veld/fysieke-veiligheid/",
    "indicator/woninginbraak/",
    "indicator/woninginbraak/?gebied=BU99010101",
    "indicator/woninginbraak/?kaart=wijken",
    "indicator/woninginbraak/?reeks=maanden",
    "indicator/woninginbraak/cijfers.csv",
    "indicator/drugshandel/",
    "indicator/rapportcijfer-veiligheid/",
    "indicator/bbv-verwijzingen-halt/",
    "gebied/GM9901/",
    "gebied/WK990101/",
    "gebied/BU99010102/",
    "gebied/BU99010101/cijfers.csv",
)
ABSENT = (
    "veld/bestaat-niet/",
    "indicator/bestaat-niet/",
    "indicator/bestaat-niet/cijfers.csv",
    "indicator/woninginbraak/?gebied=BU00000000",
    "indicator/woninginbraak/cijfers.csv?gebied=BU00000000",
    "gebied/GM9902/",
    "gebied/BU00000000/",
    "gebied/GM9902/cijfers.csv",
)


def client_of(cast: Cast, code: str) -> Client:
    client = Client()
    client.force_login(
        getattr(cast, code), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


@pytest.mark.parametrize("persona", [persona.code for persona in CAST])
def test_every_member_sees_every_page_and_nobody_else(
    country: World, cast: Cast, persona: str
) -> None:
    client = client_of(cast, persona)
    expected = 404 if persona == "vera" else 200
    for page in PAGES:
        assert client.get(BASE + page).status_code == expected, page


@pytest.mark.parametrize("address", PAGES)
def test_who_is_not_signed_in_is_sent_to_the_door(
    country: World, cast: Cast, client: Client, address: str
) -> None:
    assert client.get(BASE + address).status_code == 302


@pytest.mark.parametrize("address", ABSENT)
def test_what_is_not_there_is_not_found(country: World, as_coos: Client, address: str) -> None:
    assert as_coos.get(BASE + address).status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_no_page_costs_more_than_fifteen_queries(
    country: World, as_coos: Client, address: str
) -> None:
    memory.forget()
    with CaptureQueriesContext(connection) as asked:
        as_coos.get(BASE + address)
    assert len(asked) <= 15, [query["sql"][:300] for query in asked.captured_queries]


def text_of(client: Client, page: str) -> str:
    response = client.get(BASE + page)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_schema_links_to_the_five_fields(country: World, as_coos: Client) -> None:
    page = text_of(as_coos, "")
    for slug in ("woon-en-leefomgeving", "bedrijvigheid", "jeugd", "fysieke-veiligheid"):
        assert f'href="{BASE}veld/{slug}/"' in page
    assert "Tot en met 2025 (voorlopig)" in page
    assert "is geen rangorde" in page


def test_the_total_says_how_many_accidents_are_in_it(country: World, as_coos: Client) -> None:
    page = text_of(as_coos, "")
    assert "tellen 100 ongevallen in het verkeer mee (100%)" in page


def test_an_empty_picture_leads_to_the_upload(world: World, places: None, as_coos: Client) -> None:
    for page in ("", "veld/jeugd/", "indicator/woninginbraak/", "gebied/BU99010101/"):
        assert 'href="/voorbeeldstad/gegevens/' in text_of(as_coos, page)


def test_a_theme_without_figures_names_the_sources_it_needs(
    country: World, as_coos: Client
) -> None:
    page = text_of(as_coos, "veld/fysieke-veiligheid/")
    assert "De ingelezen tabellen zeggen niets over dit thema." in page
    assert "Woningbranden en opkomsttijden" in page


def test_an_indicator_concludes_and_says_where_it_is_from(country: World, as_coos: Client) -> None:
    page = text_of(as_coos, "indicator/woninginbraak/")
    assert "In 2025 telde Voorbeeldstad 100 misdrijven: 5,0 per 1.000 woningen." in page
    assert "Dat is vergelijkbaar met Voorbeeldland (4,3)." in page
    assert "In 2024 was dat ook 5,0." in page
    assert "T0 Tabel T0" in page
    assert "De grenzen van deze gebieden zijn nog niet ingelezen." in page


def test_without_a_population_the_counts_are_drawn_and_the_reason_is_given(
    country: World, as_coos: Client
) -> None:
    for key in [key for key in country.cubes if key[1] in {"TotaleBevolking", "AantalInwoners"}]:
        del country.cubes[key]
    page = text_of(as_coos, "indicator/mishandeling/")
    assert "In 2025 telde Voorbeeldstad 100 misdrijven. Het aantal waarop we delen" in page
    assert "<svg" in page
    assert "De grootteklasse is niet bekend" in page
    area = text_of(as_coos, "gebied/BU99010101/")
    assert "Het aantal inwoners is niet bekend." in area


def test_the_own_area_page_stands_beside_the_country(country: World, as_coos: Client) -> None:
    page = text_of(as_coos, "gebied/GM9901/")
    assert "Vergeleken met Voorbeeldland" in page
    assert "Gebieden hierbinnen" in page


def test_a_break_is_marked_and_nothing_is_compared_across_it(
    country: World, as_coos: Client
) -> None:
    page = text_of(as_coos, "indicator/horizontale-fraude/")
    assert "Over deze breuken heen vergelijken we niet:" in page
    assert "de telling veranderde in deze periode" in page


def test_a_type_that_rises_with_controls_says_so(country: World, as_coos: Client) -> None:
    page = text_of(as_coos, "indicator/drugshandel/")
    assert "Dit type hangt af van controles." in page
    assert "badge--negative" not in page


def test_hidden_is_said_in_words_and_is_never_zero(country: World, as_coos: Client) -> None:
    page = text_of(as_coos, "indicator/zedenmisdrijven/?gebied=BU99010101")
    assert "De bron schermt dit soort af op dit niveau." in page
    area = text_of(as_coos, "gebied/BU99010101/")
    assert "De politie geeft deze types niet per wijk of buurt." in area


def test_under_two_hundred_inhabitants_there_are_counts_and_a_warning(
    country: World, as_coos: Client
) -> None:
    page = text_of(as_coos, "gebied/BU99010102/")
    assert "Hier wonen minder dan 200 mensen" in page
    assert "Onder 200 inwoners berekenen we geen cijfer per 1.000." in page


def test_years_without_population_are_named(country: World, as_coos: Client) -> None:
    people = country.cubes[("population", "TotaleBevolking", "municipality", "year")]
    states = people.states.copy()
    states[0, 0, :5] = int(State.NOT_OBSERVED)
    towns = ("GM9901", "GM9902", "GM9903")
    country.put(
        "population", "TotaleBevolking", "municipality", people.values, areas=towns, states=states
    )
    for page in ("", "indicator/mishandeling/"):
        assert "Over 2015 tot en met 2018 is er wel een aantal" in text_of(as_coos, page)


def test_the_map_outlines_the_area_and_falls_back_to_the_table(
    country: World, as_coos: Client
) -> None:
    codes = ("BU99010101", "BU99010102", "BU99010201")
    features = [
        BoundaryFeature(code, code, box(1000 * at, 0, 1000 * at + 1000, 1000), 2025, "")
        for at, code in enumerate(codes)
    ]
    register_shapes("voorbeeld", 2025, features, source="test", actor=None)
    memory.forget()
    page = text_of(as_coos, "indicator/mishandeling/?gebied=BU99010201")
    assert "2 van de 3 buurten hebben een cijfer" in page
    assert "aria-current" in page
    assert "Markt" in page


def test_readers_of_english_read_english(country: World, as_coos: Client) -> None:
    as_coos.cookies["django_language"] = "en"
    page = text_of(as_coos, "indicator/woninginbraak/")
    assert "Burglary and theft from dwellings" in page


def rows_of(client: Client, page: str) -> list[dict[str, str]]:
    response = client.get(BASE + page)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


def test_the_download_has_every_value_with_its_provenance(country: World, as_coos: Client) -> None:
    rows = rows_of(as_coos, "indicator/woninginbraak/cijfers.csv")
    own = [row for row in rows if row["gebied_code"] == "GM9901"]
    assert len(own) == 11
    assert own[-1]["waarde"] == "5"
    assert own[-1]["eenheid"] == "per 1.000 woningen"
    assert own[-1]["voorlopig"] == "ja"
    assert own[-1]["bron_tabel"] == "T0"
    assert {row["groep"] for row in rows} >= {"", "Voorbeeldland", "provincie Noord-Voorbeeldland"}


def test_the_download_of_an_area_keeps_hidden_apart_from_zero(
    country: World, as_coos: Client
) -> None:
    rows = rows_of(as_coos, "gebied/BU99010101/cijfers.csv")
    hidden = [row for row in rows if row["indicator_code"] == "offence-1.4.1"]
    assert {(row["status"], row["aantal"]) for row in hidden} == {("hidden", "")}


def test_a_picture_costs_the_same_with_more_rows(country: World, as_coos: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            as_coos.get(BASE)
        return len(asked)

    as_coos.get(BASE)
    before = queries()
    more = [AreaRow(f"BU990102{n:02d}", f"Buurt {n}") for n in range(10, 60)]
    register_areas("voorbeeld", 2025, more, source="test", actor=None)
    assert queries() == before
