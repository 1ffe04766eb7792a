"""From the workbooks and table views of publishers to the plain table that `formats` recognises.

The plain table is a CSV with the titles above one header row. Whatever is not certain is left
as it is, so that it is refused further on with its own reason: nothing is guessed here.
"""

import csv
import itertools
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.files import Inspected, inspect
from regie.evidence.formats.measures import told_year
from regie.evidence.formats.packing import is_spreadsheet
from regie.evidence.formats.recognise import is_known
from regie.evidence.formats.sniff import sniff
from regie.evidence.formats.spelled_periods import read_period
from regie.evidence.grids import records, shape, texts
from regie.evidence.grids.dimensions import TOPIC, dimension_named
from regie.evidence.grids.headings import View, dimension_of, periods_apart, understand
from regie.evidence.grids.reading import Grid, open_grid, rows
from regie.evidence.grids.shape import Cells
from regie.foundation.records.refusals import RefusedError
from regie.policy.tables import SHORT_NAMES

TARGET = "plain.csv"
UNWORKED = _(
    "In dit werkblad staan formules zonder uitkomst. "
    "Open het werkboek in een spreadsheet, sla het op en lever het opnieuw."
)


class Plain(NamedTuple):
    """A plain table in a file, and which sheets of how many it was read from."""

    path: Path
    sheet: str = ""
    sheets: int = 1


def as_plain(inspected: Inspected, folder: Path, *, table: str = "") -> Plain | None:
    """Write a workbook or table view as a plain CSV into `folder`.

    None for a file that can be read as it is. Raises `RefusedError`.
    """
    if is_spreadsheet(inspected.path, inspected.head):
        return _workbook(inspected.path, folder, table)
    start = inspected.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"<" or b"\x00" in inspected.head[:4096]:
        return None
    if start[:1] in {b"{", b"["}:
        written = _json(inspected, folder)
    else:
        written = _text(inspected, folder, table)
    return Plain(written) if written else None


# --- text ----------------------------------------------------------------------------------------


def _text(inspected: Inspected, folder: Path, table: str) -> Path | None:
    try:
        how = texts.written(inspected.path, inspected.head)
    except RefusedError:
        return None  # the reader of plain files says why
    if how.wrapped:
        return _plain_or_view(open_grid(inspected.path), folder, table)
    first = list(itertools.islice(texts.lines_of(inspected.path, how), shape.LOOK))
    found = shape.find_shape(first)
    if found is None or found.width < 2:
        return None
    broken = any("\n" in cell or "\r" in cell for row in found.header for cell in row)
    if not broken and not _is_view(found.header):
        return None
    grid = open_grid(inspected.path)
    _refuse_cut_off(inspected, grid)
    return _as_view(grid, folder, table) or (_copied(grid, folder) if broken else None)


def _is_view(header: Sequence[Cells]) -> bool:
    """More than one header row, or members of a dimension as the names of columns."""
    if len(header) > 1 or len(periods_apart(header[0])) > 1:
        return True
    members = [cell for cell in header[0][1:] if cell and not dimension_named(cell)]
    return len(members) > 1 and bool(dimension_of(members) or _periods_in(members) > 1)


def _periods_in(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if read_period(cell))


def _refuse_cut_off(inspected: Inspected, grid: Grid) -> None:
    if grid.footer or inspected.ends_with_newline:
        return
    number, last = deque(_raw(grid), maxlen=1).pop()
    if len(last) < len(grid.header):
        raise RefusedError(
            _(
                "Dit bestand is niet helemaal binnen: de laatste regel (%(line)s) is afgebroken. "
                "Download het opnieuw."
            ),
            line=number,
        )


def _raw(grid: Grid) -> Iterator[tuple[int, Cells]]:
    return iter(grid.source()) if grid.source else iter(())


# --- workbooks -----------------------------------------------------------------------------------


def _workbook(path: Path, folder: Path, table: str) -> Plain:
    """The one sheet with a table that Regie knows, else the largest. Raises `RefusedError`."""
    largest = open_grid(path)
    known, written = [], {}
    for i, name in enumerate(largest.sheets[:12]):
        place = folder / f"sheet{i}"
        place.mkdir()
        grid = largest if name == largest.sheet else _opened(path, name)
        if grid is None:
            continue
        written[name] = _plain_or_view(grid, place, table)
        if _has_known(written[name], table):
            known.append(name)
    if len(known) > 1:
        raise RefusedError(
            _(
                "In dit werkboek staan %(count)s bladen met cijfers die Regie kent. "
                "Bewaar elk blad als een eigen bestand."
            ),
            count=len(known),
        )
    chosen = known[0] if known else largest.sheet
    return Plain(written[chosen], chosen, len(largest.sheets))


def _has_known(written: Path, table: str) -> bool:
    """True for a sheet with a table that Regie knows; a sheet with only notes is none."""
    try:
        return is_known(sniff(inspect(written)), table=table)
    except RefusedError:
        return False


def _opened(path: Path, name: str) -> Grid | None:
    try:
        return open_grid(path, sheet=name)
    except RefusedError:
        return None


def _plain_or_view(grid: Grid, folder: Path, table: str) -> Path:
    if any("zonder uitkomst" in note.sentence for note in grid.notes):
        raise RefusedError(UNWORKED)
    _refuse_hidden_percentages(grid)
    return _as_view(grid, folder, table) or _copied(grid, folder)


