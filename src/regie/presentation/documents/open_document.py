"""OpenDocument text, written by hand: the standard library holds all it takes."""

from collections.abc import Iterable
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape, quoteattr

from regie.presentation.documents import archive, contents, flow, pictures
from regie.presentation.documents.labels import Labels, country, locale, moment
from regie.presentation.documents.writing import Writer
from regie.ui.paper import (
    LINE,
    Alignment,
    BulletList,
    Callout,
    DefinitionList,
    Figure,
    Footnote,
    Paper,
    Run,
    Table,
    Text,
    words_of,
)

KIND = "application/vnd.oasis.opendocument.text"
TEXT_WIDTH = 16.6  # cm
_REPORT = {
    **{"break_before": "page", "chapter_size": "20pt", "numbering": "1", "suffix": " "},
    **{"title_top": "6cm", "title_size": "30pt", "title_below": "2cm"},
    **{"heading_top": "0.55cm", "body_below": "0.25cm"},
}
_LETTER = {
    **{"break_before": "auto", "chapter_size": "14pt", "numbering": "", "suffix": ""},
    **{"title_top": "0cm", "title_size": "18pt", "title_below": "0.2cm"},
    **{"heading_top": "0.35cm", "body_below": "0.15cm"},
}
"""Where a chapter begins, whether it has a number, and how large the title stands."""


def build(paper: Paper) -> bytes:
    """The package: content, styles, data about the document and its pictures."""
    body = _Body(paper)
    content = body.content()
    values = {name: escape(words) for name, words in _about(paper, body.labels).items()}
    spoken = f'fo:language="{paper.language}"'
    spoken += f' fo:country="{country(paper.language)}"' if country(paper.language) else ""
    looks = _REPORT if paper.layout == "report" else _LETTER
    files = [
        ("mimetype", KIND.encode()),
        ("content.xml", content.encode()),
        ("styles.xml", _filled("open_styles.xml", spoken=spoken, **looks, **values).encode()),
        ("meta.xml", _filled("open_meta.xml", **values).encode()),
        *body.pictures.items(),
    ]
    files.append(("META-INF/manifest.xml", _manifest([name for name, _data in files[1:]])))
    return archive.packed(files, moment(paper))


def _filled(name: str, **values: str) -> str:
    """One file of the package out of its template; the values are XML already."""
    template = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return Template(template).substitute(values)


def _about(paper: Paper, words: Labels) -> dict[str, str]:
    return {
        "title": paper.title,
        "subject": paper.subtitle or paper.status,
        "organisation": paper.organisation,
        "author": paper.author or paper.organisation,
        "status": paper.status,
        "page": words.page,
        "of": words.of,
        "moment": moment(paper).replace(tzinfo=None).isoformat(),
        "locale": locale(paper.language),
    }


def _manifest(names: list[str]) -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    rows = [("/", KIND)]
    rows += [(name, "image/png" if name.endswith("png") else "text/xml") for name in names]
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in rows
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest:manifest xmlns:manifest="{space}" manifest:version="1.3">'
        f"{entries}</manifest:manifest>"
    ).encode()


def _encoded(name: str) -> str:
    """The inner name of a style: a space is written as its number."""
    return name.replace(" ", "_20_")


def _p(style: str, inside: str) -> str:
    return f'<text:p text:style-name="{_encoded(style)}">{inside}</text:p>'


