"""Columns of published tables, as numbers or as text."""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


class Table:
    """A CSV file with a header; surrounding blanks in its names are dropped, NA is NaN."""

    def __init__(self, path: Path) -> None:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = [row for row in csv.reader(stream) if any(cell.strip() for cell in row)]
        self.names = [name.strip() for name in rows[0]]
        self.rows = rows[1:]

    def text(self, name: str) -> list[str]:
        at = self.names.index(name)
        return [row[at] for row in self.rows]

    def numbers(self, name: str) -> NDArray[np.float64]:
        return np.array([np.nan if cell in ("", "NA") else float(cell) for cell in self.text(name)])
