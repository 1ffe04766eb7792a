"""A made country for `bench_analysis.py`: monthly figures of every neighbourhood, as stored.

14,000 neighbourhoods in 3,304 districts in 342 municipalities, 58 types and 170 months; 11 million
events, of which most cells have none. The files have the columns and the order of the warehouse:
cells that are not zero, what was observed at all, areas, and what municipalities are alike in.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.parquet
from numpy.typing import NDArray
from scipy.spatial import Delaunay

from voorbeeldstad.offences import OFFENCES

NEIGHBOURHOODS, DISTRICTS, MUNICIPALITIES, MONTHS = 14_000, 3_304, 342, 170
INHABITANTS, EVENTS = 17.9e6, 11_200_000
COVARIATES = 12
ROW_GROUP = 20_000
PERIODS = tuple(f"{2012 + month // 12}MM{1 + month % 12:02d}" for month in range(MONTHS))
TYPES = tuple(offence.code for offence in OFFENCES)

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Made:
    """What was written: events, cells with any, and bytes on disk."""

    events: int
    cells: int
    size: int


def write(folder: Path, seed: int = 2026) -> Made:
    """Write the country into `folder`; a minute or so."""
    random = np.random.default_rng([seed, 0])
    town = _spread(DISTRICTS, random.lognormal(0, 0.9, MUNICIPALITIES))
    district = _spread(NEIGHBOURHOODS, random.lognormal(0, 0.6, DISTRICTS))
    people = random.lognormal(6.7, 1.0, NEIGHBOURHOODS)
    people = np.maximum(np.round(people * INHABITANTS / people.sum()), 1.0)
    names = _names(town, district)
    _areas(folder, names, town[district], people, random)
    own = town[district]
    cube = np.stack([_months(number, own, people, seed) for number in range(len(TYPES))], axis=1)
    cells = _cells(folder / "cells.parquet", cube, names, own)
    _observed(folder / "observed.parquet", names, own)
    size = sum(path.stat().st_size for path in folder.glob("*.parquet"))
    return Made(int(cube.sum(dtype=np.int64)), cells, size)


def _spread(children: int, weight: Floats) -> Numbers:
    """One child for each parent and the rest by weight; the parent of each child, in order."""
    random = np.random.default_rng(len(weight))
    more = random.multinomial(children - len(weight), weight / weight.sum())
    return np.repeat(np.arange(len(weight)), 1 + more)


def _names(town: Numbers, district: Numbers) -> list[str]:
    """Codes of neighbourhoods: BU, four digits of the municipality, two and two more."""
    place = {parent: int(np.searchsorted(town, parent)) for parent in range(MUNICIPALITIES)}
    first = np.searchsorted(district, np.arange(DISTRICTS))
    return [
        f"BU{town[up]:04d}{up - place[int(town[up])]:02d}{at - first[up]:02d}"
        for at, up in enumerate(district.tolist())
    ]


def _months(number: int, own: Numbers, people: Floats, seed: int) -> NDArray[np.uint16]:
    """Counts of one type, (neighbourhoods, months): places differ, years swing, months recur."""
    random = np.random.default_rng([seed, 1, number])
    offence, month = OFFENCES[number], np.arange(MONTHS)
    share = people * random.gamma(4.0, 0.25, MUNICIPALITIES)[own]
    share = share * random.gamma(0.9, 1 / 0.9, NEIGHBOURHOODS)
    steps = random.normal(0, offence.volatility, (15, MUNICIPALITIES))
    walk = np.exp(np.cumsum(steps, axis=0))
    year = (walk / walk.mean(axis=0)).repeat(12, axis=0)[:MONTHS].T[own]
    season = 1 + 0.15 * np.cos(2 * np.pi * (month - random.integers(12)) / 12)
    rate = _national_rate(number) * season
    counts: NDArray[np.uint16] = random.poisson(
        (share / share.sum())[:, None] * rate * year
    ).astype(np.uint16)
    return counts


def _national_rate(number: int) -> Floats:
    """Events a month in the whole country, so that all types together have `EVENTS`."""
    yearly = np.stack([offence.yearly_rates(range(2012, 2027)) for offence in OFFENCES])
    monthly = yearly.repeat(12, axis=1)[:, :MONTHS]
    rate: Floats = monthly[number] * EVENTS / monthly.sum()
    return rate


def _areas(
    folder: Path, names: list[str], own: Numbers, people: Floats, random: np.random.Generator
) -> None:
    """Areas with their population, pairs that touch, and the covariates of municipalities."""
    towns = [f"GM{number:04d}" for number in range(MUNICIPALITIES)]
    columns = {
        "area": names,
        "district": [f"WK{name[2:8]}" for name in names],
        "municipality": [towns[at] for at in own],
        "people": people,
    }
    pyarrow.parquet.write_table(pyarrow.table(columns), folder / "areas.parquet")
    corners = Delaunay(random.random((NEIGHBOURHOODS, 2))).simplices
    pairs = np.vstack([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])
    touching = pyarrow.table({"one": pairs[:, 0], "other": pairs[:, 1]})
    pyarrow.parquet.write_table(touching, folder / "pairs.parquet")
    values = random.normal(size=(COVARIATES, MUNICIPALITIES))
    alike = {"municipality": towns} | {f"v{at}": column for at, column in enumerate(values)}
    pyarrow.parquet.write_table(pyarrow.table(alike), folder / "covariates.parquet")


def _named(places: NDArray[np.integer], names: tuple[str, ...] | list[str]) -> pyarrow.Array:
    """Names as the warehouse writes them: each different one once."""
    return pyarrow.DictionaryArray.from_arrays(places.astype(np.int32), list(names))


def _written(path: Path, columns: dict[str, pyarrow.Array]) -> None:
    """Groups of rows with only the names that occur in them."""
    table = pyarrow.table(columns)
    plain = pyarrow.schema(
        [
            (
                field.name,
                pyarrow.string() if pyarrow.types.is_dictionary(field.type) else field.type,
            )
            for field in table.schema
        ]
    )
    with pyarrow.parquet.ParquetWriter(path, plain, compression="zstd") as writer:
        for start in range(0, len(table), ROW_GROUP):
            writer.write_table(table.slice(start, ROW_GROUP).cast(plain))


def _cells(path: Path, cube: NDArray[np.uint16], names: list[str], own: Numbers) -> int:
    """The cells that are not zero; the cube is (neighbourhoods, types, months)."""
    area, kind, month = np.nonzero(cube)
    none = np.zeros(len(area), dtype=np.int32)
    towns = [f"GM{number:04d}" for number in range(MUNICIPALITIES)]
    columns = {
        "measure": _named(none, ["GeregistreerdeMisdrijven"]),
        "category": _named(kind, TYPES),
        "area": _named(area, names),
        "level": _named(none, ["neighbourhood"]),
        "municipality": _named(own[area], towns),
        "period": _named(month, PERIODS),
        "state": pyarrow.array(none.astype(np.uint8) + 1),
        "value": pyarrow.array(cube[area, kind, month].astype(np.float64)),
    }
    _written(path, columns)
    return len(area)


def _observed(path: Path, names: list[str], own: Numbers) -> None:
    """Every type of every neighbourhood was observed from the first to the last month."""
    area, kind = (part.ravel() for part in np.indices((len(names), len(TYPES))))
    none = np.zeros(len(area), dtype=np.int32)
    towns = [f"GM{number:04d}" for number in range(MUNICIPALITIES)]
    columns = {
        "category": _named(kind, TYPES),
        "area": _named(area, names),
        "municipality": _named(own[area], towns),
        "first": _named(none, PERIODS[:1]),
        "last": _named(none, PERIODS[-1:]),
        "state": pyarrow.array(none.astype(np.uint8) + 1),
    }
    _written(path, columns)
