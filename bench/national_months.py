"""The monthly national tables at full size, for benchmarks: made here, never kept.

The shape is that of 47022NED (59 types × 18,313 areas × 176 months, 190 million rows) and of
47024NED (9 kinds of nuisance × 18,313 areas × 190 periods, 31 million rows): a row for everything,
padded keys, most of it zero. Counts add up from neighbourhood to country.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from regie.policy.municipalities import municipalities
from voorbeeldstad.offences import HIDDEN_TYPES, OFFENCES, TOTAL

DISTRICTS, NEIGHBOURHOODS = 3_393, 14_574
INHABITANTS = 17_900_000
NUISANCE = ("T999999", "1", "2", "3", "4", "5", "6", "7", "8")
ID, COUNT = 9, 8

Counts = NDArray[np.int64]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Table:
    """What is different between the two tables. `rates` are per 100,000 inhabitants a month."""

    name: str
    column: str
    measure: str
    types: tuple[str, ...]
    rates: tuple[float, ...]
    hidden: frozenset[str]
    periods: tuple[str, ...]


def months(first: int, count: int) -> list[str]:
    """Months from January of a year on.

    >>> months(2024, 2)
    ['2024MM01', '2024MM02']
    """
    return [f"{first + i // 12}MM{i % 12 + 1:02d}" for i in range(count)]


def offences() -> Table:
    """47022NED."""
    codes = tuple(offence.code for offence in OFFENCES)
    rates = tuple(float(offence.yearly_rates([2024])[0]) / 12 for offence in OFFENCES)
    hidden = frozenset(HIDDEN_TYPES)
    measure = "GeregistreerdeMisdrijven_1"
    periods = tuple(months(2012, 176))
    return Table("47022NED", "SoortMisdrijf", measure, (TOTAL, *codes), rates, hidden, periods)


def nuisance(codes: Sequence[str]) -> Table:
    """47024NED: the total first, years and months mixed."""
    rates = tuple(20.0 + 7 * i for i in range(len(codes) - 1))
    periods = (*(f"{year}JJ00" for year in range(2012, 2026)), *months(2012, 176))
    measure = "GeregistreerdeOverlast_1"
    return Table("47024NED", "Overlast", measure, tuple(codes), rates, frozenset(), periods)


def write(path: Path, table: Table, seed: int = 2026) -> int:
    """Write the table as CSV and answer how many rows it has; a minute for 8.4 GB."""
    country = _Country(seed)
    total = country.counts(0, table)
    for other in range(1, len(table.rates)):
        total += country.counts(other, table)
    row = _rows(country.areas, table.periods)
    size, number = len(row.template), 0
    with path.open("wb") as file:
        names = ("ID", table.column, "WijkenEnBuurten", "Perioden", table.measure)
        file.write((";".join(f'"{name}"' for name in names) + "\n").encode())
        for position, code in enumerate(table.types):
            counts = total if position == 0 else country.counts(position - 1, table)
            file.write(row.filled(number, code, counts.ravel()))
            number += size
    return number


class _Country:
    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng([seed, 1])
        self.seed = seed
        towns = sorted(item.code for item in municipalities())
        self.town = np.sort(rng.integers(0, len(towns), DISTRICTS - len(towns)).tolist())
        self.town = np.sort(np.concatenate([self.town, np.arange(len(towns))]))
        self.town = _at_most(self.town, len(towns))
        extra = rng.integers(0, DISTRICTS, NEIGHBOURHOODS - DISTRICTS)
        self.home = _at_most(np.sort(np.concatenate([extra, np.arange(DISTRICTS)])), DISTRICTS)
        weight = rng.lognormal(0, 0.8, NEIGHBOURHOODS)
        self.weight = weight / weight.sum()
        districts = _numbered([f"WK{towns[i][2:]}" for i in self.town])
        homes = _numbered([f"BU{districts[i][2:]}" for i in self.home])
        unknown = ("GM0000", "WK000000", "BU00000000")
        self.areas = ("NL00", *towns, *districts, *homes, *unknown)
        self.upper = 1 + len(towns)

    def counts(self, number: int, table: Table) -> Counts:
        """Counts of one type on all levels, shape (areas, periods)."""
        rng = np.random.default_rng([self.seed, 2, number])
        uneven = self.weight * rng.lognormal(0, 0.7, NEIGHBOURHOODS)
        months = np.array([12 if "JJ" in period else 1 for period in table.periods])
        means = np.outer(uneven / uneven.sum(), table.rates[number] * INHABITANTS / 1e5 * months)
        homes = rng.poisson(means).astype(np.int64)
        unknown = rng.binomial(homes.sum(axis=0), 0.002)[None, :]
        districts = _add_up(homes, self.home)
        towns = _add_up(districts, self.town)
        country = towns.sum(axis=0, keepdims=True) + unknown
        counts = np.concatenate([country, towns, districts, homes, *[unknown] * 3])
        if table.types[number + 1] in table.hidden:
            counts[self.upper : -3] = 0
            counts[-2:] = 0
        return counts


def _at_most(parents: NDArray[np.int64], count: int, limit: int = 99) -> NDArray[np.int64]:
    """No parent has more children than two digits can number."""
    sizes = np.bincount(parents, minlength=count)
    while (over := sizes - limit).max() > 0:
        spare = int(over[over > 0].sum())
        sizes = np.minimum(sizes, limit)
        sizes[np.argsort(sizes, kind="stable")[:spare]] += 1
    return np.repeat(np.arange(count), sizes)


def _add_up(counts: Counts, parent: NDArray[np.int64]) -> Counts:
    starts = np.flatnonzero(np.diff(parent, prepend=-1))
    return np.add.reduceat(counts, starts, axis=0)


def _numbered(parents: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    codes = []
    for parent in parents:
        seen[parent] = seen.get(parent, -1) + 1
        codes.append(f"{parent}{seen[parent]:02d}")
    return codes


@dataclass(frozen=True)
class _Rows:
    """All rows of one type; the number, the type and the count are filled in per type."""

    template: Bytes
    type_at: int
    count_at: int

    def filled(self, first: int, code: str, counts: Counts) -> bytes:
        lines = self.template
        lines[:, :ID] = _digits(np.arange(first, first + len(lines)), ID)
        lines[:, self.type_at : self.type_at + 7] = _matrix([f"{code:<7}"])
        lines[:, self.count_at : self.count_at + COUNT] = _digits(counts, COUNT)
        return lines.tobytes().translate(None, b"\x00")


def _rows(areas: Sequence[str], periods: Sequence[str]) -> _Rows:
    size = len(areas) * len(periods)

    def same(text: str) -> Bytes:
        return np.repeat(_matrix([text]), size, axis=0)

    parts = [
        np.zeros((size, ID), dtype=np.uint8),
        same(';"       ";'),
        np.repeat(_matrix([f'"{area:<10}";' for area in areas]), len(periods), axis=0),
        np.tile(_matrix([f'"{period}";' for period in periods]), (len(areas), 1)),
        np.zeros((size, COUNT), dtype=np.uint8),
        same("\n"),
    ]
    starts = np.cumsum([0] + [part.shape[1] for part in parts])
    return _Rows(np.hstack(parts), int(starts[1]) + 2, int(starts[4]))


def _matrix(texts: Sequence[str]) -> Bytes:
    raw = "".join(texts).encode("ascii")
    return np.frombuffer(raw, dtype=np.uint8).reshape(len(texts), -1)


def _digits(numbers: Counts, width: int) -> Bytes:
    """Decimal digits as bytes; unused leading places hold byte 0."""
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
