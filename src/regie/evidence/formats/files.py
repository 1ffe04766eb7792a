"""The file as bytes: fingerprint, encoding, and what is inside a zip. Streams always."""

import codecs
import hashlib
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.encodings import HighBytes, encoding_of
from regie.foundation.records.refusals import RefusedError

CHUNK = 4 * 1024**2
HEAD = 256 * 1024

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
    high = HighBytes()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            head = head or chunk[:HEAD]
            tail = (tail + chunk)[-4096:]
            size += len(chunk)
            digest.update(chunk)
            utf8 = utf8 if _decodes(utf8, chunk) else None
            high.add(chunk)
            if advance:
                advance(len(chunk))
    if utf8 is not None and not _decodes(utf8, b"", final=True):
        utf8 = None
    encoding = encoding_of(head, high.all, valid_utf8=utf8 is not None)
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
