"""Where high values lie together: Getis-Ord's local G and Moran's I, local and global.

Values are numbers per area, shape (areas,) or (areas, types). Give shrunken ratios, not raw
rates: a rate of few people is high or low by chance. An area without a value (NaN) takes no part
in the mean, the spread and the links of its type.

Sources: Getis & Ord (1992), Geographical Analysis 24, 189-206, and Ord & Getis (1995), ibid. 27,
286-306 (G, G*); Anselin (1995), ibid. 27, 93-115 (local Moran); Sokal, Oden & Thomson (1998),
ibid. 30, 331-354 (its moments); Cliff & Ord (1981), Spatial Processes, p. 21 (global Moran).
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from safetymethods.neighbours import Adjacency, Neighbours, Numbers
from safetymethods.permutation import ROUNDING, conditional_p
from safetymethods.result import Caveat, Flags, Floats, Result, floats, found

VERSION = "1"
SEED = 1995
Number = TypeVar("Number", bound=np.generic)
Divisor = Literal["n", "n-1"]
Moments = Literal["conditional", "total"]


class Quadrant(IntEnum):
    """An area and the mean of its neighbours, each against the mean of all areas."""

    NONE = 0
    HIGH_HIGH = 1
    LOW_HIGH = 2
    LOW_LOW = 3
    HIGH_LOW = 4


@dataclass(frozen=True, kw_only=True)
class HotSpots(Result):
    """Local G as a z-value, shape of the values; NaN where there is none.

    Above zero: high values together (hot), below zero: low ones (cold). `p` is two-sided under
    the normal distribution, for one area: correct it for the number of areas looked at. `links`
    counts the neighbours with a value (with the area itself for G*), `areas` the areas with a
    value per type, `mean` and `variance` (divisor n) are theirs.
    """

    z: Floats
    p: Floats
    links: Numbers
    areas: Numbers
    mean: Floats
    variance: Floats


@dataclass(frozen=True, kw_only=True)
class LocalMoran(Result):
    """Local Moran's I with its moments, shape of the values; NaN where there is none.

    `z` is (i - expected) / sqrt(variance) and `p` its two-sided normal probability; `p_permuted`
    is the two-sided share of permutations at least as far out, or None when none were asked.
    `lag` is the (weighted) sum of the neighbours' deviations from the mean, `quadrant` holds a
    `Quadrant` per area, `links` the neighbours with a value and `areas` the areas with one.
    """

    i: Floats
    expected: Floats
    variance: Floats
    z: Floats
    p: Floats
    p_permuted: Floats | None
    lag: Floats
    quadrant: NDArray[np.uint8]
    links: Numbers
    areas: Numbers
    permutations: int


@dataclass(frozen=True, kw_only=True)
class GlobalMoran(Result):
    """Moran's I of the whole map, one per type; `p` is two-sided under the normal distribution.

    `variance` is under randomisation; `links` counts the links between areas with a value.
    """

    i: Floats
    expected: Floats
    variance: Floats
    z: Floats
    p: Floats
    areas: Numbers
    links: Numbers


@dataclass(frozen=True)
class _Field:
    """Values in two dimensions, as deviations from the mean of their type; 0 where missing."""

    shape: tuple[int, ...]
    known: Flags
    complete: bool
    number: Numbers
    mean: Floats
    deviation: Floats
    variance: Floats

    def links(self, adjacency: Adjacency) -> Numbers:
        """Neighbours with a value, per area and type."""
        if self.complete:
            row = np.diff(adjacency.indptr).astype(np.int64)
            return np.broadcast_to(row[:, None], self.known.shape)
        return np.asarray(adjacency @ self.known.astype(np.float64)).astype(np.int64)

    def shaped(self, values: Floats) -> Floats:
        """Per area and type in the shape of the values; NaN where there was no value."""
        kept = values if self.complete else np.where(self.known, values, np.nan)
        return kept.reshape(self.shape)

    def typed(self, values: NDArray[Number]) -> NDArray[Number]:
        """One value per type, in the shape of the values without the areas."""
        return values.reshape(self.shape[1:])


def getis_ord(values: ArrayLike, neighbours: Neighbours, *, star: bool = True) -> HotSpots:
    """Local G* (or G without the area itself, star=False) of every area, as a z-value.

    G*: z_i = (sum_j w_ij x_j - mean W_i) / sqrt(s2 (n W_i - W_i^2) / (n - 1)), with w binary and
    w_ii = 1, W_i the number of links and s2 the variance with divisor n. G leaves area i out of
    the sum, the mean, s2 and n. No value where the area has none, where all (other) values are
    equal and where every area is a neighbour. Raises ValueError for infinite values, a wrong
    number of areas, and star=False with neighbours that include the area itself.
    """
    if not star and neighbours.self_included:
        raise ValueError("G without the area itself needs neighbours without it")
    field = _field(values, neighbours)
    adjacency = (neighbours.with_self() if star else neighbours).adjacency
    links = field.links(adjacency)
    lag = np.asarray(adjacency @ field.deviation)
    spread, others = field.variance, field.number.astype(np.float64)
    if not star:
        lag, spread, others = _without_self(field, lag, links)
    # Where every type knows every area, the links are those of the area and count once.
    row, total = (links[:, :1], others[..., :1]) if field.complete else (links, others)
    with np.errstate(divide="ignore", invalid="ignore"):
        room = (total - row) * row
        scale = np.sqrt(np.where(room > 0, room, np.nan)) * np.sqrt(spread / (others - 1))
        z = field.shaped(np.divide(lag, scale, out=scale))
    lonely = field.known & (links - star == 0)
    return HotSpots(
        method="local_g_star" if star else "local_g",
        version=VERSION,
        caveats=_caveats(field, lonely),
        z=z,
        p=_two_sided(z),
        links=links.reshape(field.shape),
        areas=field.typed(field.number),
        mean=field.typed(field.mean),
        variance=field.typed(field.variance),
    )


def local_moran(
    values: ArrayLike,
    neighbours: Neighbours,
    *,
    divisor: Divisor = "n",
    standardise: bool = True,
    moments: Moments = "conditional",
    permutations: int = 0,
    seed: int = SEED,
) -> LocalMoran:
    """Local Moran's I: I_i = z_i / m2 * sum_j w_ij z_j, with z the deviation from the mean.

    w_ij is 1 / (number of neighbours), or 1 with standardise=False. m2 = sum z^2 / n; with
    divisor="n-1" I, its expectation and its standard deviation are (n-1)/n as large and z stays.
    Moments "conditional" hold z_i and permute the others (Sokal et al. 1998, A7 and A8),
    "total" permutes all (A3 and A4). With `permutations`, such as 999, the others are drawn at
    random as well; areas share the draws, which changes no area's own probability.
    No value for areas without a value or without neighbours with one; no z where nothing can
    vary (all equal, all areas neighbours, at the mean exactly, or under three areas). Raises
    ValueError for infinite values, a wrong number of areas, neighbours that include the area
    itself and a negative number of permutations.
    """
    if neighbours.self_included:
        raise ValueError("local Moran needs neighbours without the area itself")
    if permutations < 0:
        raise ValueError(f"the number of permutations cannot be {permutations}")
    _among(divisor, "n", "n-1")
    _among(moments, "conditional", "total")
    field = _field(values, neighbours)
    links = field.links(neighbours.adjacency)
    lag, i, expected, variance = _local(field, neighbours.adjacency, links, standardise, moments)
    scale = 1 - (divisor == "n-1") / np.maximum(field.number, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = field.shaped((i - expected) / np.sqrt(np.where(variance > 0, variance, np.nan)))
    drawn = None
    if permutations:
        p = conditional_p(field.deviation, field.known, neighbours.adjacency, permutations, seed)
        drawn = field.shaped(np.where(np.isnan(i), np.nan, p))
    return LocalMoran(
        method=f"local_moran.{moments}",
        version=VERSION,
        caveats=_caveats(field, field.known & (links == 0)),
        i=field.shaped(i * scale),
        expected=field.shaped(expected * scale),
        variance=field.shaped(variance * scale**2),
        z=z,
        p=_two_sided(z),
        p_permuted=drawn,
        lag=field.shaped(lag),
        quadrant=_quadrant(field.deviation, lag, ~np.isnan(i)).reshape(field.shape),
        links=links.reshape(field.shape),
        areas=field.typed(field.number),
        permutations=permutations,
    )


def global_moran(values: ArrayLike, neighbours: Neighbours) -> GlobalMoran:
    """Moran's I of the map: are neighbours alike? Row-standardised, one value per type.

    I = n / S0 * sum_ij w_ij z_i z_j / sum z^2, with expectation -1/(n-1) and the variance under
    randomisation (Cliff & Ord 1981). Areas without neighbours count in n and in the mean. NaN
    for fewer than four areas with a value, without links and where all values are equal. Raises
    ValueError as `local_moran` does.
    """
    if neighbours.self_included:
        raise ValueError("Moran's I needs neighbours without the area itself")
    field = _field(values, neighbours)
    links = field.links(neighbours.adjacency)
    share = np.where(field.known & (links > 0), 1 / np.maximum(links, 1), 0.0)
    n = np.where(field.number > 3, field.number, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        s0 = ((share > 0) & field.known).sum(axis=0).astype(np.float64)
        lag = np.asarray(neighbours.adjacency @ field.deviation)
        i = (field.deviation * share * lag).sum(axis=0) / (s0 * field.variance)
        variance = _randomisation(field, neighbours.adjacency, share, s0, n)
        expected = -1 / (n - 1)
        z = (i - expected) / np.sqrt(variance)
    p = _two_sided(z)
    return GlobalMoran(
        method="global_moran",
        version=VERSION,
        caveats=_caveats(field, field.known & (links == 0)),
        i=field.typed(i + 0 * n),
        expected=field.typed(expected),
        variance=field.typed(variance),
        z=field.typed(z),
        p=field.typed(p),
        areas=field.typed(field.number),
        links=field.typed(np.where(field.known, links, 0).sum(axis=0)),
    )


def _field(values: ArrayLike, neighbours: Neighbours) -> _Field:
    """Deviations from the mean of each type; the variance is NaN where all values are equal."""
    given = floats(values)
    if given.ndim == 0 or len(given) != neighbours.areas:
        raise ValueError(f"there are {neighbours.areas} areas, but values of shape {given.shape}")
    if np.isinf(given).any():
        raise ValueError("values must be finite, or NaN where there is none")
    flat = given.reshape(neighbours.areas, int(np.prod(given.shape[1:])))
    known = ~np.isnan(flat)
    complete = bool(known.all())
    number = known.sum(axis=0).astype(np.int64)
    filled = flat if complete else np.where(known, flat, 0.0)
    mean = filled.sum(axis=0) / np.where(number > 0, number, np.nan)
    deviation = flat - mean if complete else np.where(known, flat - mean, 0.0)
    low = np.fmin.reduce(flat, axis=0, initial=np.inf)
    high = np.fmax.reduce(flat, axis=0, initial=-np.inf)
    variance = (deviation**2).sum(axis=0) / np.where(high > low, number, np.nan)
    return _Field(given.shape, known, complete, number, mean, deviation, variance)


def _without_self(field: _Field, lag: Floats, links: Numbers) -> tuple[Floats, Floats, Floats]:
    """Lag, variance and number of the other areas, around the mean of the others."""
    others = field.number.astype(np.float64) - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = -field.deviation / others
        total = field.variance * field.number - field.deviation**2
        spread = total / others - mean**2
    spread = np.where(spread > ROUNDING * field.variance, spread, np.nan)
    return lag - links * mean, spread, others


def _local(
    field: _Field, adjacency: Adjacency, links: Numbers, standardise: bool, moments: Moments
) -> tuple[Floats, Floats, Floats, Floats]:
    """Lag, I, expectation and variance, with divisor n; NaN without neighbours."""
    total = np.asarray(adjacency @ field.deviation)
    linked = np.where((links > 0) & field.known, links, np.nan)
    lag = total / linked if standardise else total + 0 * linked
    sums, squares = (linked / linked, 1 / linked) if standardise else (linked, linked)
    moment = _conditional if moments == "conditional" else _total
    with np.errstate(divide="ignore", invalid="ignore"):
        return lag, field.deviation / field.variance * lag, *moment(field, sums, squares)


def _conditional(field: _Field, sums: Floats, squares: Floats) -> tuple[Floats, Floats]:
    """Moments of local Moran when area i keeps its value (Sokal et al. 1998, A7 and A8)."""
    n, m2, square = field.number, field.variance, field.deviation**2
    free = m2 - square / (n - 1)
    free = np.where(free > ROUNDING * m2, free, np.nan)
    variance = square / m2**2 * n / np.where(n > 2, n - 2, np.nan)
    return -square * sums / ((n - 1) * m2), variance * (squares - sums**2 / (n - 1)) * free


def _total(field: _Field, sums: Floats, squares: Floats) -> tuple[Floats, Floats]:
    """Moments of local Moran when all values are permuted (Sokal et al. 1998, A3 and A4)."""
    n = np.where(field.number > 2, field.number, np.nan)
    b2 = _kurtosis(field)
    expected = -sums / (n - 1)
    apart = (sums**2 - squares) * (2 * b2 - n) / ((n - 1) * (n - 2))
    return expected, squares * (n - b2) / (n - 1) + apart - expected**2


def _kurtosis(field: _Field) -> Floats:
    fourth: Floats = (field.deviation**4).sum(axis=0) / np.maximum(field.number, 1)
    return fourth / field.variance**2


def _randomisation(
    field: _Field, adjacency: Adjacency, share: Floats, s0: Floats, n: Floats
) -> Floats:
    """Variance of global Moran under randomisation, of row-standardised weights."""
    mutual = adjacency.multiply(adjacency.T).tocsr()
    s1 = share.sum(axis=0) + (share * np.asarray(mutual @ share)).sum(axis=0)
    columns = np.where(field.known, np.asarray(adjacency.T @ share), 0.0)
    s2 = (((share > 0) + columns) ** 2).sum(axis=0)
    plain = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    peaked = _kurtosis(field) * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    variance: Floats = (plain - peaked) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - 1 / (n - 1) ** 2
    return variance


def _among(given: str, *known: str) -> None:
    if given not in known:
        raise ValueError(f"choose among {known}, not {given!r}")


def _quadrant(deviation: Floats, lag: Floats, given: Flags) -> NDArray[np.uint8]:
    high, beside = deviation > 0, lag > 0
    code = np.where(
        high,
        np.where(beside, Quadrant.HIGH_HIGH, Quadrant.HIGH_LOW),
        np.where(beside, Quadrant.LOW_HIGH, Quadrant.LOW_LOW),
    )
    return np.where(given, code, Quadrant.NONE).astype(np.uint8)


def _two_sided(z: Floats) -> Floats:
    p: Floats = 2 * ndtr(-np.abs(z))
    return p


def _caveats(field: _Field, lonely: Flags) -> tuple[Caveat, ...]:
    return found(
        areas_left_out=~field.known,
        all_equal=np.isnan(field.variance),
        no_neighbours=lonely,
    )
