"""A part of a zipped document as a stream that never gives more than is allowed."""

import zipfile
from typing import IO

from regie.foundation.records.refusals import RefusedError
from regie.planning.plan_texts.pieces import TOO_LONG

MOST = 80 * 1024**2


class Source:
    """Bytes of a part; `share` says which part of it was read."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream, self._size = stream, max(size, 1)
        self.given = 0

    def __enter__(self) -> "Source":
        return self

    def __exit__(self, *_error: object) -> None:
        self._stream.close()

    def read(self, size: int, /) -> bytes:
        """The next bytes. Raises `RefusedError` when there are too many."""
        block = self._stream.read(size)
        self.given += len(block)
        if self.given > MOST:
            raise RefusedError(TOO_LONG)
        return block

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return min(self.given / self._size, 1.0)


def part_of(package: zipfile.ZipFile, name: str) -> Source:
    """One part of a package. Raises `KeyError` without it."""
    info = package.getinfo(name)
    return Source(package.open(info), info.file_size)
