"""Prose as the parts of a document: what cannot stand in one is repaired, never refused."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from django.utils.translation import gettext as _

from regie.ui.paper_parts import (
    DEEPEST,
    Block,
    Callout,
    Figure,
    Heading,
    Paragraph,
    Run,
    Table,
    Text,
    clean,
    text,
    words_of,
)
from regie.ui.prose.reading import Piece, pieces

_CAPTION = re.compile(r"(?:tabel|table)(?:\s+\d+)?\s*[:.]\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]")
NONE: Mapping[int, Figure] = {}


def blocks(
    typed: str, figures: Mapping[int, Figure] = NONE, *, level: int = 2
) -> tuple[Block, ...]:
    """The text as parts of a document; its highest heading has `level` (2, 3 or 4).

    A heading that jumps is lifted. A line that begins with "Tabel:" right above a table is its
    caption; without it the headings of the columns are. A figure that is not in `figures` becomes a
    message that says so. Deterministic; the words it adds are in the active language.
    """
    return tuple(_Maker(figures, level).made(pieces(typed)))


class _Maker:
    def __init__(self, figures: Mapping[int, Figure], level: int) -> None:
        self.figures, self.base = figures, level
        self.last = level - 1

    def made(self, found: Sequence[Piece]) -> Iterator[Block]:
        """The blocks in order; a paragraph that is the caption of a table goes into the table."""
        caption = ""
        for here, after in zip_longest(found, found[1:]):
            if after is not None and after.kind == "table" and caption_in(here) is not None:
                caption = caption_in(here) or ""
                continue
            yield from self._block(here, caption)
            caption = ""

    def _block(self, piece: Piece, caption: str) -> Iterator[Block]:
        if piece.kind == "heading":
            yield from self._heading(piece)
        elif piece.kind == "paragraph":
            yield from (Paragraph(said) for said in (piece.text,) if words_of(said))
        elif piece.kind == "list":
            yield from (made for made in (piece.items,) if made)
        elif piece.kind == "table":
            yield _table(piece, caption)
        else:
            yield self.figures.get(piece.number) or unknown(piece.number)

    def _heading(self, piece: Piece) -> Iterator[Block]:
        words = clean(words_of(piece.text)).strip()
        if not words:
            return
        wanted = self.base + (1 if piece.level > 2 else 0)
        self.last = min(wanted, self.last + 1, DEEPEST)
        yield Heading(words, self.last)


def caption_in(piece: Piece) -> str | None:
    """What a paragraph says a table is about ("" when it says nothing); None for other pieces."""
    if piece.kind != "paragraph":
        return None
    words = clean(words_of(piece.text)).strip()
    found = _CAPTION.match(words)
    return words[found.end() :].strip() if found else None


def _table(piece: Piece, caption: str) -> Table:
    header, rows = piece.header, piece.rows
    if not any(map(words_of, header)) and rows and all(map(words_of, rows[0])):
        header, rows = rows[0], rows[1:]  # no headings were typed: the first row has them
    heads = tuple(_head(cell, i) for i, cell in enumerate(header, 1))
    return Table(
        caption or ", ".join(map(words_of, heads)),
        (heads,),
        rows,
        alignment=piece.alignment,
        row_headers=all(words_of(row[0]) for row in rows),
    )


def _head(cell: Text, column: int) -> Text:
    """A heading is repeated on every page, so that it holds no link."""
    runs = [Run(run.text, run.strong, run.emphasis) for run in cell if isinstance(run, Run)]
    return tuple(runs) if words_of(cell) else text(_("Kolom %(n)s") % {"n": column})


def unknown(number: int) -> Callout:
    """What stands in the place of a figure that is not there."""
    words = _("Figuur %(n)s staat niet bij dit plan. Kies een andere figuur.") % {"n": number}
    return Callout("warning", _("Figuur ontbreekt"), (text(words),))


def lines(piece: Piece) -> Iterator[Text]:
    """Its stretches of text: one per item of a list, one per row of a table."""
    if piece.kind == "table":
        for row in (piece.header, *piece.rows):
            yield text(*(part for cell in row for part in (cell, " | ")))[:-1]
    elif piece.kind == "list":
        for _level, item in piece.items.lines() if piece.items else ():
            yield item
    elif piece.text:
        yield piece.text


def plain(typed: str) -> str:
    """The words alone, a line per paragraph, item or row; figures and looks are left out."""
    return "\n".join(
        words for piece in pieces(typed) for line in lines(piece) if (words := words_of(line))
    )


def words(typed: str) -> int:
    """The number of words a reader reads; figures do not count."""
    return sum(bool(_WORD.search(word)) for word in plain(typed).split())


def figure_numbers(typed: str) -> tuple[int, ...]:
    """The figures that stand in a text, each once, in the order in which they are first met."""
    return tuple(dict.fromkeys(p.number for p in pieces(typed) if p.kind == "figure"))
