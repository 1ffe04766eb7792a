"""Enquêtes on the screen: bring one in, look at it, replace it and take it back."""

import io
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from regie.evidence.surveys import incoming
from regie.evidence.surveys.models import Answer, Survey
from regie.evidence.surveys.tests.factory import (
    ABOUT,
    GOOD,
    HEAD,
    MakeAnswer,
    MakeSurvey,
    address,
    csv_file,
    draft_in,
    text,
)
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.models import Log, Step

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def _upload(client: Client, *rows: str, status: int = 200, **changes: object) -> str:
    data = {**ABOUT, "file": csv_file(rows or GOOD), **changes}
    return text(client.post(address("upload"), data), status)


def _save(client: Client, page: str, **more: str) -> str:
    answer = client.post(address("confirm"), {"draft": draft_in(page), **more}, follow=True)
    return text(answer)


# --- bringing one in -----------------------------------------------------------------------------


def test_an_empty_room_teaches_the_next_step(
    as_ilse: Client, as_rob: Client, town: Municipality
) -> None:
    page = text(as_ilse.get(address("overview")))
    assert "Nog geen enquêtes" in page
    assert address("example") in page
    page = text(as_rob.get(address("overview")))
    assert "Alleen de veiligheidscoördinator en de onderzoeker voeren enquêtes in." in page
    assert address("upload") not in page


def test_from_file_to_answers(as_ilse: Client, as_rob: Client, town: Municipality) -> None:
    assert "Subjectieve veiligheid" in text(as_ilse.get(address("upload")))
    page = _upload(as_ilse)
    assert "Er is nog niets bewaard" in page
    assert "te weinig antwoorden" in page
    assert "marge 21% tot 27%, zoals aangeleverd" in page
    assert not Survey.objects.exists()
    page = _save(as_ilse, page)
    assert "De enquête is bewaard en in gebruik." in page
    survey = Survey.objects.get()
    assert (survey.title, survey.design_effect, survey.state) == ("Leefbaarheid", 1.5, "in_use")
    assert Answer.objects.count() == 4
    few = Answer.objects.get(area="BU99010102")
    assert (few.share, few.sample) == (None, 20)
    assert Answer.objects.get(area="BU99010101").design_effect == 2
    log = Log.objects.get(verb="surveys.save")
    assert log.details == {"rows": 4, "left_out": 0}
    page = text(as_rob.get(address("detail", pk=survey.pk)))
    for words in ("21%", "marge 19% tot 24%", "Binnenstad", "te weinig antwoorden", "1.250"):
        assert words in page, words
    assert "Leefbaarheid" in text(as_rob.get(address("overview")))


def test_a_workbook_is_read_as_well(as_ilse: Client, town: Municipality) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    percent = book.add_format({"num_format": "0%"})
    for column, title in enumerate(HEAD.split(";")):
        sheet.write(0, column, title)
    sheet.write_row(1, 0, ["Voelt zich onveilig", "Subjectieve veiligheid", "Binnenstad", 2024])
    sheet.write(1, 4, 0.34, percent)
    sheet.write(1, 6, 200)
    book.close()
    file = SimpleUploadedFile("uitkomsten.xlsx", stream.getvalue())
    _save(as_ilse, _upload(as_ilse, file=file))
    assert Answer.objects.get().share == pytest.approx(0.34)


def test_bad_rows_are_left_out_only_knowingly(as_ilse: Client, town: Municipality) -> None:
    bad = (
        "Voelt zich onveilig;Tuinieren;Binnenstad;2023;21;;300;;;",
        "Voelt zich onveilig;Subjectieve veiligheid;Nergens;2023;121;;0;;;",
        "Voelt zich onveilig;Subjectieve veiligheid;Haven;2023;21;;300;;;",
        "Voelt zich onveilig;Subjectieve veiligheid;BU99020101;2023;21;;300;;;",
        "Voelt zich onveilig;Subjectieve veiligheid;gemeente;2023;21;;;;;",
    )
    page = _upload(as_ilse, *GOOD, *bad)
    for words in (
        "Dit thema kent Regie niet.",
        "Dit gebied kent Regie niet in uw gemeente.",
        "Een aandeel ligt tussen 0 en 100 procent.",
        "Het aantal antwoorden is een heel getal boven nul.",
        "Deze naam past bij meer gebieden: BU99010102, BU99010199.",
        "Dit gebied ligt niet in uw gemeente.",
        "Een aandeel zonder marge zegt niets.",
        "5 rijen hebben een probleem",
    ):
        assert words in page, words
    draft = draft_in(page)
    again = text(as_ilse.post(address("confirm"), {"draft": draft}), 422)
    assert "Laat de rijen met een probleem weg" in again
    assert not Survey.objects.exists()
    _save(as_ilse, again, leave_out="on")
    assert Answer.objects.count() == 4
    assert Log.objects.get(verb="surveys.save").details == {"rows": 4, "left_out": 5}


