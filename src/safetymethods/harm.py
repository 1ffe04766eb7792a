"""Harm: counts weighted by how serious each type is, always beside the plain count.

O_k is the count of type k and w_k its weight, in the unit of the weight table (days of sentence,
points, euros). Whoever makes a table names the source of every row; only the table that counts
every event as one is made here, because no weights may be given that were not read at a source.

Sources: Sherman, Neyroud & Neyroud (2016), Policing 10, 171-183 (crime harm index); Fay & Feuer
(1997), Statistics in Medicine 16, 791-801 (limits of a weighted sum of counts).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv, ndtri

from safetymethods.poisson import check_level, checked_counts
from safetymethods.result import Flags, Floats, Result, floats, found

VERSION = "1"
FEW = 10.0
"""Fewer effective events than this is few: the shape of the limits then rests on the weights."""
LimitMethod = Literal["gamma", "normal"]


@dataclass(frozen=True, kw_only=True)
class WeightTable:
    """How much one event of each type weighs, with the source of every row.

    Raises ValueError when a name, version, unit or source is empty, when rows are missing or a
    type occurs twice, and for weights that are negative, infinite, unknown or all zero.
    """

    name: str
    version: str
    unit: str
    types: tuple[str, ...]
    weights: tuple[float, ...]
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        if not (self.name and self.version and self.unit):
            raise ValueError("a weight table needs a name, a version and a unit")
        if not len(self.types) == len(self.weights) == len(self.sources) > 0:
            raise ValueError("a weight table needs a type, a weight and a source in every row")
        if len(set(self.types)) < len(self.types):
            raise ValueError("a type occurs twice in the weight table")
        if not all(source.strip() for source in self.sources):
            raise ValueError("every weight needs a source")
        values = floats(self.weights)
        if not (np.isfinite(values).all() and (values >= 0).all() and values.any()):
            raise ValueError("weights must be zero or more, finite, and not all zero")

    def of(self, types: Sequence[str]) -> Floats:
        """The weights of these types, in their order. Raises ValueError for an unknown type."""
        known = dict(zip(self.types, self.weights, strict=True))
        absent = [name for name in types if name not in known]
        if absent:
            raise ValueError(f"the weight table {self.name!r} has no weight for {absent}")
        return floats([known[name] for name in types])


@dataclass(frozen=True, kw_only=True)
class Harm(Result):
    """Count and harm side by side: shape of the counts without their last axis, the types.

    `harm` and its limits are in the unit of the table; `variance` is that of the harm. The
    shares have the shape of the counts and add up to 1 over the types: `count_share` of the
    count, `harm_share` of the harm. `effective` is the number of equal events that would be as
    uncertain. `left_out` are the types that have no count anywhere.
    """

    count: Floats
    harm: Floats
    low: Floats
    high: Floats
    variance: Floats
    effective: Floats
    count_share: Floats
    harm_share: Floats
    types: tuple[str, ...]
    left_out: tuple[str, ...]
    table: WeightTable
    level: float


def volume_table(types: Sequence[str]) -> WeightTable:
    """The table in which every event counts as one: harm is then the plain count."""
    return WeightTable(
        name="volume",
        version=VERSION,
        unit="event",
        types=tuple(types),
        weights=(1.0,) * len(types),
        sources=("every event counts as one",) * len(types),
    )


def harm_total(
    counts: ArrayLike,
    weights: WeightTable,
    *,
    types: Sequence[str] | None = None,
    dispersion: ArrayLike | None = None,
    level: float = 0.95,
    limits: LimitMethod = "gamma",
) -> Harm:
    """Harm = sum_k w_k O_k, with variance V = sum_k phi_k w_k^2 O_k.

    `counts` has the types on its last axis, in the order of `types` (that of the table when not
    given). `dispersion` phi is a number or one per type, 1 when not given. gamma: the limits of
    Fay & Feuer, which allow for one unseen event of the heaviest type and are Garwood's when
    all weights are equal; normal: harm -/+ z sqrt(V), not under zero, which is far too narrow
    while rare types weigh most. A type without a count anywhere is left out of everything and
    named; an area that misses another count has no harm (NaN), for it would seem too low.
    Raises ValueError for negative or infinite counts, types that do not fit the counts or the
    table, a dispersion that is not above zero and other limits.
    """
    check_level(level)
    if limits not in ("gamma", "normal"):
        raise ValueError(f"the limits are gamma or normal, not {limits!r}")
    values = checked_counts(counts)
    names = weights.types if types is None else tuple(types)
    if values.ndim == 0 or values.shape[-1] != len(names):
        raise ValueError(f"{len(names)} types do not fit counts of shape {values.shape}")
    w, phi = weights.of(names), _checked_dispersion(dispersion, len(names))
    counted: Flags = np.asarray((~np.isnan(values)).reshape(-1, len(names)).any(axis=0))
    used = np.where(counted, values, 0.0)
    harms = w * used
    harm, count = harms.sum(axis=-1), used.sum(axis=-1)
    variance = (phi * w**2 * used).sum(axis=-1)
    known = ~np.isnan(harm) & counted.any()
    harm, count, variance = (np.where(known, part, np.nan) for part in (harm, count, variance))
    low, high = _gamma(harm, variance, w[counted], phi[counted], level)
    if limits == "normal":
        half = float(ndtri(0.5 + level / 2)) * np.sqrt(variance)
        low, high = np.maximum(harm - half, 0.0), harm + half
    effective = harm * _ratio(harm, variance)
    return Harm(
        method=f"harm.{limits}",
        version=VERSION,
        caveats=found(
            areas_left_out=~known,
            types_left_out=~counted,
            few_events=effective < FEW,
        ),
        count=count,
        harm=harm,
        low=low,
        high=high,
        variance=variance,
        effective=effective,
        count_share=_shares(used, count),
        harm_share=_shares(harms, harm),
        types=names,
        left_out=tuple(name for name, there in zip(names, counted, strict=True) if not there),
        table=weights,
        level=level,
    )


def _checked_dispersion(dispersion: ArrayLike | None, types: int) -> Floats:
    phi = np.broadcast_to(floats(1.0 if dispersion is None else dispersion), (types,))
    if not (phi > 0).all():
        raise ValueError("the dispersion must be above zero")
    return phi


def _gamma(
    harm: Floats, variance: Floats, w: Floats, phi: Floats, level: float
) -> tuple[Floats, Floats]:
    """Fay & Feuer's limits: gamma quantiles with the mean and variance of the weighted sum."""
    if not w.any():
        return harm, harm
    heaviest = int(np.argmax(w))
    one, one_variance = w[heaviest], phi[heaviest] * w[heaviest] ** 2
    tail = (1 - level) / 2
    ratio = _ratio(harm, variance)
    shape = harm * ratio
    low = np.where(harm > 0, gammaincinv(np.where(harm > 0, shape, 1.0), tail) / ratio, harm)
    more, more_variance = harm + one, variance + one_variance
    high = gammaincinv(more**2 / more_variance, 1 - tail) * more_variance / more
    return low, np.asarray(high)


def _ratio(harm: Floats, variance: Floats) -> Floats:
    """harm / variance, and 1 where the variance is zero."""
    ratio: Floats = np.where(variance == 0, 1.0, harm) / np.where(variance == 0, 1.0, variance)
    return ratio


def _shares(parts: Floats, whole: Floats) -> Floats:
    total = np.where(whole > 0, whole, np.nan)[..., None]
    return parts / total
