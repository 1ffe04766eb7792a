"""Which chapters of a report begin on a new page, so that short ones leave no empty pages.

The sizes are guesses in lines; a wrong one moves a heading, and a heading never stands alone.
"""

from collections.abc import Iterator
from math import ceil

from regie.ui.paper import (
    Block,
    BulletList,
    Callout,
    DefinitionList,
    Figure,
    Heading,
    Paper,
    Table,
    words_of,
)

PAGE, SHORT, LETTERS = 45.0, 26.0, 92
"""Lines on a page and of a chapter that may go on where the one before ended; letters on a line."""
_FIGURE, _CHAPTER, _HEADING, _AROUND = 20.0, 6.0, 3.0, 3.0
_BETWEEN, _ITEM = 0.25, 0.1
"""Lines of white under a paragraph, and under an item of a list."""


def begins(paper: Paper) -> tuple[bool, ...]:
    """Whether each chapter begins on a new page; the last one is that of the sources.

    Letters and slides are laid out without regard to this.
    """
    if paper.layout != "report":
        return (True,) * (len(paper.sections) + 1)
    sizes = [_CHAPTER + sum(map(_lines, section.blocks)) for section in paper.sections]
    return tuple(_begins([*sizes, _CHAPTER + len(paper.sources)]))


def _begins(sizes: list[float]) -> Iterator[bool]:
    at = PAGE  # after the list of contents
    for size in sizes:
        new = size > SHORT or at + size > PAGE
        at = size % PAGE if new else at + size
        yield new


def _lines(block: Block) -> float:
    match block:
        case Heading():
            return _HEADING
        case Figure():
            return _FIGURE
        case Table():
            return _AROUND + sum(_row([len(words_of(cell)) for cell in row]) for row in block.rows)
        case BulletList():
            return 0.5 + sum(_told(len(words_of(item)), _ITEM) for item in block.items)
        case DefinitionList():
            told = (len(item.term) + len(words_of(item.meaning)) for item in block.items)
            return sum(_told(letters, _ITEM) for letters in told)
        case Callout():
            return _AROUND + sum(_told(len(words_of(part))) for part in block.paragraphs)
        case _:
            return _told(len(words_of(getattr(block, "text", ()))))


def _told(letters: int, under: float = _BETWEEN) -> float:
    return ceil(letters / LETTERS) + under


def _row(cells: list[int]) -> float:
    """A row is as high as its longest cell, which has its share of the width."""
    return ceil(max(cells, default=0) * len(cells) / LETTERS / 1.5) + 0.6