def test_saving_twice_saves_once(as_ilse: Client, town: Municipality) -> None:
    page = _upload(as_ilse)
    _save(as_ilse, page)
    assert "Deze antwoorden staan er al" in _save(as_ilse, page)
    assert Survey.objects.count() == 1
    page = _upload(as_ilse)
    assert "Dit antwoord staat al in een andere enquête met deze naam." in page
    assert "Er is geen goede rij" in page


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("a.csv", b"%PDF-1.4 nee"), "Dit is een pdf."),
        (SimpleUploadedFile("a.xlsx", b"PK\x03\x04kapot"), "beschadigd"),
        (SimpleUploadedFile("a.csv", b"een;twee\r\n1;2\r\n"), "Deze kolommen ontbreken: vraag"),
        (
            SimpleUploadedFile("a.csv", f"{HEAD}\r\n".encode()),
            "Er staan geen rijen onder de koppen.",
        ),
        (
            csv_file(["q;Subjectieve veiligheid;gemeente;2024;0,34;;300;;;"]),
            "Schrijf procenten: 34 in plaats van 0,34.",
        ),
        (
            csv_file(["q;Subjectieve veiligheid;gemeente;2024;34"], "vraag;thema;gebied;jaar;%"),
            "Een aandeel zonder marge zegt niets.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    as_ilse: Client, town: Municipality, file: SimpleUploadedFile, sentence: str
) -> None:
    file.seek(0)
    page = _upload(as_ilse, status=422, file=file)
    assert sentence in page
    assert 'value="Leefbaarheid"' in page
    assert not Survey.objects.exists()


def test_a_workbook_with_macros_is_read_and_nothing_of_it_is_run(
    as_ilse: Client, town: Municipality
) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_vba_project(io.BytesIO(b"Attribute VB_Name"), is_stream=True)
    sheet = book.add_worksheet()
    for at, line in enumerate((HEAD, *GOOD)):
        sheet.write_row(at, 0, line.split(";"))
    book.close()
    page = _upload(as_ilse, file=SimpleUploadedFile("a.xlsm", stream.getvalue()))
    assert "Bewaar 4 rijen" in page


def test_what_is_too_large_is_refused_in_words(
    as_ilse: Client, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "MOST_DRAFT", 10)
    assert "te groot voor één keer" in _upload(as_ilse, status=422)
    monkeypatch.setattr(incoming, "MOST_BYTES", 10)
    assert "Lever hoogstens 20 MB aan." in _upload(as_ilse, status=422)


def test_a_reader_that_breaks_says_nothing_of_the_file(
    as_ilse: Client,
    town: Municipality,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_arguments: object, **_more: object) -> None:
        raise OSError("geheim")

    monkeypatch.setattr(incoming, "opened", broken)
    assert "Er ging iets mis bij het lezen." in _upload(as_ilse, status=422)
    assert "geheim" not in caplog.text


def test_a_file_about_people_is_refused_and_kept_nowhere(
    as_ilse: Client, town: Municipality, settings: object
) -> None:
    head = f"{HEAD};e-mail"
    rows = [f"{GOOD[0]};bewoner{n}@voorbeeld.example" for n in range(30)]
    page = _upload(as_ilse, status=422, file=csv_file(rows, head))
    assert "In dit bestand staan persoonsgegevens" in page
    assert "bewoner1@voorbeeld.example" not in page
    assert not Survey.objects.exists()
    logged = str(list(Log.objects.values_list("why", "details", "subject_label")))
    assert "voorbeeld.example" not in logged
    inbox = Path(str(getattr(settings, "INBOX", "")))
    assert not [path for path in inbox.rglob("*") if path.is_file()]


