"""The pages of the catalogue: who sees and does what, also without the internet."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from regie.evidence.catalogue import schedule
from regie.evidence.catalogue.models import CataloguedTable, Fetch, FetchState, Look, Subscription
from regie.evidence.sources.models import Dataset, Delivery
from regie.evidence.sources.services import Outcome
from regie.foundation.cycles.cast import Cast
from standin import samples
from standin.misbehaviour import Fault, Misbehaviour
from standin.server import Running, started

pytestmark = [pytest.mark.room, pytest.mark.django_db]
TABLE = "47018NED"
ONCE, PLAN = {"once-part": "own"}, {"plan-part": "own", "plan-rhythm": "monthly"}


def address(name: str, town: str = "voorbeeldstad", **kwargs: object) -> str:
    return reverse(f"catalogue:{name}", kwargs={"gemeente": town, **kwargs})


def text(response: object) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def listed(table: str, title: str, catalogue: str = "Politie", days: int = 0) -> CataloguedTable:
    return CataloguedTable.objects.create(
        table_id=table,
        title=title,
        catalogue=catalogue,
        modified=timezone.now() - timedelta(days=days),
        period="2012-2025",
        seen_at=timezone.now(),
    )


def in_use(state: str = "available", **changes: object) -> Delivery:
    dataset, _made = Dataset.objects.get_or_create(
        table_id=TABLE, realm="voorbeeld", defaults={"title": "Misdrijven", "publisher": "Politie"}
    )
    fields = {"rows": 100, "first_period": "2012JJ00", "last_period": "2025JJ00", **changes}
    return Delivery.objects.create(
        dataset=dataset, kind="figures", realm="voorbeeld", state=state, file_name="x", **fields
    )


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Fetching finds that nothing is new, and writes down what it was asked."""
    found: list[str] = []

    def fetching(table: str, **how: object) -> list[Outcome]:
        found.append(f"{table} {how['municipality']}")
        return [Outcome(None, None, already=True)]

    monkeypatch.setattr(schedule, "fetch_table", fetching)
    return found


@pytest.fixture(scope="module")
def standin() -> Iterator[Running]:
    with started(samples.site(range(2022, 2026), ["GM1680"])) as server:
        yield server


@pytest.fixture
def sources(settings: LazySettings, standin: Running) -> Running:
    parts = {"cbs": "opendata", "police": "dataderden", "cbs_v4": "v4"}
    settings.PUBLIC_SOURCES = settings.PUBLIC_SOURCES | {
        name: f"{standin.url}/{part}" for name, part in parts.items()
    }
    return standin


def test_the_list_says_what_serves_what_and_what_to_do(as_coos: Client) -> None:
    shown = text(as_coos.get(address("overview")))
    assert "Geregistreerde misdrijven; soort misdrijf, wijk, buurt, jaarcijfers" in shown
    assert "nog niet in gebruik" in shown
    assert "Regie heeft nog niet in de catalogus gekeken" in shown
    assert address("table", table=TABLE) in shown
    assert "Sociale kwaliteit en nog 11 thema&#x27;s" in shown
    chosen = text(as_coos.get(address("overview"), {"thema": "registered_crime"}))
    assert "Objectieve veiligheid en nog 11 thema&#x27;s" in chosen
    assert "Georganiseerde" in text(as_coos.get(address("table", table=TABLE)))


def test_themes_and_words_choose_tables_without_scripts(as_coos: Client) -> None:
    def ids(**asked: str) -> set[str]:
        shown = text(as_coos.get(address("overview"), asked))
        return {t for t in (TABLE, "47024NED", "85146NED", "85984NED") if f">{t}," in shown}

    assert ids() == {TABLE, "47024NED", "85146NED", "85984NED"}
    assert ids(thema="perceived_safety") == {"85146NED", "85984NED"}
    assert ids(thema="registered_crime", zoek="buurt JAAR misdrijf") == {TABLE}
    assert ids(thema="nonsense") == {TABLE, "47024NED", "85146NED", "85984NED"}
    shown = text(as_coos.get(address("overview"), {"zoek": "zeppelin"}))
    assert "Geen tabel gevonden" in shown


def test_newer_figures_and_what_changed_are_in_short_words(as_coos: Client) -> None:
    new = in_use(vintage="2026-01-20", classification_year=2025)
    in_use("superseded", replaced_by=new, last_period="2024JJ00", rows=60, classification_year=2024)
    listed(TABLE, "Geregistreerde misdrijven; soort misdrijf, wijk, buurt 2026")
    shown = text(as_coos.get(address("overview"), {"zoek": TABLE}))
    assert "wijk, buurt 2026" in shown
    assert "nieuwer dan wat u hebt" in shown
    assert "stand 20 januari 2026" in shown
    assert "loopt nu tot en met 2025, eerst tot en met 2024" in shown
    assert "nieuwe indeling van gebieden" in shown
    assert "40 rijen meer" in shown
    page = text(as_coos.get(address("table", table=TABLE)))
    assert reverse("sources:delivery", kwargs={"gemeente": "voorbeeldstad", "pk": new.pk}) in page


