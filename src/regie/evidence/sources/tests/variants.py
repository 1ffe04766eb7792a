"""One table in every form in which people hand it on, and what an import makes of it.

The instrument of the tests of variants: whatever form the table has, the figures are the same or
the file is refused; never other figures.
"""

import csv
import gzip
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import pyarrow
import pyarrow.parquet
import xlsxwriter

from regie.evidence.formats.files import inspect
from regie.evidence.formats.recognise import Figures
from regie.evidence.intake import storing, understanding
from regie.evidence.intake.arrival import take_in
from regie.evidence.intake.understanding import Options
from regie.evidence.warehouse.engine import Staging
from regie.foundation.records.refusals import RefusedError

Found = Mapping[tuple[str, ...], float]
"""(measure, type, area, period) to the value; hidden, unknown and so on as a negative state."""


NOTHING = Options()


@dataclass(frozen=True)
class Table:
    """A plain table as text. `numbers` are the columns with figures, `decimal` their mark."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    decimal: str = "."
    options: Options = NOTHING

    def mapped(self, change: Callable[[int, str], str]) -> "Table":
        """The same table with every cell changed; the function knows the column."""
        rows = tuple(tuple(change(i, c) for i, c in enumerate(row)) for row in self.rows)
        return replace(self, rows=rows)

    def ordered(self, order: Sequence[int]) -> "Table":
        """The same table with its columns in another order."""
        return replace(
            self,
            header=tuple(self.header[i] for i in order),
            rows=tuple(tuple(row[i] for i in order) for row in self.rows),
            numbers=tuple(order.index(i) for i in self.numbers),
        )

    def typed(self) -> list[list[object]]:
        """The rows with real numbers, as a spreadsheet keeps them."""
        return [
            [number(c, self.decimal) if i in self.numbers else c for i, c in enumerate(row)]
            for row in self.rows
        ]


def number(text: str, decimal: str) -> object:
    """A number for a text that is one; the text itself for a sign; None for nothing."""
    bare = text.strip().replace(decimal, ".")
    try:
        return float(bare) if "." in bare and bare != "." else int(bare)
    except ValueError:
        return bare or None


# --- reading -------------------------------------------------------------------------------------


def figures(path: Path, options: Options = NOTHING) -> Found:
    """Everything an import would store. Raises `RefusedError`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        taken = take_in(inspect(path), folder, table=options.table)
        assert isinstance(taken.recognition, Figures), taken.recognition
        return _stored(taken, folder, options)


def _stored(taken: Any, folder: Path, options: Options) -> Found:
    with Staging(folder) as stage:
        loaded = understanding.load(
            stage, taken.sniffed, taken.readable, taken.recognition, tick=lambda *_: None
        )
        known = understanding.understand(stage, taken.recognition, options)
        result = storing.write(
            stage, known, loaded.rows, taken.sniffed.decimal, tick=lambda *_: None
        )
        found: dict[tuple[str, ...], float] = {}
        for part in ("upper", "local"):
            for row in pyarrow.parquet.read_table(
                result.folder / f"{part}_observed.parquet"
            ).to_pylist():
                for period in result.manifest.periods:
                    if row["first"] <= period.code <= row["last"]:
                        key = (row["measure"], row["category"], row["area"], period.code)
                        found[key] = 0.0 if row["state"] == 1 else -float(row["state"])
            for row in pyarrow.parquet.read_table(
                result.folder / f"{part}_cells.parquet"
            ).to_pylist():
                key = (row["measure"], row["category"], row["area"], row["period"])
                found[key] = row["value"]
    return found


def outcome(path: Path, options: Options = NOTHING) -> Found | str:
    """The figures, or the reason why there are none."""
    try:
        return figures(path, options)
    except RefusedError as refusal:
        return str(refusal)


# --- writing -------------------------------------------------------------------------------------


