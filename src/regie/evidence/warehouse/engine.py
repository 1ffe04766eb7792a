"""The analytical engine: the only module that speaks to it.

Writing: a delivery is staged in a DuckDB file of its own, on disk, within a memory limit, and
written as Parquet into a folder that gets its name when it is complete. Reading: Ibis over those
Parquet files, on embedded DuckDB or on the engine of `REGIE_WAREHOUSE_URL`.
"""

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast
from urllib.parse import parse_qsl, urlsplit

import duckdb
import pyarrow
import pyarrow.compute
from django.conf import settings

from regie.evidence.formats.rules import LOCAL_LEVELS
from regie.evidence.warehouse.folders import folder_of
from regie.evidence.warehouse.staging import create, select

if TYPE_CHECKING:
    import ibis

MEMORY = "500MB"
PARTS = {True: "local", False: "upper"}
NOBODY = "\N{NO-BREAK SPACE}"
"""A name that no area or type has."""


class UnreadableError(Exception):
    """The engine cannot read the file; the message says at which line and why."""


class DiskFullError(Exception):
    """There is no room to stage or store a delivery."""


@contextmanager
def _engine_errors() -> Iterator[None]:
    """Name the errors of the engine and the disk in words of the house."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise DiskFullError(str(error)) from error
    except (duckdb.IOException, OSError) as error:
        if is_full(error):
            raise DiskFullError(str(error)) from error
        raise UnreadableError(str(error)) from error
    except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
        raise UnreadableError(str(error)) from error


def is_full(error: Exception) -> bool:
    """True for every way in which a disk says that it is full."""
    if isinstance(error, DiskFullError):
        return True
    words = str(error).lower()
    return getattr(error, "errno", None) in {28, 122} or any(
        sign in words for sign in ("no space left", "disk full", "failed to offload", "quota")
    )


class Staging:
    """One delivery being read, in a folder that its holder removes afterwards."""

    def __init__(self, folder: Path, memory: str = MEMORY) -> None:
        self.folder = folder
        self._memory = memory
        self._connection: duckdb.DuckDBPyConnection | None = None

    def __enter__(self) -> Self:
        with _engine_errors():
            self._connection = duckdb.connect(
                self.folder / "staging.duckdb",
                config={
                    "memory_limit": self._memory,
                    "threads": min(4, os.cpu_count() or 1),
                    "temp_directory": str(self.folder / "spill"),
                    "autoinstall_known_extensions": False,
                    "autoload_known_extensions": False,
                },
            )
            # The staging file is thrown away: writing it out once more would be lost work.
            self._connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._connection is not None:
            with suppress(duckdb.Error):
                self._connection.close()

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        """Run one statement. Raises `UnreadableError` or `DiskFullError`."""
        if self._connection is None:
            raise RuntimeError("staging is used outside its with block")
        with _engine_errors():
            return self._connection.execute(sql).fetchall()

    def watch(self, sql: str, tick: Callable[[float], None]) -> None:
        """Run a long statement and tell now and then how far it is (0 to 1)."""
        if self._connection is None:
            raise RuntimeError("staging is used outside its with block")
        done, failed = threading.Event(), []

        def work() -> None:
            try:
                self.run(sql)
            except Exception as error:  # carried to the thread that waits
                failed.append(error)
            finally:
                done.set()

        threading.Thread(target=work, daemon=True).start()
        while not done.wait(0.5):
            tick(max(0.0, self._connection.query_progress()) / 100)
        if failed:
            raise failed[0]

    def put(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Create a small table from rows that were made here."""
        values = list(rows)
        types = [_arrow_type([row[i] for row in values]) for i in range(len(columns))]
        arrays = [
            pyarrow.array([row[i] for row in values], type=kind) for i, kind in enumerate(types)
        ]
        content = pyarrow.table(arrays, names=list(columns))
        if self._connection is None:
            raise RuntimeError("staging is used outside its with block")
        with _engine_errors():
            self._connection.register("incoming", content)
            self._connection.execute(create(table, select(("*",), "incoming")))
            self._connection.unregister("incoming")


def _arrow_type(values: list[Any]) -> pyarrow.DataType:
    kinds = {type(value) for value in values}
    if kinds <= {bool} and kinds:
        return pyarrow.bool_()
    if kinds <= {int} and kinds:
        return pyarrow.int64()
    return pyarrow.float64() if kinds <= {int, float} and kinds else pyarrow.string()


# --- reading -----------------------------------------------------------------------------------

_LOCAL = threading.local()


def _backend() -> "ibis.BaseBackend":
    """One engine per thread: a connection is not shared between threads."""
    engines = _kept("engines")
    url = settings.WAREHOUSE_URL
    if url not in engines:
        engines[url] = _connected(url)
    return cast("ibis.BaseBackend", engines[url])


