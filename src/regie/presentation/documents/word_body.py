"""The text of a Word document, as WordprocessingML in the styles of the template."""

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from regie.presentation.documents import contents, flow, pictures, word_looks
from regie.presentation.documents.writing import Writer
from regie.ui.paper import (
    LINE,
    BulletList,
    Callout,
    DefinitionList,
    Figure,
    Footnote,
    Paper,
    Run,
    Table,
    Text,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

Elements = list["BaseOxmlElement"]
EMU, TWIPS = 914_400, 1_440  # per inch
FIRST = 20_000  # numbers of bookmarks and pictures; a template has its own below these
_GOES_ON = '<w:pageBreakBefore w:val="0"/>{}<w:spacing w:before="480"/>'
_NO_NUMBER = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'

TONES = {
    "info": ("eef5fa", "4d8bb5"),
    "success": ("e2f3e6", "2f8a4a"),
    "warning": ("fdf0d5", "c77d0a"),
    "error": ("fce5e4", "c4352e"),
}


def _run(words: str, looks: str = "") -> str:
    """A stretch of words; `looks` are properties of its letters."""
    shape = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f'<w:r>{shape}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def _field(code: str, words: str) -> str:
    """A number that Word counts itself, with what it is now."""
    return f"<w:fldSimple w:instr={quoteattr(f' {code} ')}>{_run(words)}</w:fldSimple>"


def written(document: "Document", paper: Paper) -> tuple[Elements, Elements]:
    """The text of `paper` and its list of contents, for `document`, which gets what they need."""
    body = _Body(document, paper)
    return body.content(), body.contents()


class _Body(Writer[str]):
    """One text being written; `document` gets its pictures, addresses, lists and notes."""

    def __init__(self, document: "Document", paper: Paper) -> None:
        super().__init__(paper)
        self._document = document
        self._album = pictures.album(paper)
        self._entries = tuple(contents.entries(paper))
        self._anchors = iter(self._entries)
        self._begins = iter(flow.begins(paper))
        self._styles = word_looks.styles(document)
        self._lists = word_looks.Lists(document)
        self._notes = word_looks.Notes(document, self._styles)
        page = document.sections[-1]
        room = (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)
        self._width = room if room > 0 else 6 * EMU

    def joined(self, parts: Iterable[str]) -> str:
        return "".join(parts)

    def content(self) -> Elements:
        """All chapters; their notes are stored in the document."""
        found = _elements(self.chapters() + self._sources())
        self._notes.write()
        return found

    def contents(self) -> Elements:
        """The list of contents; Word adds the pages when it is renewed."""
        begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        depth, counted = contents.depth(self._entries), self._counts_chapters()
        code = f'<w:instrText xml:space="preserve"> TOC \\o "1-{depth}" \\h \\z \\u '
        middle = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        start = f"{begin}<w:r>{code}</w:instrText></w:r>{middle}"
        rows = [
            (
                f"toc {entry.level}",
                f'<w:hyperlink w:anchor="{entry.anchor}">'
                f"{_run(f'{entry.number} {entry.title}' if counted else entry.title)}"
                "</w:hyperlink>",
            )
            for entry in self._entries
            if entry.level <= depth
        ]
        rows[0] = (rows[0][0], start + rows[0][1])
        rows[-1] = (rows[-1][0], rows[-1][1] + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        title = self._p("toc heading", _run(self.labels.contents), _NO_NUMBER)
        return _elements(title + "".join(self._p(style, inside) for style, inside in rows))

    def _counts_chapters(self) -> bool:
        """Whether chapters have a number in this template, so that the list names it too."""
        name = self._styles.get("heading 1", "")
        path = f'./w:style[@w:styleId="{name}"]/w:pPr/w:numPr'
        return bool(self._document.styles.element.xpath(path))

    def _p(self, style: str, inside: str, more: str = "") -> str:
        name = self._styles.get(style.lower(), "")
        named = f'<w:pStyle w:val="{name}"/>' if name else ""
        return f"<w:p><w:pPr>{named}{more}</w:pPr>{inside}</w:p>"

    def chapter(self, title: str) -> str:
        """A chapter; a short one goes on where the one before ended, whatever the template says."""
        return self.heading(title, 1, self._way())

    def _way(self, number: str = "") -> str:
        """How the next chapter begins."""
        return number if next(self._begins) else _GOES_ON.format(number)

    def heading(self, words: str, level: int, more: str = "") -> str:
        code, name = FIRST + self.next("mark"), next(self._anchors).anchor
        marked = (
            f'<w:bookmarkStart w:id="{code}" w:name="{name}"/>{_run(words)}'
            f'<w:bookmarkEnd w:id="{code}"/>'
        )
        return self._p(f"heading {level}", marked, more)

    def _sources(self) -> str:
        if not self.paper.sources:
            return ""
        title = self._p("heading 1", _run(self.labels.sources), self._way(_NO_NUMBER))
        return title + self.bullets(BulletList(self.paper.sources))

    def paragraph(self, words: str) -> str:
        return self._p("body text", words)

    def page_break(self) -> str:
        return self._p("normal", '<w:r><w:br w:type="page"/></w:r>')

    def definitions(self, block: DefinitionList) -> str:
        return "".join(
            self._p("regie begrip", _run(item.term))
            + self._p("regie betekenis", self.text(item.meaning))
            for item in block.items
        )

    def bullets(self, block: BulletList) -> str:
        return "".join(self._items(block, 0))

    def _items(self, block: BulletList, level: int) -> Iterator[str]:
        code = self._lists.fresh(level, block.start) if block.ordered else self._lists.dots
        number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{code}"/></w:numPr>'
        style = "list number" if block.ordered else "list bullet"
        for item, below in block.entries():
            yield self._p(style, self.text(item), number)
            for inside in below:
                yield from self._items(inside, level + 1)

    def callout(self, block: Callout) -> str:
        fill, edge = TONES[block.tone]
        line = f'<w:left w:val="single" w:sz="24" w:space="8" w:color="{edge}"/>'
        box = f'<w:pBdr>{line}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
        title = _run(self.labels.title(block.tone, block.title), "<w:b/>")
        texts = (title, *map(self.text, block.paragraphs))
        return "".join(self._p("regie kader", inside, box) for inside in texts)

    def run(self, part: Run) -> str:
        if part == LINE:
            return "<w:r><w:br/></w:r>"
        looks = ("<w:b/>" if part.strong else "") + ("<w:i/>" if part.emphasis else "")
        if not part.href:
            return _run(part.text, looks)
        link = f'<w:rStyle w:val="{self._styles["hyperlink"]}"/>'
        kind = RELATIONSHIP_TYPE.HYPERLINK
        target = self._document.part.relate_to(part.href, kind, is_external=True)
        return f'<w:hyperlink r:id="{target}">{_run(part.text, link + looks)}</w:hyperlink>'

    def note(self, part: Footnote) -> str:
        look = f'<w:rPr><w:rStyle w:val="{self._styles["footnote reference"]}"/></w:rPr>'
        mark = f'<w:footnoteReference w:id="{self._notes.add(part.text)}"/>'
        return f"<w:r>{look}{mark}</w:r>"

    def source(self, words: str) -> str:
        return self._p("regie bron", _run(f"{self.labels.source}: ") + words) if words else ""

    def _caption(self, name: str, caption: str, more: str = "") -> str:
        number = _field(f"SEQ {name} \\* ARABIC", str(self.next(name)))
        return self._p("caption", f"{_run(f'{name} ')}{number}{_run(f'. {caption}')}", more)

    def figure(self, block: Figure) -> str:
        drawing, pixels = next(self._album)
        width = round(self._width * pictures.share(drawing))
        height = round(width * drawing.height / drawing.width)
        picture = self._p("normal", self._picture(block, pixels, width, height), "<w:keepNext/>")
        source = self.source(_run(block.source)) if block.source else ""
        note = self._p("regie bron", _run(block.note)) if block.note else ""
        return picture + self._caption(self.labels.figure, block.caption) + note + source

    def _picture(self, block: Figure, pixels: bytes, width: int, height: int) -> str:
        code = FIRST + self.next("picture")
        image = io.BytesIO(pixels)
        target, _image = self._document.part.get_or_add_image(image)
        size = f'cx="{width}" cy="{height}"'
        named = f'id="{code}" name={quoteattr(f"{self.labels.figure} {code - FIRST}")}'
        said = f"title={quoteattr(block.caption)} descr={quoteattr(block.alternative)}"
        return (
            f"<w:r><w:drawing><wp:inline><wp:extent {size}/><wp:docPr {named} {said}/>"
            f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic><pic:nvPicPr><pic:cNvPr {named}/>'
            f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{target}"/>'
            "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
            f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
            "</w:drawing></w:r>"
        )

    def table(self, block: Table) -> str:
        caption = self._caption(self.labels.table, block.caption, "<w:keepNext/>")
        room = self._width * TWIPS / EMU
        widths = [round(room * share) for share in pictures.column_widths(block)]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        first = int(block.row_headers)
        look = (
            f'<w:tblStyle w:val="{self._styles["regie tabel"]}"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="{0x0420 | first << 7:04X}" w:firstRow="1" w:lastRow="0"'
            f' w:firstColumn="{first}" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
            f"<w:tblCaption w:val={quoteattr(block.caption)}/>"
        )
        head = "".join(self._row(block, row, widths, "<w:tblHeader/>") for row in block.header)
        rows = "".join(self._row(block, row, widths) for row in block.rows)
        note = self._p("regie bron", self.text(block.note)) if block.note else ""
        source = self.source(_run(block.source)) if block.source else ""
        return (
            f"{caption}<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}"
            f"</w:tbl>{note}{source or self._p('regie bron', '')}"
        )

    def _row(
        self, block: Table, cells: tuple[Text, ...], widths: list[int], repeated: str = ""
    ) -> str:
        parts = []
        for i, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            side = f'<w:jc w:val="{block.align(i)}"/>' if block.align(i) != "left" else ""
            room = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            parts.append(f"<w:tc>{room}{self._p('regie cel', self.text(cell), side)}</w:tc>")
        return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(parts)}</w:tr>"


_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def _elements(xml: str) -> Elements:
    spaces = nsdecls("w", "r", "wp", "a", "pic")
    return list(parse_xml(f"<w:body {spaces}>{xml}</w:body>"))
