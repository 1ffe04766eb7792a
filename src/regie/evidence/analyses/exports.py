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
    yield ("sleutel", "soort", "thema", "indicator", "kop", "zegt", "zekerheid", "verhaal", "bron")
    for item in frozen["findings"]:
        yield (
            item["key"],
            item["kind"],
            item["theme"],
            item["indicator"],
            item["headline"]["nl"],
            " ".join(item["told"]["nl"]),
            item["confidence"],
            item["story"],
            item["other_sources"],
        )


def _numbers(frozen: Frozen) -> Rows:
    """Every number of every verdict, by its path: `level.observed`, `places.0.smoothed`."""
    yield ("sleutel", "onderdeel", "waarde")
    for item in frozen["findings"]:
        for path, value in leaves(item["verdict"]):
            yield (item["key"], path, value)


def _trends(frozen: Frozen) -> Rows:
    yield ("indicator", "wie", "periode", "aantal", "waarde", "van", "tot", "voorlopig")
    for code, line in frozen["trends"].items():
        for who in ("own", "country"):
            for point in line[who]:
                names = ("period", "count", "value", "low", "high", "provisional")
                yield (code, who, *(point[name] for name in names))


def _deliveries(frozen: Frozen) -> Rows:
    names = ("id", "table", "title", "publisher", "licence", "vintage", "received")
    more = ("classification_year", "first_period", "last_period", "sha256", "used")
    yield (*names, *more)
    for item in frozen["deliveries"]:
        yield tuple(item[name] for name in (*names, *more))
