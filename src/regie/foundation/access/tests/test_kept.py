"""A form of somebody who was signed out meanwhile comes back after signing in."""

import time
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import cast

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from regie.foundation.access import kept, services
from regie.foundation.access.models import LateForm, Membership
from regie.foundation.access.rules import COORDINATOR
from regie.foundation.organizations.models import Municipality
from regie.foundation.organizations.services import add_municipality

pytestmark = [pytest.mark.room, pytest.mark.django_db]

WORDS = "Een tekst waar een uur aan is gewerkt, met <b>haken</b>."
SENT = {"email": "nieuw@voorbeeldstad.example", "name": WORDS, "role": ["council_member", "x"]}
PAGE = {"accept": "text/html,application/xhtml+xml"}
BACK = "/voorbeeldstad/beheer/verder/"


@pytest.fixture
def town() -> Municipality:
    return add_municipality("GM9901", "Voorbeeldstad", actor=None)


@pytest.fixture
def coos(town: Municipality) -> Membership:
    return services.add_member(
        town, email="coos@voorbeeldstad.example", name="Coos", role=COORDINATOR, actor=None
    )


@pytest.fixture
def form() -> str:
    return reverse("access:add_member", kwargs={"gemeente": "voorbeeldstad"})


def sent_too_late(client: Client, form: str) -> None:
    answer = client.post(form, SENT, headers=PAGE)
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"next={BACK}")


def test_what_was_typed_is_there_after_signing_in(
    client: Client, coos: Membership, form: str
) -> None:
    sent_too_late(client, form)
    client.force_login(coos.user)
    shown = client.get(BACK).content.decode()
    assert "met &lt;b&gt;haken&lt;/b&gt;" in shown
    assert f'action="{form}"' in shown
    assert shown.count('name="role"') == 2
    assert "Uw tekst is nog niet bewaard" in client.get("/voorbeeldstad/beheer/").content.decode()


def test_sending_it_again_ends_the_waiting(client: Client, coos: Membership, form: str) -> None:
    sent_too_late(client, form)
    client.force_login(coos.user)
    assert client.post(form, SENT, headers=PAGE).status_code == 422
    assert kept.KEY not in client.session
    assert "Er wacht geen tekst meer" in client.get(BACK).content.decode()


def test_it_can_be_thrown_away(client: Client, coos: Membership, form: str) -> None:
    sent_too_late(client, form)
    client.force_login(coos.user)
    assert client.post(BACK)["Location"] == BACK
    assert kept.KEY not in client.session


def test_after_an_hour_it_is_gone(client: Client, coos: Membership, form: str) -> None:
    sent_too_late(client, form)
    client.force_login(coos.user)
    session = client.session
    session[kept.KEY] = {**session[kept.KEY], "at": int(time.time()) - kept.SECONDS - 1}
    session.save()
    assert "Er wacht geen tekst meer" in client.get(BACK).content.decode()
    assert kept.tidy() == 0
    LateForm.objects.update(at=timezone.now() - timedelta(seconds=kept.SECONDS + 1))
    assert kept.tidy() == 1


def test_another_municipality_does_not_show_it(client: Client, coos: Membership, form: str) -> None:
    other = add_municipality("GM9902", "Buurstad", actor=None)
    services.add_member(other, email=coos.user.email, name="Coos", role=COORDINATOR, actor=None)
    sent_too_late(client, form)
    client.force_login(coos.user)
    assert "Er wacht geen tekst meer" in client.get("/buurstad/beheer/verder/").content.decode()


@pytest.mark.parametrize(
    ("words", "headers"),
    [
        ({"name": "7"}, PAGE),
        (SENT, {"accept": "application/json"}),
    ],
    ids=["nothing typed", "a script"],
)
def test_what_nobody_typed_is_not_kept(
    client: Client, town: Municipality, form: str, words: dict[str, str], headers: dict[str, str]
) -> None:
    answer = client.post(form, words, headers=headers)
    assert answer["Location"].endswith(f"next={form}")
    assert kept.KEY not in client.session


