"""The pages: the phone, the desk, the big screen, results and downloads."""

import csv
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regie.foundation.accounts.models import User
from regie.foundation.cycles.cast import Cast
from regie.planning.priority_sessions.models import Joining, PrioritySession
from regie.planning.rounds import queries, results, services, workflow
from regie.planning.rounds.models import Ballot, Round
from regie.planning.rounds.tests.making import (
    browser_of,
    expire,
    make_participant,
    make_round,
    make_session,
)
from regie.planning.weighing import outcomes
from regie.planning.weighing.outcomes import Outcome
from regie.planning.weighing.rules import FORMS

pytestmark = [pytest.mark.room, pytest.mark.django_db]


@pytest.fixture
def session(cast: Cast) -> PrioritySession:
    return make_session(cast)


@pytest.fixture
def phone(session: PrioritySession) -> Client:
    return browser_of(session, make_participant(session))


def to(name: str, session: PrioritySession, **more: object) -> str:
    words = {"gemeente": "voorbeeldstad", "pk": session.pk, **more}
    room = "session_reports" if name in {"result", "csv", "json"} else "rounds"
    return reverse(f"{room}:{name}", kwargs=words)


def filled(item: Round) -> dict[str, Any]:
    """A ballot as somebody fills it in."""
    first, second, *_rest = queries.names_of(item.session).candidates
    codes = list(queries.names_of(item.session).criteria)
    ballots: dict[str, dict[str, Any]] = {
        "points": {f"punten-{first}": "3", f"punten-{second}": "2"},
        "pairwise": {f"paar-{first}-{second}": second},
        "ranking": {f"plek-{first}": "2", f"plek-{second}": "1"},
        "scoring": {f"score-{first}-{code}": "70" for code in codes},
        "weights": {f"gewicht-{code}": "50" for code in codes},
        "approval": {"kies": [first, second]},
        "tiers": {f"niveau-{first}": "priority"},
    }
    return ballots[item.form]


# --- the phone ------------------------------------------------------------------------------------


def test_before_the_first_round(session: PrioritySession, phone: Client) -> None:
    page = phone.get(to("participant", session))
    assert page.status_code == 200
    assert "De eerste ronde begint zo." in page.text
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_form_works_without_scripts(
    session: PrioritySession, phone: Client, cast: Cast, form: str
) -> None:
    item = make_round(session, cast.coos, form)
    page = phone.get(to("participant", session))
    assert "Dit is een geheime stemming." in page.text
    answer = phone.post(to("cast", session, number=1), filled(item), follow=True)
    assert answer.redirect_chain == [(to("participant", session), 302)]
    assert "Uw stem is geteld" in answer.text
    assert Ballot.objects.count() == 1
    services.close_round(item, actor=cast.coos, role="coordinator")
    services.show_round(item, actor=cast.coos, role="coordinator")
    shown = phone.get(to("participant", session))
    assert "Uitslag van ronde 1" in shown.text
    assert "Uw stem is geteld" in shown.text


