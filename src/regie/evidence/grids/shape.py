"""Where the table stands on the sheet: title lines, header rows, figures, footer. Pure.

The rules come from what StatLine, Excel and municipal workbooks really do: titles in the first
column, header rows whose first cells are empty, units under the topics, "Bron: CBS" at the end.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from regie.evidence.formats.rules import BLANKS, SIGNS, parse_period
from regie.evidence.grids.dimensions import dimension_named

Cells = tuple[str, ...]
Row = tuple[int, Cells]

LOOK = 200
KNOWN = SIGNS.keys() | BLANKS
MOST_HEADER_ROWS = 10
_NUMBER = re.compile(r"[+-]?(\d{1,3}([ .,]\d{3})+|\d+)([.,]\d+)?\s?%?|[+-]?\d+(\.\d+)?[eE][+-]?\d+")
_FOOTER = re.compile(
    r"\s*((bron|source|toelichting|verklaring|noot)\b|©|\(c\)|[*x.\-]{1,2}\s*=|\*+\s*\S)",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"(aantal|absoluut|getal|index|score|schaalscore|rapportcijfer|gemiddelde|promillage|naam|code"
    r"|omschrijving|jaar|dagen|uur|minuten|euro.*|eur|kwh|m3|m²|m2|km²?|km2|ha|hectare|mln.*|mld.*"
    r"|%.*|procent.*|‰|x ?1 ?\.?000.*|1 ?\.?000.*|per .*|aantal .*)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Shape:
    """Positions in the list of rows that were looked at: titles, then header, then figures."""

    titles: tuple[str, ...]
    header: tuple[Cells, ...]
    header_line: int
    first: int
    width: int


def find_shape(rows: Sequence[Row]) -> Shape | None:
    """Find titles and header in the first rows of a file; None when there is no table at all."""
    filled = [(number, tuple(cell.strip() for cell in cells)) for number, cells in rows]
    filled = [row for row in filled if any(row[1])]
    width = max((extent(cells) for _, cells in filled), default=0)
    if not filled or not width:
        return None
    start = _after_titles([cells for _, cells in filled], width)
    if start >= len(filled):
        return None
    below = [fit(cells, width) for _, cells in filled[start:]]
    height = _header_height(below)
    titles = tuple(" ".join(filter(None, cells)) for _, cells in filled[:start])
    last = filled[start + height - 1][0]
    first = filled[start + height][0] if start + height < len(filled) else last + 1
    return Shape(titles, tuple(below[:height]), last, first, width)


def extent(cells: Sequence[str]) -> int:
    """The position after the last cell with something in it."""
    return next((i + 1 for i in range(len(cells) - 1, -1, -1) if cells[i].strip()), 0)


def fit(cells: Sequence[str], width: int) -> Cells:
    """The cells, exactly `width` of them."""
    return tuple(cells[:width]) + ("",) * (width - len(cells))


def is_number(cell: str) -> bool:
    """True for a number in any writing."""
    return bool(_NUMBER.fullmatch(cell.strip()))


def is_unit(cell: str) -> bool:
    """True for the unit of a topic, such as "aantal" or "x 1 000 euro"."""
    return bool(_UNIT.fullmatch(cell.strip()))


def is_footer(cells: Sequence[str]) -> bool:
    """True for a line under the figures that says where they come from or what signs mean."""
    return _alone(cells) and bool(_FOOTER.match(cells[0]))


def footer_of(rows: Sequence[Row], width: int) -> tuple[Row, ...]:
    """The rows under the figures: from the last rows, those with only a first cell, when one
    of them names its source."""
    if width < 2:
        return ()
    count = 0
    for _, cells in reversed(rows):
        if any(cell.strip() for cell in cells) and not _alone(cells):
            break
        count += 1
    tail = tuple(rows[len(rows) - count :]) if count else ()
    start = next((i for i, (_, cells) in enumerate(tail) if is_footer(cells)), None)
    return () if start is None else tail[start:]


def _alone(cells: Sequence[str]) -> bool:
    return bool(cells) and bool(cells[0].strip()) and extent(cells) == 1


# --- titles and header ---------------------------------------------------------------------------


def _after_titles(rows: Sequence[Cells], width: int) -> int:
    """The position of the first row that is no title."""
    for i, cells in enumerate(rows[:40]):
        used = sum(1 for cell in cells if cell)
        lonely = bool(cells[0]) and (used == 1 if width < 4 else used <= 2 and extent(cells) <= 2)
        if width == 1 or not lonely:
            return i
    return 0


def _header_height(rows: Sequence[Cells]) -> int:
    height = _with_empty_corner(rows) if not rows[0][0] else _with_corner(rows)
    return min(height, MOST_HEADER_ROWS, len(rows))


def _with_empty_corner(rows: Sequence[Cells]) -> int:
    """Rows with an empty first cell belong to the header, and so does the row that names it."""
    empty = next((i for i, cells in enumerate(rows) if cells[0]), len(rows))
    if empty >= len(rows):
        return 1
    named = dimension_named(rows[empty][0]) or _names_columns(rows[1])
    if empty == 1 and _complete(rows[0][1:]) and not named:
        return 1  # R and pandas leave the name of the row numbers out
    return empty if is_data(rows[empty]) else empty + 1


def _with_corner(rows: Sequence[Cells]) -> int:
    if found := _named_rows(rows):
        return found
    if _repeats(rows[0]) or _periods(rows[0]):
        figures = (i for i, cells in enumerate(rows[: MOST_HEADER_ROWS + 1]) if is_data(cells))
        if found := next(figures, 0):
            return found
    height = 1
    for cells in rows[1:MOST_HEADER_ROWS]:
        under = not cells[0] and not is_data(cells) and any(cells)
        if not (under or _units(cells)):
            break
        height += 1
    if height == 1 and len(rows) > 2 and _group_titles(rows):
        return 2
    return height


def _named_rows(rows: Sequence[Cells]) -> int:
    """Rows that all begin with the name of a dimension; no row of figures begins with one."""
    looked = rows[:MOST_HEADER_ROWS]
    height = next((i for i, c in enumerate(looked) if not dimension_named(c[0])), len(looked))
    return height if height > 1 else 0


def _repeats(cells: Sequence[str]) -> bool:
    """A row in which merged cells were written out."""
    rest = [cell for cell in cells[1:] if cell]
    return len(rest) > 1 and len(set(rest)) <= 0.7 * len(rest) and len(rest) == len(cells) - 1


def _periods(cells: Sequence[str]) -> bool:
    rest = [cell for cell in cells[1:] if cell]
    return len(rest) > 1 and all(parse_period(cell) for cell in rest)


def _group_titles(rows: Sequence[Cells]) -> bool:
    """A row of merged titles above the real header, with figures under both."""
    upper, lower = (sum(1 for cell in cells if cell) for cells in rows[:2])
    return (
        upper < 0.7 * lower
        and not any(is_number(cell) and not parse_period(cell) for cell in rows[1])
        and (is_data(rows[2]) or _names_over_records(rows))
    )


def _names_over_records(rows: Sequence[Cells]) -> bool:
    """A row of names without a digit, between half empty groups and records that have digits."""
    groups, titles, record = rows[:3]
    digits = sum(1 for cell in record if any(sign.isdigit() for sign in cell))
    plain = not any(sign.isdigit() for cell in titles for sign in cell)
    few = sum(1 for cell in groups if cell) * 2 <= len(titles)
    return len(titles) >= 4 and few and plain and _complete(titles) and digits >= 2


def is_data(cells: Sequence[str]) -> bool:
    """True when half of the cells after the first are figures, and not just years."""
    values = [cell for cell in cells[1:] if cell]
    figures = [cell for cell in values if is_number(cell) or cell.lower() in KNOWN]
    years = sum(1 for cell in values if parse_period(cell))
    return bool(values) and len(figures) * 2 >= len(values) and years < len(values)


def _complete(cells: Sequence[str]) -> bool:
    return all(cells) and len(set(cells)) == len(cells)


def _names_columns(cells: Sequence[str]) -> bool:
    rest = [cell for cell in cells[1:] if cell]
    return bool(rest) and all(is_unit(c) or parse_period(c) for c in rest[-max(1, len(rest) - 1) :])


def _units(cells: Sequence[str]) -> bool:
    rest = [cell for cell in cells[1:] if cell]
    return len(rest) > 1 and all(is_unit(cell) for cell in rest) and not is_number(cells[0])


# --- names of columns ----------------------------------------------------------------------------


def spread(cells: Sequence[str]) -> Cells:
    """A header row with merged cells written out: an empty cell repeats what is left of it."""
    filled: list[str] = []
    for cell in cells:
        filled.append(cell or (filled[-1] if filled else ""))
    return tuple(filled)


def names(header: Sequence[Cells]) -> Cells:
    """One name per column: the parts of all header rows, never empty and never twice."""
    if len(header) > 1:
        header = (*(spread(cells) for cells in header[:-1]), header[-1])
    parts = zip(*header, strict=True)
    return unique([" / ".join(dict.fromkeys(filter(None, part))) for part in parts])


def unique(columns: Sequence[str]) -> Cells:
    """Names without repeats; a column without a name is called after its letter."""
    seen: dict[str, int] = {}
    result = []
    for i, column in enumerate(columns):
        name = " ".join(column.split()) or f"Kolom {letters(i)}"
        key = name.casefold()
        seen[key] = seen.get(key, 0) + 1
        result.append(name if seen[key] == 1 else f"{name} #{seen[key]}")
    return tuple(result)


def letters(position: int) -> str:
    """The letters above a column in a spreadsheet: 0 is A, 26 is AA."""
    text, rest = "", position + 1
    while rest:
        rest, left = divmod(rest - 1, 26)
        text = chr(65 + left) + text
    return text
