"""Small numbers: shown inside, withheld outside. Pure.

Source of the rule: CBS and the police publish nothing from which a person can be recognised; a
number below five in a neighbourhood may be one household. Withholding one number is not enough
when the total beside it is known: then a second one is withheld as well (secondary suppression).
Zero is not withheld: it tells of nobody.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from regie.evidence.formats.rules import State
from regie.evidence.tallies.results import Cell


@dataclass(frozen=True, slots=True)
class Shown:
    """A number inside the municipality; `small` when it may not leave."""

    cell: Cell
    small: bool


def is_small(cell: Cell, threshold: int) -> bool:
    """Above zero and below the threshold."""
    return cell.value is not None and 0 < cell.value < threshold


def internal(cells: Iterable[Cell], threshold: int) -> tuple[Shown, ...]:
    """Every number, with a mark on those that stay inside."""
    return tuple(Shown(cell, is_small(cell, threshold)) for cell in cells)


_Group = tuple[str, ...]


def public(cells: Sequence[Cell], threshold: int) -> tuple[Cell, ...]:
    """The numbers that may be shown to anybody.

    Small numbers are hidden. In every total that can be known (the areas of one district or
    municipality, and the types of one area) at least two numbers are hidden or none, and those
    hidden together are at least the threshold, so that a subtraction tells nothing.
    """
    hidden = {at for at, cell in enumerate(cells) if is_small(cell, threshold)}
    sums = _sums(cells)
    while more := _needed(cells, sums, hidden, threshold):
        hidden |= more
    return tuple(_withheld(cell) if at in hidden else cell for at, cell in enumerate(cells))


@dataclass(frozen=True, slots=True)
class _Sum:
    """Cells of which the sum may be known; `whole` when the sum itself is among them."""

    members: tuple[int, ...]
    whole: bool


def _sums(cells: Sequence[Cell]) -> list[_Sum]:
    """Which cells add up to a number that may be known elsewhere."""
    groups: dict[_Group, list[int]] = defaultdict(list)
    where = {(c.area, c.category, c.period): at for at, c in enumerate(cells)}
    for at, cell in enumerate(cells):
        if cell.value is not None:
            level, town, what, when = cell.area[:2], cell.area[2:6], cell.category, cell.period
            groups["area", level, _parent(cell.area), what, when].append(at)
            groups["town", level, town, what, when].append(at)
            groups["type", cell.area, when].append(at)
    found = [_Sum(tuple(members), whole=False) for members in groups.values()]
    for (name, _level, parent, category, period), members in _of_areas(groups):
        total = where.get((parent, category, period))
        if name == "area" and total is not None and cells[total].value is not None:
            found.append(_Sum((*members, total), whole=True))
    return [each for each in found if len(each.members) > 1]


def _of_areas(
    groups: Mapping[_Group, list[int]],
) -> Iterator[tuple[tuple[str, str, str, str, str], list[int]]]:
    for group, members in groups.items():
        if len(group) == 5:
            yield (group[0], group[1], group[2], group[3], group[4]), members


def _parent(area: str) -> str:
    """The area whose number is the sum of this one and its neighbours."""
    if area.startswith("BU"):
        return f"WK{area[2:8]}"
    return f"GM{area[2:6]}" if area.startswith("WK") else ""


def _needed(
    cells: Sequence[Cell], sums: Sequence[_Sum], hidden: set[int], threshold: int
) -> set[int]:
    """For the first sum that gives one away: the smallest other number in it."""
    for each in sums:
        own = [at for at in each.members if at in hidden]
        together = sum(cells[at].value or 0 for at in own)
        weak = bool(own) and not each.whole and together < threshold
        alone = len(own) == 1 or weak
        others = [at for at in each.members if at not in hidden and cells[at].value]
        if alone and others:
            return {min(others, key=lambda at: (cells[at].value or 0, cells[at].area))}
    return set()


def _withheld(cell: Cell) -> Cell:
    return replace(cell, value=None, state=State.HIDDEN, weight=0.0)
