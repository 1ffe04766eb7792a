"""Lines drawn on a page of a PDF, and the tables that they make."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf

Rule = tuple[float, float, float, float]
"""A horizontal or vertical line: left, bottom, right, top, in points."""
THIN = 3.0
"""A rectangle no wider than this is a line."""
TOUCH = 3.0
MOST_RULES = 3_000
SHORTEST = 6.0
_FILLS = frozenset({b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"})
"""What also closes the line that is being drawn."""
_PAINTS = _FILLS | {b"S"}


class Path:
    """What is being drawn; only what is painted counts."""

    def __init__(self) -> None:
        self.waiting: list[Rule] = []
        self.found: list[Rule] = []
        self.pen = self.start = (0.0, 0.0)

    def operand(self, name: bytes, values: Sequence[object], cm: Sequence[float]) -> None:
        """A step of a drawing."""
        if name == b"h" or name in _FILLS:
            self.waiting += _straight(self.pen, self.start)
            self.pen = self.start
        if name in _PAINTS:
            if len(self.found) <= MOST_RULES:
                self.found += self.waiting
            self.waiting = []
        elif name == b"n":
            self.waiting = []
        elif name in {b"m", b"l", b"re"}:
            self._draw(
                name, [float(value) for value in values if isinstance(value, int | float)], cm
            )

    def _draw(self, name: bytes, at: Sequence[float], cm: Sequence[float]) -> None:
        if name == b"re" and len(at) == 4:
            corner, other = _placed(at[0], at[1], cm), _placed(at[0] + at[2], at[1] + at[3], cm)
            self.waiting += _sides(corner, other)
        elif len(at) == 2:
            point = _placed(at[0], at[1], cm)
            if name == b"l":
                self.waiting += _straight(self.pen, point)
            else:
                self.start = point
            self.pen = point

    def rules(self) -> tuple[Rule, ...]:
        """The lines that were painted."""
        return tuple(self.found)


def _placed(x: float, y: float, cm: Sequence[float]) -> tuple[float, float]:
    a, b, c, d, e, f = (float(value) for value in cm)
    return a * x + c * y + e, b * x + d * y + f


def _sides(one: tuple[float, float], other: tuple[float, float]) -> list[Rule]:
    left, right = sorted((one[0], other[0]))
    bottom, top = sorted((one[1], other[1]))
    if right - left <= THIN or top - bottom <= THIN:
        return _straight((left, bottom), (right, top))
    return [
        (left, bottom, right, bottom),
        (left, top, right, top),
        (left, bottom, left, top),
        (right, bottom, right, top),
    ]


def _straight(one: tuple[float, float], other: tuple[float, float]) -> list[Rule]:
    """A line that is level or upright, in its middle; nothing for another one."""
    left, right = sorted((one[0], other[0]))
    bottom, top = sorted((one[1], other[1]))
    if top - bottom <= THIN < SHORTEST <= right - left:
        middle = (bottom + top) / 2
        return [(left, middle, right, middle)]
    if right - left <= THIN < SHORTEST <= top - bottom:
        middle = (left + right) / 2
        return [(middle, bottom, middle, top)]
    return []


# --- tables ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Frame:
    """The lines of a table: where its columns and rows begin and end, from left to right and from
    top to bottom."""

    across: tuple[float, ...]
    down: tuple[float, ...]

    def spot(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and column of a point, or None outside the table."""
        column = _between(self.across, x)
        row = _between([-edge for edge in self.down], -y)
        return None if column is None or row is None else (row, column)


@dataclass
class _Group:
    """Lines that touch each other."""

    rules: list[Rule] = field(default_factory=list)
    box: Rule = (inf, inf, -inf, -inf)

    def touches(self, rule: Rule) -> bool:
        """Whether a line lies in or against this group."""
        return (
            rule[0] <= self.box[2] + TOUCH
            and rule[2] >= self.box[0] - TOUCH
            and rule[1] <= self.box[3] + TOUCH
            and rule[3] >= self.box[1] - TOUCH
        )

    def add(self, rules: Sequence[Rule], box: Rule) -> None:
        """Take lines in; `box` is what they lie in."""
        self.rules += rules
        left, bottom, right, top = self.box
        self.box = (min(left, box[0]), min(bottom, box[1]), max(right, box[2]), max(top, box[3]))


def frames(rules: Sequence[Rule]) -> list[Frame]:
    """The tables among the lines of a page: two columns at least. One row can be the rest of a
    table on the page before."""
    found: list[Frame] = []
    if len(rules) > MOST_RULES:  # a map or a drawing
        return found
    for group in _groups(rules):
        across = _edges(rule[0] for rule in group.rules if rule[3] - rule[1] > TOUCH)
        down = _edges(rule[1] for rule in group.rules if rule[2] - rule[0] > TOUCH)
        if len(across) >= 3 and len(down) >= 2:
            found.append(Frame(tuple(across), tuple(down[::-1])))
    return found


def _groups(rules: Sequence[Rule]) -> Iterator[_Group]:
    groups: list[_Group] = []
    for rule in sorted(set(rules), key=lambda rule: (-rule[3], rule[0])):
        near = [group for group in groups if group.touches(rule)]
        home = near[0] if near else _Group()
        for other in near[1:]:
            home.add(other.rules, other.box)
            groups.remove(other)
        home.add([rule], rule)
        if not near:
            groups.append(home)
    yield from groups


def _edges(values: Iterable[float]) -> list[float]:
    """Values without those that lie against the one before."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > TOUCH:
            found.append(value)
    return found


def _between(edges: Sequence[float], value: float) -> int | None:
    """The place of a value between growing edges."""
    if not edges or value < edges[0] - TOUCH or value > edges[-1] + TOUCH:
        return None
    return max(0, min(sum(edge <= value + 1 for edge in edges) - 1, len(edges) - 2))
