"""The PDF: tagged as PDF/UA-1 asks, in its own language, with nothing read as Typst."""

import datetime
import re
from collections import Counter
from dataclasses import replace

import pytest
import typst

from regie.presentation import documents
from regie.presentation.documents import portable
from regie.presentation.documents.tests.pdf_reading import Pdf
from regie.ui.paper import Figure, Section, table
from regie.ui.tests import papers

pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def pdf() -> Pdf:
    return Pdf(documents.pdf(papers.report()))


def test_it_says_what_it_is(pdf: Pdf) -> None:
    for sign in (
        b"<pdfuaid:part>1</pdfuaid:part>",
        b"/StructTreeRoot",
        b"/Marked true",
        b"/Lang(nl)",
        b"/DisplayDocTitle true",
        b"/Outlines",
        b"/Tabs/S",
    ):
        assert sign in pdf.raw
    assert b"Veiligheidsanalyse Voorbeeldstad 2026" in pdf.raw
    assert b"Team Veiligheid" in pdf.raw


def test_its_moment_is_that_of_the_paper_and_not_of_the_clock(pdf: Pdf) -> None:
    assert set(re.findall(rb"D:(\d{8})", pdf.raw)) == {b"20261121"}
    today = datetime.datetime.now(datetime.UTC).strftime("D:%Y%m%d").encode()
    assert today not in pdf.raw


def test_every_part_has_its_tag(pdf: Pdf) -> None:
    tags = Counter(pdf.tags)
    assert tags["H1"] == 4  # contents, two chapters, sources
    assert (tags["H2"], tags["H3"], tags["Table"], tags["THead"]) == (2, 1, 1, 1)
    assert (tags["TH"], tags["TD"], tags["Figure"], tags["Caption"]) == (3, 9, 2, 3)
    assert (tags["Note"], tags["L"], tags["Em"]) == (4, 8, 1)
    assert pdf.raw.count(b"/Scope/Column") == 3


def test_a_list_in_a_list_is_tagged_as_one() -> None:
    sections = (Section("A", (papers.nested(),)),)
    pdf = Pdf(documents.pdf(replace(papers.report(), sections=sections, sources=())))
    found = re.findall(rb"/Type/StructElem/S/L/P (\d+) 0 R", pdf.raw)
    inside = [number for number in found if b"/S/L/" in pdf.objects[number]]
    assert (len(found), len(inside)) == (3, 2)  # typst puts a list right after the item it is under
    assert [words for words in ("3.", "4.", "i.") if words not in pdf.text] == []


def test_every_figure_has_its_words(pdf: Pdf) -> None:
    assert pdf.alternatives == [
        "Lijn die daalt van 7,0 naar 3,1.",
        "Kaart van drie buurten; het centrum heeft de hoogste waarde.",
    ]


def test_a_table_over_many_pages_is_one_table_with_its_header_on_each() -> None:
    rows = [[f"rij {i}", "x"] for i in range(120)]
    paper = replace(papers.report(), sections=(Section("A", (table("T", ["Kop", "B"], rows),)),))
    pdf = Pdf(documents.pdf(paper))
    assert Counter(pdf.tags)["Table"] == 1
    assert pdf.text.count("Kop") >= 3


def test_figures_are_drawn_as_lines_and_words_not_as_pixels(pdf: Pdf) -> None:
    assert b"/Subtype/Image" not in pdf.raw
    assert "per 1.000 inwoners" in pdf.text


def test_typst_in_the_words_is_never_read_as_typst() -> None:
    text = Pdf(documents.pdf(papers.nasty())).text
    for words in (papers.NASTY[0], papers.NASTY[1], papers.NASTY[4], "]]> & < >"):
        assert words in text
    assert "127.0.0.1" not in text


def test_what_no_font_can_draw_is_written_as_its_name() -> None:
    drawing = papers.LINE.replace("per 1.000", "\N{GRINNING FACE}")
    blocks = (Figure(drawing, "a", "\N{GRINNING FACE} lacht"),)
    paper = replace(
        papers.report(),
        title="Hoi \N{GRINNING FACE}\N{VARIATION SELECTOR-16} \N{CJK UNIFIED IDEOGRAPH-4E2D}",
        sections=(Section("\U000f1234 A", blocks),),
    )
    pdf = Pdf(documents.pdf(paper))
    assert "Hoi [grinning face] [U+4E2D]" in pdf.text
    assert "[U+F1234] A" in pdf.text
    assert "[grinning face] inwoners" in pdf.text
    assert pdf.alternatives == ["\N{GRINNING FACE} lacht"]


def test_a_fault_of_another_kind_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object, **_named: object) -> bytes:
        error = typst.TypstError("disk full", "")
        error.diagnostic = "error: disk full"
        raise error

    monkeypatch.setattr(typst, "compile", broken)
    with pytest.raises(typst.TypstError, match="disk full"):
        documents.pdf(papers.report())


def test_accents_without_a_glyph_are_left_out() -> None:
    said = 'error: the text `"x\\u{1ab0}"` could not be displayed with font `"IBM Plex Sans"`'
    assert portable._missing(said) == {0x1AB0: ""}
    assert portable._missing("error: something else") == {}


def test_wide_and_very_long_documents_are_drawn() -> None:
    head = [f"kolom {i}" for i in range(14)]
    wide = table("Breed", head, [[f"{i}.000" for i in range(14)]], numeric=range(1, 14))
    plain = table("Zonder", ["a", "b"], [["c", "d"]], row_headers=False)
    short = replace(
        papers.report(), subtitle="", author="", status="", sources=(), title="x " * 100,
        sections=(Section("A", (wide, plain)), Section("B")),
    )  # fmt: skip
    assert Counter(Pdf(documents.pdf(short)).tags)["Table"] == 2
