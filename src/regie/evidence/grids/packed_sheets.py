"""A workbook looked at from outside, before it is loaded: how large its sheets would be, and
which cells are percentages, errors or formulas that were never worked out.

The loader of workbooks makes a full rectangle of every sheet, so one cell in the far corner
would take all memory; and it gives a percentage as a fraction. Source: ECMA-376, part 1, 18.3.
"""

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.parsers import expat

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.packing import OLD_OFFICE
from regie.foundation.records.refusals import RefusedError

PIECE = 1024**2
MOST_CELLS = 30_000_000
Marks = Mapping[tuple[int, int], str]
"""(row, column), both from 0, to "percent" or "error"."""

BROKEN = _("Dit werkboek is beschadigd of niet helemaal binnen. Download het opnieuw.")
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    expat.ExpatError,
    EOFError,
    KeyError,
    OSError,
    ValueError,
)
"""What reading a damaged workbook raises: by where in the file the damage is."""
TOO_LARGE = _(
    "Dit werkblad is te groot: %(rows)s rijen en %(columns)s kolommen. Lever het als CSV."
)


@dataclass(frozen=True)
class Outside:
    """What a sheet is like from outside. `unworked` counts formulas without an outcome."""

    rows: int = 0
    columns: int = 0
    marks: Marks = field(default_factory=dict)
    unworked: int = 0

    def refuse_too_large(self) -> None:
        """Raises `RefusedError` for a sheet that would not fit in memory."""
        if self.rows * self.columns > MOST_CELLS:
            raise RefusedError(TOO_LARGE, rows=self.rows, columns=self.columns)


def look_at(path: Path) -> dict[str, Outside]:
    """Look at every sheet of a workbook; empty for the old binary kinds, which stay small."""
    if _is_old(path):
        return {}
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "content.xml" in names:
                return _open_document(archive)
            return _open_xml(archive) if "xl/workbook.xml" in names else {}
    except DAMAGE as error:
        raise RefusedError(BROKEN) from error
    except (RuntimeError, NotImplementedError) as error:
        raise RefusedError(
            _("Dit werkboek heeft een wachtwoord. Sla het op zonder wachtwoord.")
        ) from error


def _is_old(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(OLD_OFFICE)) == OLD_OFFICE


# --- Excel ---------------------------------------------------------------------------------------

_CELL = re.compile(rb'<(?:\w+:)?c (?=[^>]*?\br="([A-Z]{1,3})(\d{1,7})")([^>]*[^/>])>')
_UNWORKED = re.compile(
    rb"<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<v\s*/>|<v></v>)?</(?:\w+:)?c>"
)
_STYLE = re.compile(rb'\bs="(\d+)"')
_PERCENT_FORMATS = frozenset({"9", "10"})


def _open_xml(archive: zipfile.ZipFile) -> dict[str, Outside]:
    percent = _percent_styles(archive)
    return {
        name: _sheet(archive, member, percent)
        for name, member in _sheet_members(archive).items()
        if member in archive.namelist()
    }


