"""People: making them, and every page about one's own account."""

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError
from django.test import Client, RequestFactory
from django.urls import reverse

from regie.foundation.accounts import services
from regie.foundation.accounts.adapter import AccountAdapter
from regie.foundation.accounts.models import User

pytestmark = [pytest.mark.room, pytest.mark.django_db]

WORD = "een lange zin als wachtwoord"
OTHER = "nog een heel andere lange zin"


@pytest.fixture(autouse=True)
def _fresh_rate_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def coos() -> User:
    return User.objects.create_user("Coos@Voorbeeldstad.example ", "Coos", WORD)


def sign_in(client: Client, password: str = WORD, **extra: str) -> int:
    data = {"login": "coos@voorbeeldstad.EXAMPLE", "password": password, **extra}
    response = client.post(reverse("account_login"), data)
    return response.status_code


def test_an_address_is_kept_in_one_spelling(coos: User) -> None:
    assert coos.email == "coos@voorbeeldstad.example"
    assert User.objects.get_by_natural_key("COOS@voorbeeldstad.example") == coos
    assert str(coos) == "Coos"


def test_one_address_is_one_account(coos: User) -> None:
    with pytest.raises(IntegrityError):
        User.objects.create(email="COOS@voorbeeldstad.example", name="Nog een")


def test_without_a_password_nobody_signs_in() -> None:
    assert not User.objects.create_user("a@b.example", "A").has_usable_password()


def test_a_superuser_has_every_right_of_django() -> None:
    boss = User.objects.create_superuser("a@b.example", "A", WORD)
    assert boss.is_staff
    assert boss.is_superuser


