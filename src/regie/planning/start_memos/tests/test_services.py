"""Writing a memo together, the way to the council, and what the council frames."""

import json
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate
from django.utils.translation import override

from regie.evidence.findings.rules import PERSONAL
from regie.foundation.access.guards import Acting
from regie.foundation.access.models import Membership
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import LessonKind, PolicyCycle
from regie.foundation.cycles.path import pages
from regie.foundation.cycles.services import add_lesson
from regie.foundation.records.frozen import stamp
from regie.foundation.records.models import AppendOnlyError, Log
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.planning.assignments import services as assignments
from regie.planning.start_memos import freezing, queries, rules, services, threads
from regie.planning.start_memos.models import Answer, Edition, Remark, StartMemo
from regie.planning.start_memos.paper import paper_of, written
from regie.planning.start_memos.suggestions import SUGGESTIONS, suggestion
from regie.planning.start_memos.tests.conftest import member
from regie.policy.start_memo import START_MEMO
from regie.ui.paper import plain

pytestmark = [pytest.mark.room, pytest.mark.django_db]
Me = Acting

SCOPE = {"scope": {"choice": "both", "text": "Ook verkeer."}}


def said(found: pytest.ExceptionInfo[RefusedError]) -> str:
    return found.value.sentence


def test_a_memo_is_begun_once(memo: StartMemo, cycle: PolicyCycle, me: Me) -> None:
    assert services.create(cycle, **me) == memo
    assert Log.objects.filter(verb="start_memos.create").count() == 1


def test_only_the_coordinator_writes(memo: StartMemo, cast: Cast) -> None:
    with pytest.raises(RefusedError) as refusal:
        services.write(memo, "reason", "x", seen=0, **member(cast.mira))
    assert said(refusal) == "Alleen de veiligheidscoördinator schrijft aan de startnotitie."


def test_an_answer_has_versions(memo: StartMemo, me: Me) -> None:
    services.write(memo, "reason", "Een.", seen=0, **me)
    services.write(memo, "reason", "Twee.", seen=1, **me)
    assert services.write(memo, "reason", "Twee.", seen=2, **me).row is None
    assert services.write(memo, "history", " ", seen=0, **me).row is None
    assert [row.text for row in queries.versions(memo, "reason")] == ["Twee.", "Een."]
    with pytest.raises(AppendOnlyError):
        Answer.objects.update(text="weg")


def test_two_people_at_once_keep_both_texts(memo: StartMemo, me: Me) -> None:
    services.write(memo, "reason", "Van Coos.", seen=0, **me)
    saved = services.write(memo, "reason", "Van een collega.", seen=0, **me)
    assert saved.theirs is not None
    assert saved.theirs.text == "Van Coos."
    found = queries.answers_of(memo)
    assert found.current["reason"].text == "Van Coos."
    assert [row.text for row in found.beside["reason"]] == ["Van een collega."]
    assert found.standing()["reason"].beside
    services.write(memo, "reason", "Samen.", seen=found.number("reason"), **me)
    found = queries.answers_of(memo)
    assert (found.current["reason"].text, found.beside) == ("Samen.", {})
    assert len(queries.versions(memo, "reason")) == 3


def test_keeping_the_first_text_settles_it_too(memo: StartMemo, me: Me) -> None:
    services.write(memo, "reason", "Van Coos.", seen=0, **me)
    services.write(memo, "reason", "Anders.", seen=0, **me)
    assert services.write(memo, "reason", "Van Coos.", seen=1, **me).row is not None
    assert not queries.answers_of(memo).beside


@pytest.mark.parametrize(
    ("question", "text", "choice", "sentence"),
    [
        ("weather", "x", "", rules.UNKNOWN_QUESTION),
        ("scope", "x", "neither", rules.UNKNOWN_CHOICE),
        ("reason", "Bel 06 12345678", "", PERSONAL),
    ],
)
def test_what_does_not_belong_is_refused(
    memo: StartMemo, me: Me, question: str, text: str, choice: str, sentence: str
) -> None:
    with pytest.raises(RefusedError) as refusal:
        services.write(memo, question, text, choice, seen=0, **me)
    assert said(refusal) == sentence
    assert not memo.answers.exists()


