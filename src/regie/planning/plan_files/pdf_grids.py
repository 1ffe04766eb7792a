"""Columns and tables on a page of a PDF without tags, by where stretches of text begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regie.planning.plan_files.pdf_pages import Chunk
from regie.planning.plan_files.pdf_words import repaired, said
from regie.planning.plan_texts.pieces import Line

if TYPE_CHECKING:
    from regie.planning.plan_files.pdf_lines import Row

NEAR = 7.0
"""Points within which two stretches begin at the same place."""
LEAST_ROWS = 8
FULL = 22
"""So many letters at least on both sides make it columns of text and no table."""

Segment = tuple[float, list[Chunk]]
Grid = tuple[tuple[Line, ...], ...]


def segments(chunks: Sequence[Chunk]) -> list[Segment]:
    """The stretches of a line with clear space between them: where each begins, and its words."""
    found: list[Segment] = []
    end = 0.0
    for chunk in chunks:
        if not chunk.text.strip():
            continue
        if found and chunk.x - end <= 1.2 * chunk.size:
            found[-1][1].append(chunk)
        else:
            found.append((chunk.x, [chunk]))
        end = max(end if len(found[-1][1]) > 1 else 0.0, chunk.end)
    return found


def columns(rows: list["Row"]) -> list["Row"]:
    """Lines in reading order when a page was drawn straight across its columns."""
    from regie.planning.plan_files.pdf_lines import Row

    cut = [[] if row.table else segments(row.chunks) for row in rows]
    middle = _middle(cut)
    if middle is None:
        return rows
    found: list[Row] = []
    right: list[Row] = []
    for row, parts in zip(rows, cut, strict=True):
        if row.table is not None:
            (right if row.x >= middle - NEAR else found).append(row)
            continue
        left_side = [chunk for x, chunks in parts if x < middle - NEAR for chunk in chunks]
        right_side = [chunk for x, chunks in parts if x >= middle - NEAR for chunk in chunks]
        crosses = left_side and not right_side and left_side[-1].end > middle + 4 * NEAR
        if crosses:  # a line over the full width ends the columns above it
            found += [*right, row]
            right = []
            continue
        found += [Row(left_side)] if left_side else []
        right += [Row(right_side)] if right_side else []
    return [*found, *right]


def _middle(cut: Sequence[Sequence[Segment]]) -> float | None:
    """Where the second column begins; None when there are no two columns drawn across."""
    double = [parts for parts in cut if len(parts) == 2 and all(_letters(p) >= FULL for p in parts)]
    if len(double) < LEAST_ROWS:
        return None
    starts = sorted(parts[1][0] for parts in double)
    middle = starts[len(starts) // 2]
    fit = sum(abs(start - middle) <= NEAR for start in starts)
    return middle if fit >= 0.8 * len(starts) else None


def _letters(segment: Segment) -> int:
    return sum(len(chunk.text) for chunk in segment[1])


def table_at(cut: Sequence[Sequence[Segment]]) -> tuple[Grid, int]:
    """The table that begins with the first line and how many lines it takes; 0 when there is none.

    A table has three columns or more that begin at the same place in two lines or more. A line
    with fewer stretches goes on in the cells above it.
    """
    if len(cut) < 2 or len(cut[0]) < 3:
        return (), 0
    places = [x for x, _chunks in cut[0]]
    rows: list[list[list[Chunk]]] = []
    used = 0
    for parts in cut:
        spots = [_spot(places, x) for x, _chunks in parts]
        if None in spots or (len(parts) < 2 and not (rows and spots[0])):
            break
        if len(parts) >= 2 and (spots[0] == 0 or not rows):
            rows.append([[] for _place in places])
        for spot, (_x, chunks) in zip(spots, parts, strict=True):
            rows[-1][spot or 0] += [*chunks, Chunk("\n", 0, 0, 0)]
        used += 1
    if len(rows) < 2:
        return (), 0
    return tuple(tuple(_cell(chunks) for chunks in row) for row in rows), used


def _spot(places: Sequence[float], x: float) -> int | None:
    return next((n for n, place in enumerate(places) if abs(place - x) <= NEAR), None)


def _cell(chunks: Sequence[Chunk]) -> Line:
    return repaired(said(chunk) for chunk in chunks)


# --- tables whose cells go on over more lines -----------------------------------------------------


@dataclass(frozen=True)
class _Spot:
    """A stretch of text: where it begins, the line it is on, and its words."""

    x: float
    y: float
    row: int
    chunks: list[Chunk]


def wrapped_table_at(rows: Sequence["Row"]) -> tuple[Grid, int]:
    """The table that begins with the first line when it was drawn cell by cell; 0 without one.

    Every row of it begins at one height in the same three columns or more, in two rows or more.
    """
    spots = [
        _Spot(x, row.y, place, chunks)
        for place, row in enumerate(rows)
        for x, chunks in segments(row.chunks)
    ]
    made: list[list[list[_Spot]]] = []
    at = 0
    while at < len(spots):
        cells = _band(spots, at)
        if len(cells) < 3 or (made and not _alike(made[0], cells)):
            break
        made.append(cells)
        at += sum(map(len, cells))
    if len(made) < 2 or (at < len(spots) and spots[at].row == spots[at - 1].row):
        return (), 0
    grid = tuple(tuple(_cell(_flat(cell)) for cell in cells) for cells in made)
    return grid, spots[at - 1].row + 1


def _band(spots: Sequence[_Spot], at: int) -> list[list[_Spot]]:
    """The cells of one row: each begins at the height of the first, further to the right."""
    first = spots[at]
    cells = [[first]]
    for spot in spots[at + 1 :]:
        last = cells[-1][-1]
        size = max(spot.chunks[0].size, 1.0)
        if abs(spot.y - first.y) <= 0.3 * size and spot.x > cells[-1][0].x + NEAR:
            cells.append([spot])
        elif 0 < last.y - spot.y <= 2 * size and abs(spot.x - cells[-1][0].x) <= NEAR:
            cells[-1].append(spot)
        else:
            break
    return cells


def _alike(one: Sequence[Sequence[_Spot]], other: Sequence[Sequence[_Spot]]) -> bool:
    """Whether two rows have the same columns."""
    starts = zip(one, other, strict=False)
    return len(one) == len(other) and all(abs(a[0].x - b[0].x) <= NEAR for a, b in starts)


def _flat(cell: Sequence[_Spot]) -> list[Chunk]:
    return [chunk for spot in cell for chunk in (*spot.chunks, Chunk("\n", 0, 0, 0))]
