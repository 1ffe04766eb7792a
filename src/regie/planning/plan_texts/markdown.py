"""Pieces of a document as restricted Markdown, and that text cut at a heading. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from regie.planning.plan_texts.pieces import Line, Piece, plain
from regie.ui.prose import writing

_HEADING = re.compile(r"^(#{2,3})[ \t]+(\S.*)$")
_FENCE = re.compile(r"\n{3,}")


def markdown(pieces: Sequence[Piece], *, above: int = 0) -> str:
    """The text of pieces; a heading right below level `above` is `##`, a deeper one `###`.

    Reading it gives the same words: no mark in them is taken for markup.
    """
    made: list[str] = []
    for is_list, group in groupby(pieces, lambda piece: piece.kind == "item"):
        together = list(group)
        made += (
            [writing.listed(map(_item, together))]
            if is_list
            else [_block(p, above) for p in together]
        )
    return "\n\n".join(block for block in made if block)


def _block(piece: Piece, above: int) -> str:
    if piece.kind == "heading":
        mark = "##" if piece.level <= above + 1 else "###"
        return f"{mark} {writing.heading(plain(piece.words))}"
    if piece.kind == "table":
        return _table(piece)
    return writing.paragraph(piece.words)


def _item(piece: Piece) -> writing.Item:
    line = writing.paragraph(piece.words)
    return writing.Item(line, piece.level, piece.ordered, piece.number)


def _table(piece: Piece) -> str:
    rows = [[_cell(cell) for cell in row] for row in piece.rows]
    if len(rows) == 1:
        rows = [[""] * len(rows[0]), *rows]
    return writing.table(rows)


def _cell(line: Line) -> str:
    """A heading of a column needs no bold: it is one."""
    bold = all(run.strong or not run.text.strip() for run in line)
    return writing.cell(replace(run, strong=run.strong and not bold) for run in line)


def headings(text: str) -> list[tuple[int, str]]:
    """Where the headings in a text stand: the number of the line, from 0, and their words."""
    found = ((n, _HEADING.match(line)) for n, line in enumerate(text.split("\n")))
    return [(n, _shown(match[2])) for n, match in found if match]


def _shown(words: str) -> str:
    return re.sub(r"\\(.)", r"\1", words).strip()


def split(text: str, line: int) -> tuple[str, str, str]:
    """A text cut at the heading on a line: what is before, the words of the heading, what follows.

    Raises `ValueError` when there is no heading.
    """
    lines = text.split("\n")
    found = _HEADING.match(lines[line]) if 0 <= line < len(lines) else None
    if found is None:
        raise ValueError("there is no heading on this line")
    before, after = "\n".join(lines[:line]), "\n".join(lines[line + 1 :])
    return before.strip("\n"), _shown(found[2]), after.strip("\n")


def under(title: str, text: str) -> str:
    """A text under its own title, to stand below another: its headings are one level lower."""
    lower = re.sub(r"^##(?=[ \t])", "###", text, flags=re.MULTILINE)
    head = f"## {writing.heading(title)}" if title.strip() else ""
    return "\n\n".join(part for part in (head, lower.strip("\n")) if part)


def joined(*texts: str) -> str:
    """Texts under each other."""
    return _FENCE.sub("\n\n", "\n\n".join(text.strip("\n") for text in texts if text.strip()))


def pieces_of_text(text: str, longest: int) -> list[str]:
    """A text that is too long for one part, cut between blocks where it can be."""
    made, waiting = [], ""
    for block in text.split("\n\n"):
        for part in (block[n : n + longest] for n in range(0, max(len(block), 1), longest)):
            if waiting and len(waiting) + len(part) + 2 > longest:
                made.append(waiting)
                waiting = ""
            waiting = f"{waiting}\n\n{part}" if waiting else part
    return [*made, waiting]
