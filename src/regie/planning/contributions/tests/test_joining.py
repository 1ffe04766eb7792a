"""Joining a session: with a code, signed in or without a name, on two devices, or not any more."""

from datetime import timedelta

import pytest
from allauth import app_settings as allauth_settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _

from regie.foundation.cycles.cast import Cast
from regie.foundation.records.models import Log
from regie.foundation.records.refusals import RefusedError
from regie.planning.contributions import guesses, services
from regie.planning.contributions.models import WrongCode
from regie.planning.priority_sessions import joining, rules
from regie.planning.priority_sessions import services as sessions
from regie.planning.priority_sessions.models import Participant, PrioritySession
from regie.planning.priority_sessions.tests import factory

pytestmark = [pytest.mark.room, pytest.mark.django_db]


@pytest.fixture
def named(cast: Cast) -> PrioritySession:
    """An open session for who is signed in."""
    return factory.opened(cast.voorbeeldstad, cast.coos)


@pytest.fixture
def nameless(cast: Cast) -> PrioritySession:
    """An open session without names."""
    return factory.opened(cast.voorbeeldstad, cast.coos, joining="anonymous", name="Inwonersavond")


def _at(session: PrioritySession, more: str = "") -> str:
    return f"/meedoen/{session.code}/{more}"


def _join(client: Client, session: PrioritySession) -> None:
    group = session.groups.first()
    answer = client.post(_at(session), {"group": group.pk if group else ""})
    assert answer.status_code == 302, answer.content.decode()


# --- codes ----------------------------------------------------------------------------------------


def test_a_typed_code_leads_to_the_session(client: Client, nameless: PrioritySession) -> None:
    assert "Code van de sessie" in client.get("/meedoen/").content.decode()
    typed = f" {rules.shown_code(nameless.code).lower()}"
    answer = client.post("/meedoen/", {"code": typed})
    assert answer.headers["Location"] == _at(nameless)
    text = client.get(_at(nameless)).content.decode()
    assert "Niemand ziet wat u kiest." in text
    assert client.get(f"/meedoen/{nameless.code.lower()}/").status_code == 200


def test_a_wrong_code_is_a_clear_page(client: Client, nameless: PrioritySession) -> None:
    answer = client.get("/meedoen/AAAAAAAA/")
    assert answer.status_code == 404
    assert "hoort bij geen sessie" in answer.content.decode()
    assert client.post("/meedoen/", {"code": "welkom"}).status_code == 422
    assert client.get("/meedoen/o0o0/").status_code == 404


def test_guessing_is_slowed_down_for_that_address_only(
    client: Client, nameless: PrioritySession
) -> None:
    for _n in range(guesses.MOST):
        client.get("/meedoen/AAAAAAAA/")
    for address in ("/meedoen/", _at(nameless)):
        answer = client.get(address)
        assert answer.status_code == 429
        assert "tien minuten" in answer.content.decode()
    assert client.get(_at(nameless), REMOTE_ADDR="10.1.1.1").status_code == 200
    cache.clear()  # another process of the server has its own memory, and counts along
    assert client.get(_at(nameless)).status_code == 429


def test_old_guesses_are_forgotten_and_no_address_is_kept(
    client: Client, nameless: PrioritySession
) -> None:
    for _n in range(guesses.MOST):
        client.get("/meedoen/AAAAAAAA/")
    assert not WrongCode.objects.filter(address__contains="127.0.0.1").exists()
    past = timezone.now() - timedelta(seconds=guesses.WINDOW)
    WrongCode.objects.update(at=past)
    assert client.get(_at(nameless)).status_code == 200
    client.get("/meedoen/AAAAAAAA/")
    assert WrongCode.objects.count() == 1


def test_behind_a_proxy_everybody_has_an_own_address(
    client: Client, nameless: PrioritySession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allauth_settings, "TRUSTED_PROXY_COUNT", 1)
    for _n in range(guesses.MOST):
        client.get("/meedoen/AAAAAAAA/", HTTP_X_FORWARDED_FOR="192.0.2.7")
    assert client.get(_at(nameless), HTTP_X_FORWARDED_FOR="192.0.2.7").status_code == 429
    assert client.get(_at(nameless), HTTP_X_FORWARDED_FOR="192.0.2.8").status_code == 200


# --- without a name -------------------------------------------------------------------------------


def test_without_a_name_only_the_cookie_knows(
    as_rob: Client, nameless: PrioritySession, cast: Cast
) -> None:
    _join(as_rob, nameless)
    row = Participant.objects.get()
    cookie = as_rob.cookies[joining.cookie_name(nameless)]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert row.user is None
    assert row.key_hash not in cookie.value
    assert not Log.objects.filter(verb="contributions.join", actor=cast.rob).exists()
    assert "Deelnemer 1" in as_rob.get(_at(nameless)).content.decode()


def test_joining_twice_is_one_participant(client: Client, nameless: PrioritySession) -> None:
    _join(client, nameless)
    client.post(_at(nameless), {"group": nameless.groups.all()[0].pk})
    assert Participant.objects.count() == 1


