"""What a careful reader would mend in a text. Reading goes on whatever is wrong."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from regie.ui.paper_parts import words_of
from regie.ui.prose.reading import Piece, pieces

_BAR = re.compile(r"(?<!\\)\|")
_IMAGE = re.compile(r"!\[[^\]\n]{0,200}\]\(")
_TAG = re.compile(r"(?!<br ?/?>)</?[a-zA-Z][\w:-]{0,40}(?:\s[^<>\n]{0,200})?/?>", re.IGNORECASE)
_LINK = re.compile(r"\]\(\s*(?!https?://|mailto:|<)[^)\s]", re.IGNORECASE)


@dataclass(frozen=True)
class Problem:
    """One thing to mend: a code, the line it is on (from 1), and a sentence for its author."""

    code: str
    line: int
    words: str


def problems(typed: str, figures: Collection[int] | None = None) -> tuple[Problem, ...]:
    """Everything to mend, in order of the lines. Figures are only checked when they are given."""
    found = pieces(typed)
    lines = typed.split("\n")
    made = [*_headings(found), *_tables(found, lines), *_lists(found), *_typed(lines)]
    if figures is not None:
        made += _figures(found, figures)
    return tuple(sorted(made, key=lambda one: (one.line, one.code)))


def _headings(found: tuple[Piece, ...]) -> Iterator[Problem]:
    last = 1
    for piece in found:
        if piece.kind != "heading":
            continue
        if not words_of(piece.text):
            yield Problem("heading_empty", piece.line, _("Een kop heeft geen woorden."))
            continue
        level = 3 if piece.level > 2 else 2
        if level > last + 1:
            said = _("Een tussenkop staat zonder kop erboven. Hij wordt als kop getoond.")
            yield Problem("heading_jump", piece.line, said)
        last = min(level, last + 1)


def _tables(found: tuple[Piece, ...], lines: list[str]) -> Iterator[Problem]:
    for piece in (one for one in found if one.kind == "table"):
        if not all(map(words_of, piece.header)):
            said = _("De tabel mist een kop boven een kolom.")
            yield Problem("table_without_header", piece.line, said)
        for number in range(piece.line + 2, piece.end + 1):
            row = lines[number - 1].strip() if number <= len(lines) else ""
            cells = len(_BAR.findall(row.removeprefix("|").removesuffix("|"))) + 1
            if cells > len(piece.header):
                said = _("Een rij van de tabel heeft meer cellen dan er kolommen zijn.")
                yield Problem("table_row_too_long", number, said)


def _lists(found: tuple[Piece, ...]) -> Iterator[Problem]:
    for piece in found:
        if piece.deep:
            said = _("Een lijst ligt te diep. Vanaf het vierde niveau staat alles op het derde.")
            yield Problem("list_too_deep", piece.line, said)


def _typed(lines: list[str]) -> Iterator[Problem]:
    told = (
        (_IMAGE, "image", _("Een afbeelding kan niet in de tekst. Voeg een figuur toe.")),
        (_TAG, "markup", _("Tekens als <b> worden letterlijk getoond.")),
        (_LINK, "link", _("Een link begint met https:// of mailto:. Deze wordt niet gevolgd.")),
    )
    for number, line in enumerate(lines, 1):
        for pattern, code, said in told:
            if pattern.search(line):
                yield Problem(code, number, said)


def _figures(found: tuple[Piece, ...], known: Collection[int]) -> Iterator[Problem]:
    for piece in found:
        if piece.kind == "figure" and piece.number not in known:
            said = _("Figuur %(n)s bestaat niet bij dit plan.") % {"n": piece.number}
            yield Problem("figure_unknown", piece.line, said)
