"""Margins of shares, and whether two editions differ: one calculation for all answers at once.

Wilson's limits with the design effect; margins that were given are kept. Two editions differ when
the limits of their difference (Newcombe) leave out zero. Shares between 0 and 1, one array per
column, NaN where there is none.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from safetymethods.margins import Difference
from safetymethods.result import Flags, Floats, floats
from safetymethods.shares import Shares, newcombe_difference, wilson

LEVEL = 0.95
CHANCE = 1 - LEVEL
"""The part of comparisons without any real change that still look changed."""


def shares_of(
    share: ArrayLike, sample: ArrayLike, effect: ArrayLike, low: ArrayLike, high: ArrayLike
) -> Shares:
    """Every share with its limits: given ones as they are, others from the number of answers."""
    part, asked, under, over = floats(share), floats(sample), floats(low), floats(high)
    found = wilson(part * asked, asked, design_effect=effect, level=LEVEL)
    given: Flags = ~np.isnan(under) & ~np.isnan(over)
    # A share that becomes a number of answers and a share again may lie beside its own limits.
    return replace(
        found,
        share=part,
        low=np.where(given, under, np.minimum(found.low, part)),
        high=np.where(given, over, np.maximum(found.high, part)),
    )


def changes_of(shares: Shares, previous: ArrayLike) -> Difference:
    """Each share less that of its previous edition; `previous` holds its place, −1 without one."""
    at = np.asarray(previous, dtype=np.int64)

    def of_before(values: Floats) -> Floats:
        return np.where(at >= 0, values[at], np.nan)

    earlier = replace(
        shares,
        share=of_before(shares.share),
        low=of_before(shares.low),
        high=of_before(shares.high),
        effective=of_before(shares.effective),
    )
    return newcombe_difference(shares, earlier)