def warm_up() -> None:
    """Load the engine now (about a second), so that the first question need not wait for it."""
    _backend()


def _connected(url: str) -> "ibis.BaseBackend":
    """The engine at an address.

    Spark must know its settings before it starts: the part after the question mark of
    `pyspark://?spark.master=…`. Every other engine takes its address as Ibis reads it.
    """
    import ibis  # a second and 40 MB to load; who reads no figures does without

    if not url:
        return ibis.duckdb.connect(threads=2)
    parts = urlsplit(url)
    if parts.scheme != "pyspark":
        return ibis.connect(url)
    from pyspark.sql import SparkSession  # present only where Spark was chosen

    builder = SparkSession.builder.appName("Regie")
    for key, value in parse_qsl(parts.query):
        builder = builder.config(key, value)
    return ibis.pyspark.connect(builder.getOrCreate())


def _kept(kind: str) -> dict[Any, Any]:
    """What this thread keeps of one kind."""
    if not hasattr(_LOCAL, kind):
        setattr(_LOCAL, kind, {})
    return cast("dict[Any, Any]", getattr(_LOCAL, kind))


@dataclass(frozen=True)
class Question:
    """Which stored rows are asked for; None means all.

    `municipality` and `municipalities` both narrow; naming them keeps a read small.
    """

    level: str
    measure: str
    municipality: str | None = None
    areas: Sequence[str] | None = None
    categories: Sequence[str] | None = None
    municipalities: Sequence[str] | None = None


COLUMNS = {
    "cells": ("category", "area", "period", "value"),
    "observed": ("category", "area", "first", "last", "state"),
}


def read(delivery_id: int, part: str, question: Question) -> dict[str, list[Any]]:
    """The stored rows of `part` ("cells" or "observed") that match, by column.

    The files are sorted so that one municipality is one small read.
    """
    rows = _matching(delivery_id, part, question, (question.measure,))
    found = rows.select(list(COLUMNS[part])).to_pyarrow()
    return {name: found.column(name).to_pylist() for name in COLUMNS[part]}


def read_measures(
    delivery_id: int, part: str, question: Question, measures: Sequence[str]
) -> dict[str, dict[str, list[Any]]]:
    """As `read`, for several measures in one go; the measure of the question is not used."""
    rows = _matching(delivery_id, part, question, measures)
    found = rows.select(["measure", *COLUMNS[part]]).to_pyarrow()
    return {
        measure: {
            name: found.filter(pyarrow.compute.equal(found["measure"], measure))
            .column(name)
            .to_pylist()
            for name in COLUMNS[part]
        }
        for measure in measures
    }


def read_table(
    delivery_id: int, part: str, question: Question, measures: Sequence[str]
) -> pyarrow.Table:
    """As `read_measures`, as an Arrow table with the measure beside the other columns."""
    rows = _matching(delivery_id, part, question, measures)
    return rows.select(["measure", *COLUMNS[part]]).to_pyarrow()


def areas_in(delivery_id: int, question: Question, measures: Sequence[str]) -> tuple[str, ...]:
    """The areas of which something was observed, in order of code."""
    rows = _matching(delivery_id, "observed", question, measures)
    found = rows.select("area").distinct().to_pyarrow()
    return tuple(sorted(str(code) for code in found.column("area").to_pylist()))


def _matching(
    delivery_id: int, part: str, question: Question, measures: Sequence[str]
) -> "ibis.Table":
    local = question.level in LOCAL_LEVELS
    table = _stored(folder_of(delivery_id) / f"{PARTS[local]}_{part}.parquet")
    rows = table.filter(_one_of(table.measure, measures), table.level == question.level)
    if question.municipality is not None:
        rows = rows.filter(rows.municipality == question.municipality)
    if question.municipalities is not None:
        rows = rows.filter(_one_of(rows.municipality, question.municipalities))
    if question.areas is not None:
        rows = rows.filter(_one_of(rows.area, question.areas))
    if question.categories is not None:
        rows = rows.filter(_one_of(rows.category, question.categories))
    return rows


def _one_of(column: "ibis.Column", names: Sequence[str]) -> "ibis.Value":
    """Whether a name is in the list; an empty list is a question too, not every engine's."""
    return column.isin([*dict.fromkeys(names), NOBODY])


def _stored(path: Path) -> "ibis.Table":
    """The table of one Parquet file, made known to the engine once per thread.

    A stored file never changes; its age and size are in the key for who restores a backup.
    """
    tables = _kept("tables")
    facts = path.stat()
    key = (path, facts.st_mtime_ns, facts.st_size, settings.WAREHOUSE_URL)
    if key not in tables:
        tables[key] = _backend().read_parquet(str(path))
    return cast("ibis.Table", tables[key])
