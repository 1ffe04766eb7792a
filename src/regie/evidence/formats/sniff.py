"""What kind of file is this: delimiter, decimal mark, header and the first rows."""

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import pyarrow
import pyarrow.parquet
from django.utils.translation import gettext_noop as _

from regie.evidence.formats.decimals import decimal_of
from regie.evidence.formats.files import Inspected, count_lines
from regie.evidence.formats.packing import is_spreadsheet
from regie.foundation.records.refusals import RefusedError

Form = Literal["csv", "parquet", "json", "geo"]
SAMPLE = 200
DELIMITERS = (";", ",", "\t", "|")
MOST = 0.7
JSON_LIMIT = 200 * 1024**2
_FOOTER = re.compile(
    r'^"?\s*((bron(nen)?|source|toelichting|verklaring|noot|disclaimer)\b|©|\(c\)|[*x.\-]{1,2}\s*[=:])',
    re.IGNORECASE,
)
_END = '";, \t'
MOST_FOOTER_LINES = 40
_BARE_NUMBER = re.compile(r"[;,\t|]\s*([+-]?\d+([.,]\d*)?)?$")
_WKT = re.compile(r"\s*(MULTI)?POLYGON\s*(Z\s*)?\(", re.IGNORECASE)

WHOLE_LINES = _(
    "Elke regel staat in zijn geheel tussen aanhalingstekens. "
    "Een spreadsheet heeft het bestand anders opgeslagen. Download het opnieuw."
)

NO_ROWS = _(
    "In dit JSON-bestand staan geen rijen. De vraag aan de website gaf geen cijfers. "
    "Kies andere gebieden of perioden en download opnieuw."
)


@dataclass(frozen=True)
class Sniffed:
    """A file that can be read row by row: its columns, its first rows and how it is written.

    `header_line` counts from 1. `footer_lines` are lines under the figures ("Bron: CBS"),
    `titles` the lines above the header.
    """

    form: Form
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    delimiter: str = ";"
    decimal: str = "."
    header_line: int = 1
    footer_lines: int = 0
    titles: tuple[str, ...] = ()

    def index(self, column: str) -> int:
        """The position of a column."""
        return self.columns.index(column)

    def sample(self, column: str) -> tuple[str, ...]:
        """The first values of a column."""
        at = self.index(column)
        return tuple(row[at] for row in self.rows if at < len(row))


def sniff(inspected: Inspected) -> Sniffed:
    """Look at the head of the file. Raises `RefusedError` with what it looks like instead."""
    head = inspected.head
    _refuse_the_obvious(head, inspected)
    if head.startswith(b"PAR1"):
        return _parquet(inspected)
    if head.startswith(b"SQLite format 3\x00"):
        return Sniffed("geo")
    text = _text(inspected)
    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] in "{[":
        return _json(inspected, start)
    if start[:1] == "<":
        _refuse_markup(start)
    return _csv(inspected, text)


PACKED = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
EMPTY_ZIP = b"PK\x05\x06"


def refuse_other_kinds(head: bytes) -> None:
    """Refuse what is no table at all: another packing, a pdf, a web page, a picture."""
    _refuse_packed(head)
    if head.startswith(b"%PDF"):
        raise RefusedError(_("Dit is een pdf. Lever het bestand met de cijfers zelf, als CSV."))
    start = head[:8192].decode("utf-8", errors="ignore").lstrip("\ufeff \t\r\n")
    if start[:1] == "<":
        _refuse_markup(start)


def _refuse_packed(head: bytes) -> None:
    if head.startswith(EMPTY_ZIP):
        raise RefusedError(_("Dit zipbestand is leeg. Download het opnieuw."))
    if head.startswith(PACKED) or head[257:262] == b"ustar":
        raise RefusedError(
            _("Dit bestand is ingepakt op een manier die Regie niet leest. Pak het eerst uit.")
        )


def _refuse_the_obvious(head: bytes, inspected: Inspected) -> None:
    if not head.strip():
        raise RefusedError(_("Dit bestand is leeg. Download het opnieuw."))
    _refuse_packed(head)
    if is_spreadsheet(inspected.path, head):
        raise RefusedError(
            _("Dit is een werkblad (Excel of ODS). Sla het op als CSV en lever het opnieuw.")
        )
    if head.startswith(b"%PDF"):
        raise RefusedError(_("Dit is een pdf. Lever het bestand met de cijfers zelf, als CSV."))
    binary = head.startswith((b"PAR1", b"SQLite format 3\x00")) or inspected.encoding.startswith(
        "utf-16"
    )
    if not binary and b"\x00" in head:
        raise RefusedError(
            _(
                "In dit bestand staan tekens die geen tekst zijn. Het is beschadigd, of het is een "
                "ander soort bestand. Download het opnieuw als CSV, Excel of JSON."
            )
        )


