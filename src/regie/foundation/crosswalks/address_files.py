"""Reading the CBS file of postcodes and house numbers, in any year's columns. Streams.

Source: CBS, "Buurt, wijk en gemeente voor postcode en huisnummer" (pc6hnrYYYYMMDD_gwb.csv). The
column names change almost every year (Buurt2024, Buurtcode, GWBcode8, BUURT2017; Gemeentecode,
GEMEENTECO, GEM2017, Gemcode, wijkcode), codes may be numbers without leading zeros, and the mark
between columns is `;` or `,`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv as pa_csv

from regie.foundation.areas import rules as areas

NUMBERS = 100_000
"""House numbers stay under this (the BAG allows 99999), so that a key holds both."""
LETTERS = 26 * 26
_BLOCK = 16 * 1024**2

_POSTCODE = re.compile(r"pc6|postcode6?|pc_?6", re.IGNORECASE)
_NUMBER = re.compile(r"huisnummer|huisnr|hnr|huis_?nummer", re.IGNORECASE)
_AREA = re.compile(
    r"(?:(?:bu(?:urt)?)_?(?:code)?_?(?:\d{4})?|gwb_?code_?8?)(?:_?rijks)?", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)\d\d")

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class AddressColumns:
    """Which columns hold the postcode, the house number and the neighbourhood."""

    postcode: str
    number: str
    area: str
    year: int | None = None


def address_columns(columns: Sequence[str]) -> AddressColumns | None:
    """The columns of a postcode and house number file, or None when it is another file."""
    postcode = _first(_POSTCODE, columns)
    number = _first(_NUMBER, columns)
    area = _first(_AREA, columns)
    if not (postcode and number and area):
        return None
    years = {int(found) for name in columns for found in _YEAR.findall(name)}
    return AddressColumns(postcode, number, area, years.pop() if len(years) == 1 else None)


def year_in_name(name: str) -> int | None:
    """The year of `pc6hnr20240801_gwb.csv`. Only used where the columns do not say it."""
    found = re.search(r"pc6hnr\D*((?:19|20)\d\d)", name, re.IGNORECASE)
    return int(found[1]) if found else None


def _first(pattern: re.Pattern[str], columns: Sequence[str]) -> str:
    return next((name for name in columns if pattern.fullmatch(name.strip())), "")


@dataclass(frozen=True)
class Addresses:
    """All addresses of one year, sorted by key; `area` points into `codes`.

    `key` is postcode × 100,000 + house number, see `key_of`.
    """

    key: Ints
    area: NDArray[np.int32]
    codes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.key)


@dataclass(frozen=True)
class AddressReport:
    """What reading a file of addresses came to.

    `unreadable` rows have no postcode, number or code that can be read, with the first few row
    numbers; `doubled` stood in the file twice, `contradicting` ones with two different areas.
    """

    rows: int
    stored: int
    unreadable: int
    examples: tuple[int, ...]
    doubled: int
    contradicting: int
    municipalities: int
    neighbourhoods: int


@dataclass
class _Gathered:
    keys: list[Ints] = field(default_factory=list)
    areas: list[NDArray[np.int32]] = field(default_factory=list)
    codes: dict[str, int] = field(default_factory=dict)
    rows: int = 0
    bad: int = 0
    examples: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Written:
    """How the file is written: all its columns, their mark, and the line of the header."""

    columns: tuple[str, ...]
    delimiter: str
    header_line: int = 1


def read_addresses(
    path: Path,
    written: Written,
    *,
    advance: Callable[[int], None] | None = None,
) -> tuple[Addresses, AddressReport]:
    """Read the whole file in blocks of 16 MB. Rows that cannot be read are counted, not kept.

    Raises ValueError when the columns are not those of a postcode and house number file, and
    `pyarrow.ArrowInvalid` when the file is broken.
    """
    columns = address_columns(written.columns)
    if columns is None:
        raise ValueError("no file of postcodes and house numbers")
    found = _Gathered()
    for batch in _batches(path, columns, written, found):
        _take(found, batch, columns)
        if advance:
            advance(found.rows)
    return _finish(found)


def _batches(
    path: Path, columns: AddressColumns, written: Written, found: _Gathered
) -> Iterator[pa.RecordBatch]:
    def skip(_row: pa_csv.InvalidRow) -> str:
        found.bad += 1
        return "skip"

    reader = pa_csv.open_csv(
        path,
        read_options=pa_csv.ReadOptions(
            block_size=_BLOCK, column_names=list(written.columns), skip_rows=written.header_line
        ),
        parse_options=pa_csv.ParseOptions(delimiter=written.delimiter, invalid_row_handler=skip),
        convert_options=pa_csv.ConvertOptions(
            include_columns=[columns.postcode, columns.number, columns.area],
            column_types={
                columns.postcode: pa.string(),
                columns.number: pa.string(),
                columns.area: pa.dictionary(pa.int32(), pa.string()),
            },
            strings_can_be_null=False,
        ),
    )
    yield from reader


def _take(found: _Gathered, batch: pa.RecordBatch, columns: AddressColumns) -> None:
    postcode = postcodes(batch.column(columns.postcode))
    number = _numbers(batch.column(columns.number))
    area = _areas(found.codes, batch.column(columns.area))
    good = (postcode >= 0) & (number >= 0) & (area >= 0)
    found.keys.append(postcode[good] * NUMBERS + number[good])
    found.areas.append(area[good].astype(np.int32))
    wrong = np.flatnonzero(~good)
    room = 5 - len(found.examples)
    found.examples += [found.rows + 2 + int(at) for at in wrong[: max(room, 0)]]
    found.bad += len(wrong)
    found.rows += len(good)


def postcodes(texts: pa.Array) -> Ints:
    """PC6 as a number (1234AB → 1234 × 676 + 1); -1 where it is none. Blanks do not matter."""
    plain = pc.utf8_upper(pc.replace_substring(texts, " ", ""))
    right = pc.fill_null(pc.match_substring_regex(plain, r"^[0-9]{4}[A-Z]{2}$"), False)
    answer = np.full(len(texts), -1, dtype=np.int64)
    mask = right.to_numpy(zero_copy_only=False)
    chosen = pc.filter(plain, right).to_numpy(zero_copy_only=False)
    if not len(chosen):
        return answer
    letters = np.asarray(chosen, dtype="S6").view(np.uint8).reshape(-1, 6).astype(np.int64)
    digits = (letters[:, :4] - ord("0")) @ np.array([1000, 100, 10, 1])
    answer[mask] = digits * LETTERS + (letters[:, 4] - ord("A")) * 26 + (letters[:, 5] - ord("A"))
    return answer


def _numbers(texts: pa.Array) -> Ints:
    """House numbers; -1 where there is none. A trailing ".0" comes from a spreadsheet."""
    plain = pc.replace_substring_regex(pc.utf8_trim_whitespace(texts), r"\.0+$", "")
    right = pc.fill_null(pc.match_substring_regex(plain, r"^[0-9]{1,5}$"), False)
    numbers = pc.if_else(right, plain, pa.scalar("-1")).cast(pa.int64())
    return np.asarray(numbers.to_numpy(zero_copy_only=False), dtype=np.int64)


def _areas(known: dict[str, int], texts: pa.Array) -> Ints:
    """The neighbourhood as a number in `known`; every different text is read once."""
    meaning = np.full(len(texts.dictionary) + 1, -1, dtype=np.int64)
    for at, text in enumerate(texts.dictionary.to_pylist()):
        code = neighbourhood(text or "")
        if code:
            meaning[at] = known.setdefault(code, len(known))
    places = texts.indices.fill_null(len(texts.dictionary)).to_numpy(zero_copy_only=False)
    return np.asarray(meaning[places], dtype=np.int64)


def neighbourhood(text: str) -> str:
    """`BU00140000`, `00140000` or `140000` as a code; "" when it is none or no real place."""
    bare = text.strip().upper().removesuffix(".0").removeprefix("BU")
    code = areas.parse_code(f"BU{bare.zfill(8)}")
    return code.code if code and not code.pseudo and bare else ""


def _finish(found: _Gathered) -> tuple[Addresses, AddressReport]:
    key = np.concatenate(found.keys) if found.keys else np.zeros(0, dtype=np.int64)
    area = np.concatenate(found.areas) if found.areas else np.zeros(0, dtype=np.int32)
    order = np.argsort(key, kind="stable")
    key, area = key[order], area[order]
    again = np.zeros(len(key), dtype=np.bool_)
    again[1:] = key[1:] == key[:-1]
    differs = again.copy()
    differs[1:] &= area[1:] != area[:-1]
    codes = tuple(found.codes)
    used = {codes[at] for at in np.unique(area).tolist()}
    kept = Addresses(key[~again], area[~again], codes)
    return kept, AddressReport(
        rows=found.rows,
        stored=len(kept),
        unreadable=found.bad,
        examples=tuple(found.examples),
        doubled=int(again.sum()),
        contradicting=int(differs.sum()),
        municipalities=len({code[2:6] for code in used}),
        neighbourhoods=len(used),
    )