def test_a_memo_goes_on_when_it_is_complete(full: StartMemo, me: Me) -> None:
    services.write(full, "reason", "Nog een.", seen=0, **me)
    with pytest.raises(RefusedError, match="twee teksten bij: aanleiding"):
        services.send(full, **me)
    full.refresh_from_db()
    services.write(full, "reason", "Samen.", seen=1, **me)
    edition = services.send(full, **me)
    assert (edition.number, edition.moment) == (1, "to_executive")
    with pytest.raises(RefusedError) as refusal:
        services.write(full, "reason", "Te laat.", seen=3, **me)
    assert said(refusal) == rules.CLOSED


def test_an_empty_memo_says_what_lacks(memo: StartMemo, me: Me) -> None:
    with pytest.raises(RefusedError, match=r"Beantwoord eerst nog: aanleiding, .* en de rol"):
        services.send(memo, **me)


def test_the_light_memo_is_shorter(memo: StartMemo, me: Me) -> None:
    memo.cycle.variant = "light"
    codes = [item.code for item in queries.questions_of(memo)]
    assert "history" not in codes
    assert "scope" in codes


def test_the_way_to_the_council(put: StartMemo, cast: Cast, cycle: PolicyCycle) -> None:
    before = queries.frames(cycle)
    assert (before.decided, before.choices["scope"]) == (False, "social")
    with pytest.raises(StepRefusedError, match="Alleen de griffier"):
        services.record_council(
            put, "adopted", day=localdate(), number="", answers={}, **member(cast.coos)
        )
    edition = services.record_council(
        put,
        "adopted",
        day=localdate(),
        number=" R  2026-4 ",
        answers=SCOPE,
        **member(cast.griet),
    )
    assert (put.state, edition.moment, edition.number) == ("adopted", "adopted", 3)
    found = queries.frames(cycle)
    assert found.decided
    assert found.number == "R 2026-4"
    assert found.choices["scope"] == "both"
    assert found.words["scope"] == "Ook verkeer."
    assert found.most_priorities == 3, "the proposal, where the council did not choose"
    assert pages()["start_memo_council"].progress(cycle).done


def test_noting_without_answers_keeps_the_proposal(
    put: StartMemo, cast: Cast, cycle: PolicyCycle
) -> None:
    services.record_council(
        put, "noted", day=localdate(), number="", answers={}, **member(cast.griet)
    )
    found = queries.frames(cycle)
    assert (put.state, found.decided, found.most_priorities) == ("noted", False, 3)


def test_a_decision_of_tomorrow_is_refused(sent: StartMemo, cast: Cast) -> None:
    with pytest.raises(RefusedError) as refusal:
        services.put(sent, day=localdate() + timedelta(days=1), number="", **member(cast.mira))
    assert said(refusal) == rules.IN_FUTURE
    sent.refresh_from_db()
    assert sent.state == "to_executive"


def test_a_decision_has_a_day(sent: StartMemo, cast: Cast) -> None:
    with pytest.raises(RefusedError) as refusal:
        services.put(sent, day=None, number="", **member(cast.mira))
    assert said(refusal) == rules.NO_DAY


def test_alone_the_coordinator_writes_down_what_others_decide(
    sent: StartMemo, cast: Cast, me: Me
) -> None:
    with pytest.raises(StepRefusedError, match="burgemeester en de wethouder"):
        services.put(sent, day=localdate(), number="", **me)
    others = Membership.objects.filter(role__in=("mayor", "alderman", "clerk"))
    others.filter(municipality=cast.voorbeeldstad).delete()
    services.put(sent, day=localdate(), number="", **me)
    services.record_council(sent, "noted", day=localdate(), number="", answers={}, **me)
    assert sent.state == "noted"


