"""Reading the made country of `national_analysis.py`, and writing what the methods say of it.

pyarrow's own conversions load pandas where it is installed, a second that the project never spends
because it does not have pandas; so columns are shared as bare memory here, both ways.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import pyarrow.compute
import pyarrow.parquet
from numpy.typing import NDArray

from safetymethods.national import Country, Level, National
from safetymethods.neighbours import from_pairs
from safetymethods.parts import even_parts, in_parts
from safetymethods.peers import nearest_peers

PARTS = 16
CHANGE = (
    "recent",
    "before",
    "expected",
    "low",
    "high",
    "ratio",
    "ratio_low",
    "ratio_high",
    "p_chance",
    "p_swing",
    "direction",
)
NET = ("expected", "low", "high", "p_swing", "direction")
RATE = ("rate", "low", "high")
SHRUNKEN = ("expected", "mean", "low", "high", "weight", "exceedance")
FUNNEL = ("expected", "ratio", "p", "band", "low95", "high95", "low998", "high998")
TREND = ("per_year", "low", "high", "p", "dispersion")
SIGNAL = (
    "observed",
    "expected",
    "low",
    "high",
    "p_high",
    "p_low",
    "dispersion",
    "outside",
    "flagged",
    "direction",
)

Array = NDArray[Any]
Columns = dict[str, Array | pyarrow.Array]


@dataclass(frozen=True)
class Stored:
    """The country, the names of types and of the areas of each level, and the months."""

    country: Country
    types: pyarrow.Array
    areas: tuple[pyarrow.Array, pyarrow.Array, pyarrow.Array]
    months: tuple[str, ...]


# --- reading ---------------------------------------------------------------------------------


def read_country(folder: Path) -> Stored:
    """Read all but the cells. Stops when something was not observed: no cell is then no zero."""
    areas, pairs, alike = (
        pyarrow.parquet.ParquetFile(folder / f"{name}.parquet").read().combine_chunks()
        for name in ("areas", "pairs", "covariates")
    )
    names, up, own = (_whole(areas, name) for name in ("area", "district", "municipality"))
    districts, towns = up.unique(), _whole(alike, "municipality")
    first = pyarrow.compute.index_in(districts, value_set=up)
    country = Country(
        district=_places(up, districts).astype(np.int64),
        municipality=_places(own.take(first), towns).astype(np.int64),
        population=_numbers(_whole(areas, "people")),
        neighbours=from_pairs(len(names), np.column_stack([*map(_numbers, _wholes(pairs))])),
        peers=nearest_peers(np.column_stack([*map(_numbers, _wholes(alike)[1:])])),
    )
    types, months = _observed(folder / "observed.parquet", len(names))
    return Stored(country, types, (names, districts, towns), months)


def _observed(path: Path, areas: int) -> tuple[pyarrow.Array, tuple[str, ...]]:
    """The types, and the months that were observed of every type in every area."""
    names = ["category", "first", "last"]
    table = pyarrow.parquet.ParquetFile(path, read_dictionary=names).read([*names, "state"])
    types, first, last = (pyarrow.compute.unique(table[name]).dictionary_decode() for name in names)
    states = _numbers(table["state"].combine_chunks())
    whole = len(first) == len(last) == 1 and len(states) == len(types) * areas
    if not whole or (states != 1).any():
        raise SystemExit("not everything was observed: this benchmark would take it for zero")
    start, end = (_month(each[0].as_py()) for each in (first, last))
    return types.sort(), tuple(f"{m // 12}MM{1 + m % 12:02d}" for m in range(start, end + 1))


def _month(period: str) -> int:
    return int(period[:4]) * 12 + int(period[6:]) - 1


def read_cube(path: Path, stored: Stored) -> NDArray[np.uint16]:
    """Monthly counts (types, neighbourhoods, months), laid out some groups of rows at a time."""
    axes = {"category": stored.types, "area": stored.areas[0], "period": stored.months}
    shape = tuple(len(axis) for axis in axes.values())
    cube = np.zeros(shape, dtype=np.uint16)
    flat = cube.reshape(-1)

    def lay(groups: NDArray[np.int64]) -> None:
        file = pyarrow.parquet.ParquetFile(path, read_dictionary=list(axes))
        for batch in file.iter_batches(
            2**16, row_groups=groups.tolist(), columns=[*axes, "value"], use_threads=False
        ):
            places = [_places(batch.column(name), axis) for name, axis in axes.items()]
            flat[np.ravel_multi_index(places, shape)] = _numbers(batch.column("value"))

    groups = np.arange(pyarrow.parquet.ParquetFile(path).num_row_groups)
    in_parts(lay, groups, parts=even_parts(len(groups), PARTS))
    return cube


def _whole(table: pyarrow.Table, name: str) -> pyarrow.Array:
    return table[name].combine_chunks()


def _wholes(table: pyarrow.Table) -> list[pyarrow.Array]:
    return [_whole(table, name) for name in table.column_names]


def _numbers(column: pyarrow.Array) -> Array:
    return np.from_dlpack(column)


def _places(column: pyarrow.Array, axis: pyarrow.Array | tuple[str, ...]) -> Array:
    """Where each name stands on the axis."""
    coded = column if isinstance(column, pyarrow.DictionaryArray) else column.dictionary_encode()
    if isinstance(axis, tuple):
        at = np.array([axis.index(name) for name in coded.dictionary.to_pylist()])
    else:
        at = _numbers(pyarrow.compute.index_in(coded.dictionary, value_set=axis))
    return at[_numbers(coded.indices)]


# --- writing ---------------------------------------------------------------------------------


def write_results(folder: Path, found: National, stored: Stored) -> int:
    """Write every answer, the largest table in parts side by side; how many bytes it became."""
    (folder / "neighbourhoods").mkdir(parents=True)
    names = ("districts", "municipalities")
    tables: dict[str, Columns] = {
        name: _level(found.levels[at], stored, at, slice(None)) for at, name in enumerate(names, 1)
    }
    tables["municipalities"] |= _fields("rate", found.municipal.rates, RATE)
    tables["municipalities"] |= _fields("peers", found.municipal.funnel, FUNNEL)
    tables["types"] = _types(found, stored)
    tables["series"] = _series(found, stored)
    number = len(stored.types)
    parts = even_parts(number, PARTS)

    def local(types: Array) -> None:
        part = slice(int(types[0]), int(types[-1]) + 1)
        columns = _neighbourhoods(found, stored, part)
        _write(folder / "neighbourhoods" / f"{part.start:02d}.parquet", columns)

    def other(at: Array) -> None:
        name = list(tables)[int(at[0])]
        _write(folder / f"{name}.parquet", tables[name])

    in_parts(local, np.arange(number), parts=parts)
    in_parts(other, np.arange(len(tables)), parts=even_parts(len(tables), len(tables)))
    return sum(path.stat().st_size for path in folder.rglob("*.parquet"))


def _write(path: Path, columns: Columns) -> None:
    """Only names and whole numbers are looked up while writing: fractions seldom repeat."""
    arrays = {name: _stored(values) for name, values in columns.items()}
    table = pyarrow.Table.from_arrays(list(arrays.values()), names=list(arrays))
    repeating = [name for name, values in arrays.items() if values.type != pyarrow.float32()]
    pyarrow.parquet.write_table(table, path, use_dictionary=repeating)


def _stored(values: Array | pyarrow.Array) -> pyarrow.Array:
    """Numbers in single precision: more digits than any of them has meaning."""
    if isinstance(values, pyarrow.Array):
        return values
    smaller = {"f": np.float32, "b": np.uint8}.get(values.dtype.kind, values.dtype)
    flat = np.ascontiguousarray(values, dtype=smaller).ravel()
    kind = pyarrow.from_numpy_dtype(flat.dtype)
    return pyarrow.Array.from_buffers(kind, len(flat), [None, pyarrow.py_buffer(flat)])


def _fields(
    prefix: str, result: object, names: Iterable[str], part: slice = slice(None)
) -> Columns:
    return {f"{prefix}_{name}": getattr(result, name)[part] for name in names}


def _named(places: Array, names: pyarrow.Array) -> pyarrow.Array:
    return pyarrow.DictionaryArray.from_arrays(_stored(places.astype(np.int32)), names)


def _level(level: Level, stored: Stored, at: int, part: slice) -> Columns:
    """Years, change and standing of some types at a level."""
    shape = level.stands[part].shape
    kind, area = (np.asarray(part) for part in np.indices(shape))
    first = part.indices(len(level.stands))[0]
    years = level.sums.years[part]
    columns: Columns = {
        "type": _named(kind + first, stored.types),
        "area": _named(area, stored.areas[at]),
    }
    columns |= {
        f"year_{number}": years[..., number].astype(np.uint32) for number in range(years.shape[-1])
    }
    columns |= _fields("change", level.change, CHANGE, part)
    columns |= _fields("net", level.change.net, NET, part)
    return columns | {"change_stands": level.stands[part]}


def _neighbourhoods(found: National, stored: Stored, part: slice) -> Columns:
    local = found.local
    columns = _level(found.levels[0], stored, 0, part)
    columns |= _fields("rate", local.rates, RATE, part)
    columns |= _fields("level", local.shrunken, SHRUNKEN, part)
    return columns | {
        "hot_z": local.hot.z.T[part],
        "hot_p": local.hot.p.T[part],
        "hot_stands": local.hot_stands.T[part],
    }


def _types(found: National, stored: Stored) -> Columns:
    columns: Columns = {
        "type": stored.types,
        "sigma": found.volatility.sigma,
        "size_municipalities": found.municipal.size.size,
        "size_neighbourhoods": found.local.size.size,
        "gini": found.local.gini.gini,
    }
    columns |= {
        f"top_{100 * share:.0f}": values
        for share, values in zip(found.local.top.shares, found.local.top.top, strict=True)
    }
    return columns | {f"year_{at}": years for at, years in enumerate(found.years.T)}


def _series(found: National, stored: Stored) -> Columns:
    series = found.series
    starts = np.cumsum([0, *(len(names) for names in stored.areas[:2])])
    columns: Columns = {
        "type": _named(series.type, stored.types),
        "area": _named(
            starts[series.level] + series.area, pyarrow.concat_arrays(list(stored.areas))
        ),
    }
    columns |= _fields("trend", series.trend, TREND)
    return columns | _fields("month", series.signal, SIGNAL)
