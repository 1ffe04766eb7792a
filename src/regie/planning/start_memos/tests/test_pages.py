"""The start memo on the screen: writing, deciding, reading and reacting."""

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from regie.foundation.access.guards import Acting
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.planning.start_memos import queries, services
from regie.planning.start_memos.models import Remark, StartMemo
from regie.planning.start_memos.tests.conftest import member

pytestmark = [pytest.mark.room, pytest.mark.django_db]
Me = Acting


def address(name: str, **kwargs: object) -> str:
    return reverse(f"start_memos:{name}", kwargs={"gemeente": "voorbeeldstad", **kwargs})


def text(response: HttpResponseBase, status: int = 200) -> str:
    assert response.status_code == status, response.status_code
    return getattr(response, "content", b"").decode()


def answer(**changes: object) -> dict[str, object]:
    return {"seen": 0, "text": "Het plan loopt af.", "then": "next"} | changes


# --- writing --------------------------------------------------------------------------------------


def test_an_empty_room_teaches_the_next_step(as_coos: Client, as_rob: Client) -> None:
    assert "Begin de startnotitie" in text(as_coos.get(address("memo")))
    page = text(as_rob.get(address("memo")))
    assert "U leest die hier zodra het college heeft besloten" in page
    assert "Begin de startnotitie" not in page
    text(as_coos.get(address("read")), 404)


def test_without_a_cycle_there_is_nothing_to_begin(as_coos: Client, cast: Cast) -> None:
    PolicyCycle.objects.all().delete()
    assert "Start eerst een beleidscyclus" in text(as_coos.get(address("memo")))
    page = text(as_coos.post(address("create"), follow=True))
    assert "Start eerst een beleidscyclus." in page


def test_writing_question_after_question(as_coos: Client, cast: Cast) -> None:
    page = text(as_coos.post(address("create"), follow=True))
    assert "0 van 17 beantwoord" in page
    page = text(as_coos.get(address("question", slug="reason")))
    for words in ("Waarom komt er nu een nieuw plan?", "Een voorbeeld", "Dit weet Regie al"):
        assert words in page
    page = text(as_coos.get(address("question", slug="reason") + "?voorstel=1"))
    assert "tot en met 31 december 2026" in page.partition("</textarea>")[0]
    done = as_coos.post(address("question", slug="reason"), answer())
    assert done.headers["Location"] == address("question", slug="history")
    done = as_coos.post(address("question", slug="council_role"), answer(choice="session"))
    assert done.headers["Location"] == address("memo")
    page = text(as_coos.get(address("memo")))
    assert "2 van 17 beantwoord" in page
    assert "Het plan loopt af." in page
    text(as_coos.get(address("question", slug="weather")), 404)


def test_a_text_with_a_number_of_a_person_stays_in_the_box(
    as_coos: Client, memo: StartMemo
) -> None:
    sent = answer(text="Bel 06 12345678")
    page = text(as_coos.post(address("question", slug="reason"), sent), 422)
    assert "Bel 06 12345678" in page
    page = text(as_coos.post(address("question", slug="scope"), answer(choice="x")), 422)
    assert "Het plan loopt af." in page
    assert not memo.answers.exists()


def test_two_browsers_at_once_see_both_texts(as_coos: Client, memo: StartMemo) -> None:
    where = address("question", slug="reason")
    as_coos.post(where, answer(text="De eerste."))
    page = text(as_coos.post(where, answer(text="De tweede.")), 422)
    assert "De eerste." in page
    assert "De tweede." in page
    assert "Beide teksten zijn bewaard" in page
    assert "twee teksten" in text(as_coos.get(address("memo")))
    assert "Er ligt nog een andere tekst" in text(as_coos.get(where))
    as_coos.post(where, answer(text="Samen.", seen=1))
    assert "twee teksten" not in text(as_coos.get(address("memo")))


# --- the way to the council -----------------------------------------------------------------------


def test_what_lacks_is_told(as_coos: Client, memo: StartMemo) -> None:
    page = text(as_coos.post(address("step"), {"step": "send"}, follow=True))
    assert "Beantwoord eerst nog: aanleiding" in page


def test_from_draft_to_the_council(
    as_coos: Client, as_mira: Client, as_griet: Client, as_rob: Client, full: StartMemo
) -> None:
    page = text(as_coos.post(address("step"), {"step": "send"}, follow=True))
    assert "ligt nu bij het college" in page
    assert "Alleen de burgemeester en de wethouder" in page
    assert "nog niet bij de raad" in text(as_rob.get(address("memo")))
    assert "De tekst ligt vast" in text(as_coos.get(address("question", slug="reason")))
    page = text(as_mira.post(address("executive"), {"day": "2099-01-01"}), 422)
    assert "Deze dag ligt nog in de toekomst." in page
    day = localdate().isoformat()
    page = text(as_mira.post(address("executive"), {"day": day, "number": "B12"}, follow=True))
    assert "ligt nu bij de raad" in page
    assert "B12" in page
    assert "Over reason." in text(as_rob.get(address("memo")))
    page = text(as_griet.get(address("council")))
    assert "Voorstel van het college: Hooguit drie." in page
    chosen = {"number_of_priorities": "4", "scope": "both", "participation": "none"}
    sent = {f"choice-{code}": choice for code, choice in chosen.items()}
    sent |= {"outcome": "adopted", "day": day, "number": "R7"}
    assert "De wijk beslist." in text(
        as_griet.post(address("council"), sent | {"text-scope": "De wijk beslist."}), 422
    )
    sent["choice-council_role"] = "session"
    page = text(as_griet.post(address("council"), sent, follow=True))
    assert "Het besluit van de raad is vastgelegd." in page
    page = text(as_rob.get(address("memo")))
    assert "Hooguit vier" in page
    assert queries.frames(full.cycle).most_priorities == 4