def test_who_never_signed_in_keeps_less_and_is_told_before_it_is_lost(
    client: Client, coos: Membership, form: str
) -> None:
    long = {"name": "x " * kept.MOST[False]}
    answer = client.post(form, long, headers=PAGE, follow=True)
    assert answer.redirect_chain[0][0].endswith(f"next={form}")
    assert "te lang om te bewaren" in answer.content.decode()
    assert kept.KEY not in client.session
    client.force_login(coos.user)
    assert client.get("/voorbeeldstad/beheer/").cookies[kept.KNOWN]["httponly"]
    client.logout()
    client.cookies = SimpleCookie({kept.KNOWN: _cookie(coos)})
    assert client.post(form, long, headers=PAGE)["Location"].endswith(f"next={BACK}")
    assert LateForm.objects.get().known
    whole = {"name": "x " * kept.MOST[True]}
    assert (
        "te lang om te bewaren"
        in client.post(form, whole, headers=PAGE, follow=True).content.decode()
    )


def _cookie(coos: Membership) -> str:
    other = Client()
    other.force_login(coos.user)
    return str(other.get("/voorbeeldstad/beheer/").cookies[kept.KNOWN].value)


def test_a_cookie_that_was_made_up_is_no_sign_of_having_been_here(
    client: Client, town: Municipality, form: str
) -> None:
    client.cookies = SimpleCookie({kept.KNOWN: "1:abc:def"})
    client.post(form, SENT, headers=PAGE)
    assert not LateForm.objects.get().known


def test_nobody_fills_the_disk_without_signing_in(
    coos: Membership, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(cast("dict[bool, int]", kept.ROOM), False, 400)
    told = [Client().post(form, SENT, headers=PAGE, follow=True) for _each in range(4)]
    there = LateForm.objects.count()
    assert 0 < there < 4
    assert "kan uw tekst nu niet bewaren" in told[-1].content.decode()
    known = Client()
    known.cookies = SimpleCookie({kept.KNOWN: _cookie(coos)})
    assert known.post(form, SENT, headers=PAGE)["Location"].endswith(f"next={BACK}")
    LateForm.objects.update(at=timezone.now() - timedelta(hours=2))
    sent_too_late(Client(), form)
    assert LateForm.objects.count() == 1


def test_one_browser_keeps_one_form(client: Client, town: Municipality, form: str) -> None:
    sent_too_late(client, form)
    sent_too_late(client, form)
    assert LateForm.objects.count() == 1


def test_where_no_municipality_is_nothing_is_kept_and_the_answer_is_the_same(
    town: Municipality, form: str
) -> None:
    here, nowhere = Client(), Client()
    one = here.post(form, SENT, headers=PAGE)
    other = nowhere.post(form.replace("voorbeeldstad", "nergenshuizen"), SENT, headers=PAGE)
    assert one["Location"].replace("voorbeeldstad", "nergenshuizen") == other["Location"]
    assert one.cookies.keys() == other.cookies.keys()
    assert [row.path for row in LateForm.objects.all()] == [form]


def test_a_form_that_was_open_too_long_comes_back_as_well(coos: Membership, form: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(coos.user)
    ours = {**PAGE, "sec-fetch-site": "same-origin"}
    answer = client.post(form, SENT, headers=ours)
    assert answer["Location"] == BACK
    assert "waar een uur aan is gewerkt" in client.get(BACK).content.decode()


def test_a_form_of_another_site_is_refused_and_not_kept(coos: Membership, form: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(coos.user)
    answer = client.post(form, SENT, headers={**PAGE, "sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert kept.KEY not in client.session


def test_waiting_costs_no_queries(
    client: Client, coos: Membership, form: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sent_too_late(client, form)
    client.force_login(coos.user)
    request = client.get(BACK).wsgi_request
    with django_assert_num_queries(0):
        assert kept.waits(request, "voorbeeldstad")
    with django_assert_num_queries(1):
        assert kept.kept(request, "voorbeeldstad") is not None
