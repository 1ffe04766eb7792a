"""The five classes in which an area can lie in a funnel, for every funnel of the package."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Bands = NDArray[np.int8]

NARROW, WIDE = 0.025, 0.001
"""Tails outside the limits on either side: 95 % and 99.8 % lie within."""


class Band(IntEnum):
    """Where an area lies in the funnel; the sign is the direction."""

    NO_ANSWER = -9
    """There is no count, or nothing to compare it with."""
    FAR_LOWER = -2
    """Under the 99.8 % limits: clearly lower."""
    LOWER = -1
    """Between the 95 % and the 99.8 % limits, below: worth a look."""
    COMPARABLE = 0
    """Within the 95 % limits."""
    HIGHER = 1
    """Between the 95 % and the 99.8 % limits, above: worth a look."""
    FAR_HIGHER = 2
    """Over the 99.8 % limits: clearly higher."""
