"""The pages of setting up a session, for who runs it, for the council and for the neighbours."""

import pytest
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from regie.foundation.cycles.cast import Cast
from regie.planning.priority_sessions import joining, queries, rules, tiers
from regie.planning.priority_sessions.door import participant_page
from regie.planning.priority_sessions.models import PrioritySession
from regie.planning.priority_sessions.tests import factory
from regie.planning.start_meetings.rules import Tiers

pytestmark = [pytest.mark.room, pytest.mark.django_db]
HOME = "/voorbeeldstad/prioriteiten/sessies/"
SETUP = {
    "name": "Avond van de raad",
    "kind": "council",
    "joining": "signed_in",
    "groups": "Coalitie\nOppositie\nCoalitie",
    "max_priorities": "5",
}


@pytest.fixture
def session(cast: Cast) -> PrioritySession:
    return factory.session_in(cast.voorbeeldstad, cast.coos)


def _text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def _post(client: Client, address: str, **words: object) -> str:
    """Send a form that is good; answers the page one lands on."""
    answer = client.post(address, words, follow=True)
    assert answer.redirect_chain, answer.content.decode()
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_empty_list_teaches_the_next_step(as_coos: Client, as_rob: Client) -> None:
    assert "in een paar minuten" in _text(as_coos, HOME)
    text = _text(as_rob, HOME)
    assert "Alleen de veiligheidscoördinator en de griffier begeleiden een sessie." in text


@pytest.mark.parametrize("persona", ["coos", "griet", "rob", "pia", "mira", "ilse"])
def test_everybody_finds_the_sessions_among_the_tabs(persona: str, cast: Cast) -> None:
    client = Client()
    client.force_login(getattr(cast, persona))
    assert f'<a href="{HOME}" aria-current="page"' in " ".join(_text(client, HOME).split())
    assert f'href="{HOME}"' in _text(client, "/voorbeeldstad/prioriteiten/voorstel/")


def test_a_session_stands_ready_in_two_clicks(as_griet: Client, cast: Cast) -> None:
    factory.own_finding(cast.voorbeeldstad, "Meer inbraak", "registered_crime")
    assert "Een sessie klaarzetten" in _text(as_griet, f"{HOME}nieuw/")
    text = _post(as_griet, f"{HOME}nieuw/", **SETUP)
    assert "Wat kan een prioriteit worden?" in text
    assert "Meer inbraak" in text
    made = PrioritySession.objects.get()
    assert [group.name for group in queries.groups(made)] == ["Coalitie", "Oppositie"]


