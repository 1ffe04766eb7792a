"""Writing dense cubes of counts as the TypedDataSet files of the police tables. Pure.

Such a file holds a row for every type × area × period, also when the count is zero; keys and
names are padded with spaces, fields are separated by `;` and lines end in CR LF. The two name
attributes stay blank in rows without a count, as the publisher delivers them.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Bytes = NDArray[np.uint8]

_TYPE_WIDTH, _PERIOD_WIDTH, _NAME_WIDTH, _KIND_WIDTH = 6, 8, 30, 8
_ID_WIDTH, _COUNT_WIDTH = 9, 8


class CountsByType(Protocol):
    """The counts of type i by position; a list will do, so will something lazy."""

    def __getitem__(self, position: int, /) -> Counts:
        """Counts of one type, shape (areas, periods)."""


@dataclass(frozen=True)
class CubeArea:
    """One area of a cube: code, name of its municipality (may be empty) and kind in Dutch."""

    code: str
    municipality: str
    kind: str


@dataclass(frozen=True)
class CubeLayout:
    """The keys along the axes and the column names of one table."""

    types: tuple[str, ...]
    areas: tuple[CubeArea, ...]
    periods: tuple[str, ...]
    type_column: str
    measure: str
    area_column: str = "WijkenEnBuurten"
    area_width: int = 10


def digits(numbers: Counts, width: int) -> Bytes:
    """Decimal digits as bytes, shape (n, width); unused leading places hold byte 0.

    >>> digits(np.array([0, 42]), 3).tolist()
    [[0, 0, 48], [0, 52, 50]]
    """
    places = np.zeros((len(numbers), width), dtype=np.uint8)
    rest = numbers.astype(np.uint32)
    for place in range(width - 1, -1, -1):
        more = rest // 10
        digit = (rest - more * 10 + 48).astype(np.uint8)
        places[:, place] = digit if place == width - 1 else np.where(rest > 0, digit, 0)
        rest = more
        if not rest.any():
            break
    return places


def write_cube(path: Path, layout: CubeLayout, counts_of: CountsByType) -> int:
    """Write the cube type by type and answer the number of rows.

    `counts_of[i]` is the table of counts of type i, shape (areas, periods). A lazy one
    keeps a file of national size from ever standing in memory as a whole.
    """
    template, at = _template(layout)
    rows = 0
    with path.open("wb") as file:
        file.write(_header(layout))
        for number, code in enumerate(layout.types):
            lines = _lines(template, at, code, rows, counts_of[number].ravel())
            file.write(lines)
            rows += len(template)
    return rows


def _header(layout: CubeLayout) -> bytes:
    columns = ["ID", layout.type_column, layout.area_column, "Perioden", layout.measure]
    columns += ["Gemeentenaam_2", "SoortRegio_3"]
    return (";".join(f'"{column}"' for column in columns) + "\r\n").encode()


@dataclass(frozen=True)
class _Places:
    """Where the parts that differ per type stand in a row."""

    type: int
    count: int
    names: tuple[int, int]
    kinds: tuple[int, int]


def _template(layout: CubeLayout) -> tuple[Bytes, _Places]:
    """All rows of one type with the identity, the type and the count left open."""
    width = layout.area_width
    areas = [f'"{area.code:<{width}}";' for area in layout.areas]
    tails = [
        f'"{area.municipality:<{_NAME_WIDTH}}";"{area.kind:<{_KIND_WIDTH}}"\r\n'
        for area in layout.areas
    ]
    repeat = len(layout.periods)
    parts = [
        np.zeros((len(areas) * repeat, _ID_WIDTH), dtype=np.uint8),
        _same(';"' + " " * _TYPE_WIDTH + '";', len(areas) * repeat),
        np.repeat(_matrix(areas), repeat, axis=0),
        np.tile(_matrix([f'"{period}";' for period in layout.periods]), (len(areas), 1)),
        np.zeros((len(areas) * repeat, _COUNT_WIDTH), dtype=np.uint8),
        _same(";", len(areas) * repeat),
        np.repeat(_matrix(tails), repeat, axis=0),
    ]
    starts = np.cumsum([0] + [part.shape[1] for part in parts])
    name = int(starts[6]) + 1
    kind = name + _NAME_WIDTH + 3
    at = _Places(
        int(starts[1]) + 2, int(starts[4]), (name, name + _NAME_WIDTH), (kind, kind + _KIND_WIDTH)
    )
    return np.hstack(parts), at


def _lines(template: Bytes, at: _Places, code: str, first_id: int, counts: Counts) -> bytes:
    lines = template.copy()
    lines[:, :_ID_WIDTH] = digits(np.arange(first_id, first_id + len(lines)), _ID_WIDTH)
    lines[:, at.type : at.type + _TYPE_WIDTH] = _matrix([f"{code:<{_TYPE_WIDTH}}"])
    lines[:, at.count : at.count + _COUNT_WIDTH] = digits(counts, _COUNT_WIDTH)
    without = counts == 0
    for start, end in (at.names, at.kinds):
        lines[without, start:end] = ord(" ")
    return lines.tobytes().translate(None, b"\x00")


def _matrix(texts: list[str]) -> Bytes:
    """Texts of equal length in bytes as the rows of a matrix."""
    raw = "".join(texts).encode("ascii")
    return np.frombuffer(raw, dtype=np.uint8).reshape(len(texts), -1)


def _same(text: str, times: int) -> Bytes:
    return np.repeat(_matrix([text]), times, axis=0)
