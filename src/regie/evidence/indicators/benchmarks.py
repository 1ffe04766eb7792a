"""With whom a municipality may be laid side by side: country, province, size, urbanity. Pure.

A benchmark is the pooled rate ΣO/Σn over the municipalities of a group of which both count and
denominator are known, with the same denominator and years as the series it stands beside. It is
a measuring rod, never a ranking. The group includes the municipality itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from regie.evidence.formats.rules import State
from regie.evidence.indicators.exposure import Exposure
from regie.evidence.indicators.rules import (
    PER,
    Flags,
    Floats,
    Line,
    Reading,
    Reason,
    is_counted,
    read,
)
from safetymethods.rates import pooled_rate


class Group(StrEnum):
    """The comparators, in the order in which they are shown."""

    MUNICIPALITY = "municipality"
    COUNTRY = "country"
    PROVINCE = "province"
    SIZE = "size"
    URBANITY = "urbanity"


@dataclass(frozen=True)
class SizeClass:
    """A CBS size class of municipalities: `floor` ≤ inhabitants < `ceiling`."""

    code: str
    name: str
    floor: float
    ceiling: float


SIZE_CLASSES: tuple[SizeClass, ...] = (
    SizeClass("1", "gemeenten tot 20.000 inwoners", 0, 20_000),
    SizeClass("2", "gemeenten van 20.000 tot 50.000 inwoners", 20_000, 50_000),
    SizeClass("3", "gemeenten van 50.000 tot 100.000 inwoners", 50_000, 100_000),
    SizeClass("4", "gemeenten van 100.000 tot 150.000 inwoners", 100_000, 150_000),
    SizeClass("5", "gemeenten van 150.000 tot 250.000 inwoners", 150_000, 250_000),
    SizeClass("6", "gemeenten vanaf 250.000 inwoners", 250_000, np.inf),
)
"""CBS, "gemeentegrootte" in its coarser form, by the newest known population."""

URBANITY: Mapping[int, str] = {
    1: "zeer sterk stedelijke gemeenten",
    2: "sterk stedelijke gemeenten",
    3: "matig stedelijke gemeenten",
    4: "weinig stedelijke gemeenten",
    5: "niet stedelijke gemeenten",
}
"""CBS, "stedelijkheid": by the surrounding address density of the municipality."""

DENSITY_LIMITS = (2500, 1500, 1000, 500)
"""Addresses per km² from which a municipality is in urbanity class 1, 2, 3, 4 (CBS)."""


def size_class(inhabitants: float) -> SizeClass | None:
    """The size class of a number of inhabitants, or None when that is unknown."""
    for item in SIZE_CLASSES:
        if item.floor <= inhabitants < item.ceiling:
            return item
    return None


def urbanity_class(stated: float, density: float) -> int | None:
    """The class the source states, else the class of the address density, else None."""
    if stated in URBANITY:
        return int(stated)
    if np.isnan(density):
        return None
    return 1 + sum(density < limit for limit in DENSITY_LIMITS)


@dataclass(frozen=True)
class Pool:
    """The readings of a group, with how many municipalities are in each year and how many not."""

    readings: tuple[Reading, ...]
    included: tuple[int, ...]
    left_out: tuple[int, ...]


def pool(
    label: str,
    members: Flags,
    counts: Floats,
    counted: Flags,
    laid: Exposure,
    *,
    periods: Sequence[str],
    provisional: Sequence[bool],
) -> Pool:
    """Pool the members of a group; all arrays have shape (municipalities, periods)."""
    inside = np.flatnonzero(members)
    result = pooled_rate(np.where(counted, counts, np.nan)[inside], laid.values[inside], per=PER)
    known = result.used > 0
    readings = tuple(
        Reading(
            area=label,
            period=period,
            count=float(result.count[at]) if known[at] else None,
            denominator=float(result.population[at]) if known[at] else None,
            rate=float(result.rate[at]) if known[at] else None,
            low=float(result.low[at]) if known[at] else None,
            high=float(result.high[at]) if known[at] else None,
            state=State.VALUE if known[at] else State.NOT_OBSERVED,
            reason=Reason.NONE if known[at] else Reason.NOT_OBSERVED,
            provisional=provisional[at],
            denominator_year=int(laid.years[inside, at].max()) if known[at] else None,
        )
        for at, period in enumerate(periods)
    )
    return Pool(readings, tuple(result.used.tolist()), tuple(result.left_out.tolist()))


def row(
    label: str,
    counts: Floats,
    states: np.ndarray[tuple[int], np.dtype[np.uint8]],
    laid: Exposure,
    *,
    periods: Sequence[str],
    provisional: Sequence[bool],
) -> tuple[Reading, ...]:
    """Readings of a row the publisher delivers itself, such as the national one."""
    line = Line(
        periods=tuple(periods),
        counts=counts,
        states=states,
        denominators=laid.values[0],
        denominator_years=laid.years[0],
        moved=laid.moved[0],
        inhabitants=np.full(len(counts), np.inf),
        provisional=tuple(provisional),
    )
    return read(label, line)


def complete(states: np.ndarray[tuple[int], np.dtype[np.uint8]], laid: Exposure) -> bool:
    """Can the publisher's own row serve the whole series?"""
    return bool(is_counted(states).all()) and not bool(np.isnan(laid.values).any())