def test_the_newest_part_that_is_about_this_municipality_counts(as_coos: Client) -> None:
    in_use(vintage="2026-01-20", rows=900)
    other = Dataset.objects.create(
        table_id=TABLE, realm="voorbeeld", scope="GM9902", title="Misdrijven", publisher="Politie"
    )
    own = Dataset.objects.create(
        table_id=TABLE, realm="voorbeeld", scope="GM9901", title="Misdrijven", publisher="Politie"
    )
    for dataset, town, day in ((other, "GM9902", "2026-09-20"), (own, "GM9901", "2026-08-20")):
        Delivery.objects.create(
            dataset=dataset,
            realm="voorbeeld",
            state="available",
            rows=20,
            vintage=day,
            coverage={"municipalities": [town]},
        )
    shown = text(as_coos.get(address("overview"), {"zoek": TABLE}))
    assert "stand 20 augustus 2026 (2 delen)" in shown
    assert "20 september 2026" not in shown


def test_tables_that_regie_does_not_know_are_named(as_coos: Client) -> None:
    listed("47099NED", "Nieuwe tabel over overlast")
    listed("83648NED", "Geregistreerde criminaliteit", "CBS")
    listed("99165NED", "Kerncijfers wijken en buurten 2031", "CBS")
    shown = text(as_coos.get(address("overview")))
    assert "Regie kent deze tabel nog niet." in shown
    assert "Tabellen die Regie niet leest" in shown
    assert address("table", table="99165NED") in shown
    page = text(as_coos.get(address("table", table="99165NED")))
    assert "Kerncijfers wijken en buurten 2031" in page
    assert as_coos.get(address("table", table="47099NED")).status_code == 404


@pytest.mark.parametrize("table", ["99999NED", "x" * 60])
def test_a_table_that_is_not_there_is_404(as_coos: Client, table: str) -> None:
    assert as_coos.get(address("table", table=table)).status_code == 404
    assert as_coos.post(address("fetch", table=table), ONCE).status_code == 404


