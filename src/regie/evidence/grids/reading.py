"""The one door to any rectangular file: `open_grid` looks, `rows` streams.

What a file is, is decided by its bytes and never by its name.
"""

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal, Protocol

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.packing import packing_of, unpack
from regie.evidence.formats.sniff import refuse_other_kinds
from regie.evidence.grids import layers, records, shape, texts, workbooks
from regie.evidence.grids.shape import Row, Shape, fit
from regie.evidence.grids.writing import decimal_in
from regie.foundation.records.refusals import RefusedError

Kind = Literal["csv", "workbook", "json", "lines", "parquet", "geo"]

SAMPLE = 200
MOST_COLUMNS = 2000


@dataclass(frozen=True)
class Note:
    """Something worth telling about the file: a Dutch msgid with `%(name)s` places."""

    sentence: str
    params: dict[str, object] = field(default_factory=dict)


class Source(Protocol):
    """Where the rows come from; called once for every reading."""

    def __call__(self) -> Iterator[Row]:
        """All rows of the sheet or file, title lines and header too."""


@dataclass(frozen=True)
class Grid:
    """A file that was looked at: where its table is and how it is written.

    `header` has one name per column. `sample` are the first rows as text. `levels` are the header
    rows as they stand, for who wants to read more from them. `total_rows` is None where counting
    would mean reading everything. `crs` is the system of coordinates of a map file.
    """

    path: Path
    name: str
    kind: Kind
    size: int
    header: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    titles: tuple[str, ...] = ()
    header_rows: int = 1
    header_line: int = 1
    footer: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    decimal: str = "."
    total_rows: int | None = None
    notes: tuple[Note, ...] = ()
    levels: tuple[tuple[str, ...], ...] = ()
    crs: str = ""
    source: Source | None = field(default=None, repr=False, compare=False)
    ends: int | None = field(default=None, repr=False)


