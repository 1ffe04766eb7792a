"""The rows of a small file (a list of areas), whatever its form."""

import csv
from collections.abc import Sequence

import pyarrow.parquet

from regie.evidence.formats.files import Inspected
from regie.evidence.formats.sniff import Sniffed, json_rows, read_json


def read_columns(
    inspected: Inspected, sniffed: Sniffed, columns: Sequence[str]
) -> list[tuple[str, ...]]:
    """These columns of every row as text. Rows that are too short are left out."""
    if sniffed.form == "parquet":
        table = pyarrow.parquet.read_table(inspected.path, columns=list(columns))
        records = table.to_pylist()
        return [tuple(str(record[name] or "") for name in columns) for record in records]
    if sniffed.form == "json":
        rows = json_rows(read_json(inspected))
        return [tuple(str(row.get(name) or "") for name in columns) for row in rows]
    return _csv(inspected, sniffed, [sniffed.index(name) for name in columns])


def _csv(inspected: Inspected, sniffed: Sniffed, places: list[int]) -> list[tuple[str, ...]]:
    encoding = "utf-8-sig" if inspected.encoding == "utf-8" else inspected.encoding
    with inspected.path.open(encoding=encoding, newline="") as stream:
        reader = csv.reader(stream, delimiter=sniffed.delimiter)
        rows = [row for row in reader if len(row) == len(sniffed.columns)]
    return [tuple(row[place] for place in places) for row in rows[1:]]