def test_pages_take_few_queries_whatever_there_is(
    as_coos: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    new = in_use(vintage="2026-01-20")
    in_use("superseded", replaced_by=new)
    for number in range(40):
        listed(f"47{number:03d}NED", "Overlast")
        Fetch.objects.create(
            municipality=cast.voorbeeldstad,
            table_id=TABLE,
            state=FetchState.DONE,
            delivery=new,
            requested_by=cast.coos,
        )
    with django_assert_max_num_queries(15):
        as_coos.get(address("overview"))
    with django_assert_max_num_queries(15):
        as_coos.get(address("table", table=TABLE))


@pytest.mark.parametrize("name", ["fetch", "subscribe", "unsubscribe"])
def test_who_may_not_fetch_is_told_why(as_rob: Client, as_vera: Client, name: str) -> None:
    there = address(name, table=TABLE)
    answer = as_rob.post(there)
    assert answer.status_code == 403
    assert "Alleen de veiligheidscoördinator en de onderzoeker" in answer.content.decode()
    assert as_vera.post(there).status_code == 404
    assert as_rob.post(address("look")).status_code == 403
    shown = text(as_rob.get(address("table", table=TABLE)))
    assert there not in shown
    assert as_rob.get(there).status_code == 405


def test_a_council_member_sees_the_catalogue_and_why_nothing_can_be_done(as_rob: Client) -> None:
    shown = text(as_rob.get(address("overview")))
    assert "Alleen de veiligheidscoördinator en de onderzoeker halen tabellen op." in shown
    assert address("look") not in shown


def test_fetching_once_and_finding_it_in_the_history(as_ilse: Client, quiet: list[str]) -> None:
    answer = as_ilse.post(address("fetch", table=TABLE), ONCE, follow=True)
    assert "Regie haalt de tabel op" in text(answer)
    assert "niets nieuws" in text(answer)
    as_ilse.post(address("fetch", table=TABLE), {"once-part": "whole"})
    assert quiet == [f"{TABLE} GM9901", f"{TABLE} None"]
    assert as_ilse.post(address("fetch", table=TABLE), {"once-part": "x"}).status_code == 422


def test_a_table_that_is_busy_shows_how_far_it_is(as_coos: Client, cast: Cast) -> None:
    fetch = Fetch.objects.create(
        municipality=cast.voorbeeldstad,
        table_id=TABLE,
        state=FetchState.FETCHING,
        heard_at=timezone.now(),
        progress={"phase": "download", "rows": 50, "expected_rows": 200, "seconds_left": 150.0},
    )
    shown = text(as_coos.get(address("table", table=TABLE)))
    assert "De cijfers komen binnen. 50 rijen." in shown
    assert "Nog ongeveer 2 minuten." in shown
    assert "hx-trigger" in shown
    answer = as_coos.post(address("fetch", table=TABLE), ONCE)
    assert answer.status_code == 422
    assert "wordt al opgehaald" in text(answer)
    Fetch.objects.filter(pk=fetch.pk).update(state=FetchState.DONE)
    polled = as_coos.get(address("table", table=TABLE), headers={"HX-Request": "true"})
    assert polled["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(30, "minder dan een minuut"), (61, "ongeveer 1 minuut"), (5400, "ongeveer 1,5 uur")],
)
def test_time_left_is_said_in_words(
    as_coos: Client, cast: Cast, seconds: float, words: str
) -> None:
    Fetch.objects.create(
        municipality=cast.voorbeeldstad,
        table_id=TABLE,
        state=FetchState.FETCHING,
        heard_at=timezone.now(),
        progress={"phase": "sort", "rows": 0, "seconds_left": seconds},
    )
    assert words in text(as_coos.get(address("table", table=TABLE)))


def test_putting_a_table_on_the_schedule_and_taking_it_off(as_coos: Client) -> None:
    answer = as_coos.post(address("subscribe", table=TABLE), PLAN, follow=True)
    assert "Op het rooster: elke maand, rond de 16e; volgende keer" in text(answer)
    assert "elke maand, rond de 16e" in text(as_coos.get(address("overview")))
    answer = as_coos.post(address("subscribe", table=TABLE), {**PLAN, "plan-rhythm": "daily"})
    assert answer.status_code == 422
    answer = as_coos.post(address("unsubscribe", table=TABLE), follow=True)
    assert "staat niet meer op het rooster" in text(answer)
    again = as_coos.post(address("unsubscribe", table=TABLE))
    assert again.status_code == 422
    assert as_coos.post(address("unsubscribe", table="47022NED")).status_code == 404
    assert Subscription.objects.get().state == "stopped"


def test_an_invented_municipality_does_not_bother_the_real_publishers(
    as_coos: Client, settings: LazySettings
) -> None:
    settings.PUBLIC_SOURCES = {**settings.PUBLIC_SOURCES, "police": "https://dataderden.cbs.nl"}
    in_use(vintage="2020-01-20")
    listed(TABLE, "Geregistreerde misdrijven")
    shown = text(as_coos.get(address("table", table=TABLE)))
    assert "Start de oefenserver" in shown
    assert "nieuwer" not in shown
    for name, form in (("fetch", ONCE), ("subscribe", PLAN)):
        answer = as_coos.post(address(name, table=TABLE), form)
        assert answer.status_code == 422
        assert "verzonnen" in text(answer)


def test_without_the_internet_it_says_so_and_nothing_breaks(as_coos: Client) -> None:
    listed("47099NED", "Nieuwe tabel over overlast")
    shown = text(as_coos.post(address("look"), follow=True))
    assert "Politie: kijken lukte niet" in shown
    assert "De rest van Regie werkt gewoon." in shown
    assert "Nieuwe tabel over overlast" in shown
    refused = text(as_coos.post(address("fetch", table=TABLE), ONCE, follow=True))
    assert "niet bereiken" in refused


def test_a_look_while_another_is_busy_is_refused(as_coos: Client) -> None:
    Look.objects.create(catalogue="CBS")
    shown = text(as_coos.post(address("look"), follow=True))
    assert "Regie kijkt al in de catalogus." in shown
    assert "CBS: Regie kijkt nu" in shown


@pytest.mark.usefixtures("sources")
def test_looking_into_the_catalogues_of_the_publishers(as_coos: Client) -> None:
    CataloguedTable.objects.create(
        table_id="1OLD", catalogue="Politie", title="Vervallen", seen_at=timezone.now()
    )
    shown = text(as_coos.post(address("look"), follow=True))
    assert "Politie: 4 tabellen gevonden" in shown
    assert "CBS: 4 tabellen gevonden" in shown
    assert "Vervallen" not in shown
    assert "soort misdrijf, gemeente 2026" in shown  # the title of this year
    assert CataloguedTable.objects.get(table_id=TABLE).modified is not None


def test_from_the_button_to_figures_in_use(as_coos: Client, cast: Cast, sources: Running) -> None:
    sources.misbehave(Misbehaviour(page_size=500, reset=Fault(pages=(2,))))
    cast.voorbeeldstad.code = "GM1680"
    cast.voorbeeldstad.save()
    page = as_coos.post(address("fetch", table=TABLE), ONCE, follow=True)
    fetch = Fetch.objects.get()
    assert (fetch.state, fetch.refusal_sentence) == (FetchState.DONE, "")
    assert fetch.delivery is not None
    assert fetch.delivery.coverage["municipalities"] == ["GM1680"]
    report = reverse(
        "sources:delivery", kwargs={"gemeente": "voorbeeldstad", "pk": fetch.delivery.pk}
    )
    assert report in text(page)
    assert as_coos.get(report).status_code == 200
    again = text(as_coos.post(address("fetch", table=TABLE), ONCE, follow=True))
    assert "niets nieuws" in again
