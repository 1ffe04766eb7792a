"""Finding every key of a regular file without reading all of it.

A dense table repeats itself: with the type on the outside, one type holds every area and every
period, and a line here and there holds every type. What is found is a guess that the reading
itself checks: a key that was not found stops the short way.
"""

import csv
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from regie.evidence.formats.sniff import Sniffed

LINE = 64 * 1024
FIRST_STEP = 4096
PER_BLOCK = 4
MOST_LINES = 50_000
MOST_BYTES = 600 * 1024**2
COPY = 4 * 1024**2


class UnfitError(Exception):
    """The file is not as regular as the short way needs; the long way reads everything."""


def sample(path: Path, sniffed: Sniffed, columns: Sequence[str], target: Path) -> Path:
    """Write a small file with every key of `columns` that a regular file has. Raises UnfitError."""
    size = path.stat().st_size
    with path.open("rb") as stream, target.open("wb") as copy:
        start = _start(stream, sniffed.header_line)
        reading = _Reading(stream, sniffed, columns, size)
        block = reading.block(start)
        if block - start > MOST_BYTES:
            raise UnfitError("one block is too large to look at")
        end = _copy(stream, copy, block)
        for line in reading.lines(end, (block - start) // PER_BLOCK):
            copy.write(line)
    return target


class _Reading:
    """Lines of a file by their place in it."""

    def __init__(
        self, stream: BinaryIO, sniffed: Sniffed, columns: Sequence[str], size: int
    ) -> None:
        self.stream, self.size = stream, size
        self.delimiter = sniffed.delimiter
        self.at = [sniffed.index(column) for column in columns]

    def block(self, start: int) -> int:
        """Where the outermost key that changes, changes for the first time."""
        first = self._keys(start)
        ends = [self._change(start, i, first[i]) for i in range(len(self.at))]
        changing = [end for end in ends if end < self.size]
        return max(changing, default=self.size)

    def lines(self, start: int, step: int) -> Iterator[bytes]:
        """A line here and there from `start` on. Raises UnfitError when there are too many."""
        step = max(step, 1)
        if (self.size - start) // step > MOST_LINES:
            raise UnfitError("too many lines to look at")
        for offset in itertools.chain(range(start, self.size, step), [self.size - LINE]):
            line = self._line(max(offset, start))
            if line.endswith(b"\n"):
                yield line

    def _change(self, start: int, key: int, first: str) -> int:
        """The first place at which this key is another, by doubling and then halving."""
        step = FIRST_STEP
        while start + step < self.size and self._is(start + step, key, first):
            step *= 2
        low, high = start + step // 2, min(start + step, self.size)
        if high == self.size and self._is(max(low, self.size - LINE), key, first):
            return self.size
        while high - low > FIRST_STEP:
            middle = (low + high) // 2
            low, high = (middle, high) if self._is(middle, key, first) else (low, middle)
        return high

    def _is(self, offset: int, key: int, first: str) -> bool:
        found = self._keys(offset)
        return not found or found[key] == first

    def _keys(self, offset: int) -> tuple[str, ...]:
        line = self._line(offset)
        if not line:
            return ()
        try:
            cells = next(
                csv.reader([line.decode("utf-8").rstrip("\r\n")], delimiter=self.delimiter)
            )
            return tuple(cells[i] for i in self.at)
        except (UnicodeDecodeError, IndexError, csv.Error) as error:
            raise UnfitError("a line is not like the others") from error

    def _line(self, offset: int) -> bytes:
        """The first whole line that starts at or after `offset`; empty at the end."""
        self.stream.seek(offset - 1)
        self.stream.readline(LINE)
        return self.stream.readline(LINE)


def _start(stream: BinaryIO, header_line: int) -> int:
    """Where the first row of figures begins."""
    for _line in range(header_line):
        stream.readline(LINE)
    return stream.tell()


def _copy(stream: BinaryIO, target: BinaryIO, until: int) -> int:
    """Copy from the start to the end of the line at `until`; answers where that is."""
    stream.seek(0)
    left = until
    while left > 0 and (chunk := stream.read(min(COPY, left))):
        target.write(chunk)
        left -= len(chunk)
    target.write(stream.readline(LINE))
    return stream.tell()
