"""JSON and Parquet as rows: lists of objects, answers of OData, one object per line."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

import orjson
import pyarrow
import pyarrow.parquet
from django.utils.translation import gettext_noop as _

from regie.evidence.formats.rules import area_code
from regie.evidence.formats.sniff import NO_ROWS
from regie.evidence.grids.cells import text_of
from regie.evidence.grids.shape import Row
from regie.foundation.records.refusals import RefusedError

JSON_LIMIT = 200 * 1024**2
LINES_LOOKED_AT = 5000
DEEPEST = 8
KEY = "sleutel"
WRAPPERS = frozenset(
    {"value", "result", "results", "data", "items", "rows", "records", "meldingen", "content"}
)

BROKEN = _("Dit JSON-bestand is beschadigd of niet helemaal binnen. Download het opnieuw.")
TOO_LARGE = _("Dit JSON-bestand is te groot. Lever de tabel als CSV of Parquet.")
NO_TABLE = _(
    "In dit JSON-bestand staat geen tabel met rijen. "
    "Lever de tabel zoals de politie of het CBS die geeft, liefst als CSV."
)
TREE = _(
    "Dit JSON-bestand is geen tabel, maar een boom met de takken %(branches)s. "
    "Regie weet niet wat de takken betekenen. Lever de tabel zelf, liefst als CSV."
)
WEBSITE_ERROR = _(
    "De website gaf een foutmelding in plaats van cijfers: “%(said)s”. "
    "Download het bestand opnieuw."
)


@dataclass(frozen=True)
class Records:
    """Rows of objects: the columns in order of appearance, and the rows as text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


# --- one object per line -------------------------------------------------------------------------


def is_lines(head: bytes) -> bool:
    """True when every line of the file is a JSON object of its own."""
    lines = [line for line in head.removeprefix(b"\xef\xbb\xbf").split(b"\n")[:3] if line.strip()]
    if not lines or not lines[0].lstrip().startswith(b"{"):
        return False
    try:
        orjson.loads(lines[0])
    except orjson.JSONDecodeError:
        return False
    return len(lines) > 1


def columns_of_lines(path: Path) -> tuple[str, ...]:
    """The columns in the first lines. Raises `RefusedError`."""
    found: dict[str, None] = {}
    for number, record in _records_of_lines(path):
        found.update(dict.fromkeys(record))
        if number > LINES_LOOKED_AT:
            break
    return tuple(found)


def rows_of_lines(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Every line as a row. Raises `RefusedError` for a field that the first lines did not have."""
    known = set(columns)
    for number, record in _records_of_lines(path):
        if not record.keys() <= known:
            raise RefusedError(
                _("Rij %(row)s heeft een veld dat de eerste rijen niet hebben."), row=number
            )
        yield number, tuple(record.get(name, "") for name in columns)


def _records_of_lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            bare = line.strip().removeprefix(b"\xef\xbb\xbf")
            if bare:
                yield number, flat(_line(bare, number))


def _line(line: bytes, number: int) -> Mapping[str, Any]:
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise RefusedError(_("Regel %(row)s is geen volledige JSON."), row=number) from error
    if not isinstance(found, dict):
        raise RefusedError(_("Regel %(row)s is geen object met velden."), row=number)
    return found


# --- one document --------------------------------------------------------------------------------


def read_records(path: Path) -> Records:
    """The table in a JSON document. Raises `RefusedError` with what the document is instead."""
    if path.stat().st_size > JSON_LIMIT:
        raise RefusedError(TOO_LARGE)
    return records_in(_load(path.read_bytes()))


def _load(content: bytes) -> object:
    try:
        return orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        pass
    try:  # NaN, which pandas writes and JSON does not have
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise RefusedError(BROKEN) from error


def records_in(document: object) -> Records:
    """The rows of a document. Raises `RefusedError`."""
    rows = [flat(row) for row in _table(document)]
    columns = tuple(dict.fromkeys(key for row in rows for key in row))
    if not columns:
        raise RefusedError(NO_ROWS)
    return Records(columns, tuple(tuple(row.get(name, "") for name in columns) for row in rows))


def refuse_errors(document: object) -> None:
    """Refuse what a website answers when it has no figures. Raises `RefusedError`."""
    found = isinstance(document, dict) and (document.get("error") or document.get("odata.error"))
    if isinstance(document, dict) and found:
        said = found.get("message", "") if isinstance(found, dict) else found
        said = said.get("value", "") if isinstance(said, dict) else said
        raise RefusedError(WEBSITE_ERROR, said=str(said)[:120] or "–")


def _table(document: object) -> list[dict[str, Any]]:
    if _is_rows(document):
        return document
    refuse_errors(document)
    if isinstance(document, dict):
        if "odata.nextLink" in document or "@odata.nextLink" in document:
            raise RefusedError(
                _("Dit is één bladzijde van een antwoord in delen. Lever de hele tabel.")
            )
        return _inside(document)
    raise RefusedError(NO_TABLE)


def _is_rows(found: object) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(found, list) and bool(found) and all(isinstance(row, dict) for row in found)


def _inside(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of an answer with a wrapper around it, of columns, or of an object of objects."""
    for name, value in document.items():
        if name.casefold() in WRAPPERS and _is_rows(value):
            return value
    _refuse_description(document)
    values = list(document.values())
    if values and all(isinstance(value, list) for value in values):
        return _from_columns(document)
    if values and all(_is_flat(value) for value in values):
        return _from_objects(document)
    if document.get("value") == []:
        raise RefusedError(NO_ROWS)
    branches = [name for name, value in document.items() if isinstance(value, dict | list)]
    if branches and all(_is_name(name) for name in branches):
        raise RefusedError(TREE, branches=", ".join(branches[:8]))
    raise RefusedError(NO_TABLE)


def _refuse_description(document: dict[str, Any]) -> None:
    """A document about a table: its name and explanation, or a text for every column."""
    about = {"Identifier", "tableId", "ShortTitle", "ShortDescription"} & document.keys()
    texts = [value for value in document.values() if value]
    if about or (len(texts) > 2 and all(isinstance(value, str) for value in texts)):
        raise RefusedError(
            _(
                "Dit is de beschrijving van een tabel en niet de tabel zelf. "
                "Lever het bestand met de cijfers (TypedDataSet)."
            )
        )


def _is_name(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_ -]{0,79}", text))


def _is_flat(value: object) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and not any(isinstance(part, dict | list) for part in value.values())
    )