def test_persons_do_not_belong_in_a_question_or_a_name(as_ilse: Client, town: Municipality) -> None:
    row = "Vindt mevrouw De Vries het veilig;Subjectieve veiligheid;gemeente;2024;21;;300;;;"
    page = _upload(as_ilse, row)
    assert "Hier staat een naam van een persoon." in page
    assert "De Vries" not in page
    page = _upload(as_ilse, status=422, title="Bel 06-12345678")
    assert "Hier staat een nummer of adres" in page
    assert not Survey.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"fieldwork_to": "2024-08-01"}, "De laatste dag ligt vóór de eerste dag."),
        ({"fieldwork_to": "2124-08-01"}, "Deze dag ligt nog in de toekomst."),
        ({"design_effect": "0"}, "Ontwerpeffect"),
        ({"design_effect_reason": ""}, "Waarom dit ontwerpeffect?"),
        ({"method": "rumour"}, "Hoe zijn mensen gevraagd?"),
        ({"file": ""}, "Bestand met de antwoorden"),
    ],
)
def test_what_is_not_right_is_said_at_its_field(
    as_ilse: Client, town: Municipality, changes: dict[str, str], sentence: str
) -> None:
    page = _upload(as_ilse, status=422, **changes)
    start = page.index("regie-errors")
    assert sentence in page[start : page.index("</ul>", start)]


def test_a_draft_is_only_for_who_made_it(
    as_ilse: Client, as_coos: Client, as_vera: Client, town: Municipality
) -> None:
    draft = draft_in(_upload(as_ilse))
    for client, place in ((as_coos, "voorbeeldstad"), (as_vera, "buurstad")):
        page = text(client.post(address("confirm", place), {"draft": draft}, follow=True))
        assert "Dit overzicht is verlopen." in page
    page = text(as_ilse.post(address("confirm"), {"draft": draft + "x"}, follow=True))
    assert "Dit overzicht is verlopen." in page
    assert not Survey.objects.exists()


def test_five_thousand_rows(as_ilse: Client, town: Municipality) -> None:
    rows = [
        f"Vraag {n % 100};Subjectieve veiligheid;gemeente;{1975 + n // 100};{n % 90};;{n + 30};;;"
        for n in range(1500, 5100)
    ]
    bad = [f"Vraag {n};Onzin;gemeente;2024;20;;300;;;" for n in range(1400)]
    page = _upload(as_ilse, *rows, *bad)
    assert "En nog 3.580 rijen." in page
    assert "En nog 1.200 problemen." in page
    assert "(1.400)" in page
    _save(as_ilse, page, leave_out="on")
    assert Answer.objects.count() == 3600
    many = _upload(as_ilse, *(rows * 3), status=422)
    assert "meer dan 10.000 rijen" in many


# --- typing a few rows ---------------------------------------------------------------------------


TYPED = {
    "rij1-question": "Voelt zich onveilig",
    "rij1-theme": "perceived_safety",
    "rij1-area": "BU99010101",
    "rij1-year": "2024",
    "rij1-share": "34",
    "rij1-sample": "200",
}


def test_a_few_rows_typed(as_coos: Client, town: Municipality) -> None:
    here = address("type_in")
    assert "Rij 6" in text(as_coos.get(here))
    page = text(as_coos.post(here, {**ABOUT, **TYPED}))
    assert "Er is nog niets bewaard" in page
    _save(as_coos, page)
    row = Answer.objects.get()
    assert (row.share, row.sample, row.area_year) == (0.34, 200, 2025)


def test_typed_rows_say_what_is_wrong_beside_the_field(as_coos: Client, town: Municipality) -> None:
    here = address("type_in")
    wrong = {**TYPED, "rij1-sample": "0", "rij2-question": "Nog een vraag"}
    page = text(as_coos.post(here, {**ABOUT, **wrong}), 422)
    assert 'href="#id_rij1-sample"' in page
    assert "Het aantal antwoorden is een heel getal boven nul." in page
    assert 'href="#id_rij2-area"' in page
    assert "Kijk deze rijen na" in page
    page = text(as_coos.post(here, ABOUT), 422)
    assert "Er is geen enkele rij om te bewaren." in page
    page = text(as_coos.post(here, {**ABOUT, **TYPED, "rij1-share": "0,3"}), 422)
    assert "Schrijf procenten" in page
    page = text(as_coos.post(here, {**ABOUT, **TYPED, "rij1-theme": "nonsense"}), 422)
    assert 'href="#id_rij1-theme"' in page


