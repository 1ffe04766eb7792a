"""A plain Word template with every tag, made when it is asked for; no binary file is kept."""

import datetime
import io
from typing import TYPE_CHECKING

import docx
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from regie.presentation.publications.documents import archive, word_looks

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

FONT = "Calibri"  # every office has it; the municipality puts its own here
MADE = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
_BLUE, _GREY = RGBColor(0x12, 0x47, 0x6F), RGBColor(0x4B, 0x56, 0x63)
_HEADINGS = {"Heading 1": 20.0, "Heading 2": 14.0, "Heading 3": 11.5, "Heading 4": 10.5}


def build() -> bytes:
    """The template: front page, list of contents, text, heads and feet of pages."""
    document = docx.Document()
    _looks(document)
    _number_headings(document)
    _pages(document)
    _front(document)
    stream = io.BytesIO()
    about = document.core_properties
    about.created = about.modified = MADE
    about.author, about.comments, about.title = "Regie", "", "Sjabloon"
    document.save(stream)
    return archive.repacked(stream.getvalue(), MADE)


def _style(document: "Document", name: str) -> "ParagraphStyle":
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no style of a paragraph")
    return style


def _look(style: "ParagraphStyle", size: float, colour: RGBColor | None, *, bold: bool) -> None:
    font = style.font
    font.name, font.size, font.bold = FONT, Pt(size), bold
    if colour is not None:
        font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in list(fonts.attrib):  # a font of the theme would win from the name
        if "Theme" in str(theme):
            del fonts.attrib[theme]


def _looks(document: "Document") -> None:
    word_looks.styles(document)
    _look(_style(document, "Normal"), 10.5, None, bold=False)
    _look(_style(document, "Title"), 30, _BLUE, bold=True)
    _look(_style(document, "Subtitle"), 14, _GREY, bold=False)
    _look(_style(document, "Caption"), 9.5, _GREY, bold=False)
    for name, size in _HEADINGS.items():
        _look(_style(document, name), size, _BLUE, bold=True)
    _style(document, "Heading 1").paragraph_format.page_break_before = True


def _number_headings(document: "Document") -> None:
    """Chapters 1, parts 1.1: one numbered list with a level for every heading."""
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:pStyle w:val="{_style(document, name).style_id}"/><w:suff w:val="space"/>'
        f'<w:lvlText w:val="{".".join(f"%{i + 1}" for i in range(n + 1))}"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        for n, name in enumerate(_HEADINGS)
    )
    lists = word_looks.Lists(document)
    kind = lists.kind(f'<w:multiLevelType w:val="multilevel"/>{levels}')
    code = lists.number(kind)
    for n, name in enumerate(_HEADINGS):
        numbers = _style(document, name).element.get_or_add_pPr().get_or_add_numPr()
        numbers.get_or_add_ilvl().val = n
        numbers.get_or_add_numId().val = code


def _pages(document: "Document") -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.4)
    section.different_first_page_header_footer = True
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for name in ("Header", "Footer"):
        stops = _style(document, name).paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(Cm(16.6), WD_TAB_ALIGNMENT.RIGHT)
    _small(head, "{{ organisatie }}\t{{ status }}")
    _small(foot, "{{ titel }}\t")
    _field(foot, "PAGE")
    _small(foot, " / ")
    _field(foot, "NUMPAGES")


def _small(paragraph: "Paragraph", words: str) -> None:
    run = paragraph.add_run(words)
    run.font.size, run.font.color.rgb = Pt(8.5), _GREY


def _field(paragraph: "Paragraph", code: str) -> None:
    size = '<w:rPr><w:sz w:val="17"/></w:rPr>'
    field = f'<w:fldSimple {nsdecls("w")} w:instr=" {code} "><w:r>{size}<w:t>1</w:t></w:r>'
    paragraph._p.append(parse_xml(f"{field}</w:fldSimple>"))


def _front(document: "Document") -> None:
    title = document.add_paragraph("{{ titel }}", style="Title")
    title.paragraph_format.space_before = Pt(180)
    document.add_paragraph("{{ ondertitel }}", style="Subtitle")
    who = document.add_paragraph()
    who.paragraph_format.space_before = Pt(48)
    who.add_run("{{ organisatie }}").bold = True
    document.add_paragraph("{{ auteur }}")
    document.add_paragraph().add_run("{{ status }}").bold = True
    document.add_paragraph("{{ datum }}").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("{{ inhoudsopgave }}")
    document.add_paragraph("{{ inhoud }}")
