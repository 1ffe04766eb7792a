"""The data of an edition as files: one JSON, and tables as CSV in a ZIP that is always the same."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from regie.evidence.analyses.rules import leaves
from regie.evidence.grids.cells import harmless

Frozen = Mapping[str, Any]
Rows = Iterator[Sequence[object]]
MOMENT = (1980, 1, 1, 0, 0, 0)
"""The earliest moment a ZIP knows: a file of the same content is the same to the last byte."""


def archive(frozen: Frozen, text: str) -> bytes:
    """The edition as it is stored, beside its tables. Equal editions give equal bytes."""
    files = {
        "analyse.json": text,
        "bevindingen.csv": _csv(_findings(frozen)),
        "getallen.csv": _csv(_numbers(frozen)),
        "lijnen.csv": _csv(_trends(frozen)),
        "leveringen.csv": _csv(_deliveries(frozen)),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name, MOMENT), content.encode())
    return stream.getvalue()


def _csv(rows: Rows) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream)
    for row in rows:
        writer.writerow(["" if cell is None else harmless(str(cell)) for cell in row])
    return stream.getvalue()


def _findings(frozen: Frozen) -> Rows:
    plain = ("key", "kind", "theme", "indicator", "confidence", "story", "other_sources")
    yield (*plain, "headline", "told")
    for item in frozen["findings"]:
        told = (item["headline"]["nl"], " ".join(item["told"]["nl"]))
        yield (*(item[name] for name in plain), *told)


def _numbers(frozen: Frozen) -> Rows:
    """Every number of every verdict, by its path: `level.observed`, `places.0.smoothed`."""
    yield ("key", "part", "value")
    for item in frozen["findings"]:
        for path, value in leaves(item["verdict"]):
            yield (item["key"], path, value)


def _trends(frozen: Frozen) -> Rows:
    names = ("period", "count", "value", "low", "high", "provisional")
    yield ("indicator", "who", *names)
    for code, line in frozen["trends"].items():
        for who in ("own", "country"):
            for point in line[who]:
                yield (code, who, *(point[name] for name in names))


def _deliveries(frozen: Frozen) -> Rows:
    for at, item in enumerate(frozen["deliveries"]):
        if at == 0:
            yield tuple(item)
        yield tuple(item.values())
