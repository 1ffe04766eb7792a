"""Whole numbers that keep their total when records are shared out over areas. Pure.

Largest remainders (Hamilton): every area first gets the whole part of what it is due, and what is
left goes to the largest fractions. Ties go to the lowest code, so that a file always counts alike.
"""

from collections.abc import Mapping

from regie.evidence.formats.rules import State
from regie.evidence.tallies.results import Cell


def rounded(due: Mapping[str, float], total: int) -> dict[str, int]:
    """Whole numbers near `due` that add up to `total`, which is the sum of `due`.

    >>> rounded({"a": 0.5, "b": 0.3, "c": 0.2}, 1)
    {'a': 1, 'b': 0, 'c': 0}
    """
    whole = {area: int(number + 1e-9) for area, number in due.items()}
    left = total - sum(whole.values())
    order = sorted(due, key=lambda area: (whole[area] - round(due[area], 9), area))
    for area in order[:left] if left > 0 else ():
        whole[area] += 1
    return whole


class Tally:
    """Records per area, type and period: certain ones, and parts of shared ones."""

    def __init__(self) -> None:
        self._certain: dict[tuple[str, str], dict[str, int]] = {}
        self._shared: dict[tuple[str, str], dict[str, float]] = {}
        self._records: dict[tuple[str, str], int] = {}

    def add(self, area: str, category: str, period: str, times: int = 1) -> None:
        """Records in one area."""
        group = self._certain.setdefault((category, period), {})
        group[area] = group.get(area, 0) + times

    def share(
        self, shares: tuple[tuple[str, float], ...], category: str, period: str, times: int = 1
    ) -> None:
        """Records that lie in one of several areas."""
        at = (category, period)
        group = self._shared.setdefault(at, {})
        total = sum(part for _area, part in shares)
        for area, part in shares:
            group[area] = group.get(area, 0.0) + part / total * times
        self._records[at] = self._records.get(at, 0) + times

    def cells(self) -> list[Cell]:
        """Every number, in a fixed order; the total is the number of records."""
        found: list[Cell] = []
        for category, period in sorted(self._certain.keys() | self._shared.keys()):
            found += self._group(category, period)
        return found

    def _group(self, category: str, period: str) -> list[Cell]:
        certain = self._certain.get((category, period), {})
        due = self._shared.get((category, period), {})
        given = rounded(due, self._records.get((category, period), 0))
        cells = []
        for area in sorted(certain.keys() | due.keys()):
            sure, part = certain.get(area, 0), due.get(area, 0.0)
            value = sure + given.get(area, 0)
            if value:
                weight = round(part / (sure + part), 4)
                state = State.ESTIMATED if weight else State.VALUE
                cells.append(Cell(area, category, period, value, state, weight))
        return cells
