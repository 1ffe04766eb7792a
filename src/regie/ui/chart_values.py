"""What a chart is, before anybody draws it: points, lines and breaks. Pure values."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["own", "reference", "other"]


@dataclass(frozen=True)
class Point:
    """One value of a line. Without `y` the line has a gap; `low`–`high` is the interval.

    `x` is a period code of Statistics Netherlands: 2023JJ00, 2023MM04.
    """

    x: str
    y: float | None
    low: float | None = None
    high: float | None = None
    provisional: bool = False


@dataclass(frozen=True)
class Line:
    """A series with its name. The own line is solid, a reference dotted, others dashed."""

    label: str
    points: tuple[Point, ...]
    role: Role = "own"


@dataclass(frozen=True)
class BreakMark:
    """From period `x` on something else is counted; the lines are not joined across it."""

    x: str
    label: str


@dataclass(frozen=True)
class TrendChart:
    """Lines over time, always from zero. `description` tells a screen reader what they show."""

    title: str
    description: str
    unit: str
    lines: tuple[Line, ...]
    breaks: tuple[BreakMark, ...] = ()
    decimals: int = 1
