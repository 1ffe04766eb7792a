"""Funnels as the English public health service draws them, to compare with its figures.

Chance is the only difference between areas here; `funnels` holds the funnel of Regie itself. Every
funnel has 100 points along its horizontal axis, closer together where numbers are small.

Source: Office for Health Improvement and Disparities (formerly Public Health England),
Fingertips Public Health Technical Guidance, and its R package PHEindicatormethods 2.1.0 (axis and
edge rules). Exact limits are those of Garwood (1936), Biometrika 28, 437-442, turned around.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from safetymethods.bands import NARROW, WIDE, Band, Bands
from safetymethods.poisson import checked_counts, garwood, poisson_limits
from safetymethods.result import Flags, Floats, Result, found

VERSION = "1"
POINTS = 100
SMALL = 10
"""Events under which a standardised rate is not judged."""
STEP = 2.0**-23
"""The last step of the search for a limit that the published lines were made with."""


class Lines(NamedTuple):
    """The four lines of a funnel, or the places where they have a height."""

    low95: Floats
    high95: Floats
    low998: Floats
    high998: Floats


@dataclass(frozen=True, kw_only=True)
class PheFunnel(Result):
    """The lines of a funnel at 100 points of its axis, and the areas in it.

    `axis` holds populations (proportion), observed events (ratio) or events (rate). `lines` have
    the unit of `value` and `baseline`; `at` holds the expected events (ratio) or populations per
    year (rate) at which they have that height, and for proportions the axis itself. `value`,
    `population` (expected events for a ratio; per year for a rate) and `band` belong to the areas.
    """

    axis: Floats
    lines: Lines
    at: Lines
    baseline: float
    value: Floats
    population: Floats
    band: Bands
    per: float


def phe_funnel_proportion(
    numerators: ArrayLike, denominators: ArrayLike, *, per: float = 100.0
) -> PheFunnel:
    """Parts of areas against the overall part p: lines at p -+ z sqrt(p(1-p)/n), between 0 and 1.

    Both arguments are a row of areas; values and lines are multiplied by `per`. Areas without a
    numerator or a denominator above zero are left out. Raises ValueError for negative or infinite
    numbers, parts above their whole, and when no area is left.
    """
    parts, wholes, used = _row(numerators, denominators)
    if (parts > wholes)[used].any():
        raise ValueError("a part cannot be larger than its whole")
    share = float(parts[used].sum() / wholes[used].sum())
    axis = _axis(*_ends(wholes[used]), shift=0)
    lines = _normal_lines(share, axis)
    own, ratio = _normal_lines(share, wholes), parts / wholes
    return PheFunnel(
        method="phe_funnel.proportion",
        version=VERSION,
        caveats=found(areas_left_out=~used),
        axis=axis,
        lines=Lines(*(per * np.clip(line, 0, 1) for line in lines)),
        at=Lines(axis, axis, axis, axis),
        baseline=per * share,
        value=per * ratio,
        population=wholes,
        band=_bands(
            own.high95 < ratio, own.high998 < ratio, own.low95 > ratio, own.low998 > ratio, used
        ),
        per=per,
    )


def phe_funnel_ratio(
    observed: ArrayLike, expected: ArrayLike, *, per: float = 100.0, as_published: bool = False
) -> PheFunnel:
    """Ratios O/E of areas against 1, both a row of areas: exact Poisson limits turned around.

    With L and U the exact limits of O observed events, the lines have the height O/U and O/L
    (times `per`) where U and L events are expected. An area is outside when 1 lies outside the
    limits of its own ratio, exact under 10 events and Byar's from 10. `as_published` rounds L and
    U to the steps of the search that made the published lines, which changes the fourth digit
    at a few events. Areas and errors as in `phe_funnel_proportion`; counts must be whole.
    """
    counts, means, used = _row(_whole(observed), expected)
    axis = _axis(*_ends(means[used]), shift=1)
    at = _turned(axis, as_published)
    return PheFunnel(
        method="phe_funnel.ratio",
        version=VERSION,
        caveats=found(areas_left_out=~used),
        axis=axis,
        lines=Lines(*(per * axis / place for place in at)),
        at=at,
        baseline=per,
        value=per * counts / means,
        population=means,
        band=_own_bands(counts, means, 1.0),
        per=per,
    )


def phe_funnel_rate(
    events: ArrayLike,
    rates: ArrayLike,
    *,
    population: ArrayLike | None = None,
    per: float = 100_000.0,
    years: float = 1.0,
    standardised: bool = False,
    as_published: bool = False,
) -> PheFunnel:
    """Rates per `per` of areas against their overall level; lines as in `phe_funnel_ratio`.

    The population behind a rate is derived as per * events / rate. Where there are no events it
    is `population` (all `years` together); a directly standardised rate (`standardised`) then has
    none. The baseline is all events over all derived populations. A standardised rate of fewer
    than 10 events gets no value and no answer. Areas and errors as in `phe_funnel_proportion`;
    ValueError also for a rate of zero with events, and for areas without events when no
    `population` is given.
    """
    counts, given, used = _row(_whole(events), rates, zero=True)
    people = _derived(counts, given, population, per, standardised)
    behind = people[~np.isnan(people)]
    if not behind.size:
        raise ValueError("a funnel needs at least one area with events")
    level = float(np.nansum(counts) / behind.sum())
    low, high = (years * end for end in _ends(behind / years))
    axis = _axis(np.floor(low * level), np.ceil(high * level), shift=0)
    at = Lines(*(place / level / years for place in _turned(axis, as_published)))
    small = standardised & (counts < SMALL)
    band = _own_bands(counts, people, level)
    return PheFunnel(
        method="phe_funnel.rate",
        version=VERSION,
        caveats=found(areas_left_out=~used, small_count=small),
        axis=axis,
        lines=Lines(*(per * axis / (place * years) for place in at)),
        at=at,
        baseline=per * level,
        value=np.where(small, np.nan, given),
        population=np.where(small, np.nan, people / years),
        band=np.where(small, Band.NO_ANSWER, band).astype(np.int8),
        per=per,
    )


def _row(above: ArrayLike, below: ArrayLike, *, zero: bool = False) -> tuple[Floats, Floats, Flags]:
    """Two rows of numbers, NaN where an area is left out, and which are used."""
    upper, lower = np.broadcast_arrays(checked_counts(above), checked_counts(below))
    used = ~np.isnan(upper) & ((lower > 0) | (zero & (lower == 0)))
    if upper.ndim != 1 or not used.any():
        raise ValueError("a funnel needs a row of areas, at least one with both numbers")
    return np.where(used, upper, np.nan), np.where(used, lower, np.nan), used


def _whole(counts: ArrayLike) -> Floats:
    values = checked_counts(counts)
    if (values != np.floor(values))[~np.isnan(values)].any():
        raise ValueError("exact limits need whole counts")
    return values


def _derived(
    counts: Floats, rates: Floats, population: ArrayLike | None, per: float, standardised: bool
) -> Floats:
    """The populations behind rates, NaN where there is none."""
    if ((counts > 0) & (rates == 0)).any():
        raise ValueError("an area with events cannot have a rate of zero")
    if population is None and (counts == 0).any():
        raise ValueError("areas without events need their population")
    people = per * counts / np.where(counts > 0, rates, np.nan)
    if population is None or standardised:
        return people
    return np.where(counts == 0, checked_counts(population), people)


def _normal_lines(share: float, wholes: Floats) -> Lines:
    step = np.sqrt(share * (1 - share) / wholes)
    narrow, wide = float(ndtri(1 - NARROW)), float(ndtri(1 - WIDE))
    return Lines(*(share + z * step for z in (-narrow, narrow, -wide, wide)))


def _turned(events: Floats, as_published: bool) -> Lines:
    """Expected counts at which so many events lie on the lines: U for the low ones, L above."""
    low95, high95 = garwood(events, 1 - 2 * NARROW)
    low998, high998 = garwood(events, 1 - 2 * WIDE)
    exact = Lines(high95, low95, high998, low998)
    return Lines(*(_searched(place, events) for place in exact)) if as_published else exact


def _searched(expected: Floats, events: Floats) -> Floats:
    """Where a search by halves for v = E/(E+O+1) ends: in the middle of its last step."""
    share = (np.floor(expected / (expected + events + 1) / STEP) + 0.5) * STEP
    return (events + 1) * share / (1 - share)


def _own_bands(counts: Floats, bases: Floats, level: float) -> Bands:
    """Bands of areas whose own limits leave the level out: exact under 10 events, else Byar's."""
    narrow = poisson_limits(counts, level=1 - 2 * NARROW, method="phe")
    wide = poisson_limits(counts, level=1 - 2 * WIDE, method="phe")
    over95, over998 = narrow.low / bases > level, wide.low / bases > level
    under95, under998 = narrow.high / bases < level, wide.high / bases < level
    return _bands(over95, over998, under95, under998, ~np.isnan(counts + bases))


