"""Small files in the formats of the publishers, made here. No figure in them is real."""

import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow
import pyarrow.parquet

Rows = Iterable[tuple[str, str, str, object]]

MEASURE = "GeregistreerdeMisdrijven_1"


def offences(
    path: Path, rows: Rows, *, area: str = "WijkenEnBuurten", delimiter: str = ";"
) -> Path:
    """A TypedDataSet download: padded keys, quotes, CRLF."""
    lines = [delimiter.join(f'"{n}"' for n in ("ID", "SoortMisdrijf", area, "Perioden", MEASURE))]
    for i, (kind, code, period, value) in enumerate(rows):
        keys = (f'"{kind:<6}"', f'"{code:<10}"', f'"{period}"')
        lines.append(delimiter.join((str(i), *keys, "" if value is None else str(value))))
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode())
    return path


def dense(
    path: Path,
    kinds: Sequence[str],
    areas: Sequence[str],
    years: Sequence[int],
    values: Mapping[tuple[str, str, int], int] | None = None,
) -> Path:
    """A dense cube: every type, area and year has a row; 5 unless `values` says otherwise."""
    given = values or {}
    return offences(
        path,
        [(k, a, f"{y}JJ00", given.get((k, a, y), 5)) for k in kinds for a in areas for y in years],
    )


def table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], **how: str) -> Path:
    """A CSV as StatLine writes it: BOM, quoted texts, bare numbers."""
    encoding = how.get("encoding", "utf-8-sig")
    delimiter, newline = how.get("delimiter", ";"), how.get("newline", "\r\n")
    lines = [delimiter.join(f'"{name}"' for name in header)]
    for row in rows:
        lines.append(
            delimiter.join(f'"{cell}"' if isinstance(cell, str) else str(cell) for cell in row)
        )
    path.write_bytes((newline.join(lines) + newline).encode(encoding))
    return path


def parquet(path: Path, columns: Mapping[str, Sequence[object]]) -> Path:
    """A Parquet file."""
    pyarrow.parquet.write_table(pyarrow.table(dict(columns)), path)
    return path


def document(path: Path, content: object) -> Path:
    """A JSON file."""
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def packed(path: Path, members: Mapping[str, bytes]) -> Path:
    """A zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def square(code: str, name: str, x: int, year: int = 2024) -> dict[str, object]:
    """A GeoJSON feature: a square of a kilometre in RD New."""
    corners = [(x, 450_000), (x + 1000, 450_000), (x + 1000, 451_000), (x, 451_000), (x, 450_000)]
    return {
        "type": "Feature",
        "properties": {"statcode": code, "statnaam": name, "jrstatcode": f"{year}{code}"},
        "geometry": {"type": "Polygon", "coordinates": [corners]},
    }
