"""Does the order of candidates depend on who else takes part?

A ranking reverses when leaving out a candidate, or adding one that nobody wants, changes the order
of the others. With fixed value scales it never does; with points by place or duels it may.

Source: Belton & Gear (1983), Omega 11, 228-230; Triantaphyllou (2000), Multi-Criteria Decision
Making Methods.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from safetymethods.preferences import checked_places, checked_table
from safetymethods.result import Flags, Floats, Result

VERSION = "1"
Ranking = Callable[[Floats], ArrayLike]
Counts = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Reversals(Result):
    """Per candidate left out: pairs of others that changed order, and whether the first changed.

    `first_changed` compares the first places of the others with and without it: who was in the
    first places before must still be in. `added` counts pairs that changed when a candidate with
    the lowest value on everything was added.
    """

    pairs: Counts
    first_changed: Flags
    added: int
    places: int


def rank_reversals(table: ArrayLike, ranking: Ranking, places: int) -> Reversals:
    """Leave out each candidate (row) of a table in turn, and add one that has the least.

    `ranking` gives the value of each row of such a table, the highest first. Equal values that
    part, or others that become equal, count as no reversal. Raises the errors of `preferences`;
    with two candidates nothing can reverse.
    """
    rows = checked_table(table, candidates=0)
    number = len(rows)
    checked_places(places, number)
    values = np.asarray(ranking(rows), dtype=np.float64)
    pairs, changed = np.zeros(number, dtype=np.int64), np.zeros(number, dtype=bool)
    for left_out in range(number) if number > 2 else ():
        others = np.delete(np.arange(number), left_out)
        again = np.asarray(ranking(rows[others]), dtype=np.float64)
        pairs[left_out] = _flipped(values[others], again)
        before = _surely_first(values, places)[others]
        changed[left_out] = bool((before & ~_maybe_first(again, places)).any())
    low = np.vstack([rows, rows.min(axis=0, keepdims=True)])
    added = _flipped(values, np.asarray(ranking(low), dtype=np.float64)[:-1])
    return Reversals(
        method="rank_reversal",
        version=VERSION,
        caveats=(),
        pairs=pairs,
        first_changed=changed,
        added=added,
        places=places,
    )


def _order(values: Floats) -> Floats:
    """The sign of the difference of each pair, after rounding."""
    rounded = np.round(values, 9)
    signs: Floats = np.sign(rounded[:, None] - rounded[None, :])
    return signs


def _flipped(before: Floats, after: Floats) -> int:
    return int((_order(before) * _order(after) < 0).sum()) // 2


def _surely_first(values: Floats, places: int) -> Flags:
    """Who is in the first places whatever happens with a tie."""
    first: Flags = (_order(values) <= 0).sum(axis=1) <= places
    return first


def _maybe_first(values: Floats, places: int) -> Flags:
    first: Flags = (_order(values) < 0).sum(axis=1) < places
    return first
