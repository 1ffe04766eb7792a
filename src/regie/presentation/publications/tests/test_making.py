"""A document in the background: by a real worker, once, told honestly, and taken up again."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from regie.foundation.access.models import Membership
from regie.foundation.cycles.cast import Cast
from regie.foundation.records import pulse
from regie.foundation.records.models import Log
from regie.foundation.records.telling import heard_by, tell
from regie.planning.plan_decisions import services as deciding
from regie.planning.plan_decisions.models import PlanEdition
from regie.planning.plan_decisions.tests import factory
from regie.planning.plan_papers.tests import sample
from regie.presentation import documents
from regie.presentation.house_styles import services as styles
from regie.presentation.publications import pages, queries, receivers, rules, services, tasks
from regie.presentation.publications.editions import FORMS, PART, folder, keep, place_of
from regie.presentation.publications.kinds import BY_CODE
from regie.presentation.publications.models import Document, DocumentState
from regie.presentation.publications.plan_kinds import PLAN_PAPERS, Draft
from regie.presentation.publications.reasons import TEMPLATE
from regie.ui.paper import as_data
from regie.ui.tests import papers

pytestmark = [pytest.mark.room, pytest.mark.django_db]
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture(autouse=True)
def _worker(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker is there, the queue is that of the database, and everything counts as large."""
    settings.DATA, settings.TASKS = tmp_path, QUEUE
    monkeypatch.setattr(rules, "AT_ONCE", 0.0)
    # It works in the connection of the test here; closing that loses what the test wrote.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    pulse.beat()


@pytest.fixture
def edition(cast: Cast) -> PlanEdition:
    return factory.adopted(cast)


def _address(edition: PlanEdition, form: str = "pdf", code: str = "plan") -> str:
    keys = {"gemeente": "voorbeeldstad", "pk": edition.pk, "form": form}
    return reverse(f"publications:{code}", kwargs=keys)


def _place(name: str, pk: int) -> str:
    return reverse(f"publications:{name}", kwargs={"gemeente": "voorbeeldstad", "pk": pk})


def _asked(client: Client, address: str, capture: Any) -> str:
    """Ask for a document that is not there yet; answers where somebody waits for it."""
    with capture(execute=True):
        answer = client.get(address)
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def _work() -> None:
    """Let the worker do what is in the queue, as `regie worker` does."""
    call_command("db_worker", batch=True, verbosity=0, reload=False, startup_delay=False)


def _coos(cast: Cast) -> dict[str, Any]:
    return {"membership": Membership.objects.get(user=cast.coos), "actor": cast.coos}


def _order(cast: Cast, edition: PlanEdition, form: str = "pdf") -> services.Order:
    return services.Order(BY_CODE["plan"], edition.pk, edition, form, "nl", cast.voorbeeldstad)


# --- by the worker --------------------------------------------------------------------------------


def test_a_document_is_made_by_the_worker_while_somebody_waits(
    as_rob: Client, edition: PlanEdition, django_capture_on_commit_callbacks: Any
) -> None:
    page = _asked(as_rob, _address(edition), django_capture_on_commit_callbacks)
    waiting = as_rob.get(page)
    assert "Dit document wacht tot het wordt gemaakt." in waiting.content.decode()
    assert f'href="{page}">Kijk hoe ver het is' in waiting.content.decode()
    assert 'role="status"' in waiting.content.decode()
    assert "Refresh" not in waiting.headers
    assert '<a href="/voorbeeldstad/plan/" aria-current="page"' in waiting.content.decode()
    _work()
    ready = as_rob.get(page)
    row = Document.objects.get()
    assert "Dit document is klaar." in ready.content.decode()
    assert ready.headers["Refresh"] == f"1; url={_place('file', row.pk)}"
    assert row.sha256 in ready.content.decode()
    file = as_rob.get(_place("file", row.pk))
    assert file.content.startswith(b"%PDF")
    assert len(file.content) == row.size
    assert as_rob.get(_address(edition)).content == file.content
    Document.objects.update(made_at=timezone.now() - timedelta(minutes=5))
    assert "Refresh" not in as_rob.get(page).headers


