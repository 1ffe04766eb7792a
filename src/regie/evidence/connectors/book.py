"""What has come in so far, on disk: a file of rows and a small file that says how far it is.

After every page the rows are written first and then, in one step, the state. A process that is
killed at any moment leaves a state and a file that is at least as long as the state says; what
lies beyond it is cut off when the download goes on.
"""

import json
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow
import pyarrow.csv

from regie.evidence.connectors.pages import Columns, Ints, Page, Seen
from regie.evidence.connectors.requests import Choice, Part

VERSION = 1
STATE, ROWS = "state.json", "rows.csv"
CHUNK = 4 * 1024**2


@dataclass
class Mark:
    """How far a download is.

    `queue` holds the parts that are still to come, the first of which is under way: its rows
    start at `part_offset` and its next page is `next`. `offset`, `rows` and `crc` are about the
    file of rows. `ordered` is false once a page came out of order. `ceiling` is the size of a
    question that turned out too wide.
    """

    request: str
    modified: str
    queue: list[Part] = field(default_factory=list)
    route: str = "Feed"
    ceiling: int = 0
    next: str = ""
    part_offset: int = 0
    part_rows: int = 0
    offset: int = 0
    rows: int = 0
    crc: int = 0
    ordered: bool = True


class Book:
    """The state and the rows of one download, in a folder of its own."""

    def __init__(self, folder: Path, mark: Mark, columns: Columns, *, resumed: bool) -> None:
        self.folder = folder
        self.mark = mark
        self.columns = columns
        self.resumed = resumed
        self.seen = Seen()
        self._stream: BinaryIO
        if resumed:
            self._cut_and_read()
        else:
            self._begin()

    @property
    def path(self) -> Path:
        """The file of rows."""
        return self.folder / ROWS

    def write(self, page: Page) -> int:
        """Add the rows that are new; answers how many."""
        if not len(page.ids):
            return 0
        page = page.only(self.seen.new(page.ids))
        if len(page.ids):
            self._append(page.lines())
            self.mark.ordered &= self.seen.add(page.ids)
            self.mark.rows += len(page.ids)
            self.mark.part_rows += len(page.ids)
        return len(page.ids)

    def save(self, following: str = "") -> None:
        """Say how far it is, in one step; `following` is the page to go on with."""
        self._stream.flush()
        self.mark.next = following
        written = self.folder / f"{STATE}.new"
        written.write_text(json.dumps(asdict(self.mark) | {"version": VERSION}), encoding="utf-8")
        written.replace(self.folder / STATE)

    def next_part(self) -> None:
        """The first part is complete."""
        self.mark.queue.pop(0)
        self._start_part()

    def replace_part(self, pieces: list[Part]) -> None:
        """Put smaller parts in the place of the first, and forget what came in of it."""
        self._roll_back()
        self.mark.queue[:1] = pieces
        self._start_part()

    def forget(self) -> None:
        """Nothing here is of use: the next download begins anew."""
        (self.folder / STATE).unlink(missing_ok=True)

    def close(self) -> None:
        """Write everything down."""
        self._stream.close()

    def _start_part(self) -> None:
        self.mark.part_offset, self.mark.part_rows = self.mark.offset, 0
        self.save()

    def _begin(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / STATE).unlink(missing_ok=True)
        self._stream = self.path.open("wb")
        self._append(self.columns.header)
        self._start_part()

    def _append(self, lines: bytes) -> None:
        self._stream.write(lines)
        self.mark.offset += len(lines)
        self.mark.crc = zlib.crc32(lines, self.mark.crc)

    def _roll_back(self) -> None:
        mark = self.mark
        mark.offset, mark.rows = mark.part_offset, mark.rows - mark.part_rows
        mark.part_rows = 0
        self._stream.close()
        self._cut_and_read()
        mark.crc = checksum(self.path, mark.offset)

    def _cut_and_read(self) -> None:
        self._stream = self.path.open("r+b")
        self._stream.truncate(self.mark.offset)
        self._stream.seek(self.mark.offset)
        self.seen = Seen()
        for ids in identities(self.path, self.columns):
            self.seen.add(ids)


def open_book(folder: Path, fresh: Mark, columns: Columns) -> Book:
    """Go on with what a download left in the folder, or begin when it is of another question."""
    found = _read(folder / STATE)
    same = found and (found.request, found.modified) == (fresh.request, fresh.modified)
    if found and same and _is_whole(folder / ROWS, found):
        return Book(folder, found, columns, resumed=True)
    return Book(folder, fresh, columns, resumed=False)


def identities(path: Path, columns: Columns) -> Iterator[Ints]:
    """The numbers of the rows in a file of rows, sorted per piece."""
    for batch in batches(path, columns, (columns.identity,)):
        ids: Ints = np.sort(batch.column(0).to_numpy())
        yield ids


def batches(
    path: Path, columns: Columns, names: tuple[str, ...] = ()
) -> Iterator[pyarrow.RecordBatch]:
    """The rows of a file of rows in pieces, exactly as they were written."""
    reader = pyarrow.csv.open_csv(
        path,
        read_options=pyarrow.csv.ReadOptions(block_size=CHUNK),
        parse_options=pyarrow.csv.ParseOptions(delimiter=";", newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=_types(columns),
            include_columns=list(names or columns.names),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    yield from (batch for batch in reader if batch.num_rows)


def _types(columns: Columns) -> dict[str, pyarrow.DataType]:
    """Figures are read as fractions: a column of whole numbers may hold one after all."""
    types = dict(zip(columns.names, columns.types, strict=True))
    number = pyarrow.float64()
    figures = {name: number for name, kind in types.items() if kind == pyarrow.int64()}
    return types | figures | {columns.identity: pyarrow.int64()}


def checksum(path: Path, size: int) -> int:
    """The checksum of the first bytes of a file."""
    crc, left = 0, size
    with path.open("rb") as stream:
        while left and (chunk := stream.read(min(CHUNK, left))):
            crc, left = zlib.crc32(chunk, crc), left - len(chunk)
    return crc


def _is_whole(path: Path, mark: Mark) -> bool:
    long_enough = path.is_file() and path.stat().st_size >= mark.offset
    return long_enough and checksum(path, mark.offset) == mark.crc


def _read(path: Path) -> Mark | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if found.pop("version") != VERSION:
            return None
        found["queue"] = [_part(item) for item in found["queue"]]
        return Mark(**found)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _part(item: dict[str, Any]) -> Part:
    return Part(
        tuple(
            (key, Choice(*(tuple(choice[name]) for name in ("keys", "starts", "towns"))))
            for key, choice in item["choices"]
        )
    )