def test_a_group_has_to_be_chosen_and_can_change(client: Client, nameless: PrioritySession) -> None:
    assert client.post(_at(nameless), {}).status_code == 422
    with pytest.raises(RefusedError):
        services.join(nameless, None, actor=None)
    _join(client, nameless)
    other = nameless.groups.last()
    assert other is not None
    assert client.get(_at(nameless, "groep/")).status_code == 200
    assert client.post(_at(nameless, "groep/"), {"group": other.pk}).status_code == 302
    assert Participant.objects.get().group == other


def test_a_forged_cookie_is_no_participant_and_may_join_again(
    client: Client, nameless: PrioritySession
) -> None:
    client.cookies[joining.cookie_name(nameless)] = "secret:forged:signature"
    text = client.get(_at(nameless)).content.decode()
    assert "We herkennen dit apparaat niet" in text
    inside = client.get(_at(nameless, "inbreng/"))
    assert inside.headers["Location"] == _at(nameless)
    _join(client, nameless)
    assert Participant.objects.count() == 1


def test_the_cookie_of_one_session_is_worth_nothing_in_another(
    client: Client, nameless: PrioritySession, cast: Cast
) -> None:
    other = factory.opened(cast.voorbeeldstad, cast.coos, joining="anonymous", name="Andere")
    _join(client, nameless)
    value = client.cookies[joining.cookie_name(nameless)].value
    client.cookies[joining.cookie_name(other)] = value
    assert "We herkennen dit apparaat niet" in client.get(_at(other)).content.decode()


def test_a_stranger_with_a_code_sees_only_this_session(
    client: Client, nameless: PrioritySession
) -> None:
    _join(client, nameless)
    for address in ("/voorbeeldstad/", "/voorbeeldstad/prioriteiten/sessies/"):
        assert "/account/inloggen/" in client.get(address).headers["Location"]


# --- signed in ------------------------------------------------------------------------------------


def test_a_session_for_members_asks_to_sign_in(client: Client, named: PrioritySession) -> None:
    assert "/account/inloggen/" in client.get(_at(named)).headers["Location"]
    with pytest.raises(RefusedError):
        services.join(named, named.groups.first(), actor=None)


def test_for_the_neighbours_a_session_for_members_does_not_exist(
    as_vera: Client, named: PrioritySession
) -> None:
    assert as_vera.get(_at(named)).status_code == 404
    assert as_vera.post(_at(named), {}).status_code == 404


def test_a_second_device_is_the_same_participant(
    as_rob: Client, named: PrioritySession, cast: Cast
) -> None:
    _join(as_rob, named)
    phone = Client()
    phone.force_login(cast.rob, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Deelnemer 1" in phone.get(_at(named)).content.decode()
    again, secret = services.join(named, named.groups.last(), actor=cast.rob)
    assert Participant.objects.get() == again
    assert joining.participant(named, secret) == again


# --- drafts, closed sessions, taken out -----------------------------------------------------------


def test_before_it_opens_and_after_it_closes_the_page_says_so(
    client: Client, cast: Cast, nameless: PrioritySession
) -> None:
    draft = factory.session_in(cast.voorbeeldstad, cast.coos, joining="anonymous", name="Nog niet")
    assert "nog niet geopend" in client.get(_at(draft)).content.decode()
    _join(client, nameless)
    sessions.close(nameless, actor=cast.coos, role="coordinator")
    text = client.get(_at(nameless)).content.decode()
    assert "De sessie is gesloten" in text
    assert "Breng in" not in text
    late = Client()
    assert "De sessie is gesloten" in late.get(_at(nameless)).content.decode()
    group = nameless.groups.first()
    assert group is not None
    assert late.post(_at(nameless), {"group": group.pk}).status_code == 422


def test_who_is_taken_out_reads_why(
    as_rob: Client, as_coos: Client, named: PrioritySession, cast: Cast
) -> None:
    _join(as_rob, named)
    row = Participant.objects.get()
    people = f"/voorbeeldstad/prioriteiten/sessies/{named.pk}/deelnemers/"
    text = as_coos.get(people).content.decode()
    assert "<svg" in text
    assert "style=" not in text.partition("<svg")[2].partition("</svg>")[0]
    assert "Rob" in text
    out = f"/voorbeeldstad/prioriteiten/sessies/deelnemer/{row.pk}/"
    assert as_coos.get(out).status_code == 200
    assert as_coos.post(out, {"reason": ""}).status_code == 422
    assert as_coos.post(out, {"reason": "Deed dubbel mee."}).status_code == 302
    for more in ("", "inbreng/"):
        answer = as_rob.get(_at(named, more))
        assert answer.status_code == 403
        assert "Deed dubbel mee." in answer.content.decode()
    with pytest.raises(RefusedError):
        services.join(named, named.groups.first(), actor=cast.rob)
    with pytest.raises(RefusedError):
        services.bring_in(row, "idea", "Toch", actor=cast.rob)
    assert as_rob.get(people).status_code == 403
    assert _("De begeleider haalde u uit deze sessie")