def test_signing_in_and_out(coos: User, client: Client) -> None:
    assert sign_in(client) == 302
    assert client.session["_auth_user_id"] == str(coos.pk)
    page = client.get(reverse("account_logout")).content.decode()
    assert "Wilt u uitloggen?" in page
    assert client.post(reverse("account_logout")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_wrong_password_is_refused_in_words(coos: User, client: Client) -> None:
    data = {"login": coos.email, "password": "fout"}
    page = client.post(reverse("account_login"), data).content.decode()
    assert "Het e-mailadres of het wachtwoord klopt niet." in page


def test_after_five_wrong_passwords_one_has_to_wait(coos: User, client: Client) -> None:
    for _ in range(5):
        sign_in(client, "fout")
    data = {"login": coos.email, "password": WORD}
    page = client.post(reverse("account_login"), data).content.decode()
    assert "Probeer het over vijf minuten weer." in page
    assert "_auth_user_id" not in client.session


def test_a_closed_account_does_not_open(coos: User, client: Client) -> None:
    User.objects.update(is_active=False)
    response = client.post(reverse("account_login"), {"login": coos.email, "password": WORD})
    assert response.headers.get("Location", reverse("account_inactive")) == reverse(
        "account_inactive"
    )
    assert "_auth_user_id" not in client.session
    assert "gesloten" in client.get(reverse("account_inactive")).content.decode()


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/voorbeeldstad/beheer/", "/voorbeeldstad/beheer/"),
        ("https://elders.example/", "/"),
        ("//elders.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_signing_in_only_leads_to_our_own_pages(
    coos: User, client: Client, wanted: str, reached: str
) -> None:
    data = {"login": coos.email, "password": WORD, "next": wanted}
    assert client.post(reverse("account_login"), data).headers["Location"] == reached


def test_the_sign_in_page_carries_the_next_page(client: Client) -> None:
    page = client.get(reverse("account_login"), {"next": "/voorbeeldstad/"}).content.decode()
    assert 'name="next" value="/voorbeeldstad/"' in page
    assert "placeholder" not in page


def test_nobody_makes_an_account_alone(client: Client) -> None:
    for response in (client.get("/account/aanmaken/"), client.post("/account/aanmaken/")):
        assert response.status_code == 403
        assert "nodigt u uit" in response.content.decode()


def test_no_road_of_the_library_makes_an_account_either(rf: RequestFactory) -> None:
    adapter = AccountAdapter()
    assert not adapter.is_open_for_signup(rf.get("/"))


def test_changing_the_password(coos: User, client: Client) -> None:
    client.force_login(coos)
    address = reverse("account_change_password")
    wrong = {"oldpassword": "fout", "password1": OTHER, "password2": OTHER}
    assert "Dit wachtwoord klopt niet." in client.post(address, wrong).content.decode()
    short = {"oldpassword": WORD, "password1": "kort", "password2": "kort"}
    assert "12" in client.post(address, short).content.decode()
    good = {"oldpassword": WORD, "password1": OTHER, "password2": OTHER}
    response = client.post(address, good, follow=True)
    assert response.redirect_chain == [(reverse("account_profile"), 302)]
    assert "Uw wachtwoord is gewijzigd." in response.content.decode()
    coos.refresh_from_db()
    assert coos.check_password(OTHER)


def test_a_forgotten_password_is_set_anew_by_mail(coos: User, client: Client) -> None:
    response = client.post(reverse("account_reset_password"), {"email": coos.email}, follow=True)
    assert "Kijk in uw mailbox" in response.content.decode()
    (message,) = mail.outbox
    assert message.subject == "Regie: stel uw wachtwoord in"
    link = re.search(r"http://testserver(\S+)", str(message.body))
    assert link is not None
    set_new_password(client, link[1], OTHER)
    coos.refresh_from_db()
    assert coos.check_password(OTHER)
    assert "werkt niet meer" in client.get(link[1], follow=True).content.decode()


def set_new_password(client: Client, link: str, password: str) -> None:
    page = client.get(link, follow=True)
    address = page.redirect_chain[-1][0]
    data = {"password1": password, "password2": password}
    done = client.post(address, data, follow=True)
    assert "Uw wachtwoord is ingesteld" in done.content.decode()


def test_asking_for_a_stranger_looks_the_same_and_mails_nobody(client: Client) -> None:
    data = {"email": "niemand@elders.example"}
    response = client.post(reverse("account_reset_password"), data, follow=True)
    assert "Kijk in uw mailbox" in response.content.decode()
    assert mail.outbox == []


def test_an_invited_person_sets_a_first_password_with_a_link(client: Client) -> None:
    pia = User.objects.create_user("pia@corporatie.example", "Pia")
    set_new_password(client, services.password_link(pia), OTHER)
    pia.refresh_from_db()
    assert pia.check_password(OTHER)


def test_a_first_password_while_signed_in(client: Client) -> None:
    pia = User.objects.create_user("pia@corporatie.example", "Pia")
    client.force_login(pia)
    away = client.get(reverse("account_change_password"))
    assert away.headers["Location"] == reverse("account_set_password")
    assert "Kies een wachtwoord" in client.get(away.headers["Location"]).content.decode()
    client.post(away.headers["Location"], {"password1": OTHER, "password2": OTHER})
    pia.refresh_from_db()
    assert pia.check_password(OTHER)


def test_confirming_it_is_really_you(coos: User, client: Client) -> None:
    client.force_login(coos)
    address = reverse("account_reauthenticate")
    assert "klopt niet" in client.post(address, {"password": "fout"}).content.decode()
    assert client.post(address, {"password": WORD}).status_code == 302


def test_the_chosen_language_is_kept_and_returns_at_the_next_sign_in(
    coos: User, client: Client
) -> None:
    client.force_login(coos)
    response = client.post(reverse("account_profile"), {"language": "en"})
    assert (response.status_code, response.cookies["django_language"].value) == (302, "en")
    coos.refresh_from_db()
    assert coos.language == "en"
    elsewhere = Client()
    assert sign_in(elsewhere) == 302
    assert elsewhere.cookies["django_language"].value == "en"


def test_an_unknown_language_is_refused(coos: User, client: Client) -> None:
    client.force_login(coos)
    assert client.post(reverse("account_profile"), {"language": "xx"}).status_code == 422
    services.choose_language(coos, "xx")
    coos.refresh_from_db()
    assert coos.language == ""


@pytest.mark.parametrize("name", ["account_profile", "account_change_password"])
def test_own_pages_ask_to_sign_in_first(client: Client, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_too_many_tries_from_one_place_show_a_page(client: Client) -> None:
    for _ in range(31):
        response = client.post(reverse("account_login"), {"login": "a@b.example"})
    assert response.status_code == 429
    assert "Even wachten" in response.content.decode()