def _from_columns(document: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Columns of values of the same length, as many programmes write a table."""
    heights = {len(values) for values in document.values()}
    if len(heights) != 1 or any(isinstance(v, dict | list) for c in document.values() for v in c):
        raise RefusedError(NO_TABLE)
    cells = zip(*document.values(), strict=True)
    return [dict(zip(document, row, strict=True)) for row in cells]


def _from_objects(document: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """An object per area is a row per area; an object per column counts its rows from 0."""
    keys = list(next(iter(document.values())))
    if keys == [str(i) for i in range(len(keys))]:
        return _from_columns({name: list(found.values()) for name, found in document.items()})
    if all(area_code(key) for key in document):
        return [{KEY: key} | record for key, record in document.items()]
    raise RefusedError(NO_TABLE)


def flat(record: Mapping[str, Any], before: str = "", depth: int = 0) -> dict[str, str]:
    """A record with nested objects as columns with a point in their name, all as text."""
    found: dict[str, str] = {}
    for name, value in record.items():
        if name.startswith("@odata.") or name == "odata.type":
            continue
        if isinstance(value, dict) and value and depth < DEEPEST:
            found |= flat(value, f"{before}{name}.", depth + 1)
        else:
            found[f"{before}{name}"] = text_of(value)
    return found


# --- Parquet -------------------------------------------------------------------------------------


def parquet_columns(path: Path) -> tuple[tuple[str, ...], int]:
    """The columns of a Parquet file and how many rows it has. Raises `RefusedError`."""
    with _parquet(path) as file:
        empty = file.schema_arrow.empty_table().flatten()
        return tuple(empty.column_names), int(file.metadata.num_rows)


def parquet_rows(path: Path) -> Iterator[Row]:
    """Every row of a Parquet file as text. Raises `RefusedError`."""
    with _parquet(path) as file:
        number = 0
        for batch in file.iter_batches(batch_size=10_000):
            columns = pyarrow.Table.from_batches([batch]).flatten().columns
            for cells in zip(*(column.to_pylist() for column in columns), strict=True):
                number += 1
                yield number, tuple(text_of(cell) for cell in cells)


@contextmanager
def _parquet(path: Path) -> Iterator[pyarrow.parquet.ParquetFile]:
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            yield file
    except (pyarrow.ArrowException, OSError) as error:
        raise RefusedError(
            _("Dit Parquet-bestand is beschadigd of niet helemaal binnen. Download het opnieuw.")
        ) from error
