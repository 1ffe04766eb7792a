"""What stands out in the mix of an area: the location quotient.

O_ik counts events of type k in area i; a dot sums over areas or types. The quotient compares the
share of a type in an area with its share everywhere; it says nothing of how much happens there.

Sources: Brantingham & Brantingham (1997), Environment and Behavior 29, 263-288 (in criminology);
Katz et al. (1978), Biometrics 34, 469-474 (limits of a ratio of two shares, by its logarithm).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from safetymethods.poisson import check_level, checked_counts, garwood
from safetymethods.result import Flags, Floats, Result, found

VERSION = "1"


@dataclass(frozen=True, kw_only=True)
class Quotient(Result):
    """Location quotients, shape (areas, types); NaN where there is none.

    1 is the mix of all areas together, 2 twice the share. `expected` is the count the area would
    have with the mix of all: lq = counts / expected.
    """

    lq: Floats
    low: Floats
    high: Floats
    counts: Floats
    expected: Floats
    level: float


def location_quotient(counts: ArrayLike, *, level: float = 0.95) -> Quotient:
    """LQ = (O_ik / O_i.) / (O_.k / O_..), with limits exp(ln LQ -/+ z s).

    s^2 = 1/O_ik - 1/O_i. + 1/O_.k - 1/O_.. takes the area and the whole as two samples; for an
    area that is most of the whole the limits are too wide. Where O_ik is 0 the quotient and its
    lower limit are 0, and the upper limit is that of a Poisson count of 0 over the expected
    count. `counts` has shape (areas, types). A type without any count is left out everywhere;
    an area that then misses a count is left out of all sums, for its mix is unknown. No value
    where an area or a type has no events. Raises ValueError for negative or infinite counts and
    for another number of dimensions.
    """
    check_level(level)
    values = checked_counts(counts)
    if values.ndim != 2:
        raise ValueError(f"counts need two dimensions, areas and types, not {values.ndim}")
    known = ~np.isnan(values)
    types: Flags = np.asarray(known.any(axis=0))
    areas: Flags = np.asarray(known[:, types].all(axis=1))
    used = np.where(areas[:, None] & types, values, 0.0)
    row, column, whole = used.sum(1, keepdims=True), used.sum(0, keepdims=True), used.sum()
    fit = areas[:, None] & types & (row > 0) & (column > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = np.where(fit, row * column / whole, np.nan)
        lq = used / expected
        spread = np.sqrt(np.maximum(1 / used - 1 / row + 1 / column - 1 / whole, 0.0))
    width = np.exp(float(ndtri(0.5 + level / 2)) * np.where(used > 0, spread, np.nan))
    none = fit & (used == 0)
    most = float(garwood(np.zeros(1), level)[1][0])
    return Quotient(
        method="location_quotient",
        version=VERSION,
        caveats=found(
            areas_left_out=~areas,
            types_left_out=~types,
            no_events=areas[:, None] & types & ~fit,
        ),
        lq=lq,
        low=np.where(none, 0.0, lq / width),
        high=np.where(none, most / expected, lq * width),
        counts=values,
        expected=expected,
        level=level,
    )
