"""The document of an analysis: every part is written from frozen values, in either language."""

import csv
import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest

from regie.evidence.analyses import exports, trend
from regie.evidence.analyses.paper import paper_of
from regie.evidence.appraisal.rules import Word
from regie.evidence.diagnosis.queries import IndicatorView
from regie.evidence.findings.rules import Verdict, stored
from regie.evidence.findings.subjects import by_code
from regie.evidence.findings.tests.making import BURGLARY, TOWN, level, place
from regie.evidence.formats.rules import State
from regie.evidence.indicators.benchmarks import Group
from regie.evidence.indicators.comparison import BenchmarkView
from regie.evidence.indicators.rules import Reading, Reason, Segment
from regie.evidence.indicators.series import SeriesView
from regie.foundation.records.frozen import canonical
from regie.ui.paper import Callout, Figure, Paper, as_json, words_of

pytestmark = pytest.mark.pure

HAVEN = "BU99010102"
Plain = dict[str, Any]


def said(dutch: Any, english: Any) -> Plain:
    return {"nl": dutch, "en": english}


def reading(year: int, rate: float | None = 4.25) -> Reading:
    return Reading(
        area=TOWN,
        period=f"{year}JJ00",
        count=425.0,
        denominator=100_000.0 if rate else None,
        rate=rate,
        low=None if rate is None else rate - 0.4,
        high=None if rate is None else rate + 0.4,
        state=State.VALUE,
        reason=Reason.NONE,
        provisional=year == 2025,
    )


def view(*, rated: bool = True, country: bool = True) -> IndicatorView:
    """Four years with a break in a year that was counted half and half."""
    readings = tuple(reading(year, 4.25 if rated else None) for year in range(2022, 2026))
    own = SeriesView(
        definition=by_code()[BURGLARY],
        area=TOWN,
        level="municipality",
        readings=readings,
        segments=(Segment(0, 1), Segment(1, 2, mixed=True), Segment(2, 4)),
        denominator="inhabitants" if rated else "",
        fallback=False,
        deliveries=(),
        denominator_deliveries=(),
        classification_year=2025,
    )
    beside = BenchmarkView(Group.COUNTRY, "Nederland", readings, 342, ())
    return IndicatorView(own, (beside,) if country else ())


def delivery(pk: int, table: str, publisher: str = "Politie", **more: Any) -> Plain:
    return {
        "id": pk,
        "table": table,
        "title": "Misdrijven",
        "publisher": publisher,
        "sha256": "ab" * 32,
        "vintage": "2026-02-01",
        "received": "2026-02-03",
        "classification_year": 2025,
        "last_period": "2025MM12",
        "used": True,
        **more,
    }


def finding(key: str, verdict: Verdict, **more: Any) -> Plain:
    return {
        "key": key,
        "kind": "level",
        "theme": "registered_crime",
        "indicator": BURGLARY,
        "name": said("Woninginbraak", "Burglary"),
        "headline": said("Woninginbraak: afwijkend", "Burglary: deviating"),
        "told": said(["Meer dan bij anderen."], ["More than elsewhere."]),
        "evidence": said([], []),
        "areas": [],
        "confidence": "high",
        "story": "",
        "other_sources": "",
        "not_used": "",
        "merged": [],
        "observations": [],
        "verdict": stored(verdict),
        **more,
    }


def content() -> Plain:
    """An analysis in which everything that can be said is said."""
    high = Verdict(level=level(word=Word.DEVIATING), deliveries=(1, 2, 3, 4, 9))
    spots = Verdict(places=(place(HAVEN, Word.DEVIATING),), deliveries=(1,))
    theme = {
        "code": "registered_crime",
        "field": "living_environment",
        "name": said("Criminaliteit", "Crime"),
        "field_name": said("Leefomgeving", "Living environment"),
        "included": True,
        "why": "",
    }
    quiet = theme | {"code": "nuisance", "name": said("Overlast", "Nuisance")}
    out = theme | {"code": "tourism", "name": said("Toerisme", "Tourism"), "included": False}
    glance = {"headline": said("Oud", "Old"), "told": said(["Was zo."], ["Was so."])}
    return {
        "number": 2,
        "title": "Veiligheidsanalyse 2027",
        "country": said("Nederland", "the Netherlands"),
        "municipality": {"code": TOWN, "slug": "voorbeeldstad", "name": "Voorbeeldstad"},
        "published": {"at": "2026-03-01T10:00:00+01:00", "day": "2026-03-01", "by": "Coos"},
        "cycle": "2027–2030",
        "introduction": "Inleiding.",
        "evaluation": "",
        "conclusion": "Let op de haven.",
        "stories": {"registered_crime": "Een groep trok rond."},
        "lessons": [],
        "scope": {"text": "Sociaal.", "not_used": [{"source": "Jeugdzorg", "why": "Hulp."}]},
        "themes": [theme, quiet, out | {"why": "Speelt niet."}],
        "findings": [
            finding(
                "a",
                high,
                evidence=said(["Diefstal"], ["Theft"]),
                merged=[said("Schuurinbraak", "Shed burglary")],
                story="Vooral in december.",
                other_sources="Wijkagent.",
                not_used="Aangiften via internet.",
                observations=[5],
            ),
            finding("b", spots, kind="place_level", areas=[{"code": HAVEN, "name": "Haven"}]),
            finding("c", Verdict(), kind="data_problem", theme="", indicator=""),
        ],
        "trends": {BURGLARY: trend.as_plain(view())},
        "perceived": [],
        "surveys": [
            {
                "theme": "nuisance",
                "question": "Last van buren?",
                "title": "Wijkpeiling",
                "told": said("12 % zegt ja.", "12% says yes."),
            }
        ],
        "street": [
            {
                "pk": 5,
                "theme": "registered_crime",
                "title": "Dealen op het plein",
                "area_name": "Haven",
                "confidence_name": "zeker",
                "description": "Elke avond.",
            }
        ],
        "undecided": 3,
        "basis": {"method_version": "1"},
        "peers": [{"code": "GM9902", "name": "Buurstad"}],
        "deliveries": [
            *(delivery(pk, f"9900{pk}NED") for pk in (1, 2, 3, 4)),
            delivery(9, "84468NED", "", sha256="", last_period="", classification_year=None),
            delivery(12, "ongebruikt", used=False),
        ],
        "previous": {"number": 1, "title": "Vorige", "sha256": "cd"},
        "changes": [
            {"turn": "gone", "key": "x", "before": glance, "after": None},
            {"turn": "new", "key": "a", "before": None, "after": glance},
        ],
    }


