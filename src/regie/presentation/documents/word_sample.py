"""A plain Word template with every tag, made when it is asked for; no binary file is kept."""

import datetime
import io
from pathlib import Path
from typing import TYPE_CHECKING

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm

from regie.presentation.documents import archive, word_looks

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

PARTS = Path(__file__).parent / "word_sample.xml"
MADE = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
NUMBERED = ("Heading1", "Heading2", "Heading3")


def build(*, short: bool = False) -> bytes:
    """The template: front page, list of contents, text, heads and feet of pages.

    A `short` one begins at once, for letters: no front page, no contents, no numbers.
    """
    document = docx.Document()
    parts = {part.tag: list(part) for part in parse_xml(PARTS.read_bytes())}
    _dress(document, parts["styles"])
    word_looks.styles(document)
    if short:
        _dress(document, parts["short_styles"])
    else:
        _number_headings(document)
    _page(document, parts["header"], parts["footer"])
    for element in parts["short_text" if short else "text"]:
        document.element.body.insert(-1, element)
    about = document.core_properties
    about.created = about.modified = MADE
    about.author, about.comments, about.title = "Regie", "", "Sjabloon"
    stream = io.BytesIO()
    document.save(stream)
    return archive.repacked(stream.getvalue(), MADE)


def _dress(document: "Document", styles: list["BaseOxmlElement"]) -> None:
    """Put our styles in the place of those with the same code."""
    root = document.styles.element
    old = {style.get(qn("w:styleId")): style for style in root.findall(qn("w:style"))}
    for style in styles:
        root.replace(old[style.get(qn("w:styleId"))], style)


def _number_headings(document: "Document") -> None:
    """Chapters 1, parts 1.1: one numbered list with a level for each heading that is listed."""
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:pStyle w:val="{code}"/><w:suff w:val="space"/>'
        f'<w:lvlText w:val="{".".join(f"%{i + 1}" for i in range(n + 1))}"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        for n, code in enumerate(NUMBERED)
    )
    lists = word_looks.Lists(document)
    number = lists.number(lists.kind(f'<w:multiLevelType w:val="multilevel"/>{levels}'))
    for style in document.styles.element.findall(qn("w:style")):
        if style.get(qn("w:styleId")) in NUMBERED:
            numbers = style.get_or_add_pPr().get_or_add_numPr()
            numbers.get_or_add_ilvl().val = NUMBERED.index(style.get(qn("w:styleId")))
            numbers.get_or_add_numId().val = number


def _page(
    document: "Document", head: list["BaseOxmlElement"], foot: list["BaseOxmlElement"]
) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.4)
    section.different_first_page_header_footer = True
    for place, lines in ((section.header, head), (section.footer, foot)):
        place.is_linked_to_previous = False
        place._element[:] = lines