@contextmanager
def opened(path: Path, *, sheet: str = "", name: str = "") -> Iterator[Grid]:
    """Open a file that may be packed in a zip or gzip. Raises `RefusedError`."""
    folder = Path(tempfile.mkdtemp(prefix="regie-grid-"))
    try:
        inside = unpack(path, texts.head_of(path), folder)
        yield open_grid(inside or path, sheet=sheet, name=name or path.name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def open_grid(path: Path, *, sheet: str = "", name: str = "") -> Grid:
    """Look at a file: what it is, where its table starts, its first rows. Raises `RefusedError`."""
    path = Path(path)
    head = texts.head_of(path)
    if not head.strip():
        raise RefusedError(_("Dit bestand is leeg. Download het opnieuw."))
    packing = packing_of(path, head)
    if packing in {"workbook", "old_workbook"}:
        grid = _workbook(path, sheet)
    elif packing:
        raise RefusedError(_("Dit bestand is ingepakt. Pak het eerst uit."))
    else:
        grid = _plain(path, head, sheet)
    if len(grid.header) > MOST_COLUMNS:
        raise RefusedError(
            _("Dit bestand heeft %(count)s kolommen. Regie leest er hoogstens %(most)s."),
            count=len(grid.header),
            most=MOST_COLUMNS,
        )
    return _named(grid, name or path.name)


def _named(grid: Grid, name: str) -> Grid:
    return Grid(**{**grid.__dict__, "name": name})


def rows(grid: Grid) -> Iterator[Row]:
    """Every row under the header: its number in the file and its cells as text.

    Blank rows and the footer are left out. Raises `RefusedError` for a row that is longer than
    the header.
    """
    width, feet = len(grid.header), frozenset(grid.footer if grid.ends is None else ())
    for number, cells in _source(grid)():
        if number <= grid.header_line:
            continue
        if grid.ends is not None and number >= grid.ends:
            return
        if len(cells) > width and shape.extent(cells) > width:
            raise RefusedError(
                _("Rij %(row)s is langer dan de kop: %(found)s cellen in plaats van %(width)s."),
                row=number,
                found=shape.extent(cells),
                width=width,
            )
        plain = tuple(map(str.strip, cells))
        # A footer line of a text was seen at its end; its number is not known beforehand.
        foot = plain and plain[0] in feet and shape.extent(plain) == 1
        if any(plain) and not foot:
            yield number, plain if len(plain) == width else fit(plain, width)


def _source(grid: Grid) -> Source:
    if grid.source is None:
        raise RuntimeError("a grid is made by open_grid")
    return grid.source


# --- kinds ---------------------------------------------------------------------------------------


def _plain(path: Path, head: bytes, sheet: str) -> Grid:
    refuse_other_kinds(head)
    if head.startswith(b"PAR1"):
        columns, count = records.parquet_columns(path)
        return _records(path, "parquet", columns, partial(records.parquet_rows, path), count)
    if head.startswith(b"SQLite format 3\x00") or _is_map(head):
        return _layer(path, sheet)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        return _json(path, head)
    return _text(path, head)


def _is_map(head: bytes) -> bool:
    start = head[:20_000].replace(b" ", b"")
    return b'"type":"FeatureCollection"' in start or b'"type":"Topology"' in start


def _json(path: Path, head: bytes) -> Grid:
    if records.is_lines(head):
        columns = records.columns_of_lines(path)
        return _records(path, "lines", columns, partial(records.rows_of_lines, path, columns))
    found = records.read_records(path)
    source = partial(_numbered, found.rows)
    return _records(path, "json", found.columns, source, len(found.rows))


def _numbered(found: tuple[tuple[str, ...], ...]) -> Iterator[Row]:
    return enumerate(found, 1)


def _records(
    path: Path, kind: Kind, columns: tuple[str, ...], source: Source, count: int | None = None
) -> Grid:
    sample = tuple(cells for _number, cells in itertools.islice(source(), SAMPLE))
    return Grid(
        path,
        path.name,
        kind,
        path.stat().st_size,
        shape.unique(columns),
        sample,
        header_line=0,
        decimal=_decimal(sample),
        total_rows=count,
        source=source,
    )


def _layer(path: Path, sheet: str) -> Grid:
    layer = layers.layer_of(path, sheet)
    grid = _records(path, "geo", layer.header, layer.rows, layer.count)
    return Grid(**{**grid.__dict__, "crs": layer.crs, "sheet": layer.name})


def _text(path: Path, head: bytes) -> Grid:
    how = texts.written(path, head)
    source = partial(texts.lines_of, path, how)
    first = list(itertools.islice(source(), SAMPLE + 60))
    found = _shape(first)
    footer = shape.footer_of(texts.last_lines(path, how), found.width)
    notes = (Note(_("Elke regel stond tussen aanhalingstekens. Regie heeft ze weggehaald.")),)
    grid = _sheet(path, "csv", found, first, source)
    return Grid(
        **{
            **grid.__dict__,
            "footer": tuple(cells[0].strip() for _number, cells in footer if any(cells)),
            "encoding": how.encoding,
            "delimiter": how.delimiter,
            "notes": notes if how.wrapped else (),
        }
    )


def _workbook(path: Path, name: str) -> Grid:
    book = workbooks.open_book(path)
    sheet = book.sheet(name)
    first = list(itertools.islice(sheet.rows(), SAMPLE + 60))
    found = _shape(first)
    last = _last_rows(sheet)
    footer = shape.footer_of(last, found.width)
    grid = _sheet(path, "workbook", found, first, sheet.rows)
    return Grid(
        **{
            **grid.__dict__,
            "sheets": tuple(s.name for s in book.sheets),
            "sheet": sheet.name,
            "footer": tuple(cells[0] for _number, cells in footer if any(cells)),
            "ends": footer[0][0] if footer else None,
            "decimal": sheet.decimal,
            "total_rows": max(0, sheet.height - (found.first - 1) - len(footer)),
            "notes": _notes(book, sheet),
        }
    )


def _last_rows(sheet: workbooks.Sheet) -> list[Row]:
    return list(itertools.islice(sheet.rows(), max(0, sheet.height - 40), None))


def _notes(book: workbooks.Book, sheet: workbooks.Sheet) -> tuple[Note, ...]:
    found = []
    if book.hidden:
        found.append(
            Note(
                _("Verborgen bladen die Regie niet leest: %(count)s."),
                {"count": len(book.hidden)},
            )
        )
    if sheet.outside.unworked:
        found.append(
            Note(
                _("Formules zonder uitkomst: %(count)s. Open het werkboek en sla het op."),
                {"count": sheet.outside.unworked},
            )
        )
    return tuple(found)


def _shape(first: list[Row]) -> Shape:
    found = shape.find_shape(first)
    if found is None:
        raise RefusedError(_("In dit bestand staat geen tabel."))
    return found


def _sheet(path: Path, kind: Kind, found: Shape, first: list[Row], source: Source) -> Grid:
    under = [cells for number, cells in first if number > found.header_line and any(cells)]
    sample = tuple(fit([c.strip() for c in cells], found.width) for cells in under[:SAMPLE])
    return Grid(
        path,
        path.name,
        kind,
        path.stat().st_size,
        shape.names(found.header),
        sample,
        titles=found.titles,
        header_rows=len(found.header),
        header_line=found.header_line,
        decimal=_decimal(sample),
        levels=found.header,
        source=source,
    )


def _decimal(sample: tuple[tuple[str, ...], ...]) -> str:
    return "," if decimal_in(cell for cells in sample for cell in cells) == "," else "."
