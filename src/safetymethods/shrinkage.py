"""Shrunken ratios and rates: what the real level of a small area probably is.

O is the observed count, E the expected count, n the population, r the size of the dispersion
(the spread between areas is 1/sqrt(r)); theta is the real ratio of an area. A small area borrows
from all others, or from its neighbours; the smaller it is, the more.

Sources: Clayton & Kaldor (1987), Biometrics 43, 671-681 (gamma-Poisson); Richardson et al. (2004),
Environmental Health Perspectives 112, 1016-1025 (the borders of 0.8); Marshall (1991), Applied
Statistics 40, 283-294 (moments, global and local); Choynowski (1959), JASA 54, 385-388.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.special import gammainc, gammaincc, gammaincinv, pdtr, pdtrc

from safetymethods.poisson import check_level, checked_counts
from safetymethods.repeats import distinct
from safetymethods.result import Flags, Floats, Result, floats, found

VERSION = "1"
LIKELY = 0.8
"""Exceedance from which an area is called probably higher (Richardson et al. 2004)."""
CERTAIN = 0.975
"""Exceedance from which an area is called surely higher: one side of a 95 % interval."""
SMALL = 0.1
"""A probability under this is not computed as 1 minus another."""
Variant = Literal["spdep", "geoda"]
Adjacency: TypeAlias = csr_array[np.float64, tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class Shrunken(Result):
    """Posterior of the ratio theta of each area, shape of the counts; NaN where there is none.

    `ratio` is the raw O/E, `mean` its shrunken value between `low` and `high`; `weight` is the
    part of the own count in it (0 to 1); `exceedance` is P(theta > 1).
    """

    ratio: Floats
    mean: Floats
    low: Floats
    high: Floats
    weight: Floats
    exceedance: Floats
    observed: Floats
    expected: Floats
    size: Floats
    level: float

    @property
    def probably_higher(self) -> Flags:
        """True where the level is probably above the expected one (exceedance over 0.8)."""
        return self.exceedance > LIKELY

    @property
    def surely_higher(self) -> Flags:
        """True where the level is surely above the expected one (exceedance over 0.975)."""
        return self.exceedance > CERTAIN

    @property
    def regression_to_mean(self) -> Floats:
        """The change of the ratio that comes by itself when an area was chosen for its count.

        (1-w)(O/E-1) is the part of the excess that is chance; next to any before and after.
        """
        return (1 - self.weight) * (self.ratio - 1)


@dataclass(frozen=True, kw_only=True)
class Marshall(Result):
    """Shrunken rates per head of the population, shape of the counts; NaN where there is none.

    `mean` (b, or m of the neighbourhood) is what is shrunk towards, `variance` (a) what areas
    differ beyond chance; `raw` is O/n and `weight` its part in the estimate. `left_out` counts
    the areas without a count or population.
    """

    estimate: Floats
    raw: Floats
    weight: Floats
    mean: Floats
    variance: Floats
    left_out: NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class ProbabilityMap(Result):
    """How unusual each count is when one rate holds everywhere; shape of the counts.

    `p_lower` is P(X <= O); `p` is the tail on the side of the area: P(X <= O) where O is under
    E, else P(X >= O). `left_out` counts the areas without a count or population.
    """

    ratio: Floats
    expected: Floats
    p_lower: Floats
    p: Floats
    left_out: NDArray[np.int64]


def gamma_poisson(
    observed: ArrayLike, expected: ArrayLike, size: ArrayLike, *, level: float = 0.95
) -> Shrunken:
    """Posterior of the ratio of each area, with a gamma(r, r) prior: its mean is 1.

    theta given O is gamma(O+r, E+r): mean (O+r)/(E+r), limits its quantiles, weight E/(E+r),
    exceedance P(theta > 1). The three arguments are broadcast; counts may have a fraction. An
    infinite size means that areas do not differ: every mean is 1, the exceedance one half.
    No answer where O, E or r is missing or E is zero. Raises ValueError for negative or infinite
    counts or expectations, a size not above zero and a level that is no probability.
    """
    check_level(level)
    counts, means, sizes = np.broadcast_arrays(
        checked_counts(observed), checked_counts(expected), checked_size(size)
    )
    known = (means > 0) & ~np.isnan(counts + sizes)
    alike = known & np.isinf(sizes)
    spread = known & ~alike
    shape = np.where(spread, counts + sizes, np.nan)
    rate = np.where(spread, means + sizes, np.nan)
    low, high = _quantiles(shape, level)

    def or_alike(values: Floats, same: float) -> Floats:
        return np.where(alike, same, values)

    return Shrunken(
        method="shrinkage.gamma_poisson",
        version=VERSION,
        caveats=found(
            no_count=np.isnan(counts),
            no_expected=~(means > 0),
            no_dispersion=np.isnan(sizes),
            no_spread=alike,
        ),
        ratio=counts / np.where(means > 0, means, np.nan),
        mean=or_alike(shape / rate, 1.0),
        low=or_alike(low / rate, 1.0),
        high=or_alike(high / rate, 1.0),
        weight=or_alike(np.where(spread, means, np.nan) / rate, 0.0),
        exceedance=or_alike(_over_one(shape, rate), 0.5),
        observed=counts,
        expected=means,
        size=sizes,
        level=level,
    )


def marshall_global(counts: ArrayLike, population: ArrayLike) -> Marshall:
    """Rates shrunken towards the overall rate, by moments; areas lie on the last axis.

    b = sum O / sum n, s2 = sum n(O/n-b)^2 / sum n, a = max(0, s2 - b/mean n), and the estimate
    b + a/(a+b/n) (O/n-b). With a = 0 nothing is left of the differences and every area gets b.
    Areas without a count or population are left out. Raises ValueError for negative or infinite
    counts or populations.
    """
    values, people, used = _areas(counts, population)
    total = people.sum(axis=-1, keepdims=True)
    number = used.sum(axis=-1, keepdims=True)
    mean = _over(values.sum(axis=-1, keepdims=True), total)
    raw = _over(values, people)
    spread = np.where(used, people * (raw - mean) ** 2, 0.0).sum(axis=-1, keepdims=True)
    variance = np.maximum(_over(spread, total) - mean * _over(number, total), 0.0)
    return _marshall("marshall.global", raw, people, mean, variance, used)


def marshall_local(
    counts: ArrayLike,
    population: ArrayLike,
    neighbours: Adjacency,
    *,
    variant: Variant = "spdep",
) -> Marshall:
    """Rates shrunken towards the rate of the own neighbourhood; areas lie on the last axis.

    `neighbours` is a square scipy.sparse matrix: any number but zero in row i, column j makes j a
    neighbour of i. An area always belongs to its own neighbourhood, whether the diagonal is
    filled or not; weights are not used. m_i is the rate of the neighbourhood of i and the
    variance is sum_j n_j(r_j-m)^2 / sum_j n_j - m_i / mean n, at least zero. For m the default
    ("spdep") takes m_j, the neighbourhood of each neighbour itself; "geoda" (GeoDa, esda) takes
    m_i. An area without neighbours keeps its own rate, with a caveat. Raises ValueError for a
    matrix of another size, an unknown variant and negative or infinite numbers.
    """
    values, people, used = _areas(counts, population)
    near = _with_self(neighbours, values.shape[-1])
    flat = (-1, values.shape[-1])
    o, n, u = values.reshape(flat).T, people.reshape(flat).T, used.reshape(flat).T
    raw, total = _over(o, n), _sums(near, n)
    mean, number = _over(_sums(near, o), total), _sums(near, u.astype(np.float64))
    squares = _squares(near, np.where(u, raw, 0.0), n, np.where(u, mean, 0.0), variant)
    variance = np.maximum(_over(squares, total) - mean * _over(number, total), 0.0)
    shape = values.shape
    return _marshall(
        f"marshall.local.{variant}",
        raw.T.reshape(shape),
        people,
        mean.T.reshape(shape),
        variance.T.reshape(shape),
        used,
        islands=(number == 1).T.reshape(shape) & used,
    )


def choynowski(counts: ArrayLike, population: ArrayLike) -> ProbabilityMap:
    """Probability map: Poisson tails of each count around E = n sum O / sum n.

    Areas lie on the last axis. It takes chance as the only difference between areas, so that in
    a country nearly every large area is improbable; it is here to compare with other software.
    Areas without a count or population are left out. Raises ValueError for negative, infinite or
    fractional counts.
    """
    values, people, used = _areas(counts, population)
    if (values != np.floor(values)).any():
        raise ValueError("a probability map needs whole counts")
    overall = _over(values.sum(axis=-1, keepdims=True), people.sum(axis=-1, keepdims=True))
    expected = np.where(used, people * overall, np.nan)
    lower = pdtr(values, expected)
    upper = np.where(values > 0, pdtrc(np.maximum(values - 1, 0), expected), 1.0)
    tail = np.where(values < expected, lower, upper)
    return ProbabilityMap(
        method="probability_map.choynowski",
        version=VERSION,
        caveats=found(areas_left_out=~used),
        ratio=_over(values, expected),
        expected=expected,
        p_lower=np.where(used, lower, np.nan),
        p=np.where(used, tail, np.nan),
        left_out=np.asarray((~used).sum(axis=-1), dtype=np.int64),
    )


def checked_size(size: ArrayLike) -> Floats:
    """Sizes of the dispersion as numbers. Raises ValueError unless above zero or missing."""
    sizes = floats(size)
    if (sizes <= 0).any():
        raise ValueError("the size of the dispersion must be above zero")
    return sizes


def _quantiles(shape: Floats, level: float) -> tuple[Floats, Floats]:
    """Both quantiles of the gamma distribution of each shape, rate 1, once per shape."""
    (shapes,), place = distinct(shape.ravel())
    tail = (1 - level) / 2
    low, high = (floats(gammaincinv(shapes, p))[place] for p in (tail, 1 - tail))
    return low.reshape(shape.shape), high.reshape(shape.shape)


def _over_one(shape: Floats, rate: Floats) -> Floats:
    """P(theta > 1) of a gamma distribution.

    The complement is cheap everywhere; where it would lose digits the tail itself is asked.
    """
    above = np.asarray(1 - gammainc(shape, rate))
    small = above < SMALL
    above[small] = gammaincc(shape[small], rate[small])
    return above


def _areas(counts: ArrayLike, population: ArrayLike) -> tuple[Floats, Floats, Flags]:
    """Counts and populations, zero where left out, and which areas are used."""
    values, people = np.broadcast_arrays(checked_counts(counts), checked_counts(population))
    if values.ndim == 0:
        raise ValueError("areas must lie on an axis")
    used = ~np.isnan(values) & (people > 0)
    return np.where(used, values, 0.0), np.where(used, people, 0.0), used


def _over(above: ArrayLike, below: ArrayLike) -> Floats:
    """A quotient; NaN where what divides is not above zero."""
    divisor = floats(below)
    return floats(above) / np.where(divisor > 0, divisor, np.nan)


def _with_self(neighbours: Adjacency, number: int) -> Adjacency:
    """One for every neighbour and for the area itself. Raises ValueError for another size."""
    if neighbours.shape != (number, number):
        raise ValueError(f"{number} areas need as many rows and columns, not {neighbours.shape}")
    rows, columns = (places.astype(np.intp) for places in neighbours.nonzero())
    own = np.arange(number)
    pairs = np.append(rows, own), np.append(columns, own)
    near: Adjacency = csr_array((np.ones(rows.size + number), pairs), shape=(number, number))
    near.sum_duplicates()
    near.data[:] = 1.0
    return near


def _sums(near: Adjacency, values: Floats) -> Floats:
    """Sums over neighbourhoods; areas are rows, series are columns."""
    return cast("Floats", near @ values)


def _squares(near: Adjacency, raw: Floats, n: Floats, mean: Floats, variant: str) -> Floats:
    """Sums of n_j (r_j - m)^2 over neighbourhoods; areas are rows, series are columns."""
    if variant == "spdep":
        return _sums(near, n * (raw - mean) ** 2)
    if variant == "geoda":
        owner = np.repeat(np.arange(near.shape[0]), np.diff(near.indptr))
        pairs = n[near.indices] * (raw[near.indices] - mean[owner]) ** 2
        places = np.arange(owner.size)
        rows = csr_array((near.data, places, near.indptr), shape=(near.shape[0], owner.size))
        return _sums(rows, pairs)
    raise ValueError(f"there is no variant {variant!r}; choose spdep or geoda")


def _marshall(
    method: str,
    raw: Floats,
    people: Floats,
    mean: Floats,
    variance: Floats,
    used: Flags,
    *,
    islands: Flags | None = None,
) -> Marshall:
    """The estimate mean + a/(a+mean/n) (raw-mean), and what goes with it."""
    chance = mean * _over(1.0, people)
    part = np.where(used, _over(variance, variance + chance), np.nan)
    weight = np.where(used & (variance == 0), 0.0, part)
    estimate = np.where(weight == 0, mean, mean + weight * (raw - mean))
    return Marshall(
        method=method,
        version=VERSION,
        caveats=found(
            areas_left_out=~used,
            no_spread=used & (variance == 0),
            no_neighbours=islands is not None and islands,
        ),
        estimate=np.where(used, estimate, np.nan),
        raw=raw,
        weight=weight,
        mean=np.broadcast_to(mean, raw.shape).copy(),
        variance=np.broadcast_to(variance, raw.shape).copy(),
        left_out=np.asarray((~used).sum(axis=-1), dtype=np.int64),
    )
