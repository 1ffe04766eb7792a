"""Files of this room in the data folder: addresses and outlines as Parquet. Written once each.

A file gets a name of its own and is only known once its row in the database is there, so a reader
sees the old file or the new one, never half of it.
"""

from functools import lru_cache
from pathlib import Path
from uuid import uuid4

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from django.conf import settings

from regie.foundation.crosswalks.address_files import Addresses

_FOLDER = "areas"


def path_of(name: str) -> Path:
    """Where a file of this room stands."""
    return Path(settings.DATA) / _FOLDER / name


def write_addresses(found: Addresses, realm: str, year: int) -> str:
    """Store the addresses of a year; answers the name of the file."""
    area = pa.DictionaryArray.from_arrays(pa.array(found.area), pa.array(list(found.codes)))
    table = pa.table({"key": pa.array(found.key), "area": area})
    return _write(table, f"{realm}-addresses-{year}", {"key": "DELTA_BINARY_PACKED"})


def write_outlines(codes: list[str], outlines: list[shapely.Geometry], label: str) -> str:
    """Store outlines as well-known binary; answers the name of the file."""
    wkb = pa.array(shapely.to_wkb(outlines).tolist(), pa.binary())
    return _write(pa.table({"code": pa.array(codes, pa.string()), "wkb": wkb}), label, {})


def _write(table: pa.Table, label: str, encoding: dict[str, str]) -> str:
    name = f"{label}-{uuid4().hex[:8]}.parquet"
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    try:
        pq.write_table(
            table,
            half,
            compression="zstd",
            column_encoding=encoding or None,
            use_dictionary=["area"] if encoding else False,
        )
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    return name


def remove(name: str) -> None:
    """Remove a file that nothing refers to any more."""
    path_of(name).unlink(missing_ok=True)


@lru_cache(maxsize=3)
def addresses(path: Path) -> Addresses:
    """The addresses in a file. About 12 bytes per address in memory."""
    table = pq.read_table(path).combine_chunks()
    area = table.column("area").combine_chunks()
    if not isinstance(area, pa.DictionaryArray):
        area = area.dictionary_encode()
    return Addresses(
        np.asarray(table.column("key").to_numpy(), dtype=np.int64),
        np.asarray(area.indices.to_numpy(zero_copy_only=False), dtype=np.int32),
        tuple(area.dictionary.to_pylist()),
    )


@lru_cache(maxsize=4)
def outlines(path: Path) -> tuple[tuple[str, ...], tuple[shapely.Geometry, ...]]:
    """Codes and outlines in a file, in order of code."""
    table = pq.read_table(path)
    codes = table.column("code").to_pylist()
    shapes = shapely.from_wkb(table.column("wkb").to_pylist())
    order = sorted(range(len(codes)), key=codes.__getitem__)
    return tuple(codes[at] for at in order), tuple(shapes[at] for at in order)
