"""Drawings and tables as every printed form needs them: sizes, pixels, widths of columns."""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from regie import ui
from regie.foundation.records.telling import tell
from regie.presentation.documents import drawings
from regie.presentation.documents.drawings import Drawing
from regie.ui.paper import Figure, Paper, Table, words_of

if TYPE_CHECKING:
    import typst

FONT_FOLDER = Path(ui.__file__).parent / "static" / "ui" / "dist" / "fonts"
MOST = 0.88  # of the width of the text: letters stay readable and two figures fit on a page
TALLEST = 1.25  # height of a figure in widths of the text: caption and heading fit on the page
SHARPNESS = 168  # pixels per inch of the drawing: about 195 on paper
AT_A_TIME = 10  # drawings: few enough to tell how far it is, many enough to be quick
PAGES = Path(__file__).with_suffix(".typ")
_SPACE = re.compile(r"[ \t\n]+")  # words that must stay together are one word
_LEAST, _MOST = 5, 27  # letters: the longest word of a column counts for no less and no more
_ROOM = ((6, 78.0), (9, 96.0), (10**6, 112.0))
"""Letters on a line by the most columns: wide tables are printed smaller."""


def printed(figure: Figure) -> Drawing:
    """The drawing of a figure, whole, with its legend."""
    return drawings.printable(figure.svg, figure.legend, figure.legend_title)


def drawn(paper: Paper) -> Iterator[Drawing]:
    """Every drawing of a document in order, telling how many are ready."""
    figures = figures_of(paper)
    for number, figure in enumerate(figures, 1):
        drawing = printed(figure)
        tell("figures", number, len(figures))
        yield drawing


def figures_of(paper: Paper) -> list[Figure]:
    """Every figure of a document in order."""
    blocks = (block for section in paper.sections for block in section.blocks)
    return [block for block in blocks if isinstance(block, Figure)]


def share(drawing: Drawing) -> float:
    """The part of the text's width that a drawing gets, from 0 to 1."""
    wide = min(1.0, drawing.width / drawings.WIDE)
    return MOST * min(wide, TALLEST * drawing.width / drawing.height)


def album(paper: Paper) -> Iterator[tuple[Drawing, bytes]]:
    """Every drawing of a document in order, with its pixels (PNG on white).

    Many are made in one go, which takes a third of the time of one after another.
    """
    drawings = [printed(figure) for figure in figures_of(paper)]
    pages = _pixels(tuple(drawing.svg for drawing in drawings))
    tell("pages")
    return zip(drawings, pages, strict=True)


@lru_cache(maxsize=2)  # who asks for Word often asks for ODT too
def _pixels(drawings: tuple[str, ...]) -> tuple[bytes, ...]:
    found: list[bytes] = []
    for start in range(0, len(drawings), AT_A_TIME):
        found += _at_a_time(drawings[start : start + AT_A_TIME])
        tell("figures", len(found), len(drawings))
    return tuple(found)


def _at_a_time(drawings: Sequence[str]) -> Sequence[bytes]:
    import typst

    pages = typst.compile(
        PAGES,
        root=PAGES.parent,
        font_paths=fonts(),
        sys_inputs={"drawings": json.dumps(drawings, ensure_ascii=False)},
        format="png",
        ppi=SHARPNESS,
    )
    return pages if isinstance(pages, list) else [pages]


def forget() -> None:
    """Let go of the pixels that were kept for a next form."""
    _pixels.cache_clear()


@cache
def fonts() -> "typst.Fonts":
    """Our own fonts and those of the library; never those of the machine, which differ."""
    import typst

    own = [str(FONT_FOLDER)] if FONT_FOLDER.exists() else []
    return typst.Fonts(include_system_fonts=False, font_paths=own)


def column_widths(table: Table) -> list[float]:
    """Share of each column in the width of a table; they add up to 1.

    A column gets room for its longest word, and what is left goes to those whose cells hold more.
    """
    wishes = _wishes(table)
    left = max(0.0, _room(table.width) - sum(word for word, _more in wishes))
    more = sum(extra for _word, extra in wishes)
    shares = [word + left * extra / more for word, extra in wishes]
    return [share / sum(shares) for share in shares]


def is_tight(table: Table) -> bool:
    """Whether the longest words of its columns do not fit beside each other, so that some are
    broken."""
    return sum(word for word, _more in _wishes(table)) > _room(table.width)


def _wishes(table: Table) -> list[tuple[float, float]]:
    rows = (*table.header, *table.rows)
    return [_wish([words_of(row[i]) for row in rows]) for i in range(table.width)]


def _room(columns: int) -> float:
    """Letters beside each other in a table of the width of a page, the edges of cells apart."""
    return next(letters for most, letters in _ROOM if columns <= most)


def _wish(cells: Sequence[str]) -> tuple[float, float]:
    """Letters for the longest word, and how much more room the longest cell would use."""
    word = max((len(word) for cell in cells for word in _SPACE.split(cell)), default=0)
    longest = max((len(cell) for cell in cells), default=0)
    least = float(min(_MOST, max(_LEAST, word + 2)))
    return least, max(0.5, longest**0.5 * 4 - least if longest > 12 else 0.0)
