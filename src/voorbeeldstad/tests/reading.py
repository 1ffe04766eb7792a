"""Reading the written files back, without any help of the code that wrote them."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Cube:
    """A police table as a cube: types × areas × periods."""

    types: list[str]
    areas: list[str]
    periods: list[str]
    counts: NDArray[np.int64]

    def of(self, code: str, area: str) -> NDArray[np.int64]:
        """The course of one type in one area."""
        course: NDArray[np.int64] = self.counts[self.types.index(code), self.areas.index(area)]
        return course

    def at(self, areas: list[str]) -> NDArray[np.int64]:
        """The counts of some areas, shape (types, areas, periods)."""
        return self.counts[:, [self.areas.index(area) for area in areas]]

    def below(self, area: str, level: str) -> list[str]:
        """The areas of a level inside an area, or in the whole country."""
        inside = "" if area.startswith("NL") else area[2:]
        return [code for code in self.areas if code[:2] == level and code[2:].startswith(inside)]

    def parts(self) -> NDArray[np.int64]:
        """All types without the total."""
        return self.counts[1:]


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a TypedDataSet."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def read_cube(path: Path) -> Cube:
    """Read a police table and check on the way that every cell is there once."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter=";")
        next(reader)
        rows = list(reader)
    keys = [[row[column].strip() for row in rows] for column in (1, 2, 3)]
    axes = [list(dict.fromkeys(column)) for column in keys]
    counts = np.array([int(row[4]) for row in rows]).reshape([len(axis) for axis in axes])
    assert [int(row[0]) for row in rows] == list(range(len(rows)))
    assert len(set(zip(*keys, strict=True))) == counts.size == len(rows)
    return Cube(axes[0], axes[1], axes[2], counts)
