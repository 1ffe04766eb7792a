"""From orders to one order: points by place, and duels.

Borda's count gives a candidate one point for every candidate it stands above. Schulze compares
every pair of candidates in a duel and, where duels go round in a circle, looks for the strongest
path from one to the other.

Sources: Borda (1781); Schulze (2011), Social Choice and Welfare 36, 267-303 (example of 45
voters); Emerson (2013), Social Choice and Welfare 40, 353-358 (unranked candidates).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from safetymethods.preferences import (
    ShapeError,
    checked_counts_of,
    checked_table,
)
from safetymethods.result import Floats, Result, floats, found

VERSION = "1"


@dataclass(frozen=True, kw_only=True)
class Duels(Result):
    """How many voters put the row above the column; a tie counts for neither."""

    wins: Floats


@dataclass(frozen=True, kw_only=True)
class Borda(Result):
    """Points of each candidate over all voters, its share of the most possible, and its place."""

    points: Floats
    share: Floats
    place: Floats


@dataclass(frozen=True, kw_only=True)
class Schulze(Result):
    """`strength` of the strongest path from row to column; `place` counts who beats it, plus one.

    `condorcet` is the number of the candidate that wins every duel, -1 when there is none.
    """

    strength: Floats
    place: Floats
    condorcet: int


def duels(ranks: ArrayLike, *, counts: ArrayLike | None = None) -> Duels:
    """Duels of (voters, candidates) of ranks, 1 for the first; NaN is not ranked.

    Who is not ranked stands under all that are, and equal to the others that are not. Raises the
    errors of `preferences`.
    """
    places, times = _checked(ranks, counts)
    above = places[:, :, None] < places[:, None, :]
    return Duels(
        method="rankings.duels",
        version=VERSION,
        caveats=(),
        wins=np.einsum("v,vij->ij", times, above.astype(np.float64)),
    )


def borda(ranks: ArrayLike, *, counts: ArrayLike | None = None) -> Borda:
    """Borda's count of ranks as in `duels`: a point per candidate below, half for an equal one.

    So every ballot gives away equally many points, also one that ranks a few candidates only.
    Raises the errors of `preferences`.
    """
    places, times = _checked(ranks, counts)
    points = times @ borda_points(places)
    most = times.sum() * (places.shape[1] - 1)
    return Borda(
        method="rankings.borda",
        version=VERSION,
        caveats=(),
        points=points,
        share=points / most,
        place=place_of(points),
    )


def borda_points(ranks: ArrayLike) -> Floats:
    """The points each voter gives each candidate; shape of the ranks. Ranks as in `duels`."""
    places = np.where(np.isnan(floats(ranks)), np.inf, floats(ranks))
    below = (places[:, :, None] < places[:, None, :]).sum(axis=2)
    equal = (places[:, :, None] == places[:, None, :]).sum(axis=2) - 1
    points: Floats = below + equal / 2
    return points


def schulze(wins: ArrayLike) -> Schulze:
    """Schulze's method on the duels of (candidates, candidates), by winning votes.

    The path from i to j is as strong as its weakest duel; i beats j when its strongest path is
    stronger than the one back. Who beats each other equally shares a place. Raises the errors of
    `preferences`.
    """
    duel = _square(wins)
    strength = np.where(duel > duel.T, duel, 0.0)
    for via in range(len(duel)):
        strength = np.maximum(strength, np.minimum(strength[:, via, None], strength[None, via]))
    np.fill_diagonal(strength, 0.0)
    beaten = (strength < strength.T).sum(axis=1)
    winner = np.flatnonzero((duel > duel.T).sum(axis=1) == len(duel) - 1)
    return Schulze(
        method="rankings.schulze",
        version=VERSION,
        caveats=found(tied=len(set(beaten.tolist())) < len(beaten)),
        strength=strength,
        place=beaten + 1.0,
        condorcet=int(winner[0]) if len(winner) else -1,
    )


def place_of(values: ArrayLike, decimals: int = 9) -> Floats:
    """Places from the highest value (1) down on the last axis; equal values share the best place.

    Values are rounded first, for sums in another order must not break a tie.
    """
    given = np.round(floats(values), decimals)
    places: Floats = 1.0 + (given[..., None, :] > given[..., :, None]).sum(axis=-1)
    return places


def _checked(ranks: ArrayLike, counts: ArrayLike | None) -> tuple[Floats, Floats]:
    """Ranks with infinity for who is not ranked, and how often each ballot was cast."""
    given = floats(ranks)
    places = checked_table(np.where(np.isnan(given), 0.0, given), candidates=1, what="ranks")
    return np.where(np.isnan(given), np.inf, places), checked_counts_of(len(places), counts)


def _square(wins: ArrayLike) -> Floats:
    duel = checked_table(wins, candidates=1, what="duels")
    if duel.shape[0] != duel.shape[1]:
        raise ShapeError(f"duels need a square table, not shape {duel.shape}")
    return duel
