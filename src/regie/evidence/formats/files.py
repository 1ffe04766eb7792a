"""The file as bytes: fingerprint, encoding, and what is inside a zip. Streams always."""

import codecs
import hashlib
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.refusals import RefusedError

CHUNK = 4 * 1024**2
HEAD = 256 * 1024
# A table of figures packs well, 20 to 40 times; a bomb packs a thousand times and more.
ZIP_RATIO = 200
ZIP_FREE = 50 * 1024**2
ZIP_LIMIT = 20 * 1024**3

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
READABLE = (".csv", ".txt", ".tsv", ".json", ".geojson", ".parquet", ".gpkg")

Advance = Callable[[int], None]


@dataclass(frozen=True)
class Inspected:
    """What one pass over the bytes tells."""

    path: Path
    size: int
    sha256: str
    encoding: str
    head: bytes
    tail: bytes

    @property
    def ends_with_newline(self) -> bool:
        """False when the last line may have been cut off."""
        return self.tail.endswith((b"\n", b"\r", b"\n\x00", b"\r\x00"))


def inspect(path: Path, *, advance: Advance | None = None) -> Inspected:
    """Read the file once: sha256, size, and whether it is UTF-8, UTF-16 or cp1252."""
    digest, size = hashlib.sha256(), 0
    head = tail = b""
    utf8: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            head = head or chunk[:HEAD]
            tail = (tail + chunk)[-4096:]
            size += len(chunk)
            digest.update(chunk)
            utf8 = utf8 if _decodes(utf8, chunk) else None
            if advance:
                advance(len(chunk))
    if utf8 is not None and not _decodes(utf8, b"", final=True):
        utf8 = None
    encoding = _encoding(head, valid_utf8=utf8 is not None)
    return Inspected(path, size, digest.hexdigest(), encoding, head, tail)


def _decodes(
    decoder: codecs.IncrementalDecoder | None, chunk: bytes, *, final: bool = False
) -> bool:
    if decoder is None:
        return False
    if chunk.isascii() and not final and decoder.getstate()[0] == b"":
        return True
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _encoding(head: bytes, *, valid_utf8: bool) -> str:
    for bom, name in BOMS:
        if head.startswith(bom):
            return name
    if valid_utf8:
        return "utf-8"
    return "cp1252"


def count_lines(path: Path) -> int:
    """How many lines a file has; read only when a message needs it."""
    with path.open("rb") as stream:
        found = sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(CHUNK), b""))
    return found + 1


def as_utf8(inspected: Inspected, target: Path, *, drop_last_lines: int = 0) -> Path:
    """Write the text once more as UTF-8 without its last lines. Raises `RefusedError`."""
    try:
        with (
            inspected.path.open("r", encoding=inspected.encoding, newline="") as source,
            target.open("w", encoding="utf-8", newline="") as copy,
        ):
            shutil.copyfileobj(source, copy, CHUNK)
    except (UnicodeDecodeError, UnicodeError) as error:
        raise RefusedError(
            _("De tekens in dit bestand zijn niet te lezen. Sla het bestand op als UTF-8.")
        ) from error
    if drop_last_lines:
        _drop_last_lines(target, drop_last_lines)
    return target


def _drop_last_lines(path: Path, count: int) -> None:
    with path.open("rb+") as stream:
        stream.seek(0, 2)
        start = max(0, stream.tell() - 65536)
        stream.seek(start)
        kept = re.split(rb"(?<=\n)", stream.read())
        kept = [line for line in kept if line]
        stream.seek(start + len(b"".join(kept[:-count])))
        stream.truncate()


def is_zip(head: bytes) -> bool:
    """True for a zip that is a zip, not a spreadsheet or document that happens to be packed."""
    return head.startswith(b"PK\x03\x04") and b"[Content_Types].xml" not in head[:4096]


def is_spreadsheet(head: bytes) -> bool:
    """True for an Excel or OpenDocument workbook, or the old binary kind."""
    packed = head.startswith(b"PK\x03\x04") and (
        b"[Content_Types].xml" in head[:4096] or b"opendocument" in head[:200]
    )
    return packed or head.startswith(b"\xd0\xcf\x11\xe0")


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
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise RefusedError(
            _("Dit zipbestand is beschadigd of heeft een wachtwoord. Download het opnieuw.")
        ) from error


def _only_member(archive: zipfile.ZipFile, packed: int) -> zipfile.ZipInfo:
    members = [m for m in archive.infolist() if not m.is_dir()]
    if any(_leaves(m.filename) for m in members):
        raise RefusedError(
            _("Dit zipbestand wil buiten zijn eigen map schrijven. Het is niet gelezen.")
        )
    total = sum(m.file_size for m in members)
    if total > ZIP_LIMIT or (total > ZIP_FREE and total > packed * ZIP_RATIO):
        raise RefusedError(
            _(
                "Dit zipbestand pakt verdacht groot uit. Het is niet gelezen. "
                "Pak het zelf uit en lever het bestand dat erin zit."
            )
        )
    readable = [m for m in members if _is_readable(m.filename)]
    if not readable:
        raise RefusedError(
            _("In dit zipbestand zit geen bestand dat Regie leest. Pak het uit en lever een CSV.")
        )
    if len(readable) != 1:
        raise RefusedError(
            _("In dit zipbestand zitten %(count)s leesbare bestanden. Lever er één tegelijk."),
            count=len(readable),
        )
    return readable[0]


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