def as_csv(
    table: Table,
    *,
    delimiter: str = ";",
    encoding: str = "utf-8",
    newline: str = "\r\n",
    quoting: Literal[0, 1, 2, 3] = csv.QUOTE_MINIMAL,
    before: Sequence[str] = (),
    after: Sequence[str] = (),
) -> bytes:
    """A CSV in any writing."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=newline, quoting=quoting)
    for line in before:
        writer.writerow([line])
    writer.writerow(table.header)
    writer.writerows(table.rows)
    for line in after:
        writer.writerow([line])
    return text.getvalue().encode(encoding)


def wrapped(table: Table) -> bytes:
    """Every line between quotes, as a spreadsheet does to a file it opened the wrong way."""
    lines = as_csv(table, quoting=csv.QUOTE_NONNUMERIC).decode().splitlines()
    return "".join('"' + line.replace('"', '""') + '"\r\n' for line in lines).encode()


def as_xlsx(
    path: Path,
    rows: Sequence[Sequence[object]],
    *,
    blank: int = 0,
    sheet: str = "Blad1",
    notes: bool = False,
) -> Path:
    """A workbook; `blank` adds formatted rows without content, `notes` an empty sheet."""
    book = xlsxwriter.Workbook(path)
    page, bold = book.add_worksheet(sheet), book.add_format({"bold": True})
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(i, j, cell)
            elif cell is not None:
                page.write(i, j, cell)
    for i in range(blank):
        page.write_blank(len(rows) + i, 0, None, bold)
        page.write_blank(0, len(rows[0]) + 1 + i % 5, None, bold)
    if notes:
        book.add_worksheet("Leeg")
        book.add_worksheet("Verborgen").hide()
    book.close()
    return path


ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def as_ods(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """An OpenDocument workbook, with the endless empty rows that LibreOffice writes."""
    lines = "".join(
        "<table:table-row>" + "".join(map(_ods_cell, row)) + "</table:table-row>" for row in rows
    )
    empty = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES}><office:body>'
        f'<office:spreadsheet><table:table table:name="Blad1">{lines}{empty}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", ODS_TYPE)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return path


def _ods_cell(cell: object) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str):
        text = cell.replace("&", "&amp;").replace("<", "&lt;")
        return (
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p>'
            "</table:table-cell>"
        )
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell}">'
        f"<text:p>{cell}</text:p></table:table-cell>"
    )


def as_json(table: Table) -> list[dict[str, object]]:
    """The rows as records."""
    return [dict(zip(table.header, row, strict=True)) for row in table.typed()]


def as_parquet(path: Path, table: Table) -> Path:
    """A Parquet file with every column as text, as careful people write it."""
    columns = {name: [row[i] for row in table.rows] for i, name in enumerate(table.header)}
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    return path


def written(path: Path, content: bytes) -> Path:
    """The bytes as a file."""
    path.write_bytes(content)
    return path


# --- forms ---------------------------------------------------------------------------------------

Form = Callable[[Table, Path], Path]


def _text(**how: Any) -> Form:
    return lambda table, path: written(path, as_csv(table, **how))


def _spread(table: Table) -> list[Sequence[object]]:
    return [table.header, *table.typed()]


def _lines(table: Table) -> bytes:
    return b"\n".join(json.dumps(record).encode() for record in as_json(table))


FORMS: Mapping[str, Form] = {
    "comma": _text(delimiter=","),
    "tab": _text(delimiter="\t"),
    "bar": _text(delimiter="|"),
    "quoted": _text(quoting=csv.QUOTE_ALL, newline="\n"),
    "bom": _text(encoding="utf-8-sig"),
    "utf-16": _text(encoding="utf-16"),
    "utf-16 without mark": _text(encoding="utf-16-le"),
    "utf-16 big": _text(encoding="utf-16-be"),
    "windows": _text(encoding="cp1252"),
    "macintosh": _text(encoding="mac_roman"),
    "ms-dos": _text(encoding="cp850"),
    "titles": _text(before=("Een titel die niets zegt", "", "Gemaakt op 1 mei")),
    "footer": _text(after=("Bron: CBS",), quoting=csv.QUOTE_ALL),
    "footers": _text(after=("", "© CBS", "Bron: CBS, Den Haag/Heerlen")),
    "wrapped": lambda table, path: written(path, wrapped(table)),
    "gz": lambda table, path: written(path, gzip.compress(as_csv(table))),
    "xlsx": lambda table, path: as_xlsx(path, _spread(table)),
    "xlsx as text": lambda table, path: as_xlsx(path, [table.header, *table.rows]),
    "xlsx with blanks": lambda table, path: as_xlsx(path, _spread(table), blank=300, notes=True),
    "xlsx with titles": lambda table, path: as_xlsx(
        path, [["Een titel"], [None], *_spread(table), ["Bron: CBS"]]
    ),
    "ods": lambda table, path: as_ods(path, _spread(table)),
    "json": lambda table, path: written(path, json.dumps(as_json(table)).encode()),
    "json in a wrapper": lambda table, path: written(
        path, json.dumps({"count": 3, "results": as_json(table)}).encode()
    ),
    "json lines": lambda table, path: written(path, _lines(table)),
    "json columns": lambda table, path: written(
        path,
        json.dumps({n: [r[n] for r in as_json(table)] for n in table.header}).encode(),
    ),
    "parquet": lambda table, path: as_parquet(path, table),
}


def zipped(source: Path, path: Path, name: str) -> Path:
    """The file in a zip, with what people leave beside it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(source, f"download/{name}")
        archive.writestr("__MACOSX/._download", b"x")
        archive.writestr("lees mij.pdf", b"%PDF")
    return path
