"""The pages of the cycle."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from regie.foundation.access.tests.helpers import count_queries
from regie.foundation.cycles.cast import Cast, ensure_cast
from regie.foundation.cycles.models import PolicyCycle, SafetyField, SafetyTheme
from regie.foundation.cycles.queries import (
    current_cycle,
    fields_with_themes,
    own_field_names,
)
from regie.foundation.cycles.services import add_theme, start_cycle

pytestmark = [pytest.mark.room, pytest.mark.django_db]


@pytest.fixture
def people() -> Cast:
    return ensure_cast()


@pytest.fixture
def as_coos(people: Cast, client: Client) -> Client:
    client.force_login(people.coos)
    return client


@pytest.fixture
def cycle(people: Cast) -> PolicyCycle:
    found = current_cycle(people.voorbeeldstad)
    assert found is not None
    return found


def url(name: str) -> str:
    return reverse(f"cycles:{name}", kwargs={"gemeente": "voorbeeldstad"})


def page(client: Client, name: str) -> str:
    return client.get(url(name)).content.decode()


def test_the_page_says_where_we_are_and_what_each_step_yields(as_coos: Client) -> None:
    text = page(as_coos, "cycle")
    for words in (
        "Uw gemeente is nu bij de stap “Veiligheidsanalyse”.",
        "Startnotitie",
        "Besluit: Gemeenteraad",
        "Voorbeeldgegevens.",
        "31 december 2026",
    ):
        assert words in text


def test_who_may_not_move_it_reads_why(people: Cast, client: Client) -> None:
    client.force_login(people.rob)
    text = page(client, "cycle")
    assert "Alleen de veiligheidscoördinator zet de cyclus op een andere stap." in text
    assert url("move") not in text


def test_without_a_cycle_the_page_teaches_the_next_step(as_coos: Client, people: Cast) -> None:
    PolicyCycle.objects.all().delete()
    assert url("start") in page(as_coos, "cycle")
    as_coos.force_login(people.rob)
    assert "Alleen de veiligheidscoördinator start een beleidscyclus." in page(as_coos, "cycle")
    as_coos.force_login(people.coos)
    for name in ("move", "extend", "names", "add_theme"):
        assert as_coos.get(url(name)).status_code == 404


def test_moving(as_coos: Client, cycle: PolicyCycle) -> None:
    assert '<option value="participation" selected' in page(as_coos, "move")
    asked = as_coos.get(url("move"), {"stap": "adoption"}).content.decode()
    assert '<option value="adoption" selected' in asked
    data = {"step": "adoption", "why": "De raad is eraan toe."}
    text = as_coos.post(url("move"), data, follow=True).content.decode()
    assert "De cyclus staat nu op: Raad stelt het plan vast." in text
    assert "De raad is eraan toe." in text


@pytest.mark.parametrize(
    "data",
    [
        {"step": "safety_analysis", "why": "x"},
        {"step": "adoption", "why": ""},
        {"step": "nowhere", "why": "x"},
        {},
    ],
)
def test_a_move_that_cannot_be(as_coos: Client, cycle: PolicyCycle, data: dict[str, str]) -> None:
    response = as_coos.post(url("move"), data)
    cycle.refresh_from_db()
    assert cycle.current_step == "safety_analysis"
    assert response.status_code == (422 if data else 200)


def test_extending(as_coos: Client, cycle: PolicyCycle) -> None:
    assert "31 december 2026" in page(as_coos, "extend")
    early = as_coos.post(url("extend"), {"until": "2026-01-01", "why": "x"})
    assert early.status_code == 422
    assert "niet na de huidige einddatum" in early.content.decode()
    data = {"until": "2027-12-31", "why": "Raadsbesluit."}
    text = as_coos.post(url("extend"), data, follow=True).content.decode()
    assert "31 december 2027" in text
    assert "was 31 december 2026" in text


def test_starting_the_next_cycle(as_coos: Client) -> None:
    assert "Licht" in page(as_coos, "start")
    data = {"name": "Plan 2027", "valid_from": "2026-06-01", "valid_to": "2030-12-31"}
    refused = as_coos.post(url("start"), data | {"variant": "full"})
    assert refused.status_code == 422
    assert "loopt al een andere beleidscyclus" in refused.content.decode()
    data["valid_from"] = "2027-01-01"
    done = as_coos.post(url("start"), data | {"variant": "light"}, follow=True)
    assert "De beleidscyclus is gestart." in done.content.decode()
    assert PolicyCycle.objects.filter(name="Plan 2027", variant="light").exists()


class TestNames:
    def keys(self, cycle: PolicyCycle) -> tuple[str, str]:
        field = SafetyField.objects.get(cycle=cycle, code="youth")
        theme = SafetyTheme.objects.get(field=field, code="youth_crime")
        return f"field-{field.pk}", f"theme-{theme.pk}"

    def test_saving_names(self, as_coos: Client, cycle: PolicyCycle) -> None:
        field, theme = self.keys(cycle)
        assert "Het veld “Jeugd en veiligheid”" in page(as_coos, "names")
        data = {field: "Jong en veilig", theme: "Jonge daders"}
        text = as_coos.post(url("names"), data, follow=True).content.decode()
        assert "2 namen zijn gewijzigd." in text
        assert 'value="Jonge daders"' in text
        again = as_coos.post(url("names"), data, follow=True).content.decode()
        assert "Er was niets gewijzigd." in again

    def test_two_things_with_one_name(self, as_coos: Client, cycle: PolicyCycle) -> None:
        field, theme = self.keys(cycle)
        response = as_coos.post(url("names"), {field: "Jeugd", theme: "jeugd"})
        assert response.status_code == 422
        assert "Er is al een veld of thema met deze naam." in response.content.decode()
        response = as_coos.post(url("names"), {theme: "Sociale kwaliteit"})
        assert response.status_code == 422

    def test_a_theme_of_our_own(self, as_coos: Client, cycle: PolicyCycle) -> None:
        field = SafetyField.objects.get(cycle=cycle, code="physical")
        assert "Elk thema hoort bij één veld." in page(as_coos, "add_theme")
        data = {"name": "Hoogwater", "field": str(field.pk), "flanking": "on"}
        text = as_coos.post(url("add_theme"), data, follow=True).content.decode()
        assert "Het thema is toegevoegd." in text
        assert "Eigen thema" in text
        taken = as_coos.post(url("add_theme"), data)
        assert (taken.status_code, "met deze naam" in taken.content.decode()) == (422, True)

    def test_an_own_theme_keeps_a_name(self, as_coos: Client, cycle: PolicyCycle) -> None:
        field = SafetyField.objects.get(cycle=cycle, code="physical")
        theme = add_theme(field, "Hoogwater", actor=None)
        assert as_coos.post(url("names"), {f"theme-{theme.pk}": ""}).status_code == 422

    def test_the_field_of_another_municipality_is_no_choice(
        self, as_coos: Client, people: Cast
    ) -> None:
        foreign = SafetyField.objects.get(cycle__municipality=people.buurstad, code="physical")
        response = as_coos.post(url("add_theme"), {"name": "X", "field": str(foreign.pk)})
        assert response.status_code == 422
        assert not SafetyTheme.objects.filter(own=True).exists()


def test_in_english(as_coos: Client) -> None:
    as_coos.cookies["django_language"] = "en"
    text = page(as_coos, "cycle")
    assert "Start memo" in text
    assert '<html lang="en"' in text


def test_the_number_of_queries_does_not_grow(as_coos: Client, cycle: PolicyCycle) -> None:
    names = ("cycle", "names", "move", "extend", "add_theme", "start")
    few = [count_queries(as_coos, url(name)) for name in names]
    field = SafetyField.objects.get(cycle=cycle, code="physical")
    for number in range(25):
        add_theme(field, f"Thema {number}", actor=None)
    town = cycle.municipality
    start_cycle(town, "Later", date(2027, 1, 1), date(2030, 12, 31), actor=None)
    assert len(fields_with_themes(cycle)[3].themes) > 25
    assert [count_queries(as_coos, url(name)) for name in names] == few
    assert max(few) <= 15


def test_the_names_of_the_fields_are_those_of_the_current_cycle(cast: Cast) -> None:
    cycle = current_cycle(cast.voorbeeldstad)
    assert cycle is not None
    cycle.fields.filter(code="youth").update(local_name="Jong en veilig")
    names = own_field_names(cast.voorbeeldstad)
    assert names["youth"] == "Jong en veilig"
    assert len(names) == 5
    PolicyCycle.objects.all().delete()
    assert own_field_names(cast.voorbeeldstad) == {}
