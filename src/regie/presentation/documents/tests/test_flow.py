"""Short chapters go on where the one before ended; long ones begin on a new page."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest

from regie.presentation import documents
from regie.presentation.documents import contents, flow
from regie.ui.paper import (
    Block,
    BulletList,
    Callout,
    Definition,
    DefinitionList,
    Heading,
    Paper,
    Paragraph,
    Section,
    text,
)
from regie.ui.tests import papers

pytestmark = pytest.mark.room
WORDS = text("Een zin over wat er in de wijken gebeurt. " * 3)
SHORT = Section("Kort", (Paragraph(WORDS),))
LONG = Section("Lang", (Paragraph(WORDS),) * 20)
ALMOST = Section("Bijna vol", (Paragraph(WORDS),) * 16)


def _paper(*sections: Section) -> Paper:
    return replace(papers.report(), sections=sections, sources=(text("politie"),))


def _pages(made: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", made))


def test_short_chapters_go_on_where_there_is_room_and_long_ones_begin_a_page() -> None:
    paper = _paper(SHORT, SHORT, LONG, SHORT, SHORT, LONG)
    assert flow.begins(paper) == (True, False, True, False, False, True, False)
    assert flow.begins(_paper(ALMOST, SHORT)) == (True, True, False)
    assert flow.begins(_paper(SHORT)) == (True, False), "the sources are a chapter too"
    assert all(flow.begins(replace(paper, layout="letter")))


def test_many_short_chapters_fill_one_page_after_another() -> None:
    begun = flow.begins(_paper(*[SHORT] * 20))
    assert 1 < sum(begun) < 6
    assert begun[0]


@pytest.mark.parametrize(
    "blocks",
    [
        (BulletList((WORDS,) * 30),),
        (DefinitionList((Definition("woord", WORDS),) * 30),),
        (Callout("info", "Let op", (WORDS,) * 20),),
        (Heading("Een"), *[Paragraph(WORDS)] * 20),
        tuple(b for s in papers.report().sections for b in s.blocks if not isinstance(b, Heading)),
    ],
)
def test_every_kind_of_part_takes_room(blocks: tuple[Block, ...]) -> None:
    assert flow.begins(_paper(SHORT, Section("Vol", blocks)))[1]


def test_a_plan_of_short_chapters_is_no_pile_of_empty_pages() -> None:
    one, four = (_pages(documents.pdf(_paper(*[SHORT] * n))) for n in (1, 4))
    assert one == four


def test_word_and_odt_do_the_same_and_keep_their_numbers() -> None:
    paper = _paper(SHORT, SHORT, LONG)
    found = docx.Document(BytesIO(documents.word(paper)))
    chapters = [p for p in found.paragraphs if p.style and p.style.name == "Heading 1"]
    flows = [p.paragraph_format.page_break_before is False for p in chapters]
    assert flows == [False, True, False, True]
    odt = ZipFile(BytesIO(documents.odt(paper))).read("content.xml").decode()
    assert re.findall(r'<text:h text:style-name="(\w+)"', odt) == [
        "Heading_20_1",
        "GoesOn",
        "Heading_20_1",
        "GoesOn",
    ]
    assert 'style:parent-style-name="Heading_20_1"' in odt, "so that it keeps its number"


def test_a_long_list_of_contents_leaves_out_the_deepest_headings() -> None:
    deep = Section("Diep", (Heading("Een"), *[Heading("Twee", 3)] * 50))
    assert contents.depth(contents.entries(_paper(deep))) == 2
    assert contents.depth(contents.entries(_paper(SHORT))) == 3


def test_a_template_without_numbers_gets_a_list_without_numbers() -> None:
    own, stream = docx.Document(), BytesIO()
    for line in ("{{ inhoudsopgave }}", "{{ inhoud }}"):
        own.add_paragraph(line)
    own.save(stream)
    listed = [
        "".join(t.text or "" for t in p._p.xpath(".//w:t"))
        for template in (stream.getvalue(), None)
        for p in docx.Document(BytesIO(documents.word(_paper(SHORT), template))).paragraphs
        if p._p.xpath(".//w:hyperlink")
    ]
    assert listed == ["Kort", "1 Kort"]