def test_a_wrong_form_keeps_what_was_typed(as_coos: Client) -> None:
    wrong = SETUP | {"joining": "anonymous", "open_ballot": "on", "explanation": "Bel 06 12345678"}
    answer = as_coos.post(f"{HOME}nieuw/", wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Openbaar kan alleen als deelnemers inloggen." in text
    assert "Bel 06 12345678" in text
    many = SETUP | {"groups": "\n".join(str(n) for n in range(21))}
    assert as_coos.post(f"{HOME}nieuw/", many).status_code == 422
    assert not PrioritySession.objects.exists()


def test_a_draft_is_not_for_the_council(
    session: PrioritySession, as_coos: Client, as_rob: Client, as_vera: Client
) -> None:
    address = f"{HOME}{session.pk}/"
    assert "Open de sessie" in _text(as_coos, address)
    _text(as_rob, address, 404)
    _text(as_vera, address, 404)
    own = f"/buurstad/prioriteiten/sessies/{session.pk}/"
    _text(as_vera, own, 404)


def test_opening_closing_and_reopening(
    session: PrioritySession, as_coos: Client, as_rob: Client
) -> None:
    step = f"{HOME}{session.pk}/stap/"
    assert as_rob.post(f"{step}open/").status_code in {403, 404}
    assert "De sessie openen?" in _text(as_coos, f"{step}open/")
    assert "De sessie is open" in _post(as_coos, f"{step}open/")
    text = _text(as_rob, f"{HOME}{session.pk}/")
    assert "Doe mee" in text
    assert as_coos.post(f"{step}open/").status_code == 422
    assert "De sessie is gesloten" in _post(as_coos, f"{step}close/")
    assert as_coos.post(f"{step}reopen/", {"reason": ""}).status_code == 422
    text = _post(as_coos, f"{step}reopen/", reason="Er waren nog vragen.")
    assert "Er waren nog vragen." in text
    _text(as_coos, f"{step}fly/", 404)


def test_settings_can_change_before_it_opens(session: PrioritySession, as_coos: Client) -> None:
    address = f"{HOME}{session.pk}/instellen/"
    assert "Coalitie" in _text(as_coos, address)
    assert "Nieuwe naam" in _post(as_coos, address, **(SETUP | {"name": "Nieuwe naam"}))


def test_the_longlist_page_does_everything(
    session: PrioritySession, as_coos: Client, cast: Cast
) -> None:
    page = f"{HOME}{session.pk}/longlist/"
    row = factory.candidate(session)
    act = f"{HOME}kandidaat/{row.pk}/"
    assert "toegevoegd" in _post(as_coos, page, themes=["nightlife"])
    assert as_coos.post(page, {}).status_code == 422
    assert "Wateroverlast" in _post(as_coos, f"{page}eigen/", name="Wateroverlast", field="")
    assert as_coos.post(f"{page}eigen/", {"name": "Wateroverlast"}).status_code == 422
    assert "Opgeslagen" in _post(as_coos, f"{act}wijzigen/", name="Woninginbraak")
    assert as_coos.post(f"{act}wijzigen/", {"name": "x", "costs": "y"}).status_code == 422
    other = factory.candidate(session, "Overlast")
    text = _post(as_coos, f"{act}samenvoegen/", into=other.pk, name="Inbraak en overlast")
    assert "Samengevoegd met: Woninginbraak" in text
    _post(as_coos, f"{act}losmaken/")
    for slug in ("omlaag", "omhoog"):
        _post(as_coos, f"{act}{slug}/")
    answers = {f"screen_{code}": "yes" for code in ("influence", "affordable", "acceptable")}
    bad = as_coos.post(f"{act}weglaten/", answers | {"screen_lawful": "yes", "reason": "Zomaar"})
    assert bad.status_code == 422
    text = _post(as_coos, f"{act}weglaten/", **answers, screen_lawful="no", reason="Mag niet.")
    assert "Mag niet." in text
    assert "Mag het volgens de wet?" in text
    _post(as_coos, f"{act}terugnemen/")
    _text(as_coos, f"{act}vliegen/", 404)


def test_splitting_on_the_page(session: PrioritySession, as_coos: Client, cast: Cast) -> None:
    row = factory.candidate(session)
    found = [factory.own_finding(cast.voorbeeldstad, name, "") for name in ("Auto's", "Woningen")]
    row.findings.set(found)
    act = f"{HOME}kandidaat/{row.pk}/splitsen/"
    assert "Woningen" in _text(as_coos, act)
    both = {"name": "Auto-inbraak", "findings": [item.pk for item in found]}
    assert as_coos.post(act, both).status_code == 422
    assert "Auto-inbraak" in _post(as_coos, act, name="Auto-inbraak", findings=[found[0].pk])


def test_after_opening_the_longlist_says_why_it_is_fixed(
    as_coos: Client, as_rob: Client, cast: Cast
) -> None:
    made = factory.opened(cast.voorbeeldstad, cast.coos)
    row = factory.candidate(made)
    assert "De longlist ligt vast" in _text(as_coos, f"{HOME}{made.pk}/longlist/")
    answer = as_coos.post(f"{HOME}kandidaat/{row.pk}/omhoog/", follow=True)
    assert "al geopend" in answer.content.decode()
    assert as_coos.post(f"{HOME}{made.pk}/instellen/", SETUP).status_code == 422
    card = _text(as_rob, f"{HOME}kandidaat/{row.pk}/")
    assert "Over dit thema zijn geen cijfers." in card
    assert "Feitenkaart, vastgelegd" in card
    assert as_rob.get(f"{HOME}{made.pk}/longlist/").status_code == 403


def test_pages_ask_few_queries_however_many_rows(
    session: PrioritySession,
    as_coos: Client,
    cast: Cast,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    def grow(start: int) -> None:
        for n in range(start, start + 8):
            made = session.candidates.create(name=f"Kandidaat {n}", themes=["nightlife"])
            told = f"Bevinding {n}"
            made.findings.add(factory.own_finding(cast.voorbeeldstad, told, "nightlife"))
            session.contributions.create(kind="idea", text=f"Inbreng {n}", candidate=made)

    def asked(address: str, most: int = 15) -> int:
        with django_assert_max_num_queries(most) as seen:
            assert as_coos.get(address).status_code == 200
        return len(seen)

    pages = (HOME, f"{HOME}{session.pk}/", f"{HOME}{session.pk}/longlist/")
    grow(0)
    few = [asked(address) for address in pages]
    grow(8)
    assert [asked(address) for address in pages] == few
    PrioritySession.objects.filter(pk=session.pk).update(state="open", opened_at=timezone.now())
    assert asked(pages[1]) <= 15


def test_the_level_of_the_previous_plan_is_named(
    session: PrioritySession, as_coos: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {"nightlife": "strategic", "tourism": "priority"}
    monkeypatch.setattr(tiers, "_previous", [lambda _cycle: before])
    session.candidates.create(name="Uitgaan", themes=["nightlife"], position=9)
    text = _text(as_coos, f"{HOME}{session.pk}/longlist/")
    assert "Vorig plan: strategisch thema" in text
    assert "vorig plan: prioriteit" in text  # a theme that can still be added
    monkeypatch.setattr(tiers, "_previous", [])
    assert "orig plan" not in _text(as_coos, f"{HOME}{session.pk}/longlist/")


def test_the_start_meeting_tells_where_no_plan_does(
    session: PrioritySession, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = {"nightlife": {"strategic": 2, "priority": 2}, "tourism": {"strategic": 3}, "x": {}}
    monkeypatch.setattr(tiers, "tiers", lambda _cycle: Tiers(counts=counts))
    monkeypatch.setattr(tiers, "_previous", [lambda _cycle: {"nightlife": "maintenance"}])
    known = tiers.known_tiers(session.cycle)
    assert known == {
        "nightlife": rules.Tier("maintenance", planned=True),
        "tourism": rules.Tier("strategic"),
    }
    assert Tiers(counts=counts).common["nightlife"] == "priority"
    told = "startbijeenkomst: strategisch thema, vorig plan: beheersthema"
    assert tiers.told_of(["nightlife", "tourism", "events"], known) == told


def test_the_door_of_participants(
    as_rob: Client, as_vera: Client, client: Client, cast: Cast
) -> None:
    """Who takes part comes in; others are sent to where they can join, or nowhere."""
    made = factory.opened(cast.voorbeeldstad, cast.coos, joining="anonymous")
    inside = participant_page(lambda request, _session: HttpResponse(request.participant.label))

    def ask(browser: Client, pk: int = made.pk) -> HttpResponseBase:
        request = browser.get("/health").wsgi_request
        request.COOKIES = {name: morsel.value for name, morsel in browser.cookies.items()}
        return inside(request, "voorbeeldstad", pk)

    assert "/account/inloggen/" in ask(client).headers["Location"]
    assert made.code in ask(as_rob).headers["Location"]
    for browser, pk in ((as_vera, made.pk), (as_rob, 0)):
        with pytest.raises(Http404):
            ask(browser, pk)
    secret = joining.fresh_secret()
    row = made.participants.create(key_hash=joining.digest(secret), label="Deelnemer 1")
    given = HttpResponse()
    joining.remember(given, made, secret)
    name = joining.cookie_name(made)
    client.cookies[name] = given.cookies[name].value
    assert ask(client).status_code == 200
    client.cookies[name] = "forged"
    assert ask(client).status_code == 403
    client.cookies[name] = given.cookies[name].value
    made.participants.filter(pk=row.pk).update(removed_at=timezone.now(), removed_for="Dubbel")
    assert ask(client).status_code == 403
