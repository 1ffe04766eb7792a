"""A file of true national size for benchmarks: 59 types × 18,313 areas × 14 years.

The shape is that of table 47018NED: one country, 342 municipalities, 3,393 districts and 14,574
neighbourhoods plus "place unknown" on three levels, 15.1 million rows for 14 years, of which
most are zero. Counts add up from neighbourhood to country; the four hidden types are zero below
the municipality and stay inside the totals.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voorbeeldstad.cubes import Counts, CubeArea, CubeLayout, write_cube
from voorbeeldstad.offences import HIDDEN_TYPES, OFFENCES, TOTAL

DISTRICTS, NEIGHBOURHOODS = 3_393, 14_574
INHABITANTS = 17_900_000
_DEFAULT_MUNICIPALITIES = tuple(f"GM{number:04d}" for number in range(3, 345))


@dataclass(frozen=True)
class NationalFile:
    """What was written: where, how many rows, and the grand total per year."""

    path: Path
    rows: int
    total: dict[int, int]


def national(
    folder: Path,
    *,
    seed: int = 2026,
    municipalities: Sequence[str] | None = None,
    years: Sequence[int] = range(2012, 2026),
    districts: int = DISTRICTS,
    neighbourhoods: int = NEIGHBOURHOODS,
) -> NationalFile:
    """Write `47018NED_national.csv` (about 1.4 GB at full size) into `folder`.

    `municipalities` are the codes to use (default GM0003 to GM0344); `years`, `districts` and
    `neighbourhoods` make a smaller file of the same shape for tests.
    """
    codes = sorted(municipalities or _DEFAULT_MUNICIPALITIES)
    nation = _Nation(codes, max(districts, len(codes)), neighbourhoods, seed)
    counts = _TypeByType(nation, tuple(years), seed)
    layout = CubeLayout(
        types=(TOTAL, *(offence.code for offence in OFFENCES)),
        areas=tuple(nation.areas()),
        periods=tuple(f"{year}JJ00" for year in years),
        type_column="SoortMisdrijf",
        measure="GeregistreerdeMisdrijven_1",
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "47018NED_national.csv"
    rows = write_cube(path, layout, counts)
    grand = counts[0][0]
    return NationalFile(path, rows, {year: int(grand[i]) for i, year in enumerate(years)})


class _Nation:
    """Areas of the country: which neighbourhood lies in which district and municipality."""

    def __init__(self, codes: list[str], districts: int, neighbourhoods: int, seed: int) -> None:
        rng = np.random.default_rng([seed, 1])
        self.codes = codes
        size = rng.lognormal(0, 0.9, len(codes))
        self.district_of = _spread(districts, size, limit=99)
        districts = len(self.district_of)
        self.home_of = _spread(neighbourhoods, rng.lognormal(0, 0.6, districts), limit=99)
        weight = rng.lognormal(0, 0.8, len(self.home_of))
        self.weight = weight / weight.sum()

    def areas(self) -> Iterator[CubeArea]:
        """Country, municipalities, districts, neighbourhoods and the three unknown places."""
        yield CubeArea("NL00", "Nederland", "Land")
        names = {code: f"Gemeente {code[2:]}" for code in self.codes}
        yield from (CubeArea(code, name, "Gemeente") for code, name in names.items())
        districts = _numbered([f"WK{self.codes[i][2:]}" for i in self.district_of])
        yield from (CubeArea(code, names[f"GM{code[2:6]}"], "Wijk") for code in districts)
        homes = _numbered([f"BU{districts[i][2:]}" for i in self.home_of])
        yield from (CubeArea(code, names[f"GM{code[2:6]}"], "Buurt") for code in homes)
        for code, kind in (("GM0000", "Gemeente"), ("WK000000", "Wijk"), ("BU00000000", "Buurt")):
            yield CubeArea(code, "Gemeente onbekend", kind)


class _TypeByType:
    """The table of counts of one type at a time; the total (index 0) is summed first, once."""

    def __init__(self, nation: _Nation, years: tuple[int, ...], seed: int) -> None:
        self.nation, self.years, self.seed = nation, years, seed
        self._total: Counts = np.sum(
            [self._levels(self._neighbourhoods(number), number) for number in range(len(OFFENCES))],
            axis=0,
        )

    def __getitem__(self, position: int, /) -> Counts:
        if position == 0:
            return self._total
        number = position - 1
        counts = self._levels(self._neighbourhoods(number), number)
        if OFFENCES[number].code in HIDDEN_TYPES:
            below = 1 + len(self.nation.codes)
            counts[below:-3] = 0
            counts[-2:] = 0
        return counts

    def _neighbourhoods(self, number: int) -> Counts:
        """Counts per neighbourhood and year: chance around an uneven spread."""
        rng = np.random.default_rng([self.seed, 2, number])
        uneven = self.nation.weight * rng.lognormal(0, 0.7, len(self.nation.weight))
        expected = OFFENCES[number].yearly_rates(self.years) * INHABITANTS / 100_000
        means = np.outer(uneven / uneven.sum(), expected)
        return rng.poisson(means).astype(np.int64)

    def _levels(self, homes: Counts, number: int) -> Counts:
        """The same counts on all levels, in the order of `_Nation.areas`."""
        rng = np.random.default_rng([self.seed, 3, number])
        unknown = rng.binomial(homes.sum(axis=0), 0.002)[None, :]
        districts = _add_up(homes, self.nation.home_of)
        towns = _add_up(districts, self.nation.district_of)
        country = towns.sum(axis=0, keepdims=True) + unknown
        return np.concatenate([country, towns, districts, homes, *[unknown] * 3])


def _add_up(counts: Counts, parent: NDArray[np.int64]) -> Counts:
    """Sum the rows of each parent; `parent` is sorted and every parent has a row."""
    starts = np.flatnonzero(np.diff(parent, prepend=-1))
    return np.add.reduceat(counts, starts, axis=0)


def _spread(children: int, weight: NDArray[np.float64], limit: int) -> NDArray[np.int64]:
    """Give every parent one child and share out the rest by weight, at most `limit` each."""
    parents = len(weight)
    number = np.ones(parents, dtype=np.int64)
    while (left := children - int(number.sum())) > 0:
        room = np.where(number < limit, weight, 0.0)
        share = left * room / room.sum()
        extra = np.floor(share).astype(np.int64)
        extra[np.argsort(share - extra, kind="stable")[::-1][: left - int(extra.sum())]] += 1
        number = np.minimum(number + extra, limit)
    return np.repeat(np.arange(parents), number)


def _numbered(parents: list[str]) -> list[str]:
    """Append the two-digit number of the child within its parent.

    >>> _numbered(["WK0003", "WK0003", "WK0005"])
    ['WK000300', 'WK000301', 'WK000500']
    """
    seen: dict[str, int] = {}
    codes = []
    for parent in parents:
        seen[parent] = seen.get(parent, -1) + 1
        codes.append(f"{parent}{seen[parent]:02d}")
    return codes
