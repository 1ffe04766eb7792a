"""How sure is a ranking when weights and scores are not? Stochastic multicriteria acceptability.

Weights are drawn, from the members' own weights or from all weights there are, and scores are
drawn between their limits. The share of draws in which a candidate has a rank is its rank
acceptability; the share in which it is among the first five says whether there is anything to talk
about.

Sources: Lahdelma, Hokkanen & Salminen (1998), EJOR 106, 137-143; Lahdelma & Salminen (2001),
Operations Research 49, 444-454 (SMAA-2); Tervonen & Figueira (2008), Journal of Multi-Criteria
Decision Analysis 15, 1-14; Leskinen et al. (2006), Ecological Modelling (pairwise winning).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from safetymethods.additive_values import swing_weights
from safetymethods.preferences import (
    MissingNumberError,
    OneCandidateError,
    ShapeError,
    checked_places,
)
from safetymethods.result import Flags, Floats, Result, floats
from safetymethods.score_draws import AT_ONCE, Numbers, ScoreDraws

VERSION = "1"
DRAWS = 10_000
CORE, OUTSIDE = 0.8, 0.2
DECIMALS = 12
"""Of shares, so that the sum of all is no more than 1."""
Bytes = NDArray[np.uint8]


class Standing(IntEnum):
    """What a probability of being among the first says: .8 and more, between, under .2."""

    OUTSIDE = 0
    DISCUSS = 1
    CORE = 2


@dataclass(frozen=True, kw_only=True)
class Acceptability(Result):
    """Shares of draws. Candidates are rows; `rank[i, r]` is the share in which i has rank r + 1.

    `top` is the share of draws in which a candidate is among the first `places`, `standing` its
    class. `pairwise[i, j]` is the share in which i is above j, a tie counting half.
    `central` are the mean weights of the draws that i wins, NaN when it never does.
    """

    rank: Floats
    top: Floats
    standing: NDArray[np.uint8]
    pairwise: Floats
    central: Floats
    draws: int
    seed: int
    places: int


@dataclass(frozen=True, kw_only=True)
class Confidence(Result):
    """The share of score draws in which a candidate is first with its own central weights.

    A low share: even who favours it most cannot be sure. NaN without central weights.
    """

    factor: Floats
    draws: int


def acceptability(
    scores: ArrayLike,
    places: int,
    *,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Acceptability:
    """SMAA-2 over scores of (candidates, criteria) with their limits.

    `weights` of (members, criteria) are members' own: every draw takes a member, all equally
    often. Without them all weights are equally likely (Dirichlet with ones). A score is drawn
    evenly between `low` and the score in half of the draws, and between the score and `high` in
    the other half. Where nothing is unsure and members are given, each member is one draw and
    nothing is left to chance. Equal values share ranks and places. The same seed gives the same
    answer, and the order of candidates or members changes nothing. Raises the errors of
    `preferences`, also for a score outside its limits, fewer than one draw, or more than 255
    candidates.
    """
    plan = ScoreDraws.of(scores, low, high)
    checked_places(places, len(plan.scores))
    own = None if weights is None else _members(weights, plan.scores.shape[1])
    if draws < 1:
        raise ShapeError("acceptability needs at least one draw")
    exact = own is not None and bool(plan.certain.all())
    number = len(own) if own is not None and exact else draws
    tally = _Tally(*plan.scores.shape)
    for values, drawn in plan.drawn(own, number, seed):
        tally.add(values, drawn, plan.certain)
    return tally.told(places, seed=seed, method="acceptability.smaa", twins=plan)


def acceptability_of_draws(scores: ArrayLike, weights: ArrayLike, places: int) -> Acceptability:
    """The same from draws made elsewhere: scores of (draws, candidates, criteria), and weights.

    `weights` are (draws, criteria), or (criteria,) where they are certain; they are made to add
    up to 1. Raises the errors of `preferences`.
    """
    drawn = _checked_draws(scores)
    shares = np.broadcast_to(swing_weights(weights).weights, drawn.shape[::2])
    checked_places(places, drawn.shape[1])
    tally = _Tally(*drawn.shape[1:])
    everywhere = np.ones(drawn.shape[1], dtype=bool)
    for start in range(0, len(drawn), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        values = np.einsum("dic,dc->id", drawn[part], shares[part])
        tally.add(values, shares[part].T, everywhere)
    return tally.told(places, seed=0, method="acceptability.of_draws", twins=None)


def confidence_factors(
    scores: ArrayLike,
    central: ArrayLike,
    *,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Confidence:
    """How often each candidate is first with its own `central` weights, of (candidates, criteria).

    Scores and limits as in `acceptability`. Raises the errors of `preferences`.
    """
    plan = ScoreDraws.of(scores, low, high)
    if floats(central).shape != plan.scores.shape:
        raise ShapeError("central weights have the shape of the scores")
    random = np.random.default_rng(seed)
    parts = (
        plan.scores_drawn(random, min(AT_ONCE, draws - start)) for start in range(0, draws, AT_ONCE)
    )
    return _confidence(parts, floats(central)[plan.order], plan.back)


def confidence_of_draws(scores: ArrayLike, central: ArrayLike) -> Confidence:
    """The same from score draws made elsewhere, of (draws, candidates, criteria)."""
    drawn = _checked_draws(scores)
    weights = floats(central)
    if weights.shape != drawn.shape[1:]:
        raise ShapeError("central weights have the shape of the scores")
    parts = (drawn[start : start + AT_ONCE] for start in range(0, len(drawn), AT_ONCE))
    return _confidence(parts, weights, np.arange(len(weights)))


def standing_of(top: ArrayLike) -> NDArray[np.uint8]:
    """The `Standing` of probabilities: core from .8, outside under .2, else to discuss."""
    share = np.round(floats(top), 9)
    found_class: NDArray[np.uint8] = (share >= OUTSIDE).astype(np.uint8) + (share >= CORE)
    return found_class


def top_shares(values: ArrayLike, places: int) -> Floats:
    """The share of draws (rows) in which each candidate (column) is among the first `places`.

    Equal values on the border share the places that are left. Raises the errors of `preferences`.
    """
    drawn = np.ascontiguousarray(floats(values))
    if drawn.ndim != 2 or not len(drawn):
        raise ShapeError(f"draws need rows and candidates, not shape {drawn.shape}")
    checked_places(places, drawn.shape[1])
    border = np.partition(drawn, drawn.shape[1] - places, axis=1)[:, drawn.shape[1] - places]
    above, at = drawn > border[:, None], drawn == border[:, None]
    left = (places - above.sum(axis=1)) / at.sum(axis=1)
    share: Floats = (above + at * left[:, None]).mean(axis=0)
    return share


class _Tally:
    """Counts of ranks and of duels, added up chunk by chunk."""

    def __init__(self, candidates: int, criteria: int) -> None:
        self.rank = np.zeros((candidates, candidates))
        self.wins = np.zeros((candidates, candidates))
        self.central = np.zeros((candidates, criteria))
        self.draws = 0
        self._bytes: list[Bytes] = [
            np.zeros((candidates - 1 - i, AT_ONCE), dtype=np.uint8) for i in range(candidates - 1)
        ]
        self._chunks = 0

    def add(self, values: Numbers, weights: Numbers, certain: Flags) -> None:
        """Tally values of (candidates, draws). Only certain candidates can have equal ones."""
        self.draws += values.shape[1]
        ordered = np.sort(values[certain], axis=0)
        tied = (ordered[1:] == ordered[:-1]).any(axis=0)
        if tied.any():
            self._add_tied(values[:, tied], weights[:, tied])
            values, weights = values[:, ~tied], weights[:, ~tied]
        self._add_clear(np.ascontiguousarray(values), weights)

    def _add_clear(self, values: Numbers, weights: Numbers) -> None:
        """Without equal values: every pair is compared once, and its loser falls a rank."""
        number, size = values.shape
        ranks = np.repeat(np.arange(number, dtype=np.uint8)[:, None], size, axis=1)
        for i, kept in enumerate(self._bytes):
            above = (values[i + 1 :] > values[i]).view(np.uint8)
            ranks[i] += above.sum(axis=0, dtype=np.uint8)
            ranks[i + 1 :] -= above
            kept[:, :size] += above
            self.wins[i, i + 1 :] += size
        places = ranks + (np.arange(number) * number)[:, None]
        counts = np.bincount(places.ravel(), minlength=number * number)
        self.rank += counts.reshape(number, number)
        self.central += (ranks == 0).astype(values.dtype) @ weights.T
        self._chunks += 1
        if self._chunks == np.iinfo(np.uint8).max:
            self._gather()

    def _gather(self) -> None:
        """Move the counts in bytes into the totals, before a byte is full."""
        for i, kept in enumerate(self._bytes):
            counts = kept.sum(axis=1, dtype=np.float64)
            self.wins[i + 1 :, i] += counts
            self.wins[i, i + 1 :] -= counts
            kept[:] = 0
        self._chunks = 0

    def _add_tied(self, values: Numbers, weights: Numbers) -> None:
        """With equal values: they share their ranks evenly."""
        above = np.stack([(values > one).sum(axis=0) for one in values])
        equal = np.stack([(values == one).sum(axis=0) for one in values])
        share = 1.0 / equal
        for rank in range(len(values)):
            here = (above <= rank) & (rank < above + equal)
            self.rank[:, rank] += (here * share).sum(axis=1)
        self.central += ((above == 0) * share) @ weights.T
        for i, one in enumerate(values):
            self.wins[i] += (one > values).sum(axis=1) + (one == values).sum(axis=1) / 2

    def told(
        self, places: int, *, seed: int, method: str, twins: ScoreDraws | None
    ) -> Acceptability:
        """The shares, in the order of the candidates as they were given."""
        self._gather()
        rank, wins, central = self.rank, self.wins, self.central
        if twins is not None:
            rank, wins, central = _given_order(twins, rank, wins, central)
        np.fill_diagonal(wins, 0.0)
        first = rank[:, :1]
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = np.where(first > 0, central / first, np.nan)
        top = np.round(rank[:, :places].sum(axis=1) / self.draws, DECIMALS)
        return Acceptability(
            method=method,
            version=VERSION,
            caveats=(),
            rank=rank / self.draws,
            top=top,
            standing=standing_of(top),
            pairwise=wins / self.draws,
            central=mean,
            draws=self.draws,
            seed=seed,
            places=places,
        )


def _given_order(
    plan: ScoreDraws, rank: Floats, wins: Floats, central: Floats
) -> tuple[Floats, Floats, Floats]:
    """Candidates that are equal in everything get one answer; all return to their places."""
    alike, back = plan.alike, plan.back
    total = wins[0, 1] + wins[1, 0]
    duels = np.where(alike > 0, total / 2, alike @ wins @ alike)
    return (alike @ rank)[back], duels[np.ix_(back, back)], (alike @ central)[back]


def _confidence(parts: Iterator[Numbers], central: Floats, back: NDArray[np.intp]) -> Confidence:
    """Shares of draws won; equal values share a win."""
    weights = np.nan_to_num(central)
    won, draws = np.zeros(len(central)), 0
    for scores in parts:
        values = scores @ weights.T.astype(scores.dtype)  # (draws, candidates, whose weights)
        best = values == values.max(axis=1, keepdims=True)
        own = np.diagonal(best, axis1=1, axis2=2)
        won += (own / best.sum(axis=1)).sum(axis=0)
        draws += len(scores)
    return Confidence(
        method="acceptability.confidence",
        version=VERSION,
        caveats=(),
        factor=np.where(np.isnan(central).any(axis=1), np.nan, won / draws)[back],
        draws=draws,
    )


def _members(weights: ArrayLike, criteria: int) -> Floats:
    """Weights of members that add up to 1, in an order that does not depend on theirs."""
    shares = np.atleast_2d(swing_weights(weights).weights)
    if shares.shape[1:] != (criteria,):
        raise ShapeError(f"{shares.shape} weights do not fit {criteria} criteria")
    ordered: Floats = shares[np.lexsort(shares.T[::-1])]
    return ordered


def _checked_draws(scores: ArrayLike) -> Floats:
    drawn = floats(scores)
    if drawn.ndim != 3 or not drawn.size:
        raise ShapeError(f"draws have three axes, not shape {drawn.shape}")
    if drawn.shape[1] < 2:
        raise OneCandidateError("with one candidate there is nothing to choose")
    if not np.isfinite(drawn).all():
        raise MissingNumberError("scores must be finite numbers")
    return drawn