def test_two_people_who_ask_at_once_get_one_document(
    as_rob: Client, as_coos: Client, edition: PlanEdition, django_capture_on_commit_callbacks: Any
) -> None:
    pages_seen = {
        _asked(client, _address(edition), django_capture_on_commit_callbacks)
        for client in (as_rob, as_coos, as_rob)
    }
    assert len(pages_seen) == 1
    assert DBTaskResult.objects.count() == 1
    row = Document.objects.get()
    twin = Document.objects.get()
    assert services.make(row).state == DocumentState.DONE
    made = place_of(row).stat().st_mtime_ns
    assert services.make(twin).state == DocumentState.DONE
    _work()
    assert place_of(row).stat().st_mtime_ns == made


def test_what_is_polled_answers_only_when_there_is_more(
    as_rob: Client, edition: PlanEdition, django_capture_on_commit_callbacks: Any
) -> None:
    page = _asked(as_rob, _address(edition), django_capture_on_commit_callbacks)
    row = Document.objects.get()
    htmx = {"HX-Request": "true"}
    seen = pages.token(row)
    assert as_rob.get(f"{page}?gezien={seen}", headers=htmx).status_code == 204
    told = {"stage": "figures", "done": 3, "of": 12}
    Document.objects.update(
        state=DocumentState.MAKING, progress=told, heard_at=timezone.now(), tries=1
    )
    shown = as_rob.get(f"{page}?gezien={seen}", headers=htmx).content.decode()
    assert "Figuur 3 van 12 wordt getekend." in shown
    assert 'value="25"' in shown
    Document.objects.update(state=DocumentState.FAILED, refusal=rules.INTERRUPTED)
    assert as_rob.get(page, headers=htmx).headers["HX-Refresh"] == "true"


def test_who_waits_reads_how_many_go_first(
    as_rob: Client, edition: PlanEdition, django_capture_on_commit_callbacks: Any
) -> None:
    _asked(as_rob, _address(edition), django_capture_on_commit_callbacks)
    page = _asked(as_rob, _address(edition, "odt"), django_capture_on_commit_callbacks)
    assert "Er gaat nog 1 document voor." in as_rob.get(page).content.decode()


# --- without a worker -----------------------------------------------------------------------------


def test_without_a_worker_it_is_made_at_once(
    as_rob: Client, edition: PlanEdition, tmp_path: Path
) -> None:
    (tmp_path / "worker-pulse").unlink()
    assert not pulse.is_alive()
    assert as_rob.get(_address(edition)).content.startswith(b"%PDF")


def test_a_worker_that_does_not_begin_is_not_waited_for(
    as_rob: Client, edition: PlanEdition, django_capture_on_commit_callbacks: Any
) -> None:
    page = _asked(as_rob, _address(edition), django_capture_on_commit_callbacks)
    Document.objects.update(asked_at=timezone.now() - timedelta(seconds=16))
    assert "Dit document is klaar." in as_rob.get(page).content.decode()


def test_small_documents_are_made_at_once(
    as_rob: Client, edition: PlanEdition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "AT_ONCE", 0.25)
    assert as_rob.get(_address(edition)).content.startswith(b"%PDF")
    assert DBTaskResult.objects.count() == 0


# --- restart --------------------------------------------------------------------------------------


