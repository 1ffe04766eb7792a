"""Styles, list numbers and footnotes that a Word template may lack. What it has, stays as it is."""

import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart

from regie.presentation.documents.refusal import TemplateRefusedError
from regie.presentation.documents.word_tags import no_word_file
from regie.ui.paper import DEEPEST_LIST

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

LOOKS = Path(__file__).parent / "word_styles.xml"
SIGNS = ("•", "–", "▪")
COUNTS = ("decimal", "lowerLetter", "lowerRoman")
"""What stands before an item, by how deep its list lies."""
_FOOTNOTES = PackURI("/word/footnotes.xml")
_CODE = re.compile(rb'<w:footnote [^>]*w:id="(-?\d+)"')
_NUMBERING = PackURI("/word/numbering.xml")


def styles(document: "Document") -> dict[str, str]:
    """Style by its name in small letters, as the file calls it; what is missing is added."""
    root = document.styles.element
    known = {_name(style): style.get(qn("w:styleId"), "") for style in root.iter(qn("w:style"))}
    plain = root.xpath("./w:style[@w:type='paragraph'][@w:default='1']/@w:styleId")
    for style in _added(known):
        if plain and style.get(qn("w:type")) == "paragraph":  # in the letters of the template
            based = OxmlElement("w:basedOn")
            based.set(qn("w:val"), plain[0])
            style.find(qn("w:name")).addnext(based)
        root.append(style)
        known[_name(style)] = style.get(qn("w:styleId"), "")
    return known


def missing(document: "Document") -> tuple[str, ...]:
    """Names of the styles that the document lacks, in the order of the list."""
    known = {_name(style): "" for style in document.styles.element.iter(qn("w:style"))}
    names = (style.find(qn("w:name")).get(qn("w:val"), "") for style in _added(known))
    return tuple(dict.fromkeys(names))


def _added(known: dict[str, str]) -> list["BaseOxmlElement"]:
    return [style for style in parse_xml(LOOKS.read_bytes()) if _name(style) not in known]


def _name(style: "BaseOxmlElement") -> str:
    name = style.find(qn("w:name"))
    return "" if name is None else name.get(qn("w:val"), "").lower()


def speak(document: "Document", language: str) -> None:
    """Set the language of the whole document, which decides spelling and the voice that reads."""
    root = document.styles.element
    defaults = root.find(qn("w:docDefaults"))
    if defaults is None:
        defaults = parse_xml(
            f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr/></w:rPrDefault></w:docDefaults>"
        )
        root.insert(0, defaults)
    letters = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    spoken = [lang for lang in root.iter(qn("w:lang")) if lang.get(qn("w:val"))]
    if letters is not None and letters.find(qn("w:lang")) is None:
        spoken.append(OxmlElement("w:lang"))
        letters.append(spoken[-1])
    for lang in spoken:
        lang.set(qn("w:val"), language)


class Lists:
    """Numbers of lists: one for all dots, a new one for every list that counts."""

    def __init__(self, document: "Document") -> None:
        self._root = _numbering(document)
        dots = '<w:numFmt w:val="bullet"/><w:lvlText w:val="{sign}"/>'
        counts = '<w:numFmt w:val="{count}"/><w:lvlText w:val="%{level}."/>'
        self._dots, self._counts = self._kind(dots), self._kind(counts)
        self.dots = self.number(self._dots)

    def fresh(self, level: int = 0, start: int = 1) -> int:
        """The number of a list that begins at `start`, at a level from 0."""
        begin = f'<w:startOverride w:val="{start}"/>'
        return self.number(self._counts, f'<w:lvlOverride w:ilvl="{level}">{begin}</w:lvlOverride>')

    def _kind(self, look: str) -> int:
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/>'
            f"{look.format(level=level + 1, sign=SIGNS[level], count=COUNTS[level])}"
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{454 + 397 * level}" w:hanging="340"/>'
            "</w:pPr></w:lvl>"
            for level in range(DEEPEST_LIST)
        )
        return self.kind(f'<w:multiLevelType w:val="hybridMultilevel"/>{levels}')

    def kind(self, inside: str) -> int:
        """Add a kind of list; kinds stand before all numbers in the file."""
        code = 1 + self._highest("w:abstractNum", "w:abstractNumId")
        element = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{code}">{inside}</w:abstractNum>'
        )
        first = self._root.find(qn("w:num"))
        if first is None:
            self._root.append(element)
        else:
            first.addprevious(element)
        return code

    def number(self, kind: int, inside: str = "") -> int:
        """Add a list of a kind."""
        code = 1 + self._highest("w:num", "w:numId")
        self._root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{code}">'
                f'<w:abstractNumId w:val="{kind}"/>{inside}</w:num>'
            )
        )
        return code

    def _highest(self, tag: str, key: str) -> int:
        return max((int(x.get(qn(key), "0")) for x in self._root.findall(qn(tag))), default=0)


def _numbering(document: "Document") -> "BaseOxmlElement":
    try:
        part = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        root = parse_xml(f"<w:numbering {nsdecls('w')}/>")
        kind = CONTENT_TYPE.WML_NUMBERING
        part = NumberingPart(_NUMBERING, kind, root, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    if not isinstance(part, NumberingPart):
        raise TemplateRefusedError(no_word_file())
    found: BaseOxmlElement = part.element
    return found


class Notes:
    """Footnotes: collected while the text is written, then stored beside it."""

    def __init__(self, document: "Document", known: dict[str, str]) -> None:
        self._document, self._styles = document, known
        self._part = _footnotes(document)
        codes = map(int, _CODE.findall(self._part.blob))
        self._first = 1 + max(codes, default=0)
        self._written: list[str] = []

    def add(self, words: str) -> int:
        """Keep a note and answer its number in the file."""
        code = self._first + len(self._written)
        mark = f'<w:rPr><w:rStyle w:val="{self._styles["footnote reference"]}"/></w:rPr>'
        self._written.append(
            f'<w:footnote w:id="{code}"><w:p><w:pPr>'
            f'<w:pStyle w:val="{self._styles["footnote text"]}"/></w:pPr>'
            f"<w:r>{mark}<w:footnoteRef/></w:r>"
            f'<w:r><w:t xml:space="preserve"> {escape(words)}</w:t></w:r></w:p></w:footnote>'
        )
        return code

    def write(self) -> None:
        """Store the notes."""
        before, end, after = self._part.blob.rpartition(b"</w:footnotes>")
        self._part._blob = before + "".join(self._written).encode() + end + after


def _footnotes(document: "Document") -> Part:
    try:
        return document.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
    except KeyError:
        blank = "".join(
            f'<w:footnote w:type="{kind}" w:id="{code}"><w:p><w:r><w:{kind}/></w:r></w:p>'
            "</w:footnote>"
            for code, kind in ((-1, "separator"), (0, "continuationSeparator"))
        )
        blob = f"<w:footnotes {nsdecls('w')}>{blank}</w:footnotes>".encode()
        part = Part(_FOOTNOTES, CONTENT_TYPE.WML_FOOTNOTES, blob, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        return part
