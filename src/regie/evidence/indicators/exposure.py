"""A denominator laid beside a series: which year of which territory may be divided by. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from regie.evidence.indicators.rules import MINIMUM, Flags, Floats, Ints

REACH = 1
"""A denominator may be this many years away; then the rate is marked as estimated."""
MUNICIPAL_JUMP = 0.06
"""A municipality's population that changes more than this in a year had its boundary moved.

In the population of all municipalities 2012–2025 the yearly change of an unmoved municipality
stays under 6 %; every larger step is a merger or a boundary correction.
"""
LOCAL_JUMP = 0.5
"""The same for districts and neighbourhoods, where a new estate may really double a place."""


@dataclass(frozen=True)
class Exposure:
    """A denominator laid beside the periods of a series; shape (areas, periods).

    `values` is NaN where unknown, `years` 0 there; `moved` marks the periods in which the area
    had another boundary or did not exist yet. `shared` marks values that were shared out over
    new areas, so that they are estimates.
    """

    values: Floats
    years: Ints
    moved: Flags
    shared: Flags


@dataclass(frozen=True)
class Origins:
    """What is known about how a denominator was counted; both shaped (areas, years).

    `shared` values were shared out over new areas. `settled` ones are known to be counted in the
    areas of today, so that a jump in them is growth.
    """

    shared: Flags
    settled: Flags


def exposure(
    known: Floats,
    known_years: Sequence[int],
    years: Sequence[int],
    *,
    jump: float,
    origins: Origins | None = None,
) -> Exposure:
    """Lay a denominator counted in some years beside the years of a series.

    Before a jump in the denominator (a merger under the same code) the older values describe
    another territory and are not used. The nearest remaining year counts, at most `REACH` away.
    """
    nothing = np.zeros(known.shape, dtype=np.bool_)
    told = origins or Origins(nothing, nothing)
    usable = _after_last_jump(known, jump, told.settled)
    source_years = np.asarray(known_years, dtype=np.int64)
    wanted = np.asarray(years, dtype=np.int64)
    values = np.full((len(known), len(wanted)), np.nan)
    found = np.zeros(values.shape, dtype=np.int64)
    for distance in range(REACH + 1):
        for offset in sorted({distance, -distance}):
            for at, year in enumerate(wanted):
                _fill(values, found, at, usable, source_years, int(year) + offset)
    shared = np.zeros(values.shape, dtype=np.bool_)
    for column, year in enumerate(source_years):
        shared |= (found == year) & told.shared[:, column : column + 1]
    return Exposure(values, found, _moved(usable, source_years, wanted, found), shared)


def _fill(values: Floats, found: Ints, at: int, usable: Floats, years: Ints, year: int) -> None:
    column = np.flatnonzero(years == year)
    if not len(column):
        return
    candidate = usable[:, column[0]]
    take = np.isnan(values[:, at]) & ~np.isnan(candidate)
    values[take, at] = candidate[take]
    found[take, at] = year


def _after_last_jump(known: Floats, jump: float, settled: Flags) -> Floats:
    """Blank what lies before the last change of more than `jump`; small places never jump.

    Between two values that are known to be counted in the same area no border moved.
    """
    usable = known.copy()
    for column in range(known.shape[1] - 1, 0, -1):
        now, before = usable[:, column], usable[:, column - 1]
        with np.errstate(invalid="ignore", divide="ignore"):
            jumped = (np.abs(now / before - 1) > jump) & (np.fmin(now, before) >= MINIMUM)
        jumped &= ~(settled[:, column] & settled[:, column - 1])
        usable[jumped, :column] = np.nan
    return usable


def after_change(known: Floats, changed: Flags) -> Floats:
    """Blank what was counted inside an older boundary; both arrays are (areas, years).

    `changed` marks the edition in which the publisher says the boundary moved (CBS, key figures,
    "Indelingswijziging" 3).
    """
    later = np.zeros(changed.shape, dtype=np.bool_)
    for column in range(changed.shape[1] - 2, -1, -1):
        later[:, column] = later[:, column + 1] | changed[:, column + 1]
    return np.where(later, np.nan, known)


def _moved(usable: Floats, years: Ints, wanted: Ints, found: Ints) -> Flags:
    """Unknown and before the first usable year: the area as it is now did not exist then."""
    known = ~np.isnan(usable)
    first = np.where(known.any(axis=1), years[np.argmax(known, axis=1)], 0) if years.size else 0
    starts = np.broadcast_to(np.asarray(first), (len(usable),))
    moved: Flags = (found == 0) & (wanted[None, :] < starts[:, None])
    return moved
