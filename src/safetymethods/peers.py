"""Peers: the areas that are most like an area, and what would be normal among them.

Every covariate is standardised (mean 0, standard deviation 1) over the areas; the distance of two
areas is the weighted sum of squared differences; the k nearest are the peers. Never match on what
is compared (crime) nor on what reacts to it (police).

Sources: Chartered Institute of Public Finance and Accountancy (CIPFA), Nearest Neighbours Model
(z-scores, squared Euclidean distance, farthest pair 1, 15 neighbours); Gower (1971), Biometrics
27, 857-871 (comparing on what is known of both); Bentley (1975), CACM 18, 509-517 (the tree
behind `nearest_many`); DerSimonian & Laird (1986), Controlled Clinical Trials
7, 177-188 (moments for the variance between areas, in `peer_log_scores`).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.special import ndtr

from safetymethods.covariates import ALL, MISSING, Scores, standard_scores
from safetymethods.poisson import checked_counts
from safetymethods.result import Flags, Floats, Result, found

VERSION = "1"
PEERS, PEERS_OF_MANY = 15, 50
DECIMALS = 12
"""Distances that agree so far (farthest pair 1) are equal; then the order of areas counts."""
SHOWN = 3
BLOCK = 1024
Places = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Peers(Result):
    """The peers of each area, nearest first, and why they are that.

    `index` (areas, k) holds the places of the peers, -1 where there are no more; `distance` their
    distance, NaN there; the farthest pair of areas has 1 (`farthest` is its sum of squares).
    `differing` (areas, k, 3) holds the covariates in which a peer differs most, largest first,
    and `differing_overall` (areas, 3) those in which the peers together do; -1 where no more
    differ. `z` (areas, covariates) are the standardised covariates, after the logarithm where
    `logged`; `mean` and `sd` belong to them. Areas and covariates that are not used have NaN.
    """

    index: Places
    distance: Floats
    differing: Places
    differing_overall: Places
    z: Floats
    mean: Floats
    sd: Floats
    weights: Floats
    used_areas: Flags
    used_variables: Flags
    farthest: float
    k: int


@dataclass(frozen=True, kw_only=True)
class Expected(Result):
    """What would be counted in each area with the rate of its peers; shape of the counts.

    `rate` is per head of the population. `used` and `left_out` count peers: one without a count
    or population is left out of both sums, never counted as zero.
    """

    expected: Floats
    rate: Floats
    peer_count: Floats
    peer_population: Floats
    used: Places
    left_out: Places


@dataclass(frozen=True, kw_only=True)
class LogScores(Result):
    """Differences of log rates from the peers, shape of the counts; `tau` has one per series.

    `difference` is in natural logarithms, `z` its standardised value and `p` the two-sided
    probability under no difference beyond what areas usually differ (`tau`).
    """

    difference: Floats
    z: Floats
    p: Floats
    tau: Floats
    used: Places


def nearest_peers(
    covariates: ArrayLike,
    *,
    k: int = PEERS,
    logged: Collection[int] = (),
    weights: ArrayLike | None = None,
    fixed: ArrayLike | None = None,
    excluded: ArrayLike | None = None,
    missing: float = MISSING,
    known: float = ALL,
) -> Peers:
    """The k areas most like each area: d_ij = sum_v w_v (z_iv - z_jv)^2.

    `covariates` has a row per area and a column per covariate; those in `logged` (numbers of
    columns) are skewed and enter as logarithms, where zero counts as missing. `weights` are 1
    unless given. `fixed` and `excluded` are areas x areas, true where the column must be, or may
    not be, a peer of the row; fixed peers come first and count in k.

    A covariate that is the same everywhere, has weight 0, or is missing in more than `missing` of
    the areas (areas without any covariate apart) is left out. An area that then lacks a covariate
    has no peers and is nobody's peer, unless fixed. With `known` below 1 it takes part when it
    has that part of the covariates: two areas are then compared on what is known of both, and
    the sum is scaled to the weight of all covariates (Gower 1971). Equally near areas keep the
    order of the rows. Raises ValueError for shapes that do not fit, infinite covariates, negative
    ones in `logged`, negative weights, a `known` outside 0 to 1, k under 1, and more than k fixed
    peers.
    """
    scores = standard_scores(
        covariates, logged=logged, weights=weights, missing=missing, known=known
    )
    number = scores.z.shape[0]
    must, never = _pairs(fixed, number), _pairs(excluded, number)
    _check(k, must, never)
    squares = _all_squares(scores)
    farthest = float(np.fmax.reduce(squares, axis=None, initial=0.0))
    distance = np.round(squares / (farthest or 1.0), DECIMALS)
    barred = never | np.eye(number, dtype=bool) | (np.isnan(distance) & ~must)
    ranked = np.where(barred, np.inf, distance)
    order = np.lexsort((ranked, ~must), axis=-1)[:, :k]
    allowed = ~np.take_along_axis(barred, order, axis=1)
    index = _padded(np.where(allowed, order, -1), k)
    near = np.take_along_axis(distance, np.maximum(index, 0), axis=1)
    return _peers("peers.nearest", scores, index, np.where(index < 0, np.nan, near), farthest, k)


def nearest_many(
    covariates: ArrayLike,
    *,
    k: int = PEERS_OF_MANY,
    logged: Collection[int] = (),
    weights: ArrayLike | None = None,
    missing: float = MISSING,
) -> Peers:
    """The same peers as `nearest_peers`, found with a tree: for thousands of areas.

    No matrix of all pairs is made; 14,000 neighbourhoods take seconds. Arguments, rules and
    errors as in `nearest_peers`; peers cannot be fixed or excluded.
    """
    scores = standard_scores(covariates, logged=logged, weights=weights, missing=missing)
    number = scores.z.shape[0]
    _check(k, np.zeros((1, 1), dtype=bool), np.zeros((1, 1), dtype=bool))
    places = np.flatnonzero(scores.used_areas)
    points = _points(scores, places)
    farthest = _farthest(points)
    index, distance = np.full((number, k), -1), np.full((number, k), np.nan)
    for rows, near, far in _from_tree(points, k, farthest or 1.0):
        width = near.shape[1]
        index[places[rows], :width] = places[near]
        distance[places[rows], :width] = far
    return _peers("peers.nearest_many", scores, index, distance, farthest, k)


def peer_expected(counts: ArrayLike, population: ArrayLike, peers: Peers) -> Expected:
    """The expected count of each area: E_i = n_i * sum O_peers / sum n_peers.

    Areas lie on the last axis, in the order of the peers; population is broadcast. A peer without
    a count or population is left out of both sums. There is no expectation where no peer is left
    or the own population is missing or zero. Raises ValueError for negative or infinite numbers
    and another number of areas.
    """
    values, people, used = _areas(counts, population, peers)
    known = np.where(used, values, 0.0), np.where(used, people, 0.0), used.astype(np.float64)
    events, base, number = (_over_peers(each, peers) for each in known)
    rate = events / np.where(number > 0, base, np.nan)
    listed = (peers.index >= 0).sum(axis=1)
    left_out = (listed - number).astype(np.int64)
    populated = people > 0
    return Expected(
        method="peers.expected",
        version=VERSION,
        caveats=found(no_population=~populated, no_peers=number == 0, areas_left_out=left_out > 0),
        expected=np.where(populated, people, np.nan) * rate,
        rate=rate,
        peer_count=np.where(number > 0, events, np.nan),
        peer_population=np.where(number > 0, base, np.nan),
        used=number.astype(np.int64),
        left_out=left_out,
    )


def peer_log_scores(counts: ArrayLike, population: ArrayLike, peers: Peers) -> LogScores:
    """The difference of each area from its peers on the scale of log rates, in standard errors.

    With x = O + 1/2: d_i = ln(x_i/n_i) - mean_j ln(x_j/n_j) over the k peers j, its variance by
    chance v_i = 1/x_i + sum_j 1/x_j / k^2, and z = d / sqrt(v + tau^2 (1 + 1/k)). tau is pooled
    over the areas of a series by moments: tau^2 = sum(d^2 - v) / sum(1 + 1/k), at least zero.
    An alternative to the negative binomial for counts that are not small. Missing values and
    errors as in `peer_expected`.
    """
    values, people, used = _areas(counts, population, peers)
    x = np.where(used, values, 0.0) + 0.5
    logs = np.where(used, np.log(x / np.where(used, people, 1.0)), 0.0)
    known = logs, used / x, used.astype(np.float64)
    total, chance, number = (_over_peers(each, peers) for each in known)
    k = np.where(used & (number > 0), number, np.nan)
    difference, variance = logs - total / k, 1 / x + chance / k**2
    between = 1 + 1 / k
    there = np.nansum(between, axis=-1)
    excess: Floats = np.nansum(difference**2 - variance, axis=-1)
    tau2 = np.maximum(excess / np.where(there > 0, there, np.nan), 0.0)
    z = difference / np.sqrt(variance + tau2[..., None] * between)
    return LogScores(
        method="peers.log_scores",
        version=VERSION,
        caveats=found(areas_left_out=~used, no_peers=number == 0),
        difference=difference,
        z=z,
        p=2 * ndtr(-np.abs(z)),
        tau=np.sqrt(tau2),
        used=number.astype(np.int64),
    )


def _all_squares(scores: Scores) -> Floats:
    """Weighted sums of squared differences of all pairs; NaN for areas that are not used.

    A covariate that one of the two lacks does not count; the others then weigh more.
    """
    number = scores.z.shape[0]
    total = np.where(scores.used_areas[:, None] & scores.used_areas, 0.0, np.nan)
    shared, whole = np.zeros((number, number)), 0.0
    for column in np.flatnonzero(scores.used_variables):
        of, weight = scores.z[:, column], scores.weights[column]
        both = ~np.isnan(of[:, None]) & ~np.isnan(of)
        total += np.where(both, weight * (of[:, None] - of) ** 2, 0.0)
        shared += weight * both
        whole += weight
    if whole:
        total *= whole / np.where(shared > 0, shared, np.nan)
    return total.reshape(number, number)


def _pairs(given: ArrayLike | None, number: int) -> Flags:
    """A matrix of choices, false unless given; an area is never its own peer."""
    if given is None:
        return np.zeros((number, number), dtype=bool)
    pairs = np.array(given, dtype=bool)
    if pairs.shape != (number, number):
        raise ValueError(f"{number} areas need as many rows and columns, not {pairs.shape}")
    np.fill_diagonal(pairs, val=False)
    return pairs


def _check(k: int, must: Flags, never: Flags) -> None:
    if k < 1:
        raise ValueError("there must be at least one peer")
    if (must & never).any():
        raise ValueError("an area cannot be both fixed and excluded as a peer")
    if must.sum(axis=1).max(initial=0) > k:
        raise ValueError(f"more than {k} peers are fixed")


def _padded(places: NDArray[np.intp], width: int) -> Places:
    """Rows of this width, -1 where there is no more."""
    rows, there = places.shape
    filled = np.full((rows, width), -1, dtype=np.int64)
    filled[:, :there] = places
    return filled


def _points(scores: Scores, places: Places) -> Floats:
    """Used areas as points whose squared distances are the weighted ones; at least one column."""
    chosen = np.ix_(places, np.flatnonzero(scores.used_variables))
    weighted = (scores.z * np.sqrt(scores.weights))[chosen]
    return weighted if weighted.shape[1] else np.zeros((len(places), 1))


def _from_tree(points: Floats, k: int, farthest: float) -> Iterator[tuple[Places, Places, Floats]]:
    """Blocks of rows with their nearest points, nearest first, and the distances.

    A tree leaves open which of equally near points it names; a row whose last ones are equally
    near as others may be is asked again for twice as many.
    """
    from scipy.spatial import cKDTree  # a second to load; only this function needs it

    number = len(points)
    tree = cKDTree(points)
    for start in range(0, number if number > 1 else 0, BLOCK):
        rows = np.arange(start, min(start + BLOCK, number))
        asked = k + 2
        while rows.size:
            asked = min(asked, number)
            nearest = np.asarray(tree.query(points[rows], k=np.arange(1, asked + 1))[1])
            near, distance = _ordered(points, rows, nearest.astype(np.int64), farthest)
            width = min(k, asked - 1)
            sure = (distance[:, -1] > distance[:, width - 1]) | (asked == number)
            yield rows[sure], near[sure, :width], distance[sure, :width]
            rows, asked = rows[~sure], 2 * asked


def _ordered(points: Floats, rows: Places, near: Places, farthest: float) -> tuple[Places, Floats]:
    """The found points by distance and then by place, the own one (or the last) left off."""
    squares = np.zeros(near.shape)
    for column in points.T:
        squares += (column[rows][:, None] - column[near]) ** 2
    distance = np.where(near == rows[:, None], np.inf, np.round(squares / farthest, DECIMALS))
    order = np.lexsort((near, distance), axis=-1)[:, :-1]
    return np.take_along_axis(near, order, axis=1), np.take_along_axis(distance, order, axis=1)


def _farthest(points: Floats) -> float:
    """The largest squared distance of two points, without a matrix of all pairs."""
    own = (points**2).sum(axis=1)
    largest = 0.0
    for start in range(0, len(points), BLOCK):
        rows = slice(start, start + BLOCK)
        squares = own[rows, None] + own - 2 * points[rows] @ points.T
        largest = max(largest, float(squares.max()))
    return largest


def _peers(
    method: str, scores: Scores, index: Places, distance: Floats, farthest: float, k: int
) -> Peers:
    differing, overall = _differing(scores, index)
    return Peers(
        method=method,
        version=VERSION,
        caveats=found(
            areas_left_out=~scores.used_areas,
            variables_left_out=~scores.used_variables,
            few_peers=(index < 0).any(axis=1) & (index >= 0).any(axis=1),
            no_peers=(index < 0).all(axis=1),
        ),
        index=index,
        distance=distance,
        differing=differing,
        differing_overall=overall,
        z=scores.z,
        mean=scores.mean,
        sd=scores.sd,
        weights=scores.weights,
        used_areas=scores.used_areas,
        used_variables=scores.used_variables,
        farthest=farthest,
        k=k,
    )


def _differing(scores: Scores, index: Places) -> tuple[Places, Places]:
    """The covariates that add most to the distance: of every peer, and of all peers together."""
    rows, k = index.shape
    each = np.full((rows, k, SHOWN), -1, dtype=np.int64)
    overall = np.full((rows, SHOWN), -1, dtype=np.int64)
    z = scores.z
    for start in range(0, rows, BLOCK):
        block = slice(start, start + BLOCK)
        gaps = scores.weights * (z[block, None, :] - z[np.maximum(index[block], 0)]) ** 2
        parts = np.where((index[block] >= 0)[..., None], np.nan_to_num(gaps), 0.0)
        each[block] = _largest(parts)
        overall[block] = _largest(parts.sum(axis=1))
    return each, overall


def _largest(parts: Floats) -> Places:
    """The places of the largest numbers above zero on the last axis; -1 where no more are."""
    order = np.argsort(-parts, axis=-1, kind="stable")[..., :SHOWN]
    there = np.take_along_axis(parts, order, axis=-1) > 0
    filled = np.full((*parts.shape[:-1], SHOWN), -1, dtype=np.int64)
    filled[..., : order.shape[-1]] = np.where(there, order, -1)
    return filled


def _areas(counts: ArrayLike, population: ArrayLike, peers: Peers) -> tuple[Floats, Floats, Flags]:
    """Counts and populations of the areas that have peers, and which can be used."""
    values, people = np.broadcast_arrays(checked_counts(counts), checked_counts(population))
    if values.shape[-1:] != peers.index.shape[:1]:
        raise ValueError(f"there are peers for {len(peers.index)} areas, not for {values.shape}")
    return values, people, ~np.isnan(values) & (people > 0)


def _over_peers(values: Floats, peers: Peers) -> Floats:
    """Sums over the peers of each area, which lie on the last axis."""
    rows, columns = np.nonzero(peers.index >= 0)
    places = rows, peers.index[rows, columns]
    number = len(peers.index)
    matrix = csr_array((np.ones(rows.size), places), shape=(number, number))
    flat = values.reshape(-1, number)
    return cast("Floats", (matrix @ flat.T).T.reshape(values.shape))
