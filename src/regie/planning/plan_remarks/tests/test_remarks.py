"""Saying something about a text, taking it back, answering, and taking a suggestion over."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from regie.foundation.cycles.cast import Cast
from regie.foundation.organizations.models import Partner
from regie.foundation.records.models import Log
from regie.foundation.records.refusals import RefusedError
from regie.planning.plan_remarks import queries, rules, services
from regie.planning.plan_remarks.models import PlanRemark, RemarkAnswer, RemarkOutcome
from regie.planning.plan_remarks.services import RemarkWords
from regie.planning.plans.models import PlanSection, PlanState, SafetyPlan
from regie.planning.plans.queries import section_view
from regie.planning.plans.services import write_text
from regie.planning.plans.tests.factory import Acting
from regie.ui.paper import Figure

pytestmark = [pytest.mark.room, pytest.mark.django_db]
HOME = "/voorbeeldstad/plan/opmerkingen/"
QUOTE = "Wij werken **samen** met partners."
SUGGESTION = RemarkWords(
    quote=QUOTE, suggestion="Wij werken elke week samen.", on_behalf="Afdeling Jeugd"
)


def _said(section: PlanSection, who: Acting, words: RemarkWords = SUGGESTION) -> PlanRemark:
    return services.remark(section, words, seen=1, **who)


# --- services -------------------------------------------------------------------------------------


def test_a_remark_leaves_one_row_in_the_log(written: PlanSection, coos: Acting) -> None:
    before = Log.objects.count()
    made = _said(written, coos)
    assert (made.quote, made.on_behalf) == (QUOTE, "Afdeling Jeugd")
    assert Log.objects.count() == before + 1
    assert Log.objects.latest("pk").verb == "plan_remarks.remark"
    assert queries.waiting(written.plan) == 1


def test_a_paragraph_that_changed_meanwhile_is_refused(written: PlanSection, coos: Acting) -> None:
    write_text(written, "Een heel andere tekst.", seen=1, **coos)
    with pytest.raises(RefusedError, match="niet meer"):
        _said(written, coos)
    assert not PlanRemark.objects.exists()


def test_data_about_persons_are_refused(written: PlanSection, coos: Acting) -> None:
    with pytest.raises(RefusedError):
        _said(written, coos, RemarkWords(text="Bel 06-12345678 van jan@voorbeeld.nl"))


def test_once_the_council_has_it_nobody_remarks(
    written: PlanSection, plan: SafetyPlan, coos: Acting
) -> None:
    SafetyPlan.objects.filter(pk=plan.pk).update(state=PlanState.COUNCIL)
    with pytest.raises(RefusedError) as refused:
        _said(written, coos)
    assert refused.value.sentence == rules.NOT_NOW


def test_a_suggestion_becomes_a_new_text_that_says_from_whom(
    written: PlanSection, coos: Acting
) -> None:
    made = _said(written, coos)
    services.take_over(made, "Dank, zo is het helderder.", **coos)
    view = section_view(written)
    assert view.text == "Iedereen voelt zich thuis.\n\nWij werken elke week samen."
    assert written.texts.get(number=view.number).origin == {
        "code": "suggestion",
        "who": "Afdeling Jeugd",
    }
    answer = RemarkAnswer.objects.get()
    assert (answer.outcome, answer.text) == ("adopted", "Dank, zo is het helderder.")
    assert queries.waiting(written.plan) == 0


def test_a_suggestion_for_words_that_changed_stays_and_says_so(
    written: PlanSection, coos: Acting
) -> None:
    made = _said(written, coos)
    write_text(written, "Iedereen voelt zich thuis.", seen=1, **coos)
    with pytest.raises(RefusedError) as refused:
        services.take_over(made, "Dank.", **coos)
    assert refused.value.sentence == rules.TEXT_CHANGED
    assert section_view(written).text == "Iedereen voelt zich thuis."
    assert not RemarkAnswer.objects.exists()


def test_a_plan_that_lies_with_others_is_answered_but_not_written(
    offered: PlanSection, coos: Acting
) -> None:
    made = _said(offered, coos)
    with pytest.raises(RefusedError):
        services.take_over(made, "Dank.", **coos)
    services.answer(made, RemarkOutcome.PASSED_ON, "Naar de afdeling Jeugd.", **coos)
    assert RemarkAnswer.objects.count() == 1


def test_the_newest_answer_counts_and_the_old_one_stays(
    written: PlanSection, coos: Acting, cast: Cast
) -> None:
    made = _said(written, coos)
    services.answer(made, RemarkOutcome.NOT_ADOPTED, "Nog niet.", **coos)
    services.answer(made, RemarkOutcome.PARTLY, "Toch een deel.", **coos)
    (view,) = queries._views(PlanRemark.objects.all())
    assert (view.outcome, view.answer, view.answered_by) == ("partly", "Toch een deel.", "Coos")
    assert RemarkAnswer.objects.count() == 2


def test_only_ones_own_remark_without_an_answer_is_withdrawn(
    written: PlanSection, coos: Acting, cast: Cast
) -> None:
    made = _said(written, coos)
    with pytest.raises(RefusedError, match="Alleen wie"):
        services.withdraw(made, actor=cast.mira, role="mayor")
    services.answer(made, RemarkOutcome.ADOPTED, "Ja.", **coos)
    with pytest.raises(RefusedError, match="antwoord"):
        services.withdraw(made, **coos)
    other = _said(written, coos, RemarkWords(text="Weg ermee."))
    services.withdraw(other, **coos)
    assert queries.waiting(written.plan) == 0
    with pytest.raises(RefusedError, match="ingetrokken"):
        services.answer(other, RemarkOutcome.ADOPTED, "Ja.", **coos)


# --- pages ----------------------------------------------------------------------------------------


def _text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_department_says_something_about_one_paragraph(
    written: PlanSection, as_coos: Client
) -> None:
    page = f"{HOME}onderdeel/{written.pk}/"
    assert "Zeg iets over alinea 2" in _text(as_coos, page)
    assert "Wij werken **samen**" in _text(as_coos, f"{page}?alinea=2")
    assert "het hele onderdeel" in _text(as_coos, f"{page}?alinea=99")
    sent = {"text": "", "quote": QUOTE, "suggestion": "Beter.", "seen": "1", "on_behalf": "Jeugd"}
    assert as_coos.post(page, sent)["Location"] == page
    shown = _text(as_coos, HOME)
    assert "1 opmerking wacht op een antwoord" in shown
    assert "Beter." in shown


def test_what_was_typed_stays_when_the_paragraph_is_gone(
    written: PlanSection, as_coos: Client
) -> None:
    page = f"{HOME}onderdeel/{written.pk}/"
    answer = as_coos.post(page, {"text": "Mijn woorden", "quote": "Iets dat er nooit stond"})
    assert answer.status_code == 422
    assert "Mijn woorden" in answer.content.decode()
    assert "staat niet meer in de tekst" in answer.content.decode()


def test_saying_nothing_is_refused_in_words(written: PlanSection, as_coos: Client) -> None:
    sent = {"text": " ", "quote": QUOTE, "suggestion": QUOTE}
    answer = as_coos.post(f"{HOME}onderdeel/{written.pk}/", sent)
    assert answer.status_code == 422
    assert "Schrijf op wat u wilt zeggen" in answer.content.decode()


def test_a_remark_on_a_whole_part_is_obligatory(written: PlanSection, as_coos: Client) -> None:
    answer = as_coos.post(f"{HOME}onderdeel/{written.pk}/", {"text": ""})
    assert answer.status_code == 422
    assert "Dit veld is verplicht." in answer.content.decode()


def test_parts_without_remarks_stand_together_in_one_list(
    written: PlanSection, coos: Acting, as_coos: Client
) -> None:
    assert "Er zijn nog geen opmerkingen" in _text(as_coos, HOME)
    _said(written, coos)
    found = _text(as_coos, HOME)
    remarked, silent = found.split("Nog zonder opmerkingen")
    address = f'href="{HOME}onderdeel/{written.pk}/"'
    assert address in remarked
    assert address not in silent
    assert silent.count(f'href="{HOME}onderdeel/') == written.plan.sections.count() - 1


def test_a_suggestion_is_taken_over_with_one_button(
    written: PlanSection, coos: Acting, as_coos: Client
) -> None:
    made = _said(written, coos)
    page = f"{HOME}{made.pk}/antwoord/"
    shown = _text(as_coos, page)
    assert "<ins>" in shown
    assert as_coos.post(page, {"text": "Dank.", "then": "overnemen"}).status_code == 302
    assert "Wat is ermee gedaan?" in _text(as_coos, f"{HOME}onderdeel/{written.pk}/")
    assert "elke week" in section_view(written).text


def test_an_answer_without_words_keeps_what_was_chosen(
    written: PlanSection, coos: Acting, as_coos: Client
) -> None:
    made = _said(written, coos)
    answer = as_coos.post(f"{HOME}{made.pk}/antwoord/", {"outcome": "partly", "text": ""})
    assert answer.status_code == 422
    assert not RemarkAnswer.objects.exists()


def test_partners_read_what_is_offered_and_only_their_own_remarks(
    offered: PlanSection, coos: Acting, cast: Cast, as_pia: Client
) -> None:
    _said(offered, coos, RemarkWords(text="Alleen voor binnen"))
    page = f"{HOME}onderdeel/{offered.pk}/"
    assert (
        as_pia.post(page, {"text": "Wij willen meedoen", "on_behalf": "Wonen"}).status_code == 302
    )
    shown = _text(as_pia, HOME)
    assert "Wij willen meedoen" in shown
    assert "Alleen voor binnen" not in shown
    assert "Trek in" in shown
    mine = PlanRemark.objects.get(text="Wij willen meedoen")
    other = Partner.objects.create(municipality=cast.voorbeeldstad, name="Een ander")
    PlanRemark.objects.filter(pk=mine.pk).update(made_by=cast.coos, partner=other)
    assert "Wij willen meedoen" not in _text(as_pia, HOME)
    assert as_pia.post(f"{HOME}{mine.pk}/intrekken/").status_code == 404


def test_before_it_is_offered_partners_read_the_reason(
    written: PlanSection, as_pia: Client
) -> None:
    assert "concept" in _text(as_pia, HOME, 403)
    assert "concept" in _text(as_pia, f"{HOME}onderdeel/{written.pk}/", 403)


def test_council_members_read_why_not_and_neighbours_find_nothing(
    written: PlanSection, coos: Acting, as_rob: Client, as_vera: Client, as_mira: Client
) -> None:
    made = _said(written, coos)
    assert "Alleen wie aan het plan werkt" in _text(as_rob, HOME, 403)
    for address in (HOME, f"{HOME}onderdeel/{written.pk}/", f"{HOME}{made.pk}/antwoord/"):
        assert as_vera.get(address).status_code == 404
    own = HOME.replace("voorbeeldstad", "buurstad")
    assert as_vera.get(f"{own}onderdeel/{written.pk}/").status_code == 404
    assert "Alleen de veiligheidscoördinator" in _text(as_mira, f"{HOME}{made.pk}/antwoord/", 403)


def test_without_a_plan_the_page_says_how_one_begins(as_coos: Client) -> None:
    words = _text(as_coos, HOME)
    assert "Er is nog geen plan" in words
    assert "Begin het plan" in words


def test_remarks_stand_beside_the_text_and_on_the_plan(
    written: PlanSection, coos: Acting, as_coos: Client
) -> None:
    _said(written, coos)
    beside = _text(as_coos, f"/voorbeeldstad/plan/onderdeel/{written.pk}/")
    assert "1 wacht op een antwoord" in beside
    assert "Opmerkingen bij de tekst" in _text(as_coos, "/voorbeeldstad/plan/")


def test_queries_do_not_grow_with_remarks(
    written: PlanSection,
    coos: Acting,
    as_coos: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(12):
        _said(written, coos, RemarkWords(text=f"Opmerking {n}", quote=QUOTE))
    as_coos.get(HOME)
    for address in (HOME, f"{HOME}onderdeel/{written.pk}/"):
        with django_assert_max_num_queries(15):
            as_coos.get(address)


def test_a_figure_in_the_text_is_drawn(
    plan: SafetyPlan, coos: Acting, as_coos: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = plan.sections.get(kind="scope")
    write_text(section, "Kijk:\n\n{figuur 1}", seen=0, **coos)
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    line = Figure(drawing, "Minder inbraken.", "Een lijn daalt.")
    monkeypatch.setattr("regie.planning.plans.parts.figures_of", lambda _plan: {1: line})
    words = _text(as_coos, f"{HOME}onderdeel/{section.pk}/")
    assert "Minder inbraken." in words
    assert "Figuur ontbreekt" not in words
