"""Scores that are not sure, drawn between their limits: what `acceptability` rests on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from safetymethods.preferences import (
    MissingNumberError,
    NegativeError,
    ShapeError,
    checked_table,
)
from safetymethods.result import Flags, Floats, floats

AT_ONCE = 1024
"""Draws handled at once: arrays of this size stay in the memory nearest to the processor."""
HALF = 32768.0
"""Scores are drawn in 16 bits: steps of 1/65,536 of the distance between the limits."""
DECIMALS = 9
"""Sums in another order must not break a tie."""
Singles = NDArray[np.float32]
Numbers = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class ScoreDraws:
    """Scores in an order that does not depend on that of the rows, and how they vary.

    A score is scores + middle t + half |t| with t even between -1 and 1: down to its low limit at
    -1 and up to its high one at 1.
    """

    scores: Floats
    middle: Floats
    half: Floats
    certain: Flags
    order: NDArray[np.intp]
    back: NDArray[np.intp]
    alike: Floats
    """Averages over candidates that are equal in everything; rows add up to 1."""

    @classmethod
    def of(cls, scores: ArrayLike, low: ArrayLike | None, high: ArrayLike | None) -> "ScoreDraws":
        """Checked scores; without limits they are certain. Raises the errors of `preferences`."""
        table = checked_table(scores, candidates=0, what="scores")
        if len(table) > np.iinfo(np.uint8).max:
            raise ShapeError(f"{len(table)} candidates are too many to weigh")
        below = table - (table if low is None else _limit(low, table))
        above = (table if high is None else _limit(high, table)) - table
        if (below < 0).any() or (above < 0).any():
            raise ShapeError("a score must lie between its limits")
        rows = np.hstack([table, below, above])
        order = np.lexsort(rows.T[::-1])
        _, member = np.unique(rows[order], axis=0, return_inverse=True)
        same = (member.reshape(-1, 1) == member.reshape(1, -1)).astype(np.float64)
        return cls(
            scores=table[order],
            middle=((above + below) / 2)[order],
            half=((above - below) / 2)[order],
            certain=((above + below) == 0).all(axis=1)[order],
            order=order,
            back=np.argsort(order),
            alike=same / same.sum(axis=1, keepdims=True),
        )

    def drawn(self, own: Floats | None, draws: int, seed: int) -> Iterator[tuple[Numbers, Numbers]]:
        """Values of (candidates, draws) with the weights (criteria, draws) they were made with."""
        random = np.random.default_rng(seed)
        unsure = not self.certain.all()
        base = None if own is None else np.round(self.scores @ own.T, DECIMALS)
        for start in range(0, draws, AT_ONCE):
            size = min(AT_ONCE, draws - start)
            if own is not None and base is not None:
                who = (start + np.arange(size)) % len(own)
                weights, values = own.T[:, who], base[:, who]
            else:
                weights = random.standard_exponential((self.scores.shape[1], size))
                weights /= weights.sum(axis=0)
                values = np.round(self.scores @ weights, DECIMALS)
            yield self._shaken(values, weights, random) if unsure else (values, weights)

    def _shaken(
        self, certain: Floats, shares: Floats, random: np.random.Generator
    ) -> tuple[Singles, Singles]:
        """Values with what drawn scores differ from the scores; single precision is enough."""
        values, weights = certain.astype(np.float32), shares.astype(np.float32)
        number, size = values.shape
        shift, bend = np.empty_like(values), np.empty_like(values)
        middle = (self.middle.T / HALF).astype(np.float32)[:, :, None]
        half = (self.half.T / HALF).astype(np.float32)[:, :, None]
        for criterion in np.flatnonzero(self.middle.any(axis=0)):
            np.copyto(shift, _steps(random, number, size))
            np.abs(shift, out=bend)
            bend *= half[criterion]
            shift *= middle[criterion]
            shift += bend
            shift *= weights[criterion]
            values += shift
        return values, weights

    def scores_drawn(self, random: np.random.Generator, draws: int) -> Singles:
        """Drawn scores, shape (draws, candidates, criteria)."""
        number, criteria = self.scores.shape
        steps = _steps(random, draws, number * criteria).reshape(draws, number, criteria)
        t = steps.astype(np.float32) / np.float32(HALF)
        drawn: Singles = self.scores.astype(np.float32) + self.middle.astype(np.float32) * t
        drawn += self.half.astype(np.float32) * np.abs(t)
        return drawn


def _steps(random: np.random.Generator, rows: int, columns: int) -> NDArray[np.int16]:
    """Whole numbers, even between -32,768 and 32,767; four from every draw of 64 bits."""
    number = rows * columns
    raw = np.asarray(random.bit_generator.random_raw(-(-number // 4)))
    return raw.view(np.int16)[:number].reshape(rows, columns)


def _limit(limit: ArrayLike, table: Floats) -> Floats:
    given = floats(limit)
    if given.shape != table.shape:
        raise ShapeError("limits have the shape of the scores")
    if not np.isfinite(given).all():
        raise MissingNumberError("limits must be finite numbers")
    if (given < 0).any():
        raise NegativeError("limits cannot be under zero")
    return given