def chapter(paper: Paper, title: str) -> str:
    found = next(section for section in paper.sections if section.title == title)
    return as_json(Paper(title="x", organisation="x", date=date(2026, 1, 1), sections=(found,)))


def test_every_part_is_written() -> None:
    paper = paper_of(content())
    assert paper.status == "Gepubliceerd, nummer 2"
    assert paper.date == date(2026, 3, 1)
    field = chapter(paper, "Leefomgeving")
    for words in (
        "Een groep trok rond.",
        "Dit zeggen ook: Diefstal.",
        "Schuurinbraak",
        "Vooral in december.",
        "Zekerheid: hoog.",
        "Andere bronnen: Wijkagent.",
        "Niet gebruikt: Aangiften via internet.",
        "Straatkennis: Dealen op het plein.",
        "99004NED en 3 andere tabellen",
        "Haven",
        "Elke avond.",
        "Hierover is geen bevinding bevestigd.",
        "12 % zegt ja.",
    ):
        assert words in field, words
    about = chapter(paper, "Over de cijfers")
    for words in ("3 signalen", "Buurstad", "versie 1", "84468NED", "december 2025"):
        assert words in about, words
    assert "ongebruikt" not in about
    assert any(isinstance(b, Callout) for section in paper.sections for b in section.blocks)
    changed = chapter(paper, "Wat veranderde sinds de vorige analyse?")
    assert "staat er niet meer in" in changed
    assert "Speelt niet." in chapter(paper, "Waar gaat deze analyse over?")
    assert "geen lessen" in chapter(paper, "Wat leerden we van de vorige periode?")
    assert len(paper.sources) == 5
    assert words_of(paper.sources[0]).endswith("(abababababab)")


def test_it_speaks_english_too() -> None:
    field = chapter(paper_of(content(), "en"), "Living environment")
    assert "Burglary: deviating" in field
    assert "More than elsewhere." in field
    other = paper_of(content(), "fr")
    assert any(section.title == "Leefomgeving" for section in other.sections)


def test_a_draft_says_so() -> None:
    draft = content() | {"published": None, "lessons": [], "evaluation": "Ging goed."}
    paper = paper_of(draft)
    assert paper.status == "Concept, nummer 2"
    assert paper.date == date(2026, 2, 1)
    assert "Ging goed." in chapter(paper, "Wat leerden we van de vorige periode?")


def test_one_line_per_indicator_with_its_words_beside_it() -> None:
    figures = [
        block
        for section in paper_of(content()).sections
        for block in section.blocks
        if isinstance(block, Figure)
    ]
    assert len(figures) == 1
    assert figures[0].svg.startswith("<svg")
    assert "Meer dan bij anderen." in as_json(paper_of(content()))


def test_the_line_comes_back_from_its_text() -> None:
    plain = trend.as_plain(view())
    assert json.loads(canonical(plain)) == plain
    assert [mark["period"] for mark in plain["breaks"]] == ["2023JJ00", "2024JJ00"]
    drawn = trend.chart(plain, "Woninginbraak", "Voorbeeldstad", "Nederland", "Gelijk.")
    assert [line.label for line in drawn.lines] == ["Voorbeeldstad", "Nederland"]
    own, country = (line.points[0] for line in drawn.lines)
    assert (own.low, own.high) == (3.85, 4.65)
    assert (country.low, country.high) == (None, None)
    assert [mark.label for mark in drawn.breaks] == [
        "half oude, half nieuwe telling",
        "andere telling",
    ]


def test_numbers_without_a_denominator_stand_alone() -> None:
    plain = trend.as_plain(view(rated=False))
    assert plain["country"] == []
    drawn = trend.chart(plain, "Woninginbraak", "Voorbeeldstad", "Nederland", "")
    assert (drawn.unit, drawn.decimals, len(drawn.lines)) == ("aantal", 0, 1)
    assert drawn.lines[0].points[0].y == 425.0
    alone = trend.as_plain(view(country=False))
    assert alone["rated"]
    assert alone["country"] == []


def test_the_tables_hold_lines_and_deliveries() -> None:
    packed = zipfile.ZipFile(io.BytesIO(exports.archive(content(), "{}")))

    def rows(name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(packed.read(name).decode())))

    lines = rows("lijnen.csv")
    assert len(lines) == 8
    assert (lines[0]["who"], lines[0]["value"]) == ("own", "4.25")
    assert [row["table"] for row in rows("leveringen.csv")][-1] == "ongebruikt"
    assert rows("bevindingen.csv")[0]["told"] == "Meer dan bij anderen."
