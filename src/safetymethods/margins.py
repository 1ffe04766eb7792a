"""The difference of two estimates that come with limits of their own, such as two survey years.

Source: Zou & Donner (2008), Statistics in Medicine 27, 1693-1702 (method of variance estimates
recovery). With Wilson's limits of two shares it is method 10 of Newcombe (1998), Statistics in
Medicine 17, 873-890.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from safetymethods.result import Flags, Floats, Result, floats, found

VERSION = "1"


@dataclass(frozen=True, kw_only=True)
class Difference(Result):
    """Later minus earlier, with limits; `significant` where the limits leave out zero.

    In the unit of the estimates; the level is that of the limits that were given. NaN where one
    of the six numbers is missing.
    """

    difference: Floats
    low: Floats
    high: Floats
    significant: Flags


def independent_difference(
    later: ArrayLike,
    later_low: ArrayLike,
    later_high: ArrayLike,
    earlier: ArrayLike,
    earlier_low: ArrayLike,
    earlier_high: ArrayLike,
) -> Difference:
    """The difference of two independent estimates a and b with limits (l, u) and (l', u').

    low  = a - b - sqrt((a - l)^2 + (u' - b)^2),
    high = a - b + sqrt((u - a)^2 + (b - l')^2). All arrays are broadcast together. Raises
    ValueError where an estimate lies outside its own limits.
    """
    a, low_a, high_a, b, low_b, high_b = np.broadcast_arrays(
        *(floats(v) for v in (later, later_low, later_high, earlier, earlier_low, earlier_high))
    )
    if ((low_a > a) | (a > high_a) | (low_b > b) | (b > high_b)).any():
        raise ValueError("an estimate must lie within its own limits")
    difference = a - b
    low = difference - np.hypot(a - low_a, high_b - b)
    high = difference + np.hypot(high_a - a, b - low_b)
    return Difference(
        method="difference.recovered_limits",
        version=VERSION,
        caveats=found(no_count=np.isnan(low) | np.isnan(high)),
        difference=difference,
        low=low,
        high=high,
        significant=(low > 0) | (high < 0),
    )
