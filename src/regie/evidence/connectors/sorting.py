"""Putting a file of rows in the order of the publisher, however large it is.

Needed when pages came out of order, or when a table had to be asked in parts. Rows are dealt out
over buckets by their number, and each bucket is sorted in memory.
"""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.csv

from regie.evidence.connectors.book import batches
from regie.evidence.connectors.pages import LINES, Columns

IN_MEMORY = 500_000
MOST_BUCKETS = 400


def sort_rows(
    source: Path,
    target: Path,
    columns: Columns,
    *,
    rows: int,
    highest: int,
    tick: Callable[[], None] = lambda: None,
) -> None:
    """Write the rows of `source` to `target` by number; `highest` is the largest number."""
    buckets = min(MOST_BUCKETS, max(1, -(-rows // IN_MEMORY)))
    width = highest // buckets + 1
    names = [target.with_name(f"{target.name}.{number}") for number in range(buckets)]
    try:
        _deal(source, names, columns, width, tick)
        with target.open("wb") as sink:
            sink.write(columns.header)
            for name in names:
                _write_sorted(name, sink, columns)
                tick()
    finally:
        for name in names:
            name.unlink(missing_ok=True)


def _deal(
    source: Path, names: list[Path], columns: Columns, width: int, tick: Callable[[], None]
) -> None:
    with ExitStack() as stack:
        sinks = [stack.enter_context(name.open("wb")) for name in names]
        for sink in sinks:
            sink.write(columns.header)
        for batch in batches(source, columns):
            ids = batch.column(columns.names.index(columns.identity)).to_numpy()
            bucket = ids // width
            for number in np.unique(bucket):
                mine = batch.filter(pyarrow.array(bucket == number))
                pyarrow.csv.write_csv(mine, sinks[int(number)], LINES)
            tick()


def _write_sorted(name: Path, sink: object, columns: Columns) -> None:
    pieces = list(batches(name, columns))
    if pieces:
        table = pyarrow.Table.from_batches(pieces).sort_by(columns.identity)
        pyarrow.csv.write_csv(table, sink, LINES)
