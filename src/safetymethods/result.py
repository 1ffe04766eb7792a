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
    NO_EXPECTED = "no_expected"
    """Somewhere the expected count is unknown or zero, so there is nothing to compare with."""
    NO_DISPERSION = "no_dispersion"
    """Somewhere it is unknown how much areas differ beyond chance."""
    NO_SPREAD = "no_spread"
    """Areas do not differ beyond chance: nothing is left of their differences."""
    NO_NEIGHBOURS = "no_neighbours"
    """Some areas have no neighbours with a count; their value is their own."""
    NO_PEERS = "no_peers"
    """Somewhere no comparable area has a count, so there is nothing to compare with."""
    FEW_PEERS = "few_peers"
    """Some areas have fewer comparable areas than were asked for."""
    VARIABLES_LEFT_OUT = "variables_left_out"
    """A variable is the same everywhere, or missing too often, and was left out."""
    SMALL_COUNT = "small_count"
    """Somewhere too little was counted for a standardised rate."""
    TOO_FEW_AREAS = "too_few_areas"
    """Somewhere there are too few areas to say how much they differ."""
    UNBOUNDED = "unbounded"
    """Counts of zero have no logarithm and too many are left: the limits say nothing."""
    NOT_FITTED = "not_fitted"
    """Somewhere a model could not be fitted, so there is no estimate."""
    TOO_FEW_COUNTS = "too_few_counts"
    """Somewhere too few events were counted for this method, so there is no verdict."""
    TOO_SHORT = "too_short"
    """Somewhere there are too few periods for this method, so there is no verdict."""
    ROUGH = "rough"
    """Somewhere the series is so short that its probabilities are rough."""
    ISLANDS_JOINED = "islands_joined"
    """Areas that touch nothing were joined to the nearest area."""
    ISLANDS_ALONE = "islands_alone"
    """Areas that touch nothing stand alone: where the nearest area lies is unknown."""
    ALL_EQUAL = "all_equal"
    """Somewhere all values are equal, or too few are known, so that nothing can stand out."""
    NO_EVENTS = "no_events"
    """Somewhere nothing was counted at all, so there is nothing to divide."""
    FEW_EVENTS = "few_events"
    """Somewhere a weighted sum rests on few events; its limits are wide and approximate."""
    TYPES_LEFT_OUT = "types_left_out"
    """A type or indicator without a number in any area was left out everywhere."""
    TIED = "tied"
    """Equal counts or values lie on the border of the top and share the places left in it."""
    NO_OVERDISPERSION = "no_overdispersion"
    """Somewhere counts vary no more than chance alone makes them vary."""
    AT_BOUND = "at_bound"
    """Somewhere an estimate stopped at the border of what is searched."""
    NO_VOLATILITY = "no_volatility"
    """Somewhere it is unknown how far the level moves from year to year."""
    NOTHING_BEFORE = "nothing_before"
    """Somewhere nothing was counted in the periods before, so there is no ratio."""
    NOTHING_RECENT = "nothing_recent"
    """Somewhere nothing was counted in the newest years, so there is nothing to look ahead from."""
    NO_PACE = "no_pace"
    """Somewhere a level is zero, or no time lies between two moments: there is no steady pace."""
    NOT_DETECTABLE = "not_detectable"
    """Somewhere no change of this direction is large enough to be seen."""
    NOT_CONNECTED = "not_connected"
    """Some won or lost everything, or were never compared with the others, even by a detour."""
    ONE_JUDGE = "one_judge"
    """There is one judge, so there is nobody to agree with."""
    OUT_OF_SCALE = "out_of_scale"
    """Somewhere a value lies outside its anchors and was put on the nearest."""
    NO_REPRESENTATION = "no_representation"
    """Some voters see nothing of theirs chosen."""


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
