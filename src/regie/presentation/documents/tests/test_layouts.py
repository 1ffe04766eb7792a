"""Letters, one page and slides: the same parts, laid out otherwise, in every form."""

import io
import re
import zipfile
from collections import Counter
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from regie.presentation import documents
from regie.presentation.documents.tests.pdf_reading import Pdf
from regie.ui.paper import (
    Figure,
    Layout,
    Paper,
    Paragraph,
    Section,
    as_json,
    from_json,
    plain,
    table,
    text,
)
from regie.ui.tests import papers

pytestmark = pytest.mark.pure
SHORT: tuple[Layout, ...] = ("letter", "page", "slides")


def _laid(layout: Layout) -> Paper:
    return replace(papers.report(), layout=layout)


def _pages(pdf: Pdf) -> list[str]:
    return re.findall(r"/MediaBox\s*\[([^\]]*)\]", pdf.raw.decode("latin-1"))


@pytest.mark.parametrize("layout", SHORT)
def test_every_layout_is_tagged_and_says_the_same(layout: Layout) -> None:
    pdf = Pdf(documents.pdf(_laid(layout)))
    tags = Counter(pdf.tags)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.raw
    assert (tags["Title"], tags["H1"], tags["Table"], tags["Figure"]) == (1, 3, 1, 2)
    assert (tags["TH"], tags["TOC"]) == (3, 0)
    assert all(pdf.alternatives)
    for words in ("Er is ", "Maatregel 3", "Diefstal uit een woning.", "Politie, tabel 47018NED."):
        assert words in pdf.text


def test_slides_are_wide_and_have_a_page_per_chapter() -> None:
    sections = tuple(Section(f"Dia {i}", (Paragraph(text("Een zin.")),)) for i in range(4))
    paper = replace(_laid("slides"), sections=sections, sources=())
    sizes = [[float(n) for n in box.split()] for box in _pages(Pdf(documents.pdf(paper)))]
    assert len(sizes) == 1 + 4
    assert {round((x2 - x1) / (y2 - y1), 2) for x1, y1, x2, y2 in sizes} == {1.78}


def test_a_slide_with_a_drawing_stays_one_slide_and_says_its_conclusion_once() -> None:
    drawn = next(b for s in papers.report().sections for b in s.blocks if isinstance(b, Figure))
    long = "Een conclusie die de titel van de dia is en die twee regels vult, want zij is lang. "
    figure = replace(drawn, caption=long * 2, source="Politie, tabel 47018NED.")
    beside = (figure, *(Paragraph(text("Een zin die ernaast staat. " * 8)),) * 3)
    rows = [["Een doel dat veel woorden nodig heeft. " * 4, "3,8", "1,5", "hoofd"]] * 4
    big = table("Doelen", ["Doel", "Nulmeting", "Streefwaarde", "Wie"], rows)
    sections = (
        Section(figure.caption, (figure,)),
        Section(figure.caption, beside),
        Section("Doelen", (big,)),
    )
    pdf = Pdf(documents.pdf(replace(_laid("slides"), sections=sections, sources=())))
    assert len(_pages(pdf)) == 1 + len(sections)
    assert pdf.text.count("Een conclusie die") == 2 * 2
    assert len(pdf.alternatives) == 2


def test_one_page_takes_letters_that_fit() -> None:
    words = text("Een zin van een plan dat op een bladzijde moet. " * 3)
    few = tuple(Section(f"Deel {i}", (Paragraph(words),) * 2) for i in range(3))
    many = tuple(Section(f"Deel {i}", (Paragraph(words),) * 3) for i in range(7))
    for sections in (few, many):
        paper = replace(_laid("page"), sections=sections, sources=())
        assert len(_pages(Pdf(documents.pdf(paper)))) == 1


@pytest.mark.parametrize("layout", SHORT)
def test_word_begins_at_once(layout: Layout) -> None:
    made = docx.Document(io.BytesIO(documents.word(_laid(layout))))
    said = [paragraph.text for paragraph in made.paragraphs]
    assert said[:3] == [
        "Gemeente Voorbeeldstad",
        "Veiligheidsanalyse Voorbeeldstad 2026",
        "Wat cijfers, mensen en straat zeggen",
    ]
    assert said[4] == "Veilige leefomgeving"
    assert "Inhoud" not in said
    heading = made.styles["Heading 1"].element
    assert heading.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is None
    assert heading.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is None


def test_a_template_of_the_municipality_loses_its_contents_in_a_letter() -> None:
    made = docx.Document(io.BytesIO(documents.word(_laid("letter"), documents.sample_template())))
    assert "Inhoud" not in [paragraph.text for paragraph in made.paragraphs]


def test_odt_and_page_have_no_contents() -> None:
    for layout in SHORT:
        with zipfile.ZipFile(io.BytesIO(documents.odt(_laid(layout)))) as packed:
            content, styles = (packed.read(f"{n}.xml").decode() for n in ("content", "styles"))
        assert "<text:table-of-content " not in content
        assert 'style:name="Heading_20_1"' in styles
        assert 'fo:break-before="page"' not in styles.split('"Heading_20_1"')[1][:400]
        assert "<nav" not in documents.html(_laid(layout))


def test_the_layout_is_kept_and_is_no_word_of_the_paper() -> None:
    paper = _laid("slides")
    assert from_json(as_json(paper)) == paper
    assert "layout" not in as_json(papers.report())
    assert "slides" not in list(plain(paper))
