"""Would a proportional choice be another one, and whom does the majority leave with nothing?"""

from dataclasses import dataclass
from math import comb

import numpy as np

from regie.planning.weighing.rules import Form
from regie.planning.weighing.sheets import Sheet
from safetymethods.approvals import (
    SETS,
    Approved,
    approval,
    pav_score,
    proportional,
    sequential_proportional,
    unserved,
)
from safetymethods.result import Floats


@dataclass(frozen=True, kw_only=True)
class Proportion:
    """The proportional choice beside that of most ticks.

    `sets` are the best sets, equally good ones included up to twenty of `number`; `exact` says
    that all sets were weighed. `differs`: no best set can come out of the ticks. `gained` and
    `lost` are what the first set has more and less. `unserved` voters see nothing of theirs
    chosen by ticks; `served` of them would by that set.
    """

    sets: tuple[tuple[str, ...], ...]
    number: int
    exact: bool
    differs: bool
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    unserved: int
    served: int


def proportion_of(sheet: Sheet) -> Proportion | None:
    """For approval ballots; None for other forms, and where all candidates can be chosen."""
    if sheet.form != Form.APPROVAL or not sheet.enough or sheet.places >= len(sheet.candidates):
        return None
    ballots, counts = np.unique(sheet.table, axis=0, return_counts=True)
    times = counts.astype(np.float64)
    votes = approval(ballots, sheet.places, counts=times)
    exact = comb(len(sheet.candidates), sheet.places) <= SETS
    if exact:
        found = proportional(ballots, sheet.places, counts=times)
        sets, number = [tuple(row) for row in found.sets.tolist()], found.number
    else:
        order = sequential_proportional(ballots, sheet.places, counts=times).order
        sets, number = [tuple(sorted(order.tolist()))], 1
    best = _nearest(sets, votes.votes)
    by_ticks = _by_ticks(votes, best)
    nothing = unserved(ballots, by_ticks, best, counts=times)
    names = np.array(sheet.candidates, dtype=object)
    return Proportion(
        sets=tuple(tuple(names[list(one)]) for one in sets),
        number=number,
        exact=exact,
        differs=_worse(ballots, by_ticks, best, times),
        gained=tuple(names[[one for one in best if one not in by_ticks]]),
        lost=tuple(names[[one for one in by_ticks if one not in best]]),
        unserved=int(nothing.number),
        served=int(nothing.number_served_by_other),
    )


def _nearest(sets: list[tuple[int, ...]], votes: Floats) -> tuple[int, ...]:
    """Of equally good sets the one with most ticks."""
    return max(sets, key=lambda one: (float(votes[list(one)].sum()), [-at for at in one]))


def _by_ticks(votes: Approved, best: tuple[int, ...]) -> list[int]:
    """What most ticks choose; in a tie those of the proportional set go first."""
    tied = np.flatnonzero(votes.tied).tolist()
    ordered = sorted(tied, key=lambda at: (at not in best, at))
    return sorted([*np.flatnonzero(votes.sure).tolist(), *ordered[: votes.places_left]])


def _worse(ballots: Floats, chosen: list[int], best: tuple[int, ...], times: Floats) -> bool:
    """Whether the choice by ticks is less proportional than the best set."""
    return pav_score(ballots, chosen, counts=times) < pav_score(ballots, best, counts=times) - 1e-9