def _sheet_members(archive: zipfile.ZipFile) -> dict[str, str]:
    targets = {
        attributes.get("Id", ""): attributes.get("Target", "")
        for _tag, attributes in _tags(archive, "xl/_rels/workbook.xml.rels")
    }
    members = {}
    for tag, attributes in _tags(archive, "xl/workbook.xml"):
        if tag == "sheet":
            ids = [value for key, value in attributes.items() if key.endswith(":id")]
            target = targets.get(ids[0] if ids else "", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            members[attributes.get("name", "")] = posixpath.normpath(path)
    return members


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[bytes]:
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    wanted, styles, inside = set(_PERCENT_FORMATS), [], False
    for tag, attributes in _tags(archive, "xl/styles.xml"):
        if tag == "numFmt" and "%" in attributes.get("formatCode", ""):
            wanted.add(attributes.get("numFmtId", ""))
        inside = tag == "cellXfs" or (inside and tag not in {"cellStyleXfs", "cellStyles", "dxfs"})
        if inside and tag == "xf":
            styles.append(attributes.get("numFmtId", ""))
    return frozenset(str(i).encode() for i, style in enumerate(styles) if style in wanted)


def _tags(archive: zipfile.ZipFile, member: str) -> list[tuple[str, dict[str, str]]]:
    """Every tag of a small part of a workbook, without its prefix, in order."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        found.append((tag.rpartition(":")[2], attributes))

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EntityDeclHandler = start, _refuse_entity
    parser.Parse(archive.read(member), True)
    return found


def _sheet(archive: zipfile.ZipFile, member: str, percent: frozenset[bytes]) -> Outside:
    rows = columns = unworked = 0
    marks: dict[tuple[int, int], str] = {}
    seen: dict[bytes, int] = {}
    with archive.open(member) as stream:
        for piece in _pieces(stream):
            unworked += len(_UNWORKED.findall(piece))
            for letters, number, rest in _CELL.findall(piece):
                column = seen.get(letters)
                if column is None:
                    column = seen[letters] = _position(letters)
                row = int(number)
                rows, columns = max(rows, row), max(columns, column + 1)
                if mark := _mark(rest, percent):
                    marks[row - 1, column] = mark
    return Outside(rows, columns, marks, unworked)


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The sheet in pieces that never cut a cell in two."""
    rest = b""
    while chunk := stream.read(PIECE):
        rest += chunk
        end = rest.rfind(b"</row>") + 6
        if end > 5:
            yield rest[:end]
            rest = rest[end:]
    yield rest


def _mark(attributes: bytes, percent: frozenset[bytes]) -> str:
    if b't="e"' in attributes:
        return "error"
    if percent and b't="' not in attributes.replace(b't="n"', b""):
        style = _STYLE.search(attributes)
        return "percent" if style and style[1] in percent else ""
    return ""


def _position(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


# --- OpenDocument --------------------------------------------------------------------------------


class _Counter:
    """Counts the rows and columns with something in them while the text of a sheet comes by."""

    def __init__(self) -> None:
        self.found: dict[str, Outside] = {}
        self._name = ""
        self._row = self._rows = self._columns = self._column = self._repeat = 0
        self._filled = False
        self._marks: dict[tuple[int, int], str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        if tag == "table:table":
            self._name = attributes.get("table:name", "")
            self._row = self._rows = self._columns = 0
            self._marks = {}
        elif tag == "table:table-row":
            self._repeat = int(attributes.get("table:number-rows-repeated", "1"))
            self._column, self._filled = 0, False
        elif tag in {"table:table-cell", "table:covered-table-cell"}:
            self._cell(attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        count = int(attributes.get("table:number-columns-repeated", "1"))
        kind = attributes.get("office:value-type", "")
        if kind:
            self._filled = True
            self._columns = max(self._columns, self._column + count)
            mark = "percent" if kind == "percentage" else ""
            mark = "error" if attributes.get("calcext:value-type") == "error" else mark
            if mark and count * self._repeat < MOST_CELLS // 100:
                for row in range(self._row, self._row + self._repeat):
                    for column in range(self._column, self._column + count):
                        self._marks[row, column] = mark
        self._column += count

    def end(self, tag: str) -> None:
        """A tag closes."""
        if tag == "table:table-row":
            self._row += self._repeat
            if self._filled:
                self._rows = self._row
        elif tag == "table:table":
            self.found[self._name] = Outside(self._rows, self._columns, self._marks)


def _open_document(archive: zipfile.ZipFile) -> dict[str, Outside]:
    if b"manifest:encryption-data" in archive.read("META-INF/manifest.xml"):
        raise RefusedError(_("Dit werkboek heeft een wachtwoord. Sla het op zonder wachtwoord."))
    counter, parser = _Counter(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = counter.start, counter.end
    parser.EntityDeclHandler = _refuse_entity
    with archive.open("content.xml") as stream:
        parser.ParseFile(stream)
    return counter.found


def _refuse_entity(*_parts: object) -> None:
    raise RefusedError(BROKEN)