def _as_view(grid: Grid, folder: Path, table: str) -> Path | None:
    """The table view as a plain table, when that makes a table that Regie knows of it."""
    if not _is_view(grid.levels):
        return None
    levels = grid.levels if len(grid.levels) > 1 else periods_apart(grid.levels[0])
    view = understand(levels, grid.sample, grid.titles)
    written = _melted(grid, view, folder) if view else None
    return written if written and is_known(sniff(inspect(written)), table=table) else None


def _refuse_hidden_percentages(grid: Grid) -> None:
    """An old workbook does not show which fractions are percentages; a share of 0.35 may be 35.

    Raises `RefusedError`.
    """
    if grid.kind != "workbook" or "%" not in " ".join(cell for row in grid.levels for cell in row):
        return
    for at, title in enumerate(grid.header):
        shares = [
            float(c)
            for cells in grid.sample
            if _FRACTION.fullmatch(c := cells[at].replace(",", "."))
        ]
        figures = [cells[at] for cells in grid.sample if shape.is_number(cells[at])]
        if "%" in title and len(shares) > 1 and len(shares) == len(figures):
            raise RefusedError(
                _(
                    "In de kolom %(column)s staan percentages als breuk, zoals 0,35 voor 35. "
                    "Sla het werkblad op als CSV en lever het opnieuw."
                ),
                column=title[:120],
            )


_FRACTION = re.compile(r"0[.,]\d+|[01]")


# --- JSON ----------------------------------------------------------------------------------------


def _json(inspected: Inspected, folder: Path) -> Path | None:
    head = inspected.head
    if b'"FeatureCollection"' in head or b'"Topology"' in head:
        return None
    if not records.is_lines(head) and _is_flat_list(head):
        return None
    return _copied(open_grid(inspected.path), folder)


def _is_flat_list(head: bytes) -> bool:
    """A list of plain records, or an answer of OData: the engine reads those itself."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    listed = start.startswith(b"[") or b'"value"' in start[:2000]
    opening = start.find(b"[")
    first = start[opening + 1 : start.find(b"}", opening)]
    return listed and opening >= 0 and b"{" not in first.lstrip()[1:] and b"[" not in first


# --- writing -------------------------------------------------------------------------------------


def _melted(grid: Grid, view: View, folder: Path) -> Path | None:
    if view.told is not None:
        return _turned(grid, view, view.told, folder)
    found = (cells for row in _filled_down(grid, len(view.stubs)) for cells in view.melt(row))
    return _write(grid, folder, view.header, found)


def _turned(grid: Grid, view: View, told: int, folder: Path) -> Path | None:
    """A view with its topics on the left; None when a topic is there twice for the same key."""
    found: dict[Cells, dict[str, str]] = {}
    topics: dict[str, None] = {}
    for row in _filled_down(grid, len(view.stubs)):
        labels = (*row[:told], *row[told + 1 : len(view.stubs)])
        for column in view.columns:
            topic = column.topic.replace(TOPIC, row[told], 1)
            values = found.setdefault((*labels, *column.keys), {})
            if topic in values:
                return None
            values[topic] = row[column.at]
            topics[topic] = None
    stubs = (*view.stubs[:told], *view.stubs[told + 1 :])
    lines = ((*key, *(values.get(t, "") for t in topics)) for key, values in found.items())
    return _write(grid, folder, (*stubs, *view.dimensions, *topics), lines)


def _filled_down(grid: Grid, count: int) -> Iterator[Cells]:
    """Merged labels written out: an empty label repeats what is above it, but for the last."""
    above: list[str] = [""] * count
    for _number, cells in rows(grid):
        labels = list(cells[:count])
        if labels[-1]:
            for i in range(count - 1):
                if not labels[i] and not any(labels[:i]):
                    labels[i] = above[i]
        above = labels
        yield (*labels, *cells[count:])


def _copied(grid: Grid, folder: Path) -> Path:
    return _write(grid, folder, _renamed(grid.header), (cells for _number, cells in rows(grid)))


def _renamed(header: Sequence[str]) -> list[str]:
    """The short names that CBS gives to key figures in its workbooks, as the names of open data."""
    short = SHORT_NAMES("kwb")
    if not {"gwb_code_10", "gwb_code"} & {name.casefold() for name in header}:
        return list(header)
    return [short.get(name.casefold(), name) for name in header]


def _write(grid: Grid, folder: Path, header: Sequence[str], found: Iterable[Cells]) -> Path:
    target = folder / TARGET
    percent = grid.kind == "workbook"
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        for title in _titles(grid):
            writer.writerow([title])
        writer.writerow([" ".join(name.split()) for name in header])
        for cells in found:
            writer.writerow([_bare(cell) if percent else cell for cell in cells])
    return target


def _titles(grid: Grid) -> list[str]:
    """What stands above the table, and the name of the sheet when that tells the year."""
    sheet = (grid.sheet,) if told_year((grid.sheet,)) else ()
    return [" ".join(title.split()) for title in (*grid.titles, *sheet) if title.strip()]


_PERCENT = re.compile(r"[+-]?\d+([.,]\d+)?%")


def _bare(cell: str) -> str:
    """A percentage as publishers write it: the number alone."""
    return cell[:-1] if cell.endswith("%") and _PERCENT.fullmatch(cell) else cell
