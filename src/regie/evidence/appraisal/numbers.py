"""Single numbers out of arrays, as they are kept: None for what is not there. Pure."""

import math

import numpy as np
from numpy.typing import ArrayLike


def number(value: float) -> float | None:
    """A plain number, or None for NaN and for what is not finite."""
    return float(value) if math.isfinite(value) else None


def numbers(values: ArrayLike) -> list[float | None]:
    """The same for every cell of an array, in order; much faster than one by one."""
    cells: list[float] = np.asarray(values, dtype=np.float64).ravel().tolist()
    return [value if math.isfinite(value) else None for value in cells]
