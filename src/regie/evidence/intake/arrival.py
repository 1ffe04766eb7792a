"""A file on its way in: looked at, unpacked and re-encoded where needed, and recognised."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.files import CHUNK, Inspected, as_utf8, inspect
from regie.evidence.formats.packing import unpack
from regie.evidence.formats.recognise import Recognition, recognise
from regie.evidence.formats.sniff import Sniffed, json_rows, read_json, sniff
from regie.evidence.grids.plain import Plain, as_plain
from regie.evidence.grids.writing import decimal_in
from regie.evidence.intake.findings import Finding

LOOKING = 0.1
DECIMALS_UP_TO = 200 * 1024**2


@dataclass(frozen=True)
class Progress:
    """How far an import is. `fraction` runs from 0 to 1; `seconds_left` is an estimate."""

    phase: str
    fraction: float
    size: int
    rows: int
    seconds_left: float | None


@dataclass(frozen=True)
class Intake:
    """A recognised file: as it was delivered, and as it is read (UTF-8, unpacked)."""

    original: Inspected
    readable: Inspected
    sniffed: Sniffed
    recognition: Recognition
    notes: tuple[Finding, ...] = ()


class Clock:
    """Turns phases into progress with an estimate of the time left."""

    def __init__(self, size: int, report: Callable[[Progress], None] | None) -> None:
        self.size = size
        self.rows = 0
        self._report = report
        self._start = monotonic()
        self._seen = 0

    def tick(self, phase: str, fraction: float) -> None:
        """Tell how far the import is."""
        if self._report is None:
            return
        spent = monotonic() - self._start
        left = spent / fraction * (1 - fraction) if fraction > 0.02 else None
        self._report(Progress(phase, min(fraction, 1.0), self.size, self.rows, left))

    def looked(self, count: int) -> None:
        """Tell that so many bytes more were looked at."""
        self._seen += count
        self.tick("look", LOOKING * self._seen / max(self.size, 1))


def look(path: Path, clock: Clock) -> Inspected:
    """Read the bytes once."""
    return inspect(path, advance=clock.looked)


def take_in(original: Inspected, folder: Path, *, table: str = "") -> Intake:
    """Make the file readable and recognise it. Raises `RefusedError`."""
    readable = _plain_name(original, folder)
    if unpacked := unpack(readable.path, readable.head, folder):
        readable = inspect(unpacked)
    if readable.encoding not in {"utf-8", "utf-8-sig"} and not _is_binary(readable):
        readable = inspect(as_utf8(readable, folder / "utf8.txt"))
    if plain := as_plain(readable, folder, table=table):
        readable = inspect(plain.path)
    sniffed = sniff(readable)
    if sniffed.footer_lines:
        copy = as_utf8(readable, folder / "body.txt", drop_last_lines=sniffed.footer_lines)
        readable = inspect(copy)
    sniffed = _decimal_further_on(readable, sniffed)
    recognition = recognise(sniffed, table=table)
    if sniffed.form == "json":
        readable = _plain_list(readable, folder)
    return Intake(original, readable, sniffed, recognition, _one_sheet(plain))


def _one_sheet(plain: Plain | None) -> tuple[Finding, ...]:
    """Say which sheet of several was read."""
    if plain is None or plain.sheets < 2:
        return ()
    sentence = _("Dit werkboek heeft %(count)s bladen. Gelezen is het blad “%(sheet)s”.")
    action = _("De andere bladen bevatten geen tabel die Regie kent.")
    told = {"count": plain.sheets, "sheet": plain.sheet}
    return (Finding("one_sheet", "note", sentence, action, told),)


def _plain_name(inspected: Inspected, folder: Path) -> Inspected:
    """The file under a name of our own: the engine reads a * or ? in a name as a pattern."""
    if not set(inspected.path.name) & set("*?["):
        return inspected
    link = folder / "named"
    link.symlink_to(inspected.path.resolve())
    return replace(inspected, path=link)


_COMMA = re.compile(rb'[;\t|"]\s*[+-]?\d+,\d+\s*(?=["\r\n;\t|])')
_QUOTED_COMMA = re.compile(rb'"\s*[+-]?\d+,\d+\s*"')


def _decimal_further_on(inspected: Inspected, sniffed: Sniffed) -> Sniffed:
    """The decimal mark when the first rows have none: the first one in the rest of the file.

    Only small tables have decimals; the large ones count.
    """
    cells = (cell for row in sniffed.rows for cell in row)
    if sniffed.form != "csv" or inspected.size > DECIMALS_UP_TO or decimal_in(cells):
        return sniffed
    pattern = _QUOTED_COMMA if sniffed.delimiter == "," else _COMMA
    return replace(sniffed, decimal=",") if _occurs(pattern, inspected.path) else sniffed


def _occurs(pattern: re.Pattern[bytes], path: Path) -> bool:
    with path.open("rb") as stream:
        rest = b""
        while chunk := stream.read(CHUNK):
            if pattern.search(rest + chunk):
                return True
            rest = chunk[-64:]
    return False


def _is_binary(inspected: Inspected) -> bool:
    return not inspected.encoding.startswith("utf-16") and (
        b"\x00" in inspected.head
        or inspected.head.startswith((b"PAR1", b"PK", b"%PDF", b"\xd0\xcf"))
    )


def _plain_list(inspected: Inspected, folder: Path) -> Inspected:
    """Write an OData answer as a plain list, which the engine streams."""
    target = folder / "rows.json"
    target.write_text(json.dumps(json_rows(read_json(inspected))), encoding="utf-8")
    return inspect(target)
