"""Boundaries to serve: layers of simple shapes in the Dutch grid (RD), and the same in degrees."""

from dataclasses import dataclass

Point = tuple[float, float]

# Schreutelkamp and Strang van Hees (2001): from RD to WGS84 within half a metre.
ORIGIN = (155_000.0, 463_000.0, 52.15517440, 5.38720621)
NORTH = (
    (0, 1, 3235.65389),
    (2, 0, -32.58297),
    (0, 2, -0.24750),
    (2, 1, -0.84978),
    (0, 3, -0.06550),
    (2, 2, -0.01709),
    (1, 0, -0.00738),
    (4, 0, 0.00530),
    (2, 3, -0.00039),
    (4, 1, 0.00033),
    (1, 1, -0.00012),
)
EAST = (
    (1, 0, 5260.52916),
    (1, 1, 105.94684),
    (1, 2, 2.45656),
    (3, 0, -0.81885),
    (1, 3, 0.05594),
    (3, 1, -0.05607),
    (0, 1, 0.01199),
    (3, 2, -0.00256),
    (1, 4, 0.00128),
    (0, 2, 0.00022),
    (2, 0, -0.00022),
    (5, 0, 0.00026),
)


def degrees(point: Point) -> Point:
    """A point in RD metres as longitude and latitude."""
    x0, y0, latitude, longitude = ORIGIN
    dx, dy = (point[0] - x0) * 1e-5, (point[1] - y0) * 1e-5
    north = sum(c * dx**p * dy**q for p, q, c in NORTH) / 3600
    east = sum(c * dx**p * dy**q for p, q, c in EAST) / 3600
    return round(longitude + east, 7), round(latitude + north, 7)


@dataclass(frozen=True)
class Shape:
    """One area with its outline in RD metres (the first point is the last as well)."""

    code: str
    name: str
    ring: tuple[Point, ...]
    water: bool = False

    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        points = [degrees(point) for point in self.ring]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return min(xs), min(ys), max(xs), max(ys)


@dataclass(frozen=True)
class Layer:
    """The areas of one kind ("gemeente", "wijk" or "buurt") in one year."""

    kind: str
    year: int
    shapes: tuple[Shape, ...]

    @property
    def name(self) -> str:
        """How PDOK calls the layer."""
        return f"{self.kind}_gegeneraliseerd"


def square(x: float, y: float, width: float, height: float) -> tuple[Point, ...]:
    """The outline of a rectangle, counter-clockwise."""
    return (
        (x, y),
        (x + width, y),
        (x + width, y + height),
        (x, y + height),
        (x, y),
    )
