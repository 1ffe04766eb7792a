"""A document as a value: what it refuses, that it can be stored, and that its words stay whole."""

import json
import subprocess
import sys
from dataclasses import replace
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regie.ui import tables as ui_tables
from regie.ui.paper import (
    BulletList,
    Callout,
    Definition,
    DefinitionList,
    Figure,
    Footnote,
    Heading,
    LegendEntry,
    Paper,
    Paragraph,
    Run,
    Section,
    SourceLine,
    Table,
    as_data,
    as_json,
    as_paper,
    clean,
    from_json,
    link,
    notes_of,
    paragraphs,
    plain,
    strong,
    table,
    text,
    words_of,
)
from regie.ui.tests import papers

pytestmark = pytest.mark.pure


@given(papers.PAPERS)
@settings(max_examples=60, deadline=None)
def test_what_is_stored_comes_back_the_same(paper: Paper) -> None:
    stored = as_json(paper)
    again = from_json(stored)
    assert again == paper
    assert as_json(again) == stored


def test_a_document_with_everything_comes_back_the_same() -> None:
    for paper in (papers.report(), papers.nasty()):
        assert from_json(as_json(paper)) == paper


def test_the_stored_form_is_small_and_canonical() -> None:
    paper = Paper("A", "B", papers.report().date, (Section("C"),))
    assert as_json(paper) == (
        '{"form":1,"paper":{"date":"2026-11-21","kind":"paper","organisation":"B",'
        '"sections":[{"kind":"section","title":"C"}],"title":"A"}}'
    )