def test_back_to_a_draft_with_a_reason(put: StartMemo, cast: Cast, cycle: PolicyCycle) -> None:
    with pytest.raises(RefusedError) as refusal:
        services.give_back(put, " ", **member(cast.griet))
    assert said(refusal) == rules.NO_REASON
    services.give_back(put, "De raad wil eerst cijfers.", **member(cast.griet))
    assert put.state == "draft"
    assert Log.objects.get(verb="start_memos.return").why == "De raad wil eerst cijfers."
    assert queries.frames(cycle).choices["scope"] == "social"
    assert not pages()["start_memo_council"].progress(cycle).done


def test_a_frozen_edition_never_changes(put: StartMemo, me: Me, cast: Cast) -> None:
    edition = put.editions.first()
    assert edition is not None
    content = edition.content
    assert edition.sha256 == stamp(content)
    services.give_back(put, "Anders.", **me)
    services.write(put, "reason", "Heel anders.", seen=1, **me)
    edition = Edition.objects.get(pk=edition.pk)
    assert edition.content == content
    with pytest.raises(AppendOnlyError):
        edition.save()


# --- remarks --------------------------------------------------------------------------------------


def test_a_remark_and_what_was_done_with_it(put: StartMemo, cast: Cast, me: Me) -> None:
    rob = member(cast.rob)
    services.remark(put, "scope", "Vergeet het water niet.", **rob)
    row = services.remark(put, "scope", "Vergeet het water in de wijk niet.", **rob)
    assert Remark.objects.get() == row
    services.reply(row, "partly", "Water komt in de analyse.", **me)
    services.reply(row, "partly", "Water komt in de analyse.", **me)
    assert row.replies.count() == 1
    with pytest.raises(RefusedError) as refusal:
        services.remark(put, "scope", "Toch niet.", **rob)
    assert said(refusal) == rules.ALREADY_ANSWERED
    with pytest.raises(RefusedError) as refusal:
        services.reply(row, "maybe", "x", **me)
    assert said(refusal) == rules.NO_REPLY
    [(found, reply)] = queries.remarks_of(put)["scope"]
    assert (found, reply and reply.outcome) == (row, "partly")


def test_who_is_no_council_member_gives_no_remark(put: StartMemo, cast: Cast, me: Me) -> None:
    with pytest.raises(RefusedError, match="Alleen raadsleden"):
        services.remark(put, "scope", "x", **me)
    row = services.remark(put, "scope", "x", **member(cast.rob))
    with pytest.raises(RefusedError, match="Alleen de veiligheidscoördinator antwoordt"):
        services.reply(row, "partly", "x", **member(cast.rob))


# --- the document and what Regie knows ------------------------------------------------------------


def test_the_document_says_everything_in_both_languages(put: StartMemo, cast: Cast, me: Me) -> None:
    row = services.remark(put, "scope", "Vergeet het water niet.", **member(cast.rob))
    services.reply(row, "adopted", "Dat doen we.", **me)
    edition = services.record_council(
        put, "adopted", day=localdate(), number="R4", answers=SCOPE, **member(cast.griet)
    )
    content = queries.content_of(edition)
    words = " ".join(plain(paper_of(content)))
    for part in ("Over reason.", "Ook verkeer.", "Vergeet het water niet.", "Dat doen we.", "R4"):
        assert part in words
    assert "Rob" not in words
    assert "Scope" in " ".join(plain(paper_of(content, "en")))
    assert json.loads(edition.content)["remarks"][0]["outcome"] == "adopted"


def test_a_draft_without_words_can_be_printed(memo: StartMemo) -> None:
    content = freezing.frozen(memo, number=1, moment="draft", day=localdate())
    assert "Nog niet beantwoord." in " ".join(plain(paper_of(content)))


def test_lines_with_a_dash_become_a_list() -> None:
    found = list(written("Start:\n– Opdracht\n- Startnotitie\n-\n\nKlaar - bijna."))
    assert [type(block).__name__ for block in found] == ["Paragraph", "BulletList", "Paragraph"]
    assert [type(block).__name__ for block in written("- \n-  ")] == []


