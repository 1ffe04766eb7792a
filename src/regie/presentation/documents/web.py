"""A web page: the paper as semantic HTML in the classes of the house style."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from regie.presentation.documents import drawings
from regie.presentation.documents.writing import Writer
from regie.ui.paper import (
    LINE,
    Block,
    BulletList,
    Callout,
    DefinitionList,
    Figure,
    Footnote,
    LegendEntry,
    Paper,
    Run,
    Section,
    Table,
    Text,
)
from regie.ui.prose.drawings import on_page
from regie.ui.prose.page import list_html, note_html

NOTHING = SafeString("")


def build(paper: Paper) -> SafeString:
    """The chapters with a list of contents before and the notes and sources behind them."""
    return _Page(paper).html()


class _Page(Writer[SafeString]):
    """One page being written."""

    def __init__(self, paper: Paper) -> None:
        super().__init__(paper)
        self._notes: list[str] = []

    def html(self) -> SafeString:
        """Everything, in its own language."""
        return format_html(
            '<article class="regie-paper" lang="{}">{}{}{}{}</article>',
            self.paper.language,
            self._contents() if self.paper.layout == "report" else NOTHING,
            self.chapters(),
            self._footnotes(),
            self._sources(),
        )

    def joined(self, parts: Iterable[SafeString]) -> SafeString:
        return SafeString("".join(parts))

    def _contents(self) -> SafeString:
        titles = [(i, section.title) for i, section in enumerate(self.paper.sections, 1)]
        items = format_html_join(
            "", '<li><a class="nl-link" href="#hoofdstuk-{}">{}</a></li>', titles
        )
        name = self.labels.contents
        return format_html(
            '<nav class="regie-prose" aria-label="{}"><ol>{}</ol></nav>', name, items
        )

    def section(self, section: Section) -> SafeString:
        title = self.chapter(section.title)
        number = self.count["chapter"]
        groups = groupby(section.blocks, key=lambda block: not isinstance(block, Figure | Table))
        parts = self.joined([self._group(list(blocks), prose=prose) for prose, blocks in groups])
        return format_html(
            '<section aria-labelledby="hoofdstuk-{}">{}{}</section>', number, title, parts
        )

    def _group(self, blocks: list[Block], *, prose: bool) -> SafeString:
        inside = self.joined([self.block(block) for block in blocks])
        return format_html('<div class="regie-prose">{}</div>', inside) if prose else inside

    def chapter(self, title: str) -> SafeString:
        return format_html('<h2 id="hoofdstuk-{}">{}</h2>', self.next("chapter"), title)

    def heading(self, words: str, level: int) -> SafeString:
        return format_html("<h{0}>{1}</h{0}>", level + 1, words)

    def paragraph(self, words: SafeString) -> SafeString:
        return format_html("<p>{}</p>", words)

    def page_break(self) -> SafeString:
        return NOTHING

    def _items(self, items: tuple[Text, ...]) -> SafeString:
        return format_html_join("", "<li>{}</li>", [(self.text(item),) for item in items])

    def bullets(self, block: BulletList) -> SafeString:
        rows = [
            (self.text(item), self.joined(map(self.bullets, below)))
            for item, below in block.entries()
        ]
        return list_html(block, format_html_join("", "<li>{}{}</li>", rows))

    def definitions(self, block: DefinitionList) -> SafeString:
        pairs = [(item.term, self.text(item.meaning)) for item in block.items]
        return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", pairs))

    def callout(self, block: Callout) -> SafeString:
        return format_html(
            '<div class="regie-alert regie-alert--{}" role="note"><div class="regie-alert__b">'
            "<p><strong>{}</strong></p>{}</div></div>",
            block.tone,
            self.labels.title(block.tone, block.title),
            self.joined(self.paragraph(self.text(words)) for words in block.paragraphs),
        )

    def run(self, part: Run) -> SafeString:
        if part == LINE:
            return SafeString("<br>")
        words = format_html("{}", part.text)
        for wanted, name in ((part.emphasis, "em"), (part.strong, "strong")):
            if wanted:
                words = format_html("<{0}>{1}</{0}>", name, words)
        if part.href:
            words = format_html('<a class="nl-link" href="{}">{}</a>', part.href, words)
        return words

    def note(self, part: Footnote) -> SafeString:
        self._notes.append(part.text)
        return format_html(
            '<sup><a class="nl-link" id="bij-noot-{0}" href="#noot-{0}" aria-label="{1} {0}">'
            "{0}</a></sup>",
            len(self._notes),
            self.labels.note,
        )

    def _footnotes(self) -> SafeString:
        back = self.labels.back
        items = format_html_join(
            "",
            '<li id="noot-{0}">{1} <a class="nl-link" href="#bij-noot-{0}">{2}</a></li>',
            [(i, words, back) for i, words in enumerate(self._notes, 1)],
        )
        return self._end(self.labels.notes, "ol", items)

    def _sources(self) -> SafeString:
        return self._end(self.labels.sources, "ul", self._items(self.paper.sources))

    def _end(self, title: str, name: str, items: SafeString) -> SafeString:
        if not items:
            return NOTHING
        return format_html(
            '<section class="regie-prose"><h2>{0}</h2><{1}>{2}</{1}></section>', title, name, items
        )

    def source(self, words: SafeString | str) -> SafeString:
        if not words:
            return NOTHING
        return format_html('<p class="regie-source">{}: {}</p>', self.labels.source, words)

    def figure(self, block: Figure) -> SafeString:
        name = f"figuur-{self.next('figure')}"
        wide = SafeString(on_page(block.svg, f"{name}-", block.alternative))
        drawn = format_html('<div class="regie-fig__svg">{}</div>', wide)
        if block.narrow:
            narrow = on_page(block.narrow, f"{name}-n-", block.alternative)
            drawn = format_html(
                '<div class="regie-fig__wide">{}</div><div class="regie-fig__narrow">{}</div>',
                wide,
                SafeString(narrow),
            )
        return format_html(
            '<figure class="regie-fig" id="{}"><figcaption class="regie-fig__say">{} {}. {}'
            "</figcaption>{}{}{}{}</figure>",
            name,
            self.labels.figure,
            self.count["figure"],
            block.caption,
            drawn,
            _legend(block.legend, block.legend_title),
            note_html(block.note),
            self.source(block.source),
        )

    def table(self, block: Table) -> SafeString:
        title = f"{self.labels.table} {self.next('table')}. {block.caption}"
        heads = self.joined([self._row(block, row, head=True) for row in block.header])
        rows = self.joined([self._row(block, row) for row in block.rows])
        note = format_html('<p class="regie-fig__note">{}</p>', self.text(block.note))
        return format_html(
            '<div class="regie-scroll" tabindex="0" role="group" aria-label="{0}">'
            '<table class="regie-table"><caption>{0}</caption><thead>{1}</thead>'
            "<tbody>{2}</tbody></table></div>{3}{4}",
            title,
            heads,
            rows,
            note if block.note else NOTHING,
            self.source(block.source),
        )

    def _row(self, block: Table, cells: tuple[Text, ...], *, head: bool = False) -> SafeString:
        found = [self._cell(block, i, cell, head=head) for i, cell in enumerate(cells)]
        return format_html("<tr>{}</tr>", self.joined(found))

    def _cell(self, block: Table, column: int, cell: Text, *, head: bool) -> SafeString:
        named = column == 0 and block.row_headers and bool(cell)
        start = '<th scope="col"' if head else '<th scope="row"' if named else "<td"
        right = ' class="regie-num"' if block.align(column) == "right" else ""
        end = "</th>" if head or named else "</td>"
        return SafeString(f"{start}{right}>{self.text(cell)}{end}")


def _legend(entries: tuple[LegendEntry, ...], title: str) -> SafeString:
    if not entries:
        return NOTHING
    first = format_html('<li class="regie-leg__unit">{}</li>', title) if title else NOTHING
    rows = [(SafeString(drawings.swatch(entry.mark)), entry.label) for entry in entries]
    items = format_html_join(
        "", '<li><svg viewBox="0 0 20 16" aria-hidden="true">{}</svg>{}</li>', rows
    )
    return format_html('<ul class="regie-leg">{}{}</ul>', first, items)
