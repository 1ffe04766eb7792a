"""What every method answers with: its values, how they were made, and what to be careful about.

A result is a frozen dataclass. It keeps the in-between values (counts, populations, what was left
out and why), names its method and version, and lists the caveats that occurred somewhere in it.
Caveats are codes: who shows a result says them in the reader's language.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
States = NDArray[np.uint8]


class State(IntEnum):
    """What a cell says. Only VALUE and ESTIMATED carry a number; zero is a VALUE.

    The numbers are those in which deliveries are stored.
    """

    NOT_OBSERVED = 0
    VALUE = 1
    HIDDEN = 2
    UNKNOWN = 3
    IMPOSSIBLE = 4
    ESTIMATED = 5


class Caveat(StrEnum):
    """Something in a result that a reader has to know."""

    NO_COUNT = "no_count"
    """Somewhere there is no count: hidden, unknown, impossible or not observed."""
    NO_POPULATION = "no_population"
    """Somewhere the population is unknown or zero, so there is no rate."""
    SMALL_POPULATION = "small_population"
    """Somewhere the population is under the minimum, so there is no rate."""
    FRACTIONAL_COUNTS = "fractional_counts"
    """Some counts are estimates with a fraction; their limits are Byar's approximation."""
    ESTIMATED = "estimated"
    """Some values rest on estimated counts."""
    AREAS_LEFT_OUT = "areas_left_out"
    """A pooled value misses areas whose count or population is missing."""
    PERIODS_MISSING = "periods_missing"
    """Somewhere a window is not complete, so there is no sum."""
    UNFINISHED = "unfinished"
    """The newest periods are still being filled."""
    BROKEN = "broken"
    """The series changes meaning; values before and after are not compared."""
    MIXED = "mixed"
    """Some periods lie on both sides of a break and belong to neither part."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """The base of all results."""

    method: str
    version: str
    caveats: tuple[Caveat, ...]


def floats(values: ArrayLike) -> Floats:
    """Numbers as double precision, without a copy where they already are."""
    return np.asarray(values, dtype=np.float64)


def number_states(values: Floats, states: ArrayLike | None) -> States:
    """States that agree with the numbers: without states, NaN means UNKNOWN, the rest VALUE.

    A cell that claims to carry a number and holds NaN is UNKNOWN as well: a state never invents
    a number. Raises ValueError when the shapes differ or a state does not exist.
    """
    missing = np.isnan(values)
    if states is None:
        return np.where(missing, State.UNKNOWN, State.VALUE).astype(np.uint8)
    given = np.asarray(states, dtype=np.uint8)
    if given.shape != values.shape:
        raise ValueError(f"states have shape {given.shape}, values {values.shape}")
    if given.size and given.max() > max(State):
        raise ValueError(f"there is no state {given.max()}")
    return np.where(missing & carries_number(given), np.uint8(State.UNKNOWN), given)


def carries_number(states: States) -> Flags:
    """True where a state carries a number."""
    counted: Flags = (states == State.VALUE) | (states == State.ESTIMATED)
    return counted


def found(**where: ArrayLike) -> tuple[Caveat, ...]:
    """The caveats that are true anywhere; the keywords are names of caveats, in lower case."""
    return tuple(Caveat(name) for name, flags in where.items() if np.any(flags))