def _refuse_markup(start: str) -> None:
    if "<html" in start[:5000].lower() or start.lower().startswith("<!doctype html"):
        if "<table" in start[:20000].lower():
            raise RefusedError(
                _(
                    "Dit is een webpagina met een tabel, opgeslagen als werkblad. Open het bestand "
                    "in een spreadsheet, sla het op als Excel (xlsx) of CSV en lever dat."
                )
            )
        title = re.search(r"<title>\s*(.*?)\s*</title>", start, re.IGNORECASE | re.DOTALL)
        raise RefusedError(
            _(
                "Dit is een webpagina en geen bestand met cijfers (titel: %(title)s). "
                "De website gaf een foutmelding of een inlogscherm. Download het bestand opnieuw."
            ),
            title=title[1][:80] if title else "–",
        )
    raise RefusedError(_("Dit is XML. Kies bij de uitgever voor CSV of JSON en lever dat."))


def _text(inspected: Inspected) -> str:
    return inspected.head.decode(inspected.encoding, errors="ignore")


# --- parquet -----------------------------------------------------------------------------------


def _parquet(inspected: Inspected) -> Sniffed:
    try:
        file = pyarrow.parquet.ParquetFile(inspected.path)
        first = next(file.iter_batches(batch_size=SAMPLE), None)
    except (pyarrow.ArrowException, OSError) as error:
        raise RefusedError(
            _("Dit Parquet-bestand is beschadigd of niet helemaal binnen. Download het opnieuw.")
        ) from error
    columns = tuple(str(name) for name in file.schema_arrow.names)
    rows = [] if first is None else [tuple(map(_word, row.values())) for row in first.to_pylist()]
    return Sniffed("parquet", columns, tuple(rows), decimal=decimal_of(rows))


def _word(value: object) -> str:
    return "" if value is None else str(value)


# --- json --------------------------------------------------------------------------------------


def _json(inspected: Inspected, start: str) -> Sniffed:
    if re.search(r'"type"\s*:\s*"(FeatureCollection|Topology)"', start[:20000]):
        return Sniffed("geo")
    if inspected.size > JSON_LIMIT:
        raise RefusedError(_("Dit JSON-bestand is te groot. Lever de tabel als CSV of Parquet."))
    return records_of(read_json(inspected))


def read_json(inspected: Inspected) -> object:
    """The whole document. Raises `RefusedError` when it stops half-way."""
    try:
        return json.loads(inspected.path.read_text(encoding=_plain(inspected.encoding)))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError) and error.msg == "Extra data":
            raise RefusedError(
                _("Dit bestand heeft JSON op elke regel. Lever de tabel als CSV of als één lijst.")
            ) from error
        raise RefusedError(
            _("Dit JSON-bestand is beschadigd of niet helemaal binnen. Download het opnieuw.")
        ) from error


def _plain(encoding: str) -> str:
    return "utf-8-sig" if encoding == "utf-8" else encoding


def json_rows(document: object) -> list[dict[str, Any]]:
    """The records of an OData answer or of a plain list. Raises `RefusedError`."""
    if isinstance(document, dict) and isinstance(document.get("value"), list):
        if "odata.nextLink" in document or "@odata.nextLink" in document:
            raise RefusedError(
                _("Dit is één bladzijde van een antwoord in delen. Lever de hele tabel.")
            )
        document = document["value"]
    if not isinstance(document, list) or not all(isinstance(row, dict) for row in document):
        raise RefusedError(
            _(
                "In dit JSON-bestand staat geen tabel met rijen. "
                "Lever de tabel zoals de politie of het CBS die geeft, liefst als CSV."
            )
        )
    return document


def records_of(document: object) -> Sniffed:
    """Columns and first rows of a JSON table."""
    rows = json_rows(document)
    columns = tuple(dict.fromkeys(key for row in rows[:SAMPLE] for key in row))
    if not columns:
        raise RefusedError(NO_ROWS)
    sample = tuple(tuple(_word(row.get(name)) for name in columns) for row in rows[:SAMPLE])
    return Sniffed("json", columns, sample, decimal=decimal_of(sample))


# --- csv ---------------------------------------------------------------------------------------


def _csv(inspected: Inspected, text: str) -> Sniffed:
    body = text.removeprefix("\ufeff")
    if inspected.size > len(inspected.head):
        body = body[: body.rfind("\n") + 1]
    delimiter = _delimiter(body)
    table = _parse(body, delimiter)
    header = _header_position(table)
    columns = unique([cell.strip() for cell in table[header][1]])
    rows = [row for _, row in table[header + 1 :]]
    footer = _footer(inspected, delimiter)
    if inspected.size <= len(inspected.head) and footer:
        rows = rows[:-footer]
    sniffed = Sniffed(
        "csv",
        columns,
        tuple(tuple(row) for row in rows[:SAMPLE] if len(row) == len(columns)),
        delimiter,
        decimal_of(rows),
        table[header][0],
        footer,
        tuple(" ".join(filter(None, row))[:300] for _, row in table[:header]),
    )
    if any(_WKT.match(cell) for row in sniffed.rows[:5] for cell in row):
        return replace(sniffed, form="geo")
    _refuse_cut_off(inspected, sniffed)
    return sniffed


