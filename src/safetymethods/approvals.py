"""Who is chosen when everyone ticks some: the most ticks, or in proportion?

Approval voting (AV) takes the candidates with most ticks. A majority of half can so take all
places. Proportional approval voting (PAV) gives a voter 1 + 1/2 + ... + 1/h for h chosen
candidates, so that a second success counts half. Where the two differ, AV leaves a minority
without anything: that is what `unserved` tells.

Sources: Thiele (1895); Lackner & Skowron (2023), Multi-Winner Voting with Approval Preferences
(Springer), whose examples the tests reproduce.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from safetymethods.preferences import (
    ShapeError,
    checked_counts_of,
    checked_places,
    checked_table,
)
from safetymethods.result import Flags, Floats, Result, found

VERSION = "1"
SETS = 1_000_000
"""So many sets are weighed at most; C(30, 5) is 142,506."""
AT_ONCE = 8192
LISTED = 20
"""So many equally good sets are listed; their number is always told."""
DECIMALS = 9
"""Sums of fractions in another order must not break a tie."""
Places = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Approved(Result):
    """The ticks of each candidate; `sure` are in whatever happens, `tied` share `places_left`."""

    votes: Floats
    sure: Flags
    tied: Flags
    places_left: int


@dataclass(frozen=True, kw_only=True)
class Committees(Result):
    """The best sets, one per row, as numbers of candidates in rising order.

    `score` is that of every one of them. `number` counts all best sets, of which at most twenty
    are listed.
    """

    sets: Places
    score: float
    number: int


@dataclass(frozen=True, kw_only=True)
class Sequence(Result):
    """Candidates in the order in which they were taken, the gain of each, and where it was a tie.

    Of equally good candidates the one with most ticks is taken, then the first.
    """

    order: Places
    gains: Floats
    tied: Flags


@dataclass(frozen=True, kw_only=True)
class Unserved(Result):
    """Voters (a flag per ballot) without anything of theirs in the first set.

    `served_by_other` are those of them who would have something in the other set; the numbers
    count voters, not ballots.
    """

    unserved: Flags
    served_by_other: Flags
    number: float
    number_served_by_other: float


def approval(ballots: ArrayLike, places: int, *, counts: ArrayLike | None = None) -> Approved:
    """Approval voting over (ballots, candidates) of 0 and 1, each cast `counts` times.

    Candidates without any tick are never sure. Raises the errors of `preferences`.
    """
    ticks, times = _checked(ballots, places, counts)
    votes = times @ ticks
    last = np.sort(votes)[::-1][places - 1]
    above, at = votes > last, votes == last
    left = places - int(above.sum())
    fits = bool(at.sum() == left) and last > 0
    return Approved(
        method="approvals.av",
        version=VERSION,
        caveats=found(tied=not fits),
        votes=votes,
        sure=above | (at & fits),
        tied=at & (not fits),
        places_left=0 if fits else left,
    )


def proportional(ballots: ArrayLike, places: int, *, counts: ArrayLike | None = None) -> Committees:
    """Exact PAV: the sets with the highest sum over voters of 1 + 1/2 + ... + 1/h.

    Weighs every set. Raises the errors of `preferences`, and ShapeError for more than a million
    sets.
    """
    ticks, times = _checked(ballots, places, counts)
    if comb(ticks.shape[1], places) > SETS:
        raise ShapeError(f"more than {SETS} sets; take the sequential method")
    worth = np.concatenate([[0.0], np.cumsum(1 / np.arange(1, places + 1))])
    best, number, kept = -1.0, 0, np.empty((0, places), dtype=np.int64)
    for sets in _sets(ticks.shape[1], places):
        members = np.zeros((len(sets), ticks.shape[1]), dtype=np.float32)
        np.put_along_axis(members, sets, np.float32(1), axis=1)
        served = (members @ ticks.T.astype(np.float32)).astype(np.intp)
        scores = np.round(worth[served] @ times, DECIMALS)
        top = float(scores.max())
        if top > best:
            best, number, kept = top, 0, kept[:0]
        equal = sets[scores == best]
        number += len(equal)
        kept = np.concatenate([kept, equal])[:LISTED]
    return Committees(
        method="approvals.pav",
        version=VERSION,
        caveats=found(tied=number > 1),
        sets=kept,
        score=best,
        number=number,
    )


def sequential_proportional(
    ballots: ArrayLike, places: int, *, counts: ArrayLike | None = None
) -> Sequence:
    """Sequential PAV: each time the candidate that adds most, where a voter who has h counts
    1/(h + 1).

    Raises the errors of `preferences`.
    """
    ticks, times = _checked(ballots, places, counts)
    votes = times @ ticks
    served = np.zeros(len(ticks))
    free = np.ones(ticks.shape[1], dtype=bool)
    order, gains, tied = [], [], []
    for _ in range(places):
        gain = np.where(free, np.round((times / (served + 1)) @ ticks, DECIMALS), -1.0)
        taken = int(np.lexsort((-votes, -gain))[0])
        order.append(taken)
        gains.append(gain[taken])
        tied.append(bool((gain == gain[taken]).sum() > 1))
        free[taken] = False
        served += ticks[:, taken]
    return Sequence(
        method="approvals.sequential_pav",
        version=VERSION,
        caveats=found(tied=tied),
        order=np.array(order, dtype=np.int64),
        gains=np.array(gains),
        tied=np.array(tied),
    )


def pav_score(ballots: ArrayLike, chosen: ArrayLike, *, counts: ArrayLike | None = None) -> float:
    """The PAV score of one set, given as numbers of candidates.

    Raises the errors of `preferences`.
    """
    members = np.asarray(chosen, dtype=np.int64)
    ticks, times = _checked(ballots, max(1, len(members)), counts)
    served = ticks[:, members].sum(axis=1).astype(np.intp)
    worth = np.concatenate([[0.0], np.cumsum(1 / np.arange(1, len(members) + 1))])
    return float(worth[served] @ times)


def unserved(
    ballots: ArrayLike, first: ArrayLike, other: ArrayLike, *, counts: ArrayLike | None = None
) -> Unserved:
    """Who has nothing in the `first` set, and of them who has something in the `other`.

    Sets are numbers of candidates. Voters who ticked nothing are not counted. Raises the errors of
    `preferences`.
    """
    ticks, times = _checked(ballots, 1, counts)
    nothing = (ticks.sum(axis=1) > 0) & ~_served(ticks, first)
    helped = nothing & _served(ticks, other)
    return Unserved(
        method="approvals.unserved",
        version=VERSION,
        caveats=found(no_representation=nothing),
        unserved=nothing,
        served_by_other=helped,
        number=float(times[nothing].sum()),
        number_served_by_other=float(times[helped].sum()),
    )


def _served(ticks: Floats, chosen: ArrayLike) -> Flags:
    served: Flags = ticks[:, np.asarray(chosen, dtype=np.int64)].sum(axis=1) > 0
    return served


def _checked(ballots: ArrayLike, places: int, counts: ArrayLike | None) -> tuple[Floats, Floats]:
    """Ballots of 0 and 1, and how often each was cast."""
    ticks = checked_table(ballots, candidates=1, what="ballots")
    if not np.isin(ticks, (0.0, 1.0)).all():
        raise ShapeError("a candidate is ticked (1) or not (0)")
    checked_places(places, ticks.shape[1])
    return ticks, checked_counts_of(len(ticks), counts)


def _sets(candidates: int, places: int) -> Iterator[Places]:
    """All sets of so many candidates, some thousands at a time."""
    every = combinations(range(candidates), places)
    while some := list(islice(every, AT_ONCE)):
        yield np.array(some, dtype=np.int64)