def _bands(over95: Flags, over998: Flags, under95: Flags, under998: Flags, known: Flags) -> Bands:
    sides = over95.astype(np.int8) + over998 - under95 - under998
    return np.where(known, sides, Band.NO_ANSWER).astype(np.int8)


def _ends(bases: Floats) -> tuple[float, float]:
    """The ends of the axis: neat numbers past the smallest and largest base, or from zero."""
    smallest, largest = float(bases.min()), float(bases.max())
    low = 0.0 if largest > 2 * smallest else _neat_below(smallest)
    return low, _neat_above(largest)


def _neat_below(value: float) -> float:
    """At least 5 % under the value, with one digit that is not zero."""
    lowered = value * 0.95
    unit = 10.0 ** (len(f"{np.floor(lowered):.0f}") - 1)
    return float(np.floor(lowered / unit) * unit)


def _neat_above(value: float) -> float:
    """At least 5 % over the value, with two digits that are not zero."""
    raised = value * 1.05
    unit = 10.0 ** (len(f"{np.ceil(raised):.0f}") - 2)
    return float(np.ceil(raised / unit) * unit)


def _axis(low: float, high: float, shift: int) -> Floats:
    """100 whole numbers from `low` (at least 1) to `high`, by equal factors, at least 1 apart."""
    points = [max(1.0, float(low))]
    for left in range(POINTS - 1, 0, -1):
        factor = (high / points[-1]) ** (1 / (left + shift))
        points.append(max(float(np.rint(factor * points[-1])), points[-1] + 1))
    return np.array(points)