def unique(columns: Sequence[str]) -> tuple[str, ...]:
    """Column names without repeats and without empty names, as a reader asks for."""
    seen: dict[str, int] = {}
    result = []
    for column in columns:
        key = column or "#"
        seen[key.casefold()] = seen.get(key.casefold(), 0) + 1
        result.append(key if seen[key.casefold()] == 1 else f"{key} #{seen[key.casefold()]}")
    return tuple(result)


def delimiter_of(lines: Sequence[str]) -> str:
    """The sign between the columns: one that every line has as often; "" when there is none.

    The one that starts first, at the header, is meant; of two that start together it is not the
    comma, because Dutch numbers have commas as well.
    """
    found: list[tuple[int, bool, int, str]] = []
    for mark in DELIMITERS:
        counts = [_outside_quotes(line, mark) for line in lines]
        filled = [count for count in counts if count]
        usual = max(set(filled), key=filled.count) if filled else 0
        if usual and counts.count(usual) >= MOST * len(lines):
            found.append((counts.index(usual), mark == ",", -usual, mark))
    if found:
        return min(found)[-1]
    totals = {mark: sum(_outside_quotes(line, mark) for line in lines) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: totals[mark])
    return best if totals[best] else ""


def _delimiter(body: str) -> str:
    lines = [line for line in body.splitlines()[:20] if line.strip()]
    best = delimiter_of(lines)
    if not best:
        raise RefusedError(_no_table(lines))
    return best


def _no_table(lines: list[str]) -> str:
    if any(";" in line for line in lines):
        return WHOLE_LINES
    if len(lines) > 1:
        return _("Dit bestand heeft maar één kolom. Er staan geen cijfers in.")
    return _("Dit bestand heeft geen kolommen. Download het opnieuw als CSV, Excel of JSON.")


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def _parse(body: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Rows with the line each starts on; empty lines are left out."""
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter)
    rows, line = [], 1
    for row in reader:
        if any(cell.strip() for cell in row):
            rows.append((line, row))
        line = reader.line_num + 1
    return rows


def _header_position(table: list[tuple[int, list[str]]]) -> int:
    """The first row that is as wide as the figures under it."""
    widths = [len(row) for _, row in table[:40]]
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    if usual < 2:
        raise RefusedError(_("Dit bestand heeft maar één kolom. Er staan geen cijfers in."))
    first = widths.index(usual)
    lonely = (
        i for i, (_line, row) in enumerate(table[first:40], first) if not _is_title(row, usual)
    )
    return next(lonely, first)


def _is_title(row: list[str], width: int) -> bool:
    """A title that a spreadsheet has given as many cells as the table is wide."""
    return width > 2 and bool(row[0].strip()) and not any(cell.strip() for cell in row[1:])


def _last_lines(inspected: Inspected) -> list[str]:
    text = inspected.tail.decode(inspected.encoding, errors="ignore")
    return text.rstrip("\r\n").splitlines()


def _footer(inspected: Inspected, delimiter: str) -> int:
    """How many lines at the end stand under the table, when one says where the figures are from.

    Such lines are one text, without the sign between the columns.
    """
    lines = _last_lines(inspected)[-MOST_FOOTER_LINES:]
    ends = [i for i, line in enumerate(lines) if _outside_quotes(line.rstrip(_END), delimiter)]
    tail = lines[ends[-1] + 1 if ends else 0 :]
    told = next((i for i, line in enumerate(tail) if _FOOTER.match(line)), len(tail))
    while told and not tail[told - 1].strip(_END):
        told -= 1
    return len(tail) - told


def _refuse_cut_off(inspected: Inspected, sniffed: Sniffed) -> None:
    lines = _last_lines(inspected)
    if sniffed.footer_lines or not lines or inspected.ends_with_newline:
        return
    last = next(csv.reader([lines[-1]], delimiter=sniffed.delimiter), [])
    if len(last) < len(sniffed.columns) or lines[-1].count('"') % 2:
        raise RefusedError(
            _(
                "Dit bestand is niet helemaal binnen: de laatste regel (%(line)s) is afgebroken. "
                "Download het opnieuw."
            ),
            line=count_lines(inspected.path),
        )
    if _BARE_NUMBER.search(lines[-1]):
        raise RefusedError(
            _(
                "De laatste regel (%(line)s) heeft geen einde. Het laatste getal kan afgebroken "
                "zijn. Download het bestand opnieuw, of zet er een lege regel onder."
            ),
            line=count_lines(inspected.path),
        )
