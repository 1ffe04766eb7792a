"""The counts and denominators that swings and spreads are estimated on, one level of one family.

What may not be believed is left out as NaN: hidden and unknown counts, suspicious zeros, years in
which the area had another boundary, and areas with too few people.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regie.evidence.indicators.cube import (
    INHABITANTS,
    LOCAL,
    MUNICIPALITY,
    Counts,
    Evidence,
    evidence,
)
from regie.evidence.indicators.definitions import PERCEPTION, Definition, definitions
from regie.evidence.indicators.rules import EARLIER, MINIMUM, is_counted, suspicious
from regie.evidence.sources import queries as sources
from regie.evidence.sources.models import Delivery, DeliveryState
from regie.foundation.areas.models import Area
from regie.foundation.areas.rules import is_pseudo

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]

SAMPLE = 25
"""So many municipalities are enough to know how districts and neighbourhoods differ.

They have together some 700 neighbourhoods; more would cost minutes and change little.
"""
HALF = 0.5
"""The own denominator serves when it is known for so much of what was counted."""


@dataclass(frozen=True)
class Sheet:
    """One family at one level. `counts` and `exposure` are (types, areas, years), NaN unknown.

    `home` is the number of the municipality of each area, `own` whether a type is divided by its
    own denominator, `deliveries` the numbers of the deliveries, `homes` how many municipalities
    there are figures of, of which `used` were used.
    """

    level: str
    family: str
    definitions: tuple[Definition, ...]
    areas: tuple[str, ...]
    periods: tuple[str, ...]
    provisional: tuple[bool, ...]
    counts: Floats
    exposure: Floats
    home: Places
    own: Flags
    deliveries: tuple[int, ...]
    homes: int
    used: int


@dataclass(frozen=True)
class _Part:
    """The counts of one look (the country, or one municipality) with both denominators."""

    counts: Counts
    rows: Places
    values: Floats
    own: Floats
    people: Floats
    deliveries: frozenset[int]


def countable() -> tuple[Definition, ...]:
    """The indicators that have a swing and a spread: everything that is counted."""
    return tuple(item for item in definitions() if item.kind != PERCEPTION and item.available)


def sheet(realm: str, family: str, level: str) -> Sheet | None:
    """Lay a family at a level; None when there are no yearly figures.

    Of municipalities in one look; of their parts from `SAMPLE` municipalities.
    """
    items = tuple(item for item in countable() if item.family == family)
    homes = municipalities_with(realm, family, level) if level in LOCAL else ("",)
    chosen = evenly(homes, SAMPLE)
    found = [part for home in chosen if (part := _part(evidence(realm, home), items, level))]
    same = [part for part in found if part.counts.periods == found[0].counts.periods]
    return _sheet(items, family, level, same, len(homes)) if same else None


def municipalities_with(realm: str, family: str, level: str) -> tuple[str, ...]:
    """The municipalities with areas at a local level that a delivery knows. 2 queries."""
    rows = Delivery.objects.filter(
        state=DeliveryState.AVAILABLE, dataset__isnull=False, dataset__realm=realm
    )
    found: set[str] = set()
    for delivery in rows.select_related("dataset"):
        manifest = sources.manifest_of(delivery)
        if manifest.family == family and manifest.levels.get(level):
            found |= set(manifest.municipalities)
    areas = Area.objects.filter(classification__realm=realm, kind=level)
    parted = set(areas.values_list("municipality_code", flat=True).distinct())
    return tuple(sorted(code for code in found & parted if not is_pseudo(code)))


def evenly(codes: Sequence[str], most: int) -> tuple[str, ...]:
    """At most so many of the codes, spread evenly over their order."""
    step = max(1, math.ceil(len(codes) / most))
    return tuple(codes[::step])


def _part(found: Evidence, items: Sequence[Definition], level: str) -> _Part | None:
    counts = found.counts(items[0].family, level)
    if counts is None:
        return None
    rows = np.array([at for at, code in enumerate(counts.areas) if not is_pseudo(code)], np.int64)
    laid = {code: found.laid(code, level, counts) for code in _denominators(items)}
    people = laid[INHABITANTS].values[rows]
    sources_ = {ref.id for ref in counts.deliveries} | _sources(found, level, laid)
    return _Part(
        counts=counts,
        rows=rows,
        values=np.stack([_believed(counts, item, level)[rows] for item in items]),
        own=np.stack([laid[item.denominator].values[rows] for item in items]),
        people=people,
        deliveries=frozenset(sources_),
    )


def _denominators(items: Sequence[Definition]) -> set[str]:
    return {INHABITANTS, *(item.denominator for item in items)}


def _sources(found: Evidence, level: str, codes: Iterable[str]) -> set[int]:
    kept = (found.denominator(code, level) for code in codes)
    return {ref.id for source in kept if source for ref in source.deliveries}


def _believed(counts: Counts, item: Definition, level: str) -> Floats:
    """The counts of one type; NaN where nothing was counted or a zero cannot be believed."""
    values, states = counts.of(item, local=level in LOCAL)
    known = np.where(is_counted(states), values, np.nan)
    return np.where(_doubtful(known), np.nan, known)


def _doubtful(counts: Floats) -> Flags:
    """The suspicious zeros of every year, by the rule that the pages have for the newest one."""
    marked = np.zeros(counts.shape, dtype=np.bool_)
    with np.errstate(invalid="ignore"):
        for end in range(EARLIER + 1, counts.shape[-1] + 1):
            marked[..., end - 1] = ~np.isnan(suspicious(counts[..., :end])[..., -1])
    return marked


def _sheet(
    items: tuple[Definition, ...], family: str, level: str, parts: Sequence[_Part], homes: int
) -> Sheet:
    first = parts[0].counts
    counts = np.concatenate([part.values for part in parts], axis=1)
    own = np.concatenate([part.own for part in parts], axis=1)
    people = np.concatenate([part.people for part in parts], axis=0)
    counted = ~np.isnan(counts)
    covered = (counted & (own > 0)).sum(axis=(1, 2)) >= HALF * counted.sum(axis=(1, 2))
    exposure = np.where(covered[:, None, None], own, people)
    lived_in = (people >= MINIMUM) | np.isnan(people)
    return Sheet(
        level=level,
        family=family,
        definitions=items,
        areas=tuple(part.counts.areas[at] for part in parts for at in part.rows.tolist()),
        periods=first.periods,
        provisional=first.provisional,
        counts=counts,
        exposure=np.where(lived_in & (exposure > 0), exposure, np.nan),
        home=np.concatenate([np.full(len(p.rows), at) for at, p in enumerate(parts)]),
        own=covered,
        deliveries=tuple(sorted(set().union(*(part.deliveries for part in parts)))),
        homes=homes,
        used=len(parts) if level != MUNICIPALITY else len(parts[0].rows),
    )
