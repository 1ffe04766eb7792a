"""Shares of a sample, such as the residents of a survey who feel unsafe, with their limits.

Sources: Wilson (1927), Journal of the American Statistical Association 22, 209-212; Kish (1965),
Survey Sampling (design effect); Newcombe (1998), Statistics in Medicine 17, 873-890, method 10
(difference of two shares).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from safetymethods.margins import Difference, independent_difference
from safetymethods.poisson import check_level
from safetymethods.result import Floats, Result, floats, found

VERSION = "1"


@dataclass(frozen=True, kw_only=True)
class Shares(Result):
    """Shares between 0 and 1 with Wilson's limits; `effective` is the effective sample size."""

    share: Floats
    low: Floats
    high: Floats
    effective: Floats
    level: float


def wilson(
    successes: ArrayLike, sample: ArrayLike, *, design_effect: ArrayLike = 1.0, level: float = 0.95
) -> Shares:
    """Wilson's limits of a share x/n, with the sample shrunk by its design effect.

    With n' = n/deff and x' = x/deff: (2x' + z^2 -/+ z sqrt(z^2 + 4x'(n'-x')/n')) / (2(n' + z^2)).
    `successes` and `sample` are in respondents and may be weighted. NaN or an empty sample gives
    NaN. Raises ValueError when x is outside 0..n or the design effect is not above zero.
    """
    check_level(level)
    x, n, deff = np.broadcast_arrays(floats(successes), floats(sample), floats(design_effect))
    if (deff <= 0).any() or ((x < 0) | (x > n)).any():
        raise ValueError("successes must be within the sample, and design effects above zero")
    effective = np.where(n > 0, n, np.nan) / deff
    hits = x / deff
    z = float(ndtri(0.5 + level / 2))
    centre = 2 * hits + z**2
    spread = z * np.sqrt(z**2 + 4 * hits * (effective - hits) / effective)
    width = 2 * (effective + z**2)
    share = hits / effective
    return Shares(
        method="share.wilson",
        version=VERSION,
        caveats=found(no_population=np.isnan(effective), no_count=np.isnan(x)),
        share=share,
        low=np.clip(np.minimum((centre - spread) / width, share), 0, 1),  # rounding near 0 and 1
        high=np.clip(np.maximum((centre + spread) / width, share), 0, 1),
        effective=effective,
        level=level,
    )


def newcombe_difference(later: Shares, earlier: Shares) -> Difference:
    """The difference of two independent shares, later minus earlier, from the limits of each.

    Between -1 and 1. With Wilson's limits this is method 10 of Newcombe (1998). The people asked
    must be other people, or drawn anew: when the same people answered twice, these limits are too
    wide. Shapes are broadcast and NaN stays NaN. Raises ValueError when the levels differ.
    """
    if later.level != earlier.level:
        raise ValueError("both shares need limits of the same level")
    return independent_difference(
        later.share, later.low, later.high, earlier.share, earlier.low, earlier.high
    )