# --- after that ----------------------------------------------------------------------------------


def test_replacing_keeps_the_old_one_to_read(
    as_ilse: Client, as_coos: Client, town: Municipality
) -> None:
    _save(as_ilse, _upload(as_ilse))
    old = Survey.objects.get()
    here = address("replace", pk=old.pk)
    assert 'value="Leefbaarheid"' in text(as_coos.get(here))
    better = "Voelt zich onveilig;Subjectieve veiligheid;gemeente;2024;22;;1300;;;"
    page = text(as_coos.post(here, {**ABOUT, "file": csv_file([better])}))
    assert "Deze rijen komen in de plaats van" in page
    _save(as_coos, page)
    old.refresh_from_db()
    new = Survey.objects.exclude(pk=old.pk).get()
    assert (old.state, new.replaces_id, new.state) == ("replaced", old.pk, "in_use")
    page = text(as_coos.get(address("detail", pk=old.pk)))
    assert "Deze enquête is vervangen." in page
    assert address("detail", pk=new.pk) in page
    assert Log.objects.get(verb="surveys.replace").details["replaces"] == old.pk
    page = text(as_coos.get(here, follow=True))
    assert "Deze enquête is niet meer in gebruik." in page


def test_withdrawing_asks_for_a_reason(
    as_coos: Client, survey: MakeSurvey, answer: MakeAnswer
) -> None:
    found = survey()
    answer(found)
    here = address("withdraw", pk=found.pk)
    assert "Waarom trekt u deze enquête in?" in text(as_coos.post(here, {"why": ""}), 422)
    page = text(as_coos.post(here, {"why": "Bel Jan Jansen"}), 422)
    assert "Hier staat een naam van een persoon." in page
    page = text(as_coos.post(here, {"why": "Verkeerd gewogen."}, follow=True))
    assert "De enquête is ingetrokken." in page
    assert Step.objects.get().why == "Verkeerd gewogen."
    page = text(as_coos.post(here, {"why": "Nog eens."}, follow=True))
    assert "past niet bij de huidige stand" in page
    assert "telt niet meer mee" in page


def test_changing_what_is_said_about_it(
    as_coos: Client, survey: MakeSurvey, answer: MakeAnswer
) -> None:
    found, other = survey(), survey(title="Ander onderzoek")
    answer(found)
    answer(other)
    here = address("edit", pk=found.pk)
    assert "Leefbaarheid" in text(as_coos.get(here))
    as_coos.post(here, {**ABOUT, "version": "2", "design_effect": "2"})
    found.refresh_from_db()
    assert (found.version, found.design_effect) == ("2", 2.0)
    changed = Log.objects.get(verb="surveys.describe").details["changed"]
    assert changed == ["version", "design_effect"]
    page = text(as_coos.post(here, {**ABOUT, "title": "Ander onderzoek"}), 422)
    assert "Deze antwoorden staan er al" in page
    page = text(as_coos.post(here, {**ABOUT, "title": "Bel 06-12345678"}), 422)
    assert "Hier staat een nummer" in page
    Survey.objects.filter(pk=found.pk).update(state="withdrawn")
    assert "niet meer in gebruik" in text(as_coos.post(here, ABOUT, follow=True))


def test_answers_can_be_filtered_and_downloaded(
    as_rob: Client, survey: MakeSurvey, answer: MakeAnswer
) -> None:
    found = survey()
    answer(found)
    answer(found, question="=Gevaarlijk?", area="BU99010101", year=2023)
    here = address("detail", pk=found.pk)
    page = text(as_rob.get(here, {"gebied": "BU99010101"}))
    assert page.count('data-l="Vraag"') == 1
    assert text(as_rob.get(here, {"jaar": "2024"})).count('data-l="Vraag"') == 1
    page = text(as_rob.get(here, {"jaar": "2024", "gebied": "BU99010101"}))
    assert "Er is geen antwoord dat hierbij past." in page
    csv = text(as_rob.get(address("answers_csv", pk=found.pk)))
    assert "'=Gevaarlijk?" in csv
    assert ",20.0," in csv