def test_a_decision_that_does_not_fit_is_refused_in_words(
    as_mira: Client, as_griet: Client, as_coos: Client, memo: StartMemo
) -> None:
    for client, name in ((as_mira, "executive"), (as_griet, "council"), (as_coos, "executive")):
        assert "Deze stap past niet bij de huidige stand." in text(client.get(address(name)))
    day = localdate().isoformat()
    text(as_mira.post(address("executive"), {"day": day}), 422)
    none = {
        f"choice-{name}": "none"
        for name in ("scope", "number_of_priorities", "participation", "council_role")
    }
    text(as_griet.post(address("council"), {"day": day, "outcome": "noted"} | none), 422)
    assert "Alleen de griffier" in text(as_mira.get(address("council")), 403)


def test_back_to_a_draft_and_what_changed(
    as_griet: Client, as_coos: Client, put: StartMemo
) -> None:
    page = text(as_griet.post(address("step"), {"step": "return", "reason": ""}, follow=True))
    assert "Schrijf op waarom de startnotitie teruggaat" in page
    sent = {"step": "return", "reason": "Meer over jeugd."}
    text(as_griet.post(address("step"), sent, follow=True))
    page = text(as_coos.get(address("memo")))
    assert "De tekst is gelijk aan de laatste uitgave." in page
    as_coos.post(address("question", slug="reason"), answer(text="Nu met jeugd.", seen=1))
    page = text(as_coos.get(address("memo")))
    assert "Wat veranderde sinds de laatste uitgave?" in page
    assert "Nu met jeugd." in page


def test_readers_keep_the_last_edition(
    as_rob: Client, as_coos: Client, put: StartMemo, me: Me
) -> None:
    services.give_back(put, "Anders.", **me)
    services.write(put, "reason", "Nog geheim.", seen=1, **me)
    page = text(as_rob.get(address("memo")))
    assert "Er wordt weer aan geschreven" in page
    assert "Nog geheim." not in page
    draft, open_one = put.editions.get(moment="to_executive"), put.editions.first()
    assert open_one is not None
    text(as_rob.get(address("edition", pk=draft.pk)), 404)
    assert "Kenmerk (SHA-256)" in text(as_rob.get(address("edition", pk=open_one.pk)))
    text(as_coos.get(address("edition", pk=draft.pk)))


# --- reactions ------------------------------------------------------------------------------------


def test_a_reaction_from_a_phone_and_its_answer(
    as_rob: Client, as_coos: Client, as_griet: Client, put: StartMemo
) -> None:
    page = text(as_rob.get(address("memo")))
    assert page.count("Geef een reactie") == len(queries.questions_of(put))
    where = address("remark", slug="scope")
    assert "verplicht" in text(as_rob.post(where, {"text": ""}), 422).lower()
    done = as_rob.post(where, {"text": "Vergeet het water niet."})
    assert done.headers["Location"] == f"{address('read')}#scope"
    page = text(as_rob.get(address("read")))
    assert "Wijzig uw reactie" in page
    assert "Er is nog geen antwoord." in page
    row = Remark.objects.get()
    assert "Er is 1 reactie" in text(as_coos.get(address("memo")))
    assert "Vergeet het water niet." in text(as_coos.get(address("reply", pk=row.pk)))
    text(as_coos.post(address("reply", pk=row.pk), {"text": "Doen we."}), 422)
    sent = {"outcome": "adopted", "text": "Water komt in de analyse."}
    as_coos.post(address("reply", pk=row.pk), sent)
    page = text(as_rob.get(address("read")))
    assert "overgenomen" in page
    assert "Water komt in de analyse." in page
    assert "Op uw reactie is al geantwoord" in text(as_rob.post(where, {"text": "x"}), 422)
    text(as_griet.post(where, {"text": "x"}), 403)
    assert "Water komt in de analyse." in text(as_coos.get(address("reply", pk=row.pk)))


def test_a_reply_can_be_refused(as_coos: Client, put: StartMemo, cast: Cast) -> None:
    row = services.remark(put, "scope", "Water.", **member(cast.rob))
    sent = {"outcome": "adopted", "text": "Mail x@y.nl"}
    assert "Mail x@y.nl" in text(as_coos.post(address("reply", pk=row.pk), sent), 422)


def test_another_municipality_sees_nothing(as_vera: Client, put: StartMemo) -> None:
    for name in ("memo", "read", "executive", "council"):
        text(as_vera.get(address(name)), 404)


def test_the_number_of_queries_is_bounded(
    as_coos: Client,
    as_rob: Client,
    put: StartMemo,
    cast: Cast,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for code in ("scope", "reason", "ambition"):
        services.remark(put, code, "Een reactie.", **member(cast.rob))
    with django_assert_max_num_queries(15):
        text(as_coos.get(address("memo")))
    with django_assert_max_num_queries(12):
        text(as_rob.get(address("memo")))
    with django_assert_max_num_queries(15):
        text(as_coos.get(address("question", slug="history")))
    with django_assert_max_num_queries(12):
        text(as_coos.get(address("council")), 200)