def test_every_suggestion_of_the_policy_is_made(cycle: PolicyCycle) -> None:
    named = {item.suggestion for item in START_MEMO().questions} - {""}
    assert named == SUGGESTIONS
    assert suggestion("", cycle) == ""


def test_suggestions_say_what_is_known(cycle: PolicyCycle, cast: Cast) -> None:
    town = cast.voorbeeldstad
    assert suggestion("known", cycle) == ""
    add_lesson(
        town,
        kind=LessonKind.WORKED,
        text="De aanpak van inbraak werkte.",
        source="",
        cycle=cycle,
        actor=cast.coos,
    )
    assert "– De aanpak van inbraak werkte." in suggestion("known", cycle)
    assert "1 januari 2023 tot en met 31 december 2026" in suggestion("period", cycle)
    assert "2023–2026" in suggestion("assignment", cycle)
    assert "– Startnotitie" in suggestion("steps", cycle)
    assert "Gemeenteraad" in suggestion("decisions", cycle)
    assert "– Veiligheidsbeeld" in suggestion("products", cycle)
    assert "Woonvoorbeeld" in suggestion("partners", cycle)
    with override("en"):
        assert "council" in suggestion("decisions", cycle).lower()


def test_progress_tells_how_far_it_is(cycle: PolicyCycle, me: Me) -> None:
    assert not pages()["start_memo"].progress(cycle).done
    assert not pages()["start_memo_council"].progress(cycle).done
    memo = services.create(cycle, **me)
    total = len(queries.questions_of(memo))
    assert f"Nog {total} vragen" in pages()["start_memo"].progress(cycle).words


def test_progress_of_a_memo_on_its_way(sent: StartMemo, cycle: PolicyCycle, cast: Cast) -> None:
    assert pages()["start_memo"].progress(cycle).words == "De startnotitie ligt bij het college."
    services.put(sent, day=localdate(), number="", **member(cast.wim))
    assert pages()["start_memo"].progress(cycle).done
    services.give_back(sent, "Beter.", **member(cast.griet))
    assert "kan naar het college" in pages()["start_memo"].progress(cycle).words
    assert queries.frames(cycle).most_priorities == 3


def test_remarks_stand_on_the_golden_thread(put: StartMemo, cast: Cast, me: Me) -> None:
    row = services.remark(put, "scope", "Vergeet het water niet.", **member(cast.rob))
    pia, coos = member(cast.pia)["membership"], me["membership"]
    [node] = threads.tell_remarks(pia, list(threads.remarks_seen(pia)))
    assert (node.title, node.state) == ("Vergeet het water niet.", "wacht op antwoord")
    services.reply(row, "adopted", "Doen we.", **me)
    [node] = threads.tell_remarks(coos, list(threads.remarks_seen(coos)))
    assert (node.state, node.sentence) == ("overgenomen", "Doen we.")
    assert [each.state for each in threads.tell_memos(pia, list(threads.memos_seen(pia)))] == [
        "ligt bij de raad"
    ]
    vera = member(cast.vera)["membership"]
    assert not threads.remarks_seen(vera).exists()
    assert not threads.memos_seen(vera).exists()


def test_a_draft_is_not_on_the_thread_of_a_partner(memo: StartMemo, cast: Cast, me: Me) -> None:
    assert not threads.memos_seen(member(cast.pia)["membership"]).exists()
    assert threads.memos_seen(me["membership"]).exists()
    assert "2 reacties" in threads._waits(2)


def test_the_memo_proposes_what_was_asked(cast: Cast, cycle: PolicyCycle) -> None:
    assert "Maak een plan." not in suggestion("assignment", cycle)
    words: assignments.Words = {
        "given_by": "council",
        "asked": "Maak een plan.",
        "day": date(2026, 5, 3),
        "number": "",
        "lead": "De veiligheidscoördinator",
    }
    assignments.record(cycle, words, seen="", **member(cast.griet))
    proposed = suggestion("assignment", cycle)
    assert proposed.startswith("De opdracht kwam van de raad, op 3 mei 2026.\nMaak een plan.")