class _Body(Writer[str]):
    """One text being written; it keeps the pictures and the widths of columns."""

    def __init__(self, paper: Paper) -> None:
        super().__init__(paper)
        self._album = pictures.album(paper)
        self.pictures: dict[str, bytes] = {}
        self._entries = tuple(contents.entries(paper))
        self._anchors = iter(self._entries)
        self._begins = iter(flow.begins(paper))
        self._columns_made: list[str] = []

    def content(self) -> str:
        """The file `content.xml`."""
        chapters = self.chapters() + self._sources()
        return _filled(
            "open_content.xml",
            columns="".join(self._columns_made),
            front=self._front(),
            contents=self._contents(),
            chapters=chapters,
        )

    def joined(self, parts: Iterable[str]) -> str:
        return "".join(parts)

    def _front(self) -> str:
        paper = self.paper
        lines = (
            ("Title", paper.title),
            ("Subtitle", paper.subtitle),
            ("Organisation", paper.organisation),
            ("Text body", paper.author),
            ("Status", paper.status),
            ("Text body", self.labels.date),
        )
        return "".join(_p(style, escape(words)) for style, words in lines if words)

    def _contents(self) -> str:
        if self.paper.layout != "report":
            return ""
        entries = "".join(
            _p(
                f"Contents {entry.level}",
                f'<text:a xlink:type="simple" xlink:href="#{entry.anchor}">'
                f"{escape(f'{entry.number} {entry.title}')}</text:a>",
            )
            for entry in self._entries
            if entry.level <= contents.depth(self._entries)
        )
        title = escape(self.labels.contents)
        return _filled("open_contents.xml", title=title, entries=entries)

    def chapter(self, title: str) -> str:
        return self.heading(title, 1, self._chapter_style())

    def _chapter_style(self) -> str:
        """The style of the next chapter: a short one goes on where the one before ended."""
        return "Heading_20_1" if next(self._begins) else "GoesOn"

    def heading(self, words: str, level: int, style: str = "") -> str:
        name = next(self._anchors).anchor
        return (
            f'<text:h text:style-name="{style or f"Heading_20_{level}"}"'
            f' text:outline-level="{level}">'
            f'<text:bookmark-start text:name="{name}"/>{escape(words)}'
            f'<text:bookmark-end text:name="{name}"/></text:h>'
        )

    def _sources(self) -> str:
        if not self.paper.sources:
            return ""
        title = (
            f'<text:h text:style-name="{self._chapter_style()}" text:outline-level="1"'
            f' text:is-list-header="true">{escape(self.labels.sources)}</text:h>'
        )
        return title + self.bullets(BulletList(self.paper.sources))

    def paragraph(self, words: str) -> str:
        return _p("Text body", words)

    def page_break(self) -> str:
        return _p("Page Break", "")

    def source(self, words: str) -> str:
        return _p("Source", f"{escape(self.labels.source)}: {words}") if words else ""

    def bullets(self, block: BulletList) -> str:
        style = "Numbers" if block.ordered else "Dots"
        rows = []
        for at, (item, below) in enumerate(block.entries()):
            begin = f' text:start-value="{block.start}"' if not at and block.start != 1 else ""
            inside = self.paragraph(self.text(item)) + "".join(map(self.bullets, below))
            rows.append(f"<text:list-item{begin}>{inside}</text:list-item>")
        return f'<text:list text:style-name="{style}">{"".join(rows)}</text:list>'

    def definitions(self, block: DefinitionList) -> str:
        return "".join(
            _p("Definition Term", escape(item.term)) + _p("Definition", self.text(item.meaning))
            for item in block.items
        )

    def callout(self, block: Callout) -> str:
        title = self.run(Run(self.labels.title(block.tone, block.title), strong=True))
        texts = (title, *map(self.text, block.paragraphs))
        return "".join(_p(f"Message {block.tone}", inside) for inside in texts)

    def run(self, part: Run) -> str:
        if part == LINE:
            return "<text:line-break/>"
        words = escape(part.text)
        look = _LOOKS.get((part.strong, part.emphasis))
        if look:
            words = f'<text:span text:style-name="{_encoded(look)}">{words}</text:span>'
        if part.href:
            link = f'xlink:type="simple" xlink:href={quoteattr(part.href)}'
            words = f'<text:a {link} text:style-name="Internet_20_link">{words}</text:a>'
        return words

    def note(self, part: Footnote) -> str:
        number = self.next("note")
        return (
            f'<text:note text:id="ftn{number}" text:note-class="footnote">'
            f"<text:note-citation>{number}</text:note-citation><text:note-body>"
            f"{_p('Footnote', escape(part.text))}</text:note-body></text:note>"
        )

    def _caption(self, kind: str, name: str, caption: str) -> str:
        number = self.next(kind)
        counter = (
            f'<text:sequence text:ref-name="ref{kind}{number - 1}" text:name="{kind}"'
            f' text:formula="ooow:{kind}+1" style:num-format="1">{number}</text:sequence>'
        )
        return _p(kind, f"{escape(name)} {counter}. {escape(caption)}")

    def figure(self, block: Figure) -> str:
        drawing, pixels = next(self._album)
        caption = self._caption("Illustration", self.labels.figure, block.caption)
        number = self.count["Illustration"]
        file = f"Pictures/{number:04d}.png"
        self.pictures[file] = pixels
        width = TEXT_WIDTH * pictures.share(drawing)
        height = width * drawing.height / drawing.width
        frame = (
            f'<draw:frame draw:name="{escape(self.labels.figure)} {number}"'
            f' text:anchor-type="as-char" svg:width="{width:.2f}cm" svg:height="{height:.2f}cm">'
            f'<draw:image xlink:href="{file}" xlink:type="simple" xlink:show="embed"'
            f' xlink:actuate="onLoad"/><svg:title>{escape(block.caption)}</svg:title>'
            f"<svg:desc>{escape(block.alternative)}</svg:desc></draw:frame>"
        )
        note = _p("Source", escape(block.note)) if block.note else ""
        return _p("Figure", frame) + caption + note + self.source(escape(block.source))

    def table(self, block: Table) -> str:
        caption = self._caption("Table", self.labels.table, block.caption)
        number = self.count["Table"]
        columns = self._columns(block, f"T{number}")
        head = "".join(self._row(block, row, head=True) for row in block.header)
        rows = "".join(self._row(block, row) for row in block.rows)
        note = _p("Source", self.text(block.note)) if words_of(block.note) else ""
        return (
            f'{caption}<table:table table:name="{escape(self.labels.table)} {number}"'
            f' table:style-name="Wide">{columns}<table:table-header-rows>{head}'
            f"</table:table-header-rows>{rows}</table:table>{note}"
            f"{self.source(escape(block.source)) or _p('Source', '')}"
        )

    def _columns(self, block: Table, name: str) -> str:
        parts = []
        for i, share in enumerate(pictures.column_widths(block)):
            width = f'style:column-width="{TEXT_WIDTH * share:.2f}cm"'
            self._columns_made.append(
                f'<style:style style:name="{name}.{i}" style:family="table-column">'
                f"<style:table-column-properties {width}/></style:style>"
            )
            parts.append(f'<table:table-column table:style-name="{name}.{i}"/>')
        if block.row_headers:
            opened = "<table:table-header-columns>"
            parts[0] = f"{opened}{parts[0]}</table:table-header-columns>"
        return "".join(parts)

    def _row(self, block: Table, cells: tuple[Text, ...], *, head: bool = False) -> str:
        parts = []
        for i, cell in enumerate(cells):
            named = head or (block.row_headers and i == 0)
            style = _aligned("Table Heading" if named else "Table Contents", block.align(i))
            parts.append(
                f'<table:table-cell table:style-name="{"Head" if head else "Cell"}"'
                f' office:value-type="string">{_p(style, self.text(cell))}</table:table-cell>'
            )
        return f"<table:table-row>{''.join(parts)}</table:table-row>"


def _aligned(style: str, way: Alignment) -> str:
    return style if way == "left" else f"{style} {way}"


_LOOKS = {
    (True, False): "Strong Emphasis",
    (False, True): "Emphasis",
    (True, True): "Strong and Stressed",
}
