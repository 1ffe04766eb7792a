"""Every page of the foundation for everybody of the cast: who sees what, and who gets what."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from regie.foundation.access import urls as access_urls
from regie.foundation.access.models import Membership
from regie.foundation.cycles import urls as cycles_urls
from regie.foundation.cycles.cast import CAST, Cast, ensure_cast

pytestmark = [pytest.mark.room, pytest.mark.django_db]

TOWN = {"gemeente": "voorbeeldstad"}
EVERYBODY = frozenset(persona.code for persona in CAST)
OUTSIDERS = frozenset({"vera"})
COORDINATOR = frozenset({"coos"})

# Page → who sees it. Everybody else of Voorbeeldstad gets 403, Vera of Buurstad always 404.
PAGES = {
    "access:overview": EVERYBODY,
    "access:kept": EVERYBODY,
    "access:members": COORDINATOR,
    "access:add_member": COORDINATOR,
    "access:change_role": COORDINATOR,
    "access:remove_member": COORDINATOR,
    "access:logbook": COORDINATOR,
    "access:logbook_csv": COORDINATOR,
    "cycles:cycle": EVERYBODY,
    "cycles:start": COORDINATOR,
    "cycles:move": COORDINATOR,
    "cycles:skip": COORDINATOR,
    "cycles:extend": COORDINATOR,
    "cycles:names": COORDINATOR,
    "cycles:add_theme": COORDINATOR,
}
POST_ONLY = frozenset({"access:invite", "cycles:move_on"})


@pytest.fixture
def people() -> Cast:
    return ensure_cast()


@pytest.fixture
def address(people: Cast) -> Callable[[str], str]:
    rob = Membership.objects.get(user=people.rob)

    def of(name: str) -> str:
        with_pk = {"access:change_role", "access:remove_member", "access:invite"}
        return reverse(name, kwargs=TOWN | ({"pk": rob.pk} if name in with_pk else {}))

    return of


def expected(name: str, persona: str) -> int:
    if persona in OUTSIDERS:
        return 404
    return 200 if persona in PAGES[name] else 403


def test_the_table_holds_every_page() -> None:
    patterns = {"access": access_urls.urlpatterns, "cycles": cycles_urls.urlpatterns}
    names = {f"{room}:{p.name}" for room, urls in patterns.items() for p in urls}
    assert all(isinstance(p, URLPattern) for urls in patterns.values() for p in urls)
    assert names == set(PAGES) | POST_ONLY


@pytest.mark.parametrize("persona", sorted(EVERYBODY))
def test_who_sees_what(persona: str, people: Cast, address: Callable[[str], str]) -> None:
    client = Client()
    client.force_login(getattr(people, persona))
    seen = {name: client.get(address(name)).status_code for name in PAGES}
    assert seen == {name: expected(name, persona) for name in PAGES}


def test_a_stranger_is_asked_to_sign_in_and_comes_back(address: Callable[[str], str]) -> None:
    for name in (*PAGES, *POST_ONLY):
        response = Client().get(address(name))
        assert response.status_code == 302
        assert response.headers["Location"] == (f"{reverse('account_login')}?next={address(name)}")


def test_a_municipality_that_does_not_exist_looks_the_same(people: Cast) -> None:
    client = Client()
    client.force_login(people.vera)
    nowhere = client.get(reverse("cycles:cycle", kwargs={"gemeente": "nergens"}))
    foreign = client.get(reverse("cycles:cycle", kwargs=TOWN))
    assert nowhere.status_code == foreign.status_code == 404
    strangers = Client().get(reverse("cycles:cycle", kwargs={"gemeente": "nergens"}))
    assert strangers.status_code == 302


def test_who_works_for_two_municipalities_sees_both(people: Cast) -> None:
    client = Client()
    client.force_login(people.roel)
    for slug in ("voorbeeldstad", "buurstad"):
        page = client.get(reverse("cycles:cycle", kwargs={"gemeente": slug}))
        assert page.status_code == 200


@pytest.mark.parametrize("persona", sorted(EVERYBODY - COORDINATOR))
def test_who_may_not_cannot_post_either(
    persona: str, people: Cast, address: Callable[[str], str]
) -> None:
    client = Client()
    client.force_login(getattr(people, persona))
    for name in (*(n for n in PAGES if PAGES[n] == COORDINATOR), *POST_ONLY):
        data = {"role": "coordinator", "step": "adoption", "why": "x"}
        assert client.post(address(name), data).status_code == (404 if persona == "vera" else 403)
    assert Membership.objects.get(user=people.rob, municipality=people.voorbeeldstad)
