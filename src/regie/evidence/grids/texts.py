"""Text with columns (CSV, TSV): how it is written, and its rows as a stream."""

import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.encodings import LENIENT, HighBytes, encoding_of
from regie.evidence.formats.sniff import DELIMITERS, delimiter_of
from regie.evidence.grids.shape import Row
from regie.foundation.records.refusals import RefusedError

LOOK_BYTES = 2 * 1024**2
TAIL_BYTES = 64 * 1024
LONGEST_CELL = 4 * 1024**2
# The limit holds for the whole process, and borders of areas are longer than any cell here.
csv.field_size_limit(max(csv.field_size_limit(), 50_000_000))

TOO_LONG = _(
    "Rij %(row)s heeft een cel zonder einde. Waarschijnlijk ontbreekt er een aanhalingsteken."
)
NO_COLUMNS = _("Dit bestand heeft geen kolommen. Regie herkent er geen tabel in.")


@dataclass(frozen=True)
class Written:
    """How a text is written. `wrapped` is the sign between the cells of the outer CSV, when a
    spreadsheet has put every line between quotes as one cell; "" in a plain file."""

    encoding: str
    delimiter: str
    wrapped: str = ""


def head_of(path: Path) -> bytes:
    """The first bytes of a file."""
    with path.open("rb") as stream:
        return stream.read(LOOK_BYTES)


def tail_of(path: Path) -> bytes:
    """The last bytes of a file."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - TAIL_BYTES))
        return stream.read()


def written(path: Path, head: bytes) -> Written:
    """Find out how a text is written, from its first and last bytes. Raises `RefusedError`."""
    encoding = _encoding(path, head)
    lines = _lines(head.decode(_codec(encoding), errors=LENIENT), path.stat().st_size > len(head))
    if not lines:
        raise RefusedError(_("Dit bestand is leeg. Download het opnieuw."))
    for outer in DELIMITERS:
        inner = _inside_quotes(lines, outer)
        if inner:
            return Written(encoding, inner, outer)
    delimiter = delimiter_of(lines)
    if not delimiter and len(lines) < 2:
        raise RefusedError(NO_COLUMNS)
    return Written(encoding, delimiter or ",")


def _encoding(path: Path, head: bytes) -> str:
    high = HighBytes()
    pieces = (head, tail_of(path) if path.stat().st_size > len(head) else b"")
    for piece in pieces:
        high.add(piece)
    try:
        head[: len(head) - 4 if len(head) == LOOK_BYTES else None].decode("utf-8")
    except UnicodeDecodeError as error:
        valid = error.start > len(head) - 4 and len(head) == LOOK_BYTES
        return encoding_of(head, high.all, valid_utf8=valid)
    return encoding_of(head, high.all, valid_utf8=True)


def _codec(encoding: str) -> str:
    return "utf-8-sig" if encoding == "utf-8" else encoding


def _lines(text: str, cut: bool) -> list[str]:
    lines = text.lstrip("\ufeff").splitlines()[:60]
    lines = lines[:-1] if cut and len(lines) < 60 else lines
    return [line for line in lines if line.strip()]


def _inside_quotes(lines: Sequence[str], outer: str) -> str:
    """The sign between the columns inside lines that are one cell each; "" when they are not."""
    quoted = [line for line in lines if line.startswith('"')]
    if len(quoted) < max(1, 0.6 * len(lines)):
        return ""
    inner = [_unwrapped(line, outer) for line in lines]
    alone = [text for text, line in zip(inner, lines, strict=True) if _is_wrapped(line, outer)]
    if len(alone) < 0.6 * len(lines):
        return ""
    found = delimiter_of(alone)
    return "" if not found or sum(found in text for text in alone) < 0.8 * len(alone) else found


def _is_wrapped(line: str, outer: str) -> bool:
    """One pair of quotes around the whole line, with every quote inside doubled."""
    bare = line.rstrip(outer)
    inside = bare[1:-1].replace('""', "")
    closed = len(bare) > 2 and bare.endswith('"') and '"' not in inside
    return line.startswith('"') and closed and any(mark in inside for mark in DELIMITERS)


def _unwrapped(line: str, outer: str) -> str:
    return outer.join(next(csv.reader([line], delimiter=outer), [])).rstrip(outer)


# --- rows ----------------------------------------------------------------------------------------


def lines_of(path: Path, how: Written) -> Iterator[Row]:
    """Every row with the number of the line it starts on, blank rows too. Raises `RefusedError`."""
    with path.open(encoding=_codec(how.encoding), errors=LENIENT, newline="") as stream:
        yield from _parsed(stream, how)


def last_lines(path: Path, how: Written) -> list[Row]:
    """The last rows of a file; their numbers count from the first of them."""
    size = path.stat().st_size
    text = tail_of(path).decode(_codec(how.encoding), errors="ignore")
    stream = io.StringIO(text, newline="")
    if size > TAIL_BYTES:
        stream.readline()
    return list(_parsed(stream, how))[-40:]


def _parsed(stream: io.TextIOBase | io.StringIO | Iterator[str], how: Written) -> Iterator[Row]:
    lines = _without_zeros(stream)
    if how.wrapped:
        outer = csv.reader(lines, delimiter=how.wrapped)
        lines = (how.wrapped.join(cells).rstrip(how.wrapped) + "\n" for cells in outer)
    reader = csv.reader(lines, delimiter=how.delimiter)
    start = 1
    for number in itertools.count(1):
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise RefusedError(TOO_LONG, row=start) from error
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise RefusedError(TOO_LONG, row=start)
        yield (number if how.wrapped else start), tuple(cells)
        start = reader.line_num + 1


def _without_zeros(stream: io.TextIOBase | io.StringIO | Iterator[str]) -> Iterator[str]:
    return (line.replace("\x00", "") if "\x00" in line else line for line in stream)
