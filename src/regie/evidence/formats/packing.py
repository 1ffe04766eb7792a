"""Files that are packed: zip, gzip, and workbooks, which are zips themselves. With their guards."""

import gzip
import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Literal

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.files import CHUNK
from regie.foundation.crosswalks.address_files import address_columns
from regie.foundation.records.refusals import RefusedError

# A table of figures packs well, 20 to 40 times; a bomb packs a thousand times and more.
ZIP_RATIO = 200
ZIP_FREE = 50 * 1024**2
ZIP_LIMIT = 20 * 1024**3
READABLE = (
    *(".csv", ".txt", ".tsv", ".tab", ".json", ".ndjson", ".jsonl", ".geojson", ".parquet"),
    *(".gpkg", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".gz"),
)
ZIP, GZIP, OLD_OFFICE = b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0"

Packing = Literal["", "zip", "gzip", "workbook", "old_workbook", "document"]
DESCRIBED = frozenset({"tableinfos", "dataproperties", "categorygroups", "parentid"})
"""Words in the first line of a description of a table."""
BROKEN = _("Dit zipbestand is beschadigd of heeft een wachtwoord. Download het opnieuw.")
SUSPECT = _(
    "Dit zipbestand pakt verdacht groot uit. Het is niet gelezen. "
    "Pak het zelf uit en lever het bestand dat erin zit."
)


def packing_of(path: Path, head: bytes) -> Packing:
    """How a file is packed, by what is in it: a workbook and a document are zips too."""
    if head.startswith(GZIP):
        return "gzip"
    if head.startswith(OLD_OFFICE):
        return "old_workbook"
    if not head.startswith(ZIP):
        return ""
    try:
        with zipfile.ZipFile(path) as archive:
            return _inside(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "workbook" if b"[Content_Types].xml" in head[:4096] else "zip"


def _inside(archive: zipfile.ZipFile) -> Packing:
    names = set(archive.namelist())
    if any(name.startswith("xl/") for name in names):
        return "workbook"
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        kind = archive.read("mimetype")
        if b"opendocument" in kind:
            return "workbook" if b"spreadsheet" in kind else "document"
    return "document" if "[Content_Types].xml" in names else "zip"


def is_spreadsheet(path: Path, head: bytes) -> bool:
    """True for an Excel or OpenDocument workbook, or the old binary kind."""
    return packing_of(path, head) in {"workbook", "old_workbook"}


def unpack(path: Path, head: bytes, folder: Path) -> Path | None:
    """The file inside a zip or gzip, written into `folder`; None for a file that is not packed.

    A gzip inside a zip, or the other way around, is unpacked as well, once. Raises `RefusedError`.
    """
    packing = packing_of(path, head)
    if packing == "document":
        raise RefusedError(
            _("Dit is een tekstdocument of presentatie. Lever het bestand met de cijfers zelf.")
        )
    if packing == "gzip":
        return _gunzip(path, folder / "unpacked")
    if packing != "zip":
        return None
    found = unzip(path, folder)
    return _gunzip(found, folder / "unpacked-twice") if found.suffix == ".gz" else found


def _gunzip(path: Path, target: Path) -> Path:
    packed, size = path.stat().st_size, 0
    try:
        with gzip.open(path) as source, target.open("wb") as copy:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                _refuse_bomb(size, packed)
                copy.write(chunk)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise RefusedError(
            _("Dit ingepakte bestand is beschadigd of niet helemaal binnen. Download het opnieuw.")
        ) from error
    return target


def unzip(path: Path, folder: Path) -> Path:
    """Unpack the one readable file of a zip into `folder`. Raises `RefusedError`.

    Guards: a name that leaves the folder, a size that cannot be real, more than one candidate.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            member = _only_member(archive, path.stat().st_size)
            target = folder / f"unpacked{PurePosixPath(member.filename).suffix.lower()}"
            _extract(archive, member, target)
            return target
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise RefusedError(BROKEN) from error


def refuse_bombs(path: Path) -> None:
    """Look at what a workbook says it unpacks to. Raises `RefusedError`."""
    try:
        with zipfile.ZipFile(path) as archive:
            _guard(archive.infolist(), path.stat().st_size)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return  # the reader of workbooks says what is wrong with it


def _guard(members: Sequence[zipfile.ZipInfo], packed: int) -> None:
    if any(_leaves(m.filename) for m in members):
        raise RefusedError(
            _("Dit zipbestand wil buiten zijn eigen map schrijven. Het is niet gelezen.")
        )
    _refuse_bomb(sum(m.file_size for m in members), packed)


def _refuse_bomb(size: int, packed: int) -> None:
    if size > ZIP_LIMIT or (size > ZIP_FREE and size > packed * ZIP_RATIO):
        raise RefusedError(SUSPECT)


def _only_member(archive: zipfile.ZipFile, packed: int) -> zipfile.ZipInfo:
    members = [m for m in archive.infolist() if not m.is_dir()]
    _guard(members, packed)
    readable = [m for m in members if _is_readable(m.filename)]
    if not readable:
        raise RefusedError(
            _("In dit zipbestand zit geen bestand dat Regie leest. Pak het uit en lever een CSV.")
        )
    if len(readable) > 1:
        # CBS packs its addresses with the names of the areas, which the addresses do not need.
        addresses = [m for m in readable if _holds_addresses(archive, m)]
        readable = addresses if len(addresses) == 1 else readable
    if len(readable) > 1:
        # StatLine packs its figures with a description of them.
        described = [m for m in readable if not _is_description(archive, m)]
        readable = described or readable
    if len(readable) != 1:
        raise RefusedError(
            _("In dit zipbestand zitten %(count)s leesbare bestanden. Lever er één tegelijk."),
            count=len(readable),
        )
    return readable[0]


def _holds_addresses(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    return address_columns(_first_line(archive, member)) is not None


def _is_description(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """A list of what the columns and codes mean, or a text to read first."""
    words = {re.sub(r"\W", "", word).casefold() for word in _first_line(archive, member)}
    name = PurePosixPath(member.filename).name.casefold()
    return bool(words & DESCRIBED) or name.startswith(("leesmij", "readme", "metadata."))


def _first_line(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> list[str]:
    with archive.open(member) as stream:
        first = stream.readline(4096).decode("utf-8-sig", errors="replace")
    return [cell.strip(' "\r\n') for cell in re.split("[;,\t]", first)]


def _is_readable(name: str) -> bool:
    """A file of a kind that Regie reads; not the shadow that a Mac packs beside it."""
    shadow = name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith("._")
    return name.lower().endswith(READABLE) and not shadow


def _leaves(name: str) -> bool:
    plain = PurePosixPath(name.replace("\\", "/"))
    return plain.is_absolute() or ".." in plain.parts or ":" in name.split("/")[0]


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    """Copy at most what the zip promised: the promise itself may be a lie."""
    left = member.file_size
    with archive.open(member) as source, target.open("wb") as copy:
        while chunk := source.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise RefusedError(_("Dit zipbestand is groter dan het zegt. Het is niet gelezen."))
            copy.write(chunk)
