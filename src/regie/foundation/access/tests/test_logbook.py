"""The logbook page and its download."""

import csv
import io

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from regie.foundation.access.rules import COORDINATOR
from regie.foundation.access.services import add_member
from regie.foundation.access.tests.helpers import count_queries
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality
from regie.foundation.organizations.services import add_municipality
from regie.foundation.records.services import log

pytestmark = [pytest.mark.room, pytest.mark.django_db]

PAGE = "access:logbook"
FILE = "access:logbook_csv"


@pytest.fixture
def town() -> Municipality:
    return add_municipality("GM9901", "Voorbeeldstad", actor=None)


@pytest.fixture
def coos(town: Municipality) -> User:
    address = "coos@voorbeeldstad.example"
    return add_member(town, email=address, name="Coos", role=COORDINATOR, actor=None).user


@pytest.fixture
def as_coos(coos: User, client: Client) -> Client:
    client.force_login(coos)
    return client


def url(name: str) -> str:
    return reverse(name, kwargs={"gemeente": "voorbeeldstad"})


def rows(client: Client, **query: str) -> list[list[str]]:
    response = client.get(url(FILE), query)
    assert isinstance(response, StreamingHttpResponse)
    text = b"".join(list(response)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_page_shows_what_happened_in_words(as_coos: Client, coos: User) -> None:
    log("access.change_role", coos, actor=coos, municipality_code="GM9901", why="Nieuwe functie")
    page = as_coos.get(url(PAGE)).content.decode()
    for words in ("wijzigde de rol: Coos", "Nieuwe functie", "voegde de gemeente toe", "3 regels"):
        assert words in page


def test_another_municipality_stays_out_of_it(as_coos: Client) -> None:
    add_municipality("GM9902", "Buurstad", actor=None)
    assert "Buurstad" not in as_coos.get(url(PAGE)).content.decode()
    assert all("Buurstad" not in cell for row in rows(as_coos) for cell in row)


def test_filters(as_coos: Client, coos: User) -> None:
    log("access.invite", "Rob", actor=coos, municipality_code="GM9901")
    assert "1 regel" in as_coos.get(url(PAGE), {"verb": "access.invite"}).content.decode()
    assert [row[4] for row in rows(as_coos, actor="Coos")[1:]] == ["Rob"]
    nothing = as_coos.get(url(PAGE), {"verb": "access.invite", "actor": "opdrachtregel"})
    assert "Geen regels gevonden" in nothing.content.decode()
    everything = as_coos.get(url(PAGE), {"verb": "bestaat-niet", "pagina": "x"})
    assert "3 regels" in everything.content.decode()


def test_pages_of_fifty(as_coos: Client) -> None:
    for number in range(60):
        log("access.invite", f"Lid {number}", actor=None, municipality_code="GM9901")
    second = as_coos.get(url(PAGE), {"pagina": "2", "actor": "opdrachtregel"}).content.decode()
    assert "Pagina 2 van 2" in second
    assert "Lid 9" in second
    assert "Lid 10" not in second


def test_the_file_has_every_row_and_no_formulas(as_coos: Client) -> None:
    log("access.invite", "=SOM(A1)", actor=None, municipality_code="GM9901", details={"a": "é"})
    header, first, *_ = rows(as_coos)
    assert header[:5] == ["Moment", "Wie", "Handeling", "Code", "Onderwerp"]
    assert first[1:5] == ["opdrachtregel", "stuurde een uitnodiging", "access.invite", "'=SOM(A1)"]
    assert first[-1] == '{"a": "é"}'


def test_the_number_of_queries_does_not_grow(as_coos: Client) -> None:
    few = count_queries(as_coos, url(PAGE))
    for number in range(120):
        log("access.invite", f"Lid {number}", actor=None, municipality_code="GM9901")
    assert count_queries(as_coos, url(PAGE)) == few <= 15