def test_the_phone_asks_few_queries(
    session: PrioritySession, phone: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    make_round(session, cast.coos, "weights")
    with django_assert_max_num_queries(15):
        phone.get(to("participant", session))


def test_what_was_typed_stays_when_refused(
    session: PrioritySession, phone: Client, cast: Cast
) -> None:
    item = make_round(session, cast.coos)
    first = next(iter(queries.names_of(session).candidates))
    answer = phone.post(to("cast", session, number=1), {f"punten-{first}": "9"})
    assert answer.status_code == 422
    assert 'value="9"' in answer.text
    assert "meer punten dan u hebt" in answer.text
    answer = phone.post(to("cast", session, number=1), {})
    assert "U hebt nog niets ingevuld." in answer.text
    assert not Ballot.objects.filter(round=item).exists()


def test_scoring_begins_with_what_somebody_put_in_front(
    session: PrioritySession, phone: Client, cast: Cast
) -> None:
    first, second, third, *rest = queries.names_of(session).candidates

    def order() -> list[str]:
        page = phone.get(to("participant", session)).text
        return sorted([*rest, first, second, third], key=lambda pk: page.index(f"score-{pk}-"))

    tiers = make_round(session, cast.coos, "tiers")
    typed = {f"niveau-{third}": "priority", f"niveau-{first}": "maintenance"}
    phone.post(to("cast", session, number=1), typed)
    services.close_round(tiers, actor=cast.coos, role="coordinator")
    make_round(session, cast.coos, "scoring")
    assert order() == [third, first, second, *rest]
    phone.cookies.clear()
    phone.cookies.update(browser_of(session, make_participant(session)).cookies)
    assert order() == [first, second, third, *rest]  # nobody else's


def test_two_on_one_place_is_refused(session: PrioritySession, phone: Client, cast: Cast) -> None:
    make_round(session, cast.coos, "ranking")
    first, second, *_rest = queries.names_of(session).candidates
    typed = {f"plek-{first}": "1", f"plek-{second}": "1"}
    answer = phone.post(to("cast", session, number=1), typed)
    assert answer.status_code == 422
    assert "eigen plek" in answer.text


def test_a_vote_after_closing_is_told(session: PrioritySession, phone: Client, cast: Cast) -> None:
    item = make_round(session, cast.coos, minutes=5)
    phone.post(to("cast", session, number=1), filled(item))
    expire(item)
    first = next(iter(queries.names_of(session).candidates))
    answer = phone.post(to("cast", session, number=1), {f"punten-{first}": "5"})
    assert answer.status_code == 422
    assert "telt niet meer mee" in answer.text
    assert "Uw stem is geteld" in answer.text  # the first one still counts
    item.refresh_from_db()
    assert item.state == workflow.CLOSED
    assert list(Ballot.objects.get().content["points"].values()) == [3, 2]


def test_double_submit_refresh_and_back(
    session: PrioritySession, phone: Client, cast: Cast
) -> None:
    item = make_round(session, cast.coos)
    for _again in range(3):
        phone.post(to("cast", session, number=1), filled(item))
    assert phone.get(to("cast", session, number=1)).status_code == 302
    assert Ballot.objects.count() == 1


def test_two_devices_of_one_member_are_one_ballot(cast: Cast) -> None:
    from regie.planning.priority_sessions import joining
    from regie.planning.priority_sessions.models import Participant

    session = make_session(cast, joining=Joining.SIGNED_IN)
    secret = joining.secret_of_member(session, cast.rob)
    Participant.objects.create(
        session=session, user=cast.rob, label="Rob", key_hash=joining.digest(secret)
    )
    item = make_round(session, cast.coos)
    for _device in range(2):
        client = Client()
        client.force_login(cast.rob, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.post(to("cast", session, number=1), filled(item))
    assert Ballot.objects.count() == 1


def test_a_forged_participant_gets_nowhere(session: PrioritySession, cast: Cast) -> None:
    item = make_round(session, cast.coos)
    client = Client()
    client.cookies[f"deelname-{session.pk}"] = "bedacht"
    assert client.post(to("cast", session, number=1), filled(item)).status_code in {302, 403}
    assert Client().post(to("cast", session, number=1), filled(item)).status_code == 302
    assert not Ballot.objects.exists()


def test_nobody_else_sees_a_vote(
    session: PrioritySession, phone: Client, cast: Cast, as_coos: Client
) -> None:
    item = make_round(session, cast.coos, "tiers")
    phone.post(to("cast", session, number=1), filled(item))
    other = browser_of(session, make_participant(session))
    assert "Uw stem is geteld" not in other.get(to("participant", session)).text
    for name in ("manage", "screen", "result"):
        assert "checked" not in as_coos.get(to(name, session)).text
    state = other.get(to("state", session)).json()
    assert set(state) == {"stand", "said", "left"}


def test_an_unknown_round_is_404(session: PrioritySession, phone: Client) -> None:
    assert phone.post(to("cast", session, number=9), {}).status_code == 404


def test_where_no_stream_is_kept_the_browser_asks(session: PrioritySession, phone: Client) -> None:
    assert phone.get(to("live", session)).status_code == 204


# --- the desk -------------------------------------------------------------------------------------


def test_the_desk_leads_a_round(session: PrioritySession, as_coos: Client) -> None:
    assert "Nog geen rondes" in as_coos.get(to("manage", session)).text
    plan = {"form": "points", "question": "Waar zetten we op in?", "minutes": "5", "points": "7"}
    answer = as_coos.post(to("add", session), plan, follow=True)
    assert "De ronde staat klaar." in answer.text
    item = Round.objects.get()
    assert item.settings == {"points": 7, "minutes": 5}
    for slug, state in (
        ("openen", "open"),
        ("sluiten", "closed"),
        ("tonen", "shown"),
        ("verbergen", "closed"),
    ):
        as_coos.post(to("step", session, number=1, slug=slug))
        item.refresh_from_db()
        assert item.state == state
    assert as_coos.get(to("reopen", session, number=1)).status_code == 200
    assert as_coos.post(to("reopen", session, number=1), {"reason": ""}).status_code == 422
    as_coos.post(to("reopen", session, number=1), {"reason": "Er viel iemand weg."})
    item.refresh_from_db()
    assert item.state == "open"
    as_coos.post(to("step", session, number=1, slug="herhalen"))
    as_coos.post(to("change", session, number=2), {"form": "approval", "question": "Wat?"})
    assert Round.objects.get(number=2).form == "approval"
    answer = as_coos.post(to("step", session, number=2, slug="openen"), follow=True)
    assert "Er is al een ronde open." in answer.text
    as_coos.post(to("step", session, number=2, slug="verwijderen"))
    assert Round.objects.count() == 1
    assert as_coos.post(to("step", session, number=1, slug="dansen")).status_code == 404


def test_rounds_are_prepared_while_the_session_is_a_draft(
    session: PrioritySession, cast: Cast, as_coos: Client
) -> None:
    PrioritySession.objects.filter(pk=session.pk).update(state="draft", opened_at=None)
    page = as_coos.get(to("manage", session)).text
    assert "Zet ze klaar voordat de sessie opengaat." in page
    plan = {"form": "points", "question": "Waar zetten we op in?"}
    page = as_coos.post(to("add", session), plan, follow=True).text
    assert "Open nu de sessie, dan kan iedereen meedoen." in page
    assert "De sessie is niet open. Open eerst de sessie." in page  # why its button waits
    assert to("step", session, number=1, slug="openen") not in page
    as_coos.post(to("change", session, number=1), plan | {"question": "Wat?"})
    assert Round.objects.get().question == "Wat?"
    PrioritySession.objects.filter(pk=session.pk).update(state="open", opened_at=timezone.now())
    assert "Er doet nog niemand mee." in as_coos.get(to("manage", session)).text
    make_participant(session)
    for said, slug in (
        ("Open ronde 1.", "openen"),
        ("Sluit haar als iedereen heeft gestemd.", "sluiten"),
        ("Toon nu de uitslag.", "tonen"),
        ("Alle rondes zijn geweest.", ""),
    ):
        assert said in as_coos.get(to("manage", session)).text
        if slug:
            as_coos.post(to("step", session, number=1, slug=slug))


def test_a_bad_plan_keeps_what_was_typed(session: PrioritySession, as_coos: Client) -> None:
    plan = {"form": "points", "question": "Bel 06 12345678", "minutes": "999"}
    answer = as_coos.post(to("add", session), plan)
    assert answer.status_code == 422
    assert "Bel 06 12345678" in answer.text
    as_coos.post(to("add", session), {"form": "points", "question": "Wat?"})
    as_coos.post(to("step", session, number=1, slug="openen"))
    answer = as_coos.post(
        to("change", session, number=1), {"form": "points", "question": "Wat nu?"}
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["manage", "screen", "result"])
def test_pages_of_who_leads_ask_few_queries(
    session: PrioritySession,
    cast: Cast,
    as_coos: Client,
    name: str,
    django_assert_max_num_queries: Any,
) -> None:
    for _n in range(4):
        item = make_round(session, cast.coos)
        services.close_round(item, actor=cast.coos, role="coordinator")
    with django_assert_max_num_queries(15 if name != "result" else 30):
        assert as_coos.get(to(name, session)).status_code == 200


def test_members_without_the_right_read_why(session: PrioritySession, as_rob: Client) -> None:
    for name in ("manage", "screen", "add"):
        answer = as_rob.get(to(name, session))
        assert answer.status_code == 403
        assert "leiden de rondes" in answer.text
    assert as_rob.get(to("state", session) + "?voor=scherm").status_code == 403


def test_the_neighbour_sees_nothing(session: PrioritySession, as_vera: Client) -> None:
    for name in ("participant", "manage", "screen", "result", "state", "live"):
        assert as_vera.get(to(name, session)).status_code == 404


def test_the_big_screen(session: PrioritySession, cast: Cast, as_coos: Client) -> None:
    page = as_coos.get(to("screen", session)).text
    assert "ACDE FGHJ" in page
    assert "<svg" in page
    item = make_round(session, cast.coos)
    who = make_participant(session)
    browser_of(session, who).post(to("cast", session, number=1), filled(item))
    page = as_coos.get(to("screen", session)).text
    assert "1 van 1 stemde" in page
    services.close_round(item, actor=cast.coos, role="coordinator")
    assert "Uitslag" not in as_coos.get(to("screen", session)).text
    services.show_round(item, actor=cast.coos, role="coordinator")
    assert "Uitslag van ronde 1" in as_coos.get(to("screen", session)).text
    state = as_coos.get(to("state", session) + "?voor=scherm").json()
    assert state["turnout"] == "1 van 1 stemde"


# --- what came out --------------------------------------------------------------------------------


def test_results_open_to_members_once_shown(
    session: PrioritySession, cast: Cast, as_coos: Client, as_rob: Client
) -> None:
    item = make_round(session, cast.coos, open_ballot=True)
    who = make_participant(session)
    browser_of(session, who).post(to("cast", session, number=1), filled(item))
    assert as_coos.get(to("csv", session, number=1)).status_code == 404
    services.close_round(item, actor=cast.coos, role="coordinator")
    assert "nog niet getoond" in as_coos.get(to("result", session)).text
    assert "Nog geen uitslag" in as_rob.get(to("result", session)).text
    assert as_rob.get(to("json", session, number=1)).status_code == 404
    services.show_round(item, actor=cast.coos, role="coordinator")
    assert "Wie stemde wat?" in as_rob.get(to("result", session)).text
    lines = list(
        csv.reader(as_rob.get(to("csv", session, number=1)).text.splitlines(), delimiter=";")
    )
    assert lines[1][2:] == [next(iter(queries.names_of(session).candidates.values())), "3"]
    told = json.loads(as_rob.get(to("json", session, number=1)).text)
    assert [sum(one["points"].values()) for one in told["ballots"]] == [5]


def test_a_secret_round_names_nobody(session: PrioritySession, cast: Cast, as_coos: Client) -> None:
    item = make_round(session, cast.coos)
    browser_of(session, make_participant(session)).post(to("cast", session, number=1), filled(item))
    services.close_round(item, actor=cast.coos, role="coordinator")
    page = as_coos.get(to("result", session)).text
    assert "Wie stemde wat?" not in page
    assert "Deelnemer" not in page


# --- so few votes that they lead to persons -------------------------------------------------------


def voted(session: PrioritySession, actor: User, people: int, **how: Any) -> Round:
    """A round that was closed and shown, in which so many people voted the same."""
    item = make_round(session, actor, **how)
    address = to("cast", session, number=item.number)
    for _one in range(people):
        browser_of(session, make_participant(session)).post(address, filled(item))
    services.close_round(item, actor=actor, role="coordinator")
    services.show_round(item, actor=actor, role="coordinator")
    return item


@pytest.mark.parametrize(("people", "openly", "hidden"), [
    (4, False, True), (5, False, False), (4, True, False), (1, False, True),
])  # fmt: skip
def test_a_small_secret_round_hides_its_result_everywhere(
    session: PrioritySession, cast: Cast, as_coos: Client, as_rob: Client,
    people: int, openly: bool, hidden: bool,
) -> None:  # fmt: skip
    item = voted(session, cast.coos, people, open_ballot=openly)
    first = next(iter(queries.names_of(session).candidates.values()))
    phone = browser_of(session, make_participant(session))  # voted nothing itself
    pages = [
        phone.get(to("participant", session)).text,
        as_coos.get(to("screen", session)).text,
        as_coos.get(to("result", session)).text,
        as_rob.get(to("result", session)).text,
        as_rob.get(to("csv", session, number=item.number)).text,
        as_rob.get(to("json", session, number=item.number)).json()["why_hidden"],
    ]
    told = "deelnemer stemde." if people == 1 else "deelnemers stemden."
    for page in pages:
        assert (f"{people} {told}" in page) is hidden
        assert ("Stel de vraag opnieuw als open stemming." in page) is hidden
        assert "Er is dus geen uitslag" not in page  # hidden is not the same as none
    for page in pages[:4]:
        assert (first in page) is not hidden
        assert ("regie-chart" in page or "<figure" in page) is not hidden
    answer = as_rob.get(to("json", session, number=item.number)).json()
    assert (answer["hidden"], answer["votes"]) == (hidden, people)
    assert bool(answer["ballots"]) is not hidden


@pytest.mark.parametrize(("people", "badge"), [(4, "uitslag verborgen"), (5, "uitslag getoond")])
def test_the_desk_does_not_say_that_a_hidden_result_is_shown(
    session: PrioritySession, cast: Cast, as_coos: Client, people: int, badge: str
) -> None:
    voted(session, cast.coos, people)
    page = as_coos.get(to("manage", session)).text
    other = {"uitslag verborgen", "uitslag getoond"} - {badge}
    assert badge in page
    assert other.pop() not in page


def test_the_desk_offers_to_ask_a_small_round_again_in_the_open(
    session: PrioritySession, cast: Cast, as_coos: Client
) -> None:
    item = voted(session, cast.coos, 3)
    assert "Vraag opnieuw, als open stemming" in as_coos.get(to("manage", session)).text
    as_coos.post(to("step", session, number=item.number, slug="open-herhalen"))
    again = Round.objects.get(repeats=item)
    assert again.open_ballot
    voted(session, cast.coos, 5)
    assert as_coos.get(to("manage", session)).text.count("Vraag opnieuw, als open stemming") == 1


def test_an_empty_round_is_not_hidden(
    session: PrioritySession, cast: Cast, as_coos: Client
) -> None:
    voted(session, cast.coos, 0)
    page = as_coos.get(to("result", session)).text
    assert "Er is in deze ronde niet gestemd." in page
    assert "verborgen" not in page


def test_votes_that_no_longer_count_make_a_round_small(
    session: PrioritySession, cast: Cast
) -> None:
    item = voted(session, cast.coos, 5)
    odd = Ballot.objects.filter(round=item).first()
    assert odd is not None
    Ballot.objects.filter(pk=odd.pk).update(content={"points": {"999999": 5}})
    found = results.result_of(item)
    assert (found.hidden, found.outcome, found.votes) == (True, None, 5)


def test_weights_of_too_few_weigh_no_scores(session: PrioritySession, cast: Cast) -> None:
    voted(session, cast.coos, 4, form="weights")
    assert queries.weights_of(session) is None
    voted(session, cast.coos, 5, form="weights")
    assert queries.weights_of(session) is not None


def test_another_method_weighs_again(
    session: PrioritySession, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = voted(session, cast.coos, 5)
    first = results.result_of(item).outcome
    assert results.result_of(item).outcome == first
    asked = []

    def weigh(*_given: object, **_more: object) -> Outcome | None:
        asked.append(True)
        return first

    monkeypatch.setattr(results, "outcome", weigh)
    results.result_of(item)
    assert not asked  # kept
    monkeypatch.setattr(outcomes, "VERSION", "next")
    results.result_of(item)
    assert asked == [True]
