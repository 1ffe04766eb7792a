"""Where a falling function crosses zero, for many series side by side.

Each round asks the function once, for all series together: where the last three points lie on a
smooth curve the next point is where that curve crosses zero, else it is the middle.

Source: Chandrupatla (1997), Advances in Engineering Software 28, 145-149.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from safetymethods.result import Flags, Floats

CLOSE = 1e-12
"""A root is found when it is known this closely."""
ROUNDS = 100

Function = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Crossing:
    """Where each function crosses zero, and where it does not between the bounds.

    `under` is true where it is zero or less at the lower bound (then `at` is that bound), `beyond`
    where it is zero or more at the upper one (then `at` is the upper, unless `under`).
    """

    at: Floats
    under: Flags
    beyond: Flags


@dataclass(frozen=True)
class _Points:
    """The newest point, the one on the other side of zero, the one before; x and y of each."""

    new: tuple[Floats, Floats]
    other: tuple[Floats, Floats]
    last: tuple[Floats, Floats]


def crossing(function: Function, low: float, high: float, shape: tuple[int, ...]) -> Crossing:
    """Where functions that fall from above to below zero cross it, between two bounds.

    `function` takes points of this shape and answers a value for each. Known to 1e-12; where a
    function crosses zero more than once any crossing is answered.
    """
    left, right = np.full(shape, low), np.full(shape, high)
    at_left, at_right = function(left), function(right)
    under, beyond = at_left <= 0, at_right >= 0
    points = _Points((left, at_left), (right, at_right), (right, at_right))
    inside, share = ~(under | beyond), np.full(shape, 0.5)
    for _ in range(ROUNDS):
        points = _moved(points, function, share)
        width = np.abs(points.other[0] - points.new[0])
        going = inside & (width > 2 * CLOSE) & (points.new[1] != 0)
        if not going.any():
            break
        least = CLOSE / np.where(going, width, 1.0)
        share = np.where(going, np.clip(_share(points), least, 1 - least), 0.0)
    nearest = np.abs(points.new[1]) <= np.abs(points.other[1])
    root = np.where(nearest, points.new[0], points.other[0])
    return Crossing(np.where(under, low, np.where(beyond, high, root)), under, beyond)


def _moved(points: _Points, function: Function, share: Floats) -> _Points:
    """Ask the function at this share of the way to the point on the other side."""
    (a, fa), (b, fb) = points.new, points.other
    x = a + share * (b - a)
    fx = function(x)
    same = (fx > 0) == (fa > 0)
    last = np.where(same, a, b), np.where(same, fa, fb)
    other = np.where(same, b, a), np.where(same, fb, fa)
    return _Points((x, fx), other, last)


def _share(points: _Points) -> Floats:
    """Where the curve through three points crosses zero, as a share; a half where it is bent."""
    (a, fa), (b, fb), (c, fc) = points.new, points.other, points.last
    with np.errstate(divide="ignore", invalid="ignore"):
        xi, phi = (a - b) / (c - b), (fa - fb) / (fc - fb)
        smooth = (phi**2 < xi) & ((1 - phi) ** 2 < 1 - xi)
        curved = fa / (fb - fa) * fc / (fb - fc)
        curved += (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
    return np.where(smooth, curved, 0.5)