def test_the_example_can_be_read_back(as_ilse: Client, town: Municipality) -> None:
    csv = as_ilse.get(address("example"))
    file = SimpleUploadedFile("voorbeeld.csv", csv.content)
    page = _upload(as_ilse, file=file)
    assert "Bewaar 4 rijen" in page


def test_who_may_do_what(
    as_rob: Client,
    as_mira: Client,
    as_pia: Client,
    survey: MakeSurvey,
    answer: MakeAnswer,
) -> None:
    found = survey()
    answer(found)
    for client in (as_rob, as_mira, as_pia):
        for name in ("overview",):
            assert client.get(address(name)).status_code == 200
        for name in ("detail", "answers_csv"):
            assert client.get(address(name, pk=found.pk)).status_code == 200
        for name in ("upload", "type_in", "example"):
            assert client.get(address(name)).status_code == 403
        assert client.post(address("confirm")).status_code == 403
        for name in ("edit", "replace", "withdraw"):
            assert client.post(address(name, pk=found.pk), {"why": "x"}).status_code == 403
    found.refresh_from_db()
    assert found.state == "in_use"


def test_the_neighbour_sees_nothing(
    as_vera: Client, survey: MakeSurvey, answer: MakeAnswer
) -> None:
    found = survey()
    answer(found)
    assert as_vera.get(address("overview")).status_code == 404
    for name in ("detail", "answers_csv", "edit", "replace"):
        assert as_vera.get(address(name, "buurstad", pk=found.pk)).status_code == 404
    assert as_vera.post(address("withdraw", "buurstad", pk=found.pk)).status_code == 404
    assert "Leefbaarheid" not in text(as_vera.get(address("overview", "buurstad")))


def test_few_queries_whatever_there_is(
    as_coos: Client,
    survey: MakeSurvey,
    answer: MakeAnswer,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    found = survey()
    answer(found)
    counts = []
    for more in (0, 60):
        for number in range(more):
            answer(found, question=f"Vraag {number}", year=2024 - number % 3)
        for here in (address("overview"), address("detail", pk=found.pk), address("upload")):
            with django_assert_max_num_queries(18) as seen:
                text(as_coos.get(here))
            counts.append(len(seen))
    assert counts[:3] == counts[3:]


def test_the_room_speaks_english(as_coos: Client, survey: MakeSurvey, answer: MakeAnswer) -> None:
    found = survey(method="open")
    answer(found)
    as_coos.post(reverse("set_language"), {"language": "en", "next": "/"})
    page = text(as_coos.get(address("detail", pk=found.pk)))
    assert "This is no sample." in page
    assert "margin 18% to 23%" in page
    assert "Perceived safety" in page
    page = text(as_coos.get(address("upload")))
    assert "Which survey do you add?" in page
    assert "Enquête" not in page


def test_nothing_is_styled_inline(as_coos: Client, survey: MakeSurvey, answer: MakeAnswer) -> None:
    found = survey()
    answer(found)
    pages = [address("detail", pk=found.pk), address("edit", pk=found.pk)]
    pages += [address(name) for name in ("overview", "upload", "type_in")]
    for here in pages:
        page = text(as_coos.get(here))
        assert "style=" not in page
        assert page.count("<h1") == 1


def test_the_database_keeps_surveys_whole(survey: MakeSurvey, answer: MakeAnswer) -> None:
    surveys: list[dict[str, object]] = [
        {"fieldwork_from": "2024-12-01"},
        {"design_effect": 0},
        {"version": ""},
        {"method": "rumour"},
    ]
    for wrong in surveys:
        with pytest.raises(IntegrityError), transaction.atomic():
            survey(**wrong)
    found = survey()
    answer(found)
    answers: list[dict[str, object]] = [
        {},
        {"year": 2020, "share": 1.2},
        {"year": 2020, "sample": 0, "share": None},
        {"year": 2020, "sample": 20},
        {"year": 2020, "share": None},
        {"year": 2020, "low": 0.3, "high": 0.4},
        {"year": 2020, "sample": None},
    ]
    for wrong in answers:
        with pytest.raises(IntegrityError), transaction.atomic():
            answer(found, **wrong)
    assert str(found) == "Leefbaarheid (2024)"
    assert "GM9901" in str(Answer.objects.get())
