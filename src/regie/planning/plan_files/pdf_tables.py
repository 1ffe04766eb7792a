"""Tables with drawn lines on a page of a PDF: what stands in their cells."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from regie.planning.plan_files.pdf_pages import Chunk, Drawn
from regie.planning.plan_files.pdf_rules import Frame, frames
from regie.planning.plan_files.pdf_words import repaired, said
from regie.planning.plan_texts.pieces import Line, plain
from regie.ui.prose.writing import Words

Grid = tuple[tuple[Line, ...], ...]
NEAR = 3.0
LONG = 300
"""Cells with so many letters each are columns of text in frames, and no table."""


@dataclass(frozen=True)
class Ruled:
    """A table on a page: its cells, its lines, and the places of the stretches of text in it."""

    grid: Grid
    frame: Frame
    places: frozenset[int]


def ruled_tables(pages: Sequence[Drawn]) -> list[list[Ruled]]:
    """Of each page the tables that were drawn with lines."""
    found: list[list[Ruled]] = []
    for page in pages:
        drawn = list(_drawn(page))
        whole = [table for table in drawn if _is_table(table.grid)]
        above = [*(found[-1][-1:] if found else []), *whole]
        found.append([table for table in drawn if table in whole or _rest(above, table)])
    return found


def _drawn(page: Drawn) -> Iterator[Ruled]:
    for frame in frames(page.rules):
        spots = _spots(frame, page.chunks)
        grid = _grid(frame, page.chunks, spots)
        if grid:
            yield Ruled(grid, frame, frozenset(spots))


def _rest(above: Sequence[Ruled], table: Ruled) -> bool:
    """Whether a single row goes on with another table."""
    return any(continued(each, table) is not None for each in above)


def _spots(frame: Frame, chunks: Sequence[Chunk]) -> dict[int, tuple[int, int]]:
    """The row and column of each stretch of text inside a table, by its place."""
    found: dict[int, tuple[int, int]] = {}
    for place, chunk in enumerate(chunks):
        if not chunk.text.strip() or chunk.artifact:
            continue
        spot = frame.spot(chunk.x + 0.5, chunk.y + 0.3 * chunk.size)
        if spot is not None:
            found[place] = spot
    return found


def _grid(frame: Frame, chunks: Sequence[Chunk], spots: dict[int, tuple[int, int]]) -> Grid:
    cells: dict[tuple[int, int], list[Chunk]] = {}
    for place, spot in spots.items():
        trailing = chunks[place + 1] if place + 1 < len(chunks) else None
        cells.setdefault(spot, []).append(chunks[place])
        if trailing is not None and trailing.text and not trailing.text.strip():
            cells[spot].append(trailing)
    rows = [
        tuple(_cell(cells.get((row, column), [])) for column in range(len(frame.across) - 1))
        for row in range(len(frame.down) - 1)
    ]
    return tuple(row for row in rows if any(map(plain, row)))


def _cell(chunks: Sequence[Chunk]) -> Line:
    """The words of a cell, its lines after each other."""
    found: list[Words] = []
    last: Chunk | None = None
    for chunk in chunks:
        if last is not None and chunk.text.strip() and last.y - chunk.y > 0.5 * chunk.size:
            found.append(Words("\n"))
        found.append(said(chunk, chunk.text.replace("\n", "")))
        last = chunk if chunk.text.strip() else last
    return repaired(found)


def _is_table(grid: Grid) -> bool:
    """Whether two rows or more have words in two columns or more, and those are short."""
    full = [[plain(cell) for cell in row if plain(cell)] for row in grid]
    cells = [cell for row in full for cell in row]
    if sum(len(row) >= 2 for row in full) < 2:
        return False
    return sum(map(len, cells)) < LONG * len(cells)


def continued(above: Ruled, below: Ruled) -> Ruled | None:
    """Two tables as one, when the second has the columns of the first, on a page or beside it; a
    head that comes again goes, and a row that was cut is whole again."""
    one, other = _widths(above.frame), _widths(below.frame)
    if len(one) != len(other) or any(abs(a - b) > NEAR for a, b in zip(one, other, strict=True)):
        return None
    rows, more = above.grid, below.grid
    if _plain(rows[0]) == _plain(more[0]):
        more = more[1:]
    if more and _goes_on(_plain(more[0])):
        rows, more = (*rows[:-1], _one(rows[-1], more[0])), more[1:]
    return Ruled(rows + more, above.frame, frozenset())


def _widths(frame: Frame) -> list[float]:
    return [right - left for left, right in itertools.pairwise(frame.across)]


def _plain(row: Sequence[Line]) -> list[str]:
    return [plain(cell) for cell in row]


def _goes_on(row: Sequence[str]) -> bool:
    """Whether a row is the rest of the one on the page before: with empty cells, and words that
    begin in the middle of a sentence."""
    said = [cell for cell in row if cell]
    return len(said) < len(row) and all(cell[0].islower() or cell[0] in "(,;" for cell in said)


def _one(above: Sequence[Line], below: Sequence[Line]) -> tuple[Line, ...]:
    pairs = zip(above, below, strict=True)
    return tuple((*one, *([Words(" ")] if one and other else []), *other) for one, other in pairs)
