"""Prose on a page, in the classes of the house style. Every word is escaped."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from zlib import crc32

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from regie.ui.paper_parts import (
    LINE,
    Block,
    BulletList,
    Callout,
    Definition,
    DefinitionList,
    Figure,
    Heading,
    Paragraph,
    Run,
    SourceLine,
    Table,
    Text,
    words_of,
)
from regie.ui.prose.blocks import NONE, blocks
from regie.ui.prose.drawings import on_page

NOTHING = SafeString("")
_CAPTION_UNSEEN = SafeString(' class="regie-hidden"')


def html(typed: str, figures: Mapping[int, Figure] = NONE, *, level: int = 3) -> SafeString:
    """The text as HTML; its highest heading is `<h{level}>` (2 to 4). Put it in `.regie-prose`."""
    prefix = f"t{crc32(typed.encode('utf-8', 'replace')):x}-"
    return blocks_html(blocks(typed, figures), level=level, prefix=prefix)


def blocks_html(found: Iterable[Block], *, level: int = 3, prefix: str = "t-") -> SafeString:
    """Parts of a document as HTML; a heading of level 2 becomes `<h{level}>`.

    The ids in drawings begin with `prefix`: give each stretch of text on a page its own.
    """
    made: list[SafeString] = []
    for at, block in enumerate(found):
        if isinstance(block, Figure):
            made.append(figure_html(block, f"{prefix}{at}-"))
        elif type(block) in _MAKERS:
            made.append(_MAKERS[type(block)](block, level))
    return SafeString("".join(made))


def _text(found: Text) -> SafeString:
    return SafeString("".join(_run(part) for part in found if isinstance(part, Run)))


def _run(part: Run) -> SafeString:
    if part == LINE:
        return SafeString("<br>")
    words = format_html("{}", part.text)
    for wanted, name in ((part.emphasis, "em"), (part.strong, "strong")):
        if wanted:
            words = format_html("<{0}>{1}</{0}>", name, words)
    if part.href:
        return format_html('<a class="nl-link" rel="nofollow" href="{}">{}</a>', part.href, words)
    return words


def _heading(block: Heading, level: int) -> SafeString:
    return format_html("<h{0}>{1}</h{0}>", min(block.level - 2 + level, 6), block.text)


def _paragraph(block: Paragraph, _level: int) -> SafeString:
    return format_html("<p>{}</p>", _text(block.text))


def _source(block: SourceLine, _level: int) -> SafeString:
    return format_html('<p class="regie-source">{}: {}</p>', _("Bron"), _text(block.text))


def _list(block: BulletList, level: int) -> SafeString:
    rows = [
        (_text(item), SafeString("".join(_list(one, level) for one in below)))
        for item, below in block.entries()
    ]
    return list_html(block, format_html_join("", "<li>{}{}</li>", rows))


def list_html(block: BulletList, items: SafeString) -> SafeString:
    """The list around its items, counting from where it starts."""
    if not block.ordered:
        return format_html("<ul>{}</ul>", items)
    begins = format_html(' start="{}"', block.start) if block.start != 1 else NOTHING
    return format_html("<ol{}>{}</ol>", begins, items)


def _definitions(block: DefinitionList, _level: int) -> SafeString:
    pairs = [_pair(item) for item in block.items]
    return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", pairs))


def _pair(item: Definition) -> tuple[str, SafeString]:
    return item.term, _text(item.meaning)


def _callout(block: Callout, _level: int) -> SafeString:
    return format_html(
        '<div class="regie-alert regie-alert--{}" role="note"><div class="regie-alert__b">'
        "<p><strong>{}</strong></p>{}</div></div>",
        block.tone,
        block.title,
        format_html_join("", "<p>{}</p>", [(_text(words),) for words in block.paragraphs]),
    )


def _table(block: Table, _level: int) -> SafeString:
    heads = [_row(block, row, head=True) for row in block.header]
    rows = [_row(block, row) for row in block.rows]
    return format_html(
        '<div class="regie-scroll" tabindex="0" role="group" aria-label="{0}">'
        '<table class="regie-table"><caption{5}>{0}</caption><thead>{1}</thead>'
        "<tbody>{2}</tbody></table></div>{3}{4}",
        block.caption,
        SafeString("".join(heads)),
        SafeString("".join(rows)),
        format_html('<p class="regie-fig__note">{}</p>', _text(block.note)) if block.note else "",
        _bron(block.source),
        _CAPTION_UNSEEN if _is_header(block) else NOTHING,
    )


def _is_header(block: Table) -> bool:
    """Whether the caption says no more than the headings of the columns that stand under it."""
    return any(block.caption == ", ".join(map(words_of, row)) for row in block.header)


def _row(block: Table, cells: tuple[Text, ...], *, head: bool = False) -> SafeString:
    found = [_cell(block, i, cell, head=head) for i, cell in enumerate(cells)]
    return format_html("<tr>{}</tr>", SafeString("".join(found)))


def _cell(block: Table, column: int, cell: Text, *, head: bool) -> SafeString:
    named = column == 0 and block.row_headers and bool(cell)
    start = '<th scope="col"' if head else '<th scope="row"' if named else "<td"
    right = ' class="regie-num"' if block.align(column) == "right" else ""
    return SafeString(f"{start}{right}>{_text(cell)}</{'th' if head or named else 'td'}>")


def _bron(words: str) -> SafeString:
    return format_html('<p class="regie-source">{}: {}</p>', _("Bron"), words) if words else NOTHING


def figure_html(block: Figure, prefix: str) -> SafeString:
    """A figure with its conclusion above and its source below; `prefix` makes its ids its own.

    Its drawings were checked when it was made: no script, style or outside reference.
    """
    wide = SafeString(on_page(block.svg, prefix, block.alternative))
    drawn = format_html('<div class="regie-fig__svg">{}</div>', wide)
    if block.narrow:
        drawn = format_html(
            '<div class="regie-fig__wide">{}</div><div class="regie-fig__narrow">{}</div>',
            wide,
            SafeString(on_page(block.narrow, f"{prefix}n-", block.alternative)),
        )
    return format_html(
        '<figure class="regie-fig"><figcaption class="regie-fig__say">{}</figcaption>{}{}{}{}'
        "</figure>",
        block.caption,
        drawn,
        _legend(block),
        note_html(block.note),
        _bron(block.source),
    )


def note_html(words: str) -> SafeString:
    """The remark under a figure; nothing without words."""
    return format_html('<p class="regie-fig__note">{}</p>', words) if words else NOTHING


def _legend(block: Figure) -> SafeString:
    from regie.ui import maps

    entries = tuple(maps.Entry(entry.mark, entry.label) for entry in block.legend)
    return maps.draw_legend(maps.Legend(entries, block.legend_title))


_MAKERS: dict[type, Callable[[Any, int], SafeString]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    SourceLine: _source,
    BulletList: _list,
    DefinitionList: _definitions,
    Callout: _callout,
    Table: _table,
}
