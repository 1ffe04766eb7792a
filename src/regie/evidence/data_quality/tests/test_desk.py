"""The quality desk: what each source can be used for, and what to ask its publisher."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from regie.evidence.data_quality import listing, queries, questions
from regie.evidence.data_quality.models import Question
from regie.evidence.data_quality.queries import Desk
from regie.evidence.sources.models import Dataset, Delivery
from regie.evidence.sources.queries import MERGED, figures
from regie.evidence.sources.services import import_file
from regie.evidence.sources.tests import files
from regie.evidence.vintages.services import compare
from regie.evidence.vintages.tests.conftest import Two, take_in
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.models import Log

pytestmark = [pytest.mark.room, pytest.mark.django_db]

TOWN = "voorbeeldstad"
TABLE = "47018ned"
TODAY = date(2026, 1, 20)


def address(name: str, town: str = TOWN, **kwargs: object) -> str:
    return reverse(f"data_quality:{name}", kwargs={"gemeente": town, **kwargs})


def text(response: object, status: int = 200) -> str:
    assert isinstance(response, HttpResponse), response
    assert response.status_code == status, response.status_code
    return response.content.decode()


@pytest.fixture
def town(cast: None) -> Municipality:
    del cast
    return Municipality.objects.get(slug=TOWN)


def test_an_empty_desk_teaches_the_next_step(as_coos: Client) -> None:
    assert "Nog geen cijfers" in text(as_coos.get(address("desk")))


def test_each_source_has_a_verdict_per_use(as_rob: Client, two: Two) -> None:
    page = text(as_rob.get(address("desk")))
    assert "47018NED" in page
    assert "bruikbaar met zorg" in page
    assert address("source", slug=TABLE) in page
    assert "style=" not in page


def test_verdicts_for_the_rooms_above(two: Two, town: Municipality) -> None:
    found = queries.verdicts(town, "47018NED", "neighbourhood", today=TODAY)
    assert set(found) == {"0.0.0", "1.1.1", "1.4.1", "3.1.1"}
    assert found["1.4.1"].answers == ("not", "not", "not")
    assert {reason.code for reason in found["1.4.1"].level.reasons} >= {"hidden"}
    assert {reason.code for reason in found["3.1.1"].trend.reasons} >= {"enforcement"}
    assert "provisional" in {reason.code for reason in found["1.1.1"].level.reasons}
    assert "no_rate" in {reason.code for reason in found["1.1.1"].comparison.reasons}
    some = queries.verdicts(town, "47018NED", "neighbourhood", ["1.1.1"], today=TODAY)
    assert set(some) == {"1.1.1"}
    assert queries.verdicts(town, "47013NED", "municipality") == {}
    assert queries.verdicts(town, "47018NED", "province") == {}


def test_fresh_and_stale_follow_the_rhythm(two: Two, town: Municipality) -> None:
    source = Desk(town, own=False).source(TABLE)
    assert source is not None
    assert queries.fresh(source, TODAY).state == "fresh"
    assert queries.fresh(source, date(2027, 1, 20)).state == "waiting"
    assert queries.fresh(source, date(2027, 3, 20)).state == "stale"
    assert queries.fresh(source, date(2026, 10, 1)).state == "rebuild"


def test_the_page_of_a_source(as_rob: Client, two: Two) -> None:
    page = text(as_rob.get(address("source", slug=TABLE)))
    for words in (
        "Waarvoor zijn deze cijfers bruikbaar?",
        "Welke cijfers zijn er?",
        "Vier soorten zijn in wijken en buurten afgeschermd",
        "Hoe ging het bij eerdere leveringen?",
        "Alleen de veiligheidscoördinator en de onderzoeker stellen vragen",
    ):
        assert words in page, words
    assert as_rob.get(address("source", slug="47013ned")).status_code == 404


def test_coverage_tells_hidden_from_zero(as_rob: Client, two: Two) -> None:
    here = address("source", slug=TABLE)
    chosen = {"niveau": "neighbourhood", "soort": "GeregistreerdeMisdrijven|1.4.1"}
    page = text(as_rob.get(here, chosen))
    assert "regie-strip__hidden" in page
    assert "regie-strip__value" not in page
    assert "regie-strip__value" in text(as_rob.get(here, {**chosen, "niveau": "municipality"}))


def test_the_desk_speaks_english(as_rob: Client, two: Two) -> None:
    as_rob.post(reverse("set_language"), {"language": "en", "next": "/"})
    page = text(as_rob.get(address("source", slug=TABLE)))
    assert "What can these figures be used for?" in page
    assert "Waarvoor" not in page
    assert "usable with care" in text(as_rob.get(address("desk")))


def test_few_queries_whatever_there_is(
    as_coos: Client,
    two: Two,
    town: Municipality,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(30):
        Question.objects.create(municipality=town, source=TABLE, text=f"vraag {number}")
    for name, more in (("desk", {}), ("source", {"slug": TABLE}), ("routes", {})):
        with django_assert_max_num_queries(15):
            text(as_coos.get(address(name, **more)))


def test_registrations_are_for_few_and_never_for_another_town(
    as_coos: Client, as_rob: Client, as_vera: Client, two: Two, town: Municipality
) -> None:
    assert two.new.dataset is not None
    Dataset.objects.filter(pk=two.new.dataset.pk).update(owner=town)
    Delivery._base_manager.filter(pk=two.new.pk).update(owner=town)
    assert "Registraties van partners" in text(as_coos.get(address("desk")))
    text(as_coos.get(address("source", slug=TABLE)))
    assert "Registraties van partners" not in text(as_rob.get(address("desk")))
    assert as_rob.get(address("source", slug=TABLE)).status_code == 404
    assert as_vera.get(address("source", "buurstad", slug=TABLE)).status_code == 404
    assert as_vera.get(address("source", slug=TABLE)).status_code == 404


# --- questions -----------------------------------------------------------------------------------


def test_a_question_of_ones_own(as_ilse: Client, two: Two, town: Municipality) -> None:
    answer = as_ilse.post(address("ask", slug=TABLE), {"text": "Hoe telt u  fietsen?"})
    assert answer.status_code == 302
    question = Question.objects.get()
    assert (str(question), question.state) == ("Hoe telt u fietsen?", "open")
    page = text(as_ilse.get(address("source", slug=TABLE)))
    assert "mailto:?subject=" in page
    assert ". Hoe telt u fietsen?" in page
    assert as_ilse.post(address("asked", slug=TABLE)).status_code == 302
    step = address("step", pk=question.pk)
    as_ilse.post(step, {"step": "answer", "answer": "Per aangifte."})
    question.refresh_from_db()
    assert (question.state, question.answer) == ("answered", "Per aangifte.")
    as_ilse.post(step, {"step": "reopen"})
    as_ilse.post(step, {"step": "drop"})
    question.refresh_from_db()
    assert question.state == "dropped"
    page = text(as_ilse.post(step, {"step": "answer", "answer": "x"}, follow=True))
    assert "past niet bij de huidige stand" in page
    assert "bestaat niet" in text(as_ilse.post(step, {"step": "?"}, follow=True))
    verbs = set(Log.objects.filter(municipality_code=town.code).values_list("verb", flat=True))
    assert verbs >= {
        "data_quality.ask",
        "data_quality.mark_asked",
        "data_quality.answer",
        "data_quality.reopen",
        "data_quality.drop",
    }


def test_persons_do_not_belong_in_a_question(as_ilse: Client, two: Two, town: Municipality) -> None:
    here = address("ask", slug=TABLE)
    page = text(as_ilse.post(here, {"text": "Bel jan@voorbeeld.nl"}), 422)
    assert "geen gegevens over personen" in page
    assert not Question.objects.exists()
    assert "jan@voorbeeld.nl" not in "".join(Log.objects.values_list("why", flat=True))
    assert as_ilse.post(here, {"text": " "}).status_code == 422
    question = Question.objects.create(
        municipality=town, source=TABLE, text="Waarom?", state="asked"
    )
    page = text(
        as_ilse.post(
            address("step", pk=question.pk),
            {"step": "answer", "answer": "geboren 1-2-1980"},
            follow=True,
        )
    )
    assert "geen gegevens over personen" in page
    question.refresh_from_db()
    assert (question.state, question.answer) == ("asked", "")


def test_only_some_ask_and_only_at_home(
    as_rob: Client, as_vera: Client, as_ilse: Client, two: Two, town: Municipality
) -> None:
    question = Question.objects.create(municipality=town, source=TABLE, text="Waarom?")
    for name, more in (("ask", {"slug": TABLE}), ("asked", {"slug": TABLE})):
        assert as_rob.post(address(name, **more)).status_code == 403
        assert as_ilse.post(address(name, slug="47013ned")).status_code == 404
    step = {"step": "drop"}
    assert as_rob.post(address("step", pk=question.pk), step).status_code == 403
    assert as_vera.post(address("step", "buurstad", pk=question.pk), step).status_code == 404
    question.refresh_from_db()
    assert question.state == "open"


def test_a_finding_becomes_a_question(as_coos: Client, two: Two, town: Municipality) -> None:
    report = {
        "table_id": "47018NED",
        "title": "",
        "file_name": "x.csv",
        "rows_read": 1,
        "rows_skipped": 0,
        "findings": [
            {
                "code": "suspicious_zeros",
                "severity": "problem",
                "sentence": "%(count)s",
                "params": {"count": 2, "period": "2025"},
                "rows": [{"area": "BU99010101", "type": "1.1.1", "usual": 9.0}],
            }
        ],
    }
    Delivery.objects.filter(pk=two.new.pk).update(report=report)
    page = text(as_coos.get(address("source", slug=TABLE)))
    assert "Reeksen die in 2025 ineens precies nul zijn: 2 (BU99010101 1.1.1)." in page
    assert ">1<" in text(as_coos.get(address("desk")))
    as_coos.post(address("asked", slug=TABLE))
    question = Question.objects.get()
    assert (question.state, question.delivery_id) == ("asked", two.new.pk)
    assert question.key in str(question)
    assert "Er zijn nu geen vragen." in text(as_coos.get(address("source", slug=TABLE)))
    as_coos.post(reverse("set_language"), {"language": "en", "next": "/"})
    page = text(as_coos.get(address("source", slug=TABLE)))
    assert "suddenly exactly zero" in page


def test_a_suggestion_can_be_dismissed(as_coos: Client, as_rob: Client, two: Two) -> None:
    town = Municipality.objects.get(slug=TOWN)
    source = Desk(town, own=False).source(TABLE)
    assert source is not None
    (first, *_rest) = queries.suggested(source, {}, [])
    here = address("dismiss", slug=TABLE)
    assert as_rob.post(here, {"key": first.key}).status_code == 403
    assert as_coos.post(here, {"key": first.key}).status_code == 302
    question = Question.objects.get()
    assert (question.state, question.key) == ("dropped", first.key)
    assert first.key not in {s.key for s in queries.suggested(source, {}, [question])}
    assert as_coos.post(here, {"key": "?"}).status_code == 404


def test_withheld_that_became_zero_is_a_question() -> None:
    summary = {
        "levels": {
            "neighbourhood": {
                "counts": {"hidden_zero": 1},
                "suspicious": [{"area": "BU1", "category": "1.4.1", "period": "2025JJ00"}],
            }
        }
    }
    (found,) = questions.hidden_zero(summary, 1, "2025JJ00")
    assert "BU1 1.4.1 2025" in found.words
    none = {"levels": {"neighbourhood": {"counts": {"hidden_zero": 0}, "suspicious": []}}}
    assert not list(questions.hidden_zero(none, 1, "2025JJ00"))


def test_a_long_list_is_copied_instead_of_mailed() -> None:
    assert questions.mail_address("x", "kort").startswith("mailto:")
    assert questions.mail_address("x", "lang " * 1000) == ""


def test_the_database_keeps_questions_whole(two: Two, town: Municipality) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.create(municipality=town, source=TABLE)
    Question.objects.create(municipality=town, source=TABLE, key="a", sentence="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.create(municipality=town, source=TABLE, key="a", sentence="x")


def test_revisions_show_in_the_history(as_coos: Client, two: Two) -> None:
    kept = compare(two.old, two.new)
    page = text(as_coos.get(address("source", slug=TABLE)))
    assert reverse("vintages:differences", args=[TOWN, kept.newer_id]) in page
    assert reverse("vintages:vintage", args=[TOWN, kept.older_id]) in page


def test_the_doors_on_the_page_of_a_delivery(as_coos: Client, two: Two) -> None:
    page = text(as_coos.get(reverse("sources:delivery", args=[TOWN, two.old.pk])))
    for name in ("vintages:differences", "vintages:vintage"):
        assert reverse(name, args=[TOWN, two.old.pk]) in page
    assert address("source", slug=TABLE) in page
    refused = Delivery.objects.create(
        file_name="x.csv",
        state="refused",
        municipality=Municipality.objects.get(slug=TOWN),
        refusal="Leeg.",
    )
    page = text(as_coos.get(reverse("sources:delivery", args=[TOWN, refused.pk])))
    assert "Meer over deze cijfers" not in page


# --- routes --------------------------------------------------------------------------------------


@pytest.fixture
def three_routes(two: Two, tmp_path: Path) -> None:
    """A monthly table of municipalities and a table of places, with their own numbers."""
    rows = [
        (kind, code, f"2024MM{month:02d}", 7)
        for kind in ("0.0.0", "1.1.1")
        for code in ("NL99", "GM9901", "WK990101")
        for month in range(1, 13)
    ]
    months = files.offences(tmp_path / "m.csv", rows)
    assert import_file(months, actor=None, table="47022NED").delivery


def test_routes_stand_side_by_side(as_rob: Client, three_routes: None) -> None:
    page = text(as_rob.get(address("routes"), {"jaar": "2024"}))
    assert "Rij van de gemeente" in page
    assert "Buurten opgeteld" in page
    assert "47022NED" in page
    assert "84" in page
    other = text(as_rob.get(address("routes"), {"soort": "nuisance"}))
    assert "Er is maar één weg" in other


@pytest.fixture
def distinct(cast: None, names: None, tmp_path: Path) -> None:
    """Three tables of one family with different years, levels and withheld types."""
    del cast, names
    yearly = {
        (kind, code, year): 0 if kind == "1.4.1" else 100 + year % 10
        for kind in ("0.0.0", "1.1.1", "1.4.1")
        for code in ("NL99", "GM9901", "WK990101", "BU99010101")
        for year in range(2018, 2025)
    }
    take_in(_table(tmp_path / "a.csv", yearly), date(2025, 1, 15))
    towns = {
        (kind, code, year): 200 + year % 10
        for kind in ("0.0.0", "1.1.1", "1.4.1")
        for code in ("NL99", "GM9901", "GM9902")
        for year in range(2012, 2026)
    }
    path = _table(tmp_path / "b.csv", towns, area="RegioS")
    assert import_file(path, actor=None, table="47013NED", classification=2025).delivery


def _table(path: Path, values: dict[tuple[str, str, int], int], area: str = "") -> Path:
    rows = [(kind, code, f"{year}JJ00", value) for (kind, code, year), value in values.items()]
    return files.offences(path, rows, area=area or "WijkenEnBuurten")


@pytest.mark.parametrize("level", ["country", "municipality", "district", "neighbourhood"])
def test_no_series_is_put_together_from_two_routes(distinct: None, level: str) -> None:
    """Every line of one area and type comes from one table, whichever answers."""
    found = figures("offence", realm="voorbeeld", measure="GeregistreerdeMisdrijven", level=level)
    assert found is not None
    for area in range(len(found.areas)):
        for kind in range(len(found.categories)):
            line = found.values[area, kind]
            tables = {int(value) // 100 for value in line[~np.isnan(line)]}
            assert len(tables) <= 1, (found.areas[area], found.categories[kind], line)


def test_only_editions_and_surveys_follow_each_other() -> None:
    """Counted offences and nuisance are never put behind each other from two tables."""
    assert MERGED.isdisjoint({"offence", "nuisance", "registration"})
    assert listing.JOINED == MERGED