def _changed(**changes: Any) -> str:
    data = as_data(papers.report())
    data.update(changes)
    return json.dumps({"form": 1, "paper": data})


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ("[]", "no stored document"),
        ('{"form":2}', "form 1"),
        ('{"form":1,"paper":{"kind":"section"}}', "where a paper belongs"),
        ('{"form":1,"paper":{"kind":"paper","title":"x"}}', "not complete"),
        (_changed(colour="red"), "unknown parts: colour"),
        (_changed(title=3), "wrong value: '3'"),
        (_changed(date=3), "wrong value"),
        (_changed(date="gisteren"), "gisteren"),
        (_changed(sections="x"), "wrong value"),
        (_changed(sections=[{"kind": "other"}]), "where a section belongs"),
        (
            _changed(sections=[{"kind": "section", "title": "x", "blocks": [{"kind": "x"}]}]),
            "where a heading belongs",
        ),
        (_changed(sections=[{"kind": "section", "title": "x", "blocks": ["x"]}]), "belongs"),
        (
            _changed(
                sections=[
                    {
                        "kind": "section",
                        "title": "x",
                        "blocks": [{"kind": "heading", "text": "x", "level": True}],
                    }
                ]
            ),
            "wrong value: 'True'",
        ),
        (
            _changed(
                sections=[
                    {
                        "kind": "section",
                        "title": "x",
                        "blocks": [{"kind": "callout", "tone": "loud", "title": "x"}],
                    }
                ]
            ),
            "wrong value: 'loud'",
        ),
    ],
)
def test_what_is_no_stored_document_is_refused_in_words(stored: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        from_json(stored)


def test_a_figure_without_words_for_who_cannot_see_it_is_refused() -> None:
    for empty in ("", "  ", "\x00\n"):
        with pytest.raises(ValueError, match="needs an alternative text"):
            Figure(papers.LINE, "Kaart", empty)


UNKNOWN: Any = "k9"
REFUSED: list[tuple[Any, str]] = [
    (lambda: Figure(papers.LINE, "", "x"), "needs a caption"),
    (lambda: Figure("geen tekening", "x", "x"), "no SVG drawing"),
    (lambda: Figure(papers.LINE, "x", "x", narrow="<svg><script/></svg>"), "no <script>"),
    (lambda: table("", ["a"], []), "needs a caption"),
    (lambda: Table("x", (), ()), "needs a header"),
    (lambda: Table("x", ((),), ()), "needs a header"),
    (lambda: table("x", ["a", ""], []), "column without a heading"),
    (lambda: table("x", ["a"], [["b", "c"]]), "1 columns, but a row with 2 cells"),
    (lambda: Table("x", ((text("a"),),), (), alignment=("left", "left")), "2 alignments"),
    (lambda: table("x", [text("a", Footnote("b"))], []), "footnote or a link in its header"),
    (lambda: table("x", [link("a", "https://b.nl")], []), "repeated on every page"),
    (lambda: Heading(""), "needs words"),
    (lambda: Heading("x", 1), "level 1"),
    (lambda: Heading("x", 5), "level 5"),
    (lambda: Paragraph(()), "paragraph needs words"),
    (lambda: Paragraph(text(" ")), "paragraph needs words"),
    (lambda: SourceLine(()), "source needs words"),
    (lambda: BulletList(()), "needs an item"),
    (lambda: BulletList((text("a"), ())), "every item"),
    (lambda: DefinitionList(()), "needs an item"),
    (lambda: Definition("", text("x")), "term and a meaning"),
    (lambda: Definition("x", ()), "term and a meaning"),
    (lambda: Footnote(" "), "footnote needs words"),
    (lambda: Callout("info", ""), "needs a title"),
    (lambda: Callout(UNKNOWN, "x"), "no tone"),
    (lambda: Callout("info", "x", ((),)), "every paragraph"),
    (lambda: LegendEntry(UNKNOWN, "x"), "no class of a map"),
    (lambda: LegendEntry("k1", ""), "needs words"),
    (lambda: link("x", "javascript:alert(1)"), "needs a full address"),
    (lambda: link("x", "/gemeente/"), "needs a full address"),
    (lambda: link("x", "https://a b"), "needs a full address"),
    (lambda: link(" ", "https://a.nl"), "needs words to click"),
    (lambda: Section(" "), "chapter needs a title"),
    (lambda: Section("x", (Heading("y", 3),)), "jumps from level 1 to 3"),
    (lambda: Section("x", (Heading("y"), Heading("z", 4))), "jumps from level 2 to 4"),
    (lambda: replace(papers.report(), title=""), "needs a title"),
    (lambda: replace(papers.report(), organisation=" "), "needs a title and the organisation"),
    (lambda: replace(papers.report(), sections=()), "needs a chapter"),
    (lambda: replace(papers.report(), language="Nederlands"), "no language code"),
    (lambda: replace(papers.report(), sources=((),)), "every source"),
]


@pytest.mark.parametrize(("make", "words"), REFUSED, ids=[words for _make, words in REFUSED])
def test_what_no_reader_can_use_is_refused_in_words(make: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make()


def test_headings_may_go_up_any_number_of_levels() -> None:
    assert Section("x", (Heading("a"), Heading("b", 3), Heading("c", 4), Heading("d")))


@given(st.text())
def test_clean_words_fit_in_every_form(words: str) -> None:
    kept = clean(words)
    parser = expat.ParserCreate()
    parser.Parse(f"<a>{escape(kept)}</a>".encode(), True)
    assert "  " not in kept
    assert clean(kept) == kept


def test_white_space_becomes_one_space_and_turned_words_stay_in_order() -> None:
    assert clean("a\r\n\tb\u2028c\x00d\u202ee") == "a b cde"
    assert clean("a\N{NO-BREAK SPACE}b \ud800") == "a\N{NO-BREAK SPACE}b \N{REPLACEMENT CHARACTER}"


def test_text_joins_words_runs_and_texts() -> None:
    note = Footnote("noot")
    found = text("Dit ", strong("is"), "", text(" nieuw", note), ".")
    assert found == (Run("Dit "), Run("is", strong=True), Run(" nieuw"), note, Run("."))
    assert words_of(found) == "Dit is nieuw."
    assert notes_of(found) == (note,)


def test_typed_lines_become_paragraphs() -> None:
    assert paragraphs("een\r\n\n  twee \u2029") == (Paragraph(text("een")), Paragraph(text("twee")))


def test_a_table_of_a_page_becomes_one_on_paper() -> None:
    page = ui_tables.Table(
        "Cijfers",
        (ui_tables.Column("Gebied"), ui_tables.Column("Waarde", numeric=True, hint="per 1.000")),
        (
            ui_tables.Row((ui_tables.Cell("Noord", href="/noord/"), "3,1")),
            ui_tables.Row((ui_tables.Cell("Zuid", sub="wijk"), ui_tables.Cell(badge="verborgen"))),
        ),
    )
    paper = as_paper(page, note="Let op.", source="CBS")
    assert [words_of(cell) for cell in paper.header[0]] == ["Gebied", "Waarde (per 1.000)"]
    assert [[words_of(cell) for cell in row] for row in paper.rows] == [
        ["Noord", "3,1"],
        ["Zuid (wijk)", "verborgen"],
    ]
    assert paper.alignment == ("left", "right")
    assert (words_of(paper.note), paper.source, paper.width) == ("Let op.", "CBS", 2)


def test_plain_words_come_in_reading_order() -> None:
    words = list(plain(papers.report()))
    assert words[:3] == [
        "Veiligheidsanalyse Voorbeeldstad 2026",
        "Wat cijfers, mensen en straat zeggen",
        "Gemeente Voorbeeldstad",
    ]
    order = [
        "Er is", "Sinds 2018.", "Het aantal daalt", "Maatregel 1", "gemeente", "1.000",
        "Per 1 mei.", "Woninginbraak", "CBS, kerncijfers.",
    ]  # fmt: skip
    places = [words.index(part) for part in order]
    assert places == sorted(places)
    assert not [part for part in words if "svg" in part or part == "warning"]


def test_nothing_of_a_web_framework_or_a_printer_is_loaded() -> None:
    heavy = "{'django', 'typst', 'docx', 'altair', 'lxml'}"
    code = f"import sys, regie.ui.paper; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