def test_what_was_left_half_way_is_taken_up_and_in_the_end_failed(
    cast: Cast,
    as_rob: Client,
    edition: PlanEdition,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """The process that made it is killed: three times, and then somebody is told."""
    row = services.ask(_order(cast, edition), actor=cast.rob)

    def killed(*_all: object) -> bytes:
        raise KeyboardInterrupt

    whole = services._printed
    monkeypatch.setattr(services, "_printed", killed)
    for tries in (1, 2, 3):
        with pytest.raises(KeyboardInterrupt):
            services.make(row)
        row.refresh_from_db()
        assert (row.state, row.tries) == (DocumentState.MAKING, tries)
        long_ago = timezone.now() - timedelta(seconds=61)
        Document.objects.update(heard_at=long_ago)
        with django_capture_on_commit_callbacks(execute=True):
            tasks.tend()
        row.refresh_from_db()
    assert row.state == DocumentState.FAILED
    page = as_rob.get(_place("document", row.pk)).content.decode()
    assert "Het maken werd drie keer onderbroken. Probeer het opnieuw." in page
    monkeypatch.setattr(services, "_printed", whole)
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_rob.post(_place("again", row.pk), follow=True)
    assert "Regie probeert het opnieuw." in answer.content.decode()
    _work()
    row.refresh_from_db()
    assert (row.state, row.tries, row.refusal) == (DocumentState.DONE, 0, "")
    assert [log.verb for log in Log.objects.filter(verb__startswith="publications.")] == [
        "publications.again",
        "publications.fail",
    ]


def test_a_task_that_was_lost_is_queued_again(
    cast: Cast, edition: PlanEdition, django_capture_on_commit_callbacks: Any
) -> None:
    row = services.ask(_order(cast, edition), actor=None)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.leave([row])
        assert tasks.tend() == 0
    DBTaskResult.objects.all().delete()
    Document.objects.update(queued_at=timezone.now() - timedelta(minutes=11))
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.tend() == 1
    _work()
    row.refresh_from_db()
    assert row.state == DocumentState.DONE


def test_a_document_that_is_gone_harms_no_worker(db: None) -> None:
    assert tasks.make_document.call(4711) == "gone"


def test_a_file_that_was_lost_comes_back_the_same(
    cast: Cast, as_rob: Client, edition: PlanEdition, django_capture_on_commit_callbacks: Any
) -> None:
    """An adopted plan always gives the same document, to the last byte."""
    for form in FORMS:
        row = services.make(services.ask(_order(cast, edition, form), actor=None))
        before, mark = place_of(row).read_bytes(), row.sha256
        place_of(row).unlink()
        answer = as_rob.get(_place("file", row.pk))
        assert answer.status_code == 302
        _asked(as_rob, _address(edition, form), django_capture_on_commit_callbacks)
        _work()
        row.refresh_from_db()
        assert (place_of(row).read_bytes(), row.sha256) == (before, mark)


# --- what goes wrong ------------------------------------------------------------------------------


def _draft(cast: Cast, content: dict[str, Any], form: str = "pdf") -> Document:
    """A document of a plan with this content, asked for as a draft."""
    from regie.foundation.records.frozen import canonical, stamp

    words = canonical(content)
    plan = factory.made_plan(cast)
    order = services.Order(
        BY_CODE["plan_now"], plan.pk, Draft(words, stamp(words)), form, "nl", cast.voorbeeldstad
    )
    return services.make(services.ask(order, actor=cast.coos))


def _with_figure(**changes: object) -> dict[str, Any]:
    drawn = next(
        block
        for section in papers.report().sections
        for block in section.blocks
        if type(block).__name__ == "Figure"
    )
    figure = {**as_data(drawn), "caption": "Inbraak daalt", **changes}
    sections = [{"kind": "analysis", "title": "Het beeld", "text": "Zie.\n\n{figuur 7}"}]
    return sample.content(figures={"7": figure}, sections=sections)


def test_a_figure_without_a_description_is_refused_with_its_place(
    cast: Cast, as_coos: Client
) -> None:
    row = _draft(cast, _with_figure(alternative=" "))
    assert row.state == DocumentState.FAILED
    page = as_coos.get(_place("document", row.pk)).content.decode()
    assert "Figuur 7 (“Inbraak daalt”, onderdeel Het beeld) heeft geen beschrijving." in page
    assert "Probeer opnieuw" in page
    assert row.content, "what was asked for is kept, to try again"


def test_a_figure_that_cannot_be_read_is_named(cast: Cast) -> None:
    row = _draft(cast, _with_figure(svg="geen tekening"))
    assert row.state == DocumentState.FAILED
    assert "Figuur 7 (“Inbraak daalt”, onderdeel Het beeld) is niet te lezen." in str(
        row.refusal_params["what"]
    )


def test_a_figure_that_is_gone_is_told_beside_the_document(cast: Cast, as_coos: Client) -> None:
    content = _with_figure()
    content["figures"] = {}
    row = _draft(cast, content)
    assert row.state == DocumentState.DONE
    assert row.lacks == ["Figuur 7 in onderdeel Het beeld is er niet meer."]
    page = as_coos.get(_place("document", row.pk)).content.decode()
    assert "Figuur 7 in onderdeel Het beeld is er niet meer." in page


def test_content_that_is_not_whole_is_told_and_logged(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    row = _draft(cast, {"form": 1})
    assert (row.state, "niet heel" in row.refusal) == (DocumentState.FAILED, True)
    assert "making document" in caplog.text


def test_a_disk_that_is_full_is_told(
    cast: Cast, edition: PlanEdition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_all: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(services, "keep", full)
    row = services.make(services.ask(_order(cast, edition), actor=None))
    assert "schijf vol" in row.refusal


def _template(*lines: str) -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(stream)
    return stream.getvalue()


def test_a_broken_template_is_told_with_its_line(
    cast: Cast, as_coos: Client, edition: PlanEdition
) -> None:
    row = styles.add("brief.docx", _template("Stadhuis", "{{ inhoud }}"), **_coos(cast))
    broken = _template("Stadhuis", "{{ inhout }}", "{{ inhoud }}")
    type(row).objects.update(content=broken)
    made = services.make(services.ask(_order(cast, edition, "word"), actor=cast.coos))
    assert (made.state, made.refusal) == (DocumentState.FAILED, TEMPLATE)
    page = as_coos.get(_place("document", made.pk)).content.decode()
    assert "inhout" in page
    assert "in de tekst, regel 2" in page


def test_a_template_that_was_removed_meanwhile_is_told(cast: Cast, edition: PlanEdition) -> None:
    styles.add("brief.docx", _template("Stadhuis", "{{ inhoud }}"), **_coos(cast))
    row = services.ask(_order(cast, edition, "word"), actor=cast.coos)
    styles.put_aside(**_coos(cast))
    assert services.make(row).state == DocumentState.DONE, "another is in use, this one is known"
    other = services.ask(_order(cast, edition, "word"), actor=cast.coos)
    Document.objects.filter(pk=other.pk).update(style="0" * 64)
    other.refresh_from_db()
    assert "weggehaald" in services.make(other).refusal


def test_an_edition_that_is_gone_is_told(cast: Cast, edition: PlanEdition) -> None:
    row = services.ask(_order(cast, edition), actor=None)
    Document.objects.update(subject=999_999)
    row.refresh_from_db()
    assert "is er niet meer" in services.make(row).refusal


# --- who may see it -------------------------------------------------------------------------------


def test_a_document_of_another_municipality_does_not_exist(
    cast: Cast, as_vera: Client, edition: PlanEdition
) -> None:
    row = services.make(services.ask(_order(cast, edition), actor=None))
    town = "buurstad"
    for name in ("document", "file"):
        assert as_vera.get(_place(name, row.pk)).status_code == 404
        own = reverse(f"publications:{name}", kwargs={"gemeente": town, "pk": row.pk})
        assert as_vera.get(own).status_code == 404
    again = reverse("publications:again", kwargs={"gemeente": town, "pk": row.pk})
    assert as_vera.post(again).status_code == 404
    edition_page = reverse("publications:edition", kwargs={"gemeente": town, "pk": edition.pk})
    assert as_vera.get(edition_page).status_code == 404


def test_a_draft_stays_with_who_reads_the_plan(
    cast: Cast, as_coos: Client, as_rob: Client, django_capture_on_commit_callbacks: Any
) -> None:
    factory.written_plan(cast)
    keys = {"gemeente": "voorbeeldstad", "paper": "ivp", "form": "pdf"}
    address = reverse("publications:preview", kwargs=keys)
    page = _asked(as_coos, address, django_capture_on_commit_callbacks)
    _work()
    row = Document.objects.get()
    assert "Dit document is klaar." in as_coos.get(page).content.decode()
    assert as_coos.get(_place("file", row.pk)).content.startswith(b"%PDF")
    for name in ("document", "file"):
        assert as_rob.get(_place(name, row.pk)).status_code == 404
    assert (row.lasts, row.content) == (False, "")


def test_an_edition_that_a_role_does_not_read_gives_no_document(cast: Cast, as_rob: Client) -> None:
    plan = factory.to_executive(cast)
    edition = plan.editions.get()
    row = services.make(services.ask(_order(cast, edition), actor=cast.coos))
    assert as_rob.get(_place("document", row.pk)).status_code == 404
    assert as_rob.get(_place("edition", edition.pk)).status_code == 404


# --- ahead, the overview and cleaning -------------------------------------------------------------


def test_documents_are_in_the_queue_when_a_council_adopts(
    cast: Cast, as_rob: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        edition = factory.adopted(cast)
    expected = len(PLAN_PAPERS) * len(receivers.FORMS)
    assert Document.objects.filter(subject=edition.pk).count() == expected
    assert DBTaskResult.objects.count() == expected
    _work()
    states = set(Document.objects.values_list("state", flat=True))
    assert states == {DocumentState.DONE}
    assert as_rob.get(_address(edition, "word")).content.startswith(b"PK")
    place_of(Document.objects.all()[0]).unlink()
    with django_capture_on_commit_callbacks(execute=True):
        deciding.publish(
            edition.plan,
            day=timezone.localdate(),
            place="Gemeenteblad 2026, 12",
            **factory.acting(cast.griet, "clerk"),
        )
    waiting = Document.objects.filter(state=DocumentState.WAITING)
    assert waiting.count() == 1, "only what is missing is made again"


def test_without_a_worker_nothing_is_put_in_a_queue(
    cast: Cast, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    (tmp_path / "worker-pulse").unlink()
    with django_capture_on_commit_callbacks(execute=True):
        factory.adopted(cast)
    assert not Document.objects.exists()


def test_the_overview_shows_what_there_is(
    cast: Cast, as_rob: Client, edition: PlanEdition, django_assert_max_num_queries: Any
) -> None:
    made = services.make(services.ask(_order(cast, edition), actor=None))
    services.ask(_order(cast, edition, "word"), actor=None)
    with django_assert_max_num_queries(12):
        page = as_rob.get(_place("edition", edition.pk)).content.decode()
    assert made.sha256 in page
    assert edition.sha256 in page
    for words in ("klaar", "wacht", "Nog niet gemaakt:", "Engels", "?taal=en"):
        assert words in page


def test_the_language_can_be_asked_for(
    as_rob: Client, edition: PlanEdition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "AT_ONCE", 0.25)
    made = {
        language: as_rob.get(f"{_address(edition, 'html')}?taal={language}").content.decode()
        for language in ("nl", "en", "xx")
    }
    assert '<html lang="en">' in made["en"]
    assert made["nl"] == made["xx"]


def test_few_queries_while_somebody_waits(
    cast: Cast, as_rob: Client, edition: PlanEdition, django_assert_max_num_queries: Any
) -> None:
    row = services.ask(_order(cast, edition), actor=None)
    with django_assert_max_num_queries(12):
        as_rob.get(_place("document", row.pk))


def test_what_can_still_change_is_kept_for_a_day(cast: Cast, edition: PlanEdition) -> None:
    lasting = services.make(services.ask(_order(cast, edition), actor=None))
    words = sample.content()
    row = _draft_of(cast, edition, words)
    broken = folder() / f"plan-half.1-2{PART}"
    broken.write_bytes(b"%PDF")
    assert services.tidy() == 0
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    assert services.tidy(tomorrow) == 1
    assert not place_of(row).exists()
    assert not broken.exists()
    assert place_of(lasting).exists()
    assert list(Document.objects.all()) == [lasting]


def _draft_of(cast: Cast, edition: PlanEdition, content: dict[str, Any]) -> Document:
    from regie.foundation.records.frozen import canonical, stamp

    words = canonical(content)
    draft = Draft(words, stamp(words))
    kind = BY_CODE["plan_now"]
    order = services.Order(kind, edition.plan_id, draft, "pdf", "nl", cast.voorbeeldstad)
    return services.make(services.ask(order, actor=cast.coos))


def test_a_document_of_a_kind_that_is_no_more_does_not_exist(
    cast: Cast, edition: PlanEdition
) -> None:
    row = services.ask(_order(cast, edition), actor=None)
    Document.objects.update(kind="scroll")
    member = Membership.objects.get(user=cast.coos)
    assert queries.document(member, row.pk) is None
    row.refresh_from_db()
    assert not services.by_itself(row)


# --- how far it is --------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "stages"), [("pdf", 2), ("word", 2), ("odt", 2)])
def test_every_form_tells_how_far_it_is(form: str, stages: int) -> None:
    from regie.presentation.documents import pictures

    pictures.forget()
    told: list[tuple[str, int, int]] = []
    build = {"pdf": documents.pdf, "word": documents.word, "odt": documents.odt}[form]
    with heard_by(lambda *line: told.append(line)):
        build(papers.report())
    figures = [line for line in told if line[0] == "figures"]
    assert figures[-1][1] == figures[-1][2] > 0
    assert told[-1][0] == "pages"
    assert len({line[0] for line in told}) == stages


def test_nobody_has_to_listen() -> None:
    tell("pages")


def test_progress_is_written_now_and_then(
    cast: Cast, edition: PlanEdition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "A_LINE", -1.0)
    seen: list[dict[str, Any]] = []

    def look(row: Document, made: bytes) -> None:
        seen.append(Document.objects.get(pk=row.pk).progress)
        keep(row, made)

    monkeypatch.setattr(services, "keep", look)
    services.make(services.ask(_order(cast, edition), actor=None))
    assert seen == [{"stage": "pages", "done": 0, "of": 0}]
