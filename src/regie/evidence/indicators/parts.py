"""The areas of a level on a map, and all indicators of one area."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from regie.evidence.indicators import rules
from regie.evidence.indicators.comparison import country
from regie.evidence.indicators.cube import (
    INHABITANTS,
    LOCAL,
    MEASURES,
    MUNICIPALITY,
    Counts,
    Evidence,
)
from regie.evidence.indicators.definitions import BUDGET, PERCEPTION, Definition, definitions
from regie.evidence.indicators.memory import remembered
from regie.evidence.indicators.rules import Reading, Segment, Standing, compare
from regie.evidence.indicators.series import SeriesView, line_of, series
from regie.evidence.sources.queries import DeliveryRef


@dataclass(frozen=True)
class AreaReading:
    """One area on a map or in a list: its pooled reading, or why there is none."""

    area: str
    reading: Reading | None
    years: int
    reason: rules.Reason
    count: float | None
    newest: Reading


@dataclass(frozen=True)
class AreasView:
    """One indicator in all areas of a level, for a map and its table."""

    level: str
    denominator: str
    fallback: bool
    period: str
    areas: tuple[AreaReading, ...]
    deliveries: tuple[DeliveryRef, ...]

    @property
    def doubtful(self) -> tuple[AreaReading, ...]:
        """The areas whose newest figure is, or holds, a suspicious zero."""
        return tuple(a for a in self.areas if a.newest.doubtful)

    @property
    def clear(self) -> tuple[AreaReading, ...]:
        """The areas with a rate that may be coloured."""
        return tuple(a for a in self.areas if a.reading is not None and not a.newest.doubtful)


def areas(found: Evidence, definition: Definition, level: str) -> AreasView | None:
    """The newest reading of every area of a level: one year for municipalities, three locally.

    All areas share one denominator: the indicator's own when it is known for at least half of
    the areas in the newest period, otherwise inhabitants.
    """
    if definition.kind == PERCEPTION or not definition.available:
        return None
    counts = found.counts(definition.family, level)
    if counts is None:
        return None
    key = ("areas", found.realm, found.stamp, definition.code, level, counts.areas)
    return remembered(key, lambda: _areas(found, definition, counts, level))


def _areas(found: Evidence, definition: Definition, counts: Counts, level: str) -> AreasView | None:
    values, states = counts.of(definition, local=level in LOCAL)
    own = found.laid(definition.denominator, level, counts)
    known = float((~np.isnan(own.values[:, -1])).mean())
    code = definition.denominator if known >= 0.5 else INHABITANTS
    laid = found.laid(code, level, counts)
    people = found.laid(INHABITANTS, level, counts)
    longest = 3 if level in LOCAL else 1
    parts = rules.segments(counts.periods[-longest:], [b.at for b in definition.breaks])
    rows = tuple(
        _area_reading(
            rules.read(area, line_of(counts, values[at], states[at], laid, people, at, longest)),
            parts,
            longest,
        )
        for at, area in enumerate(counts.areas)
    )
    return AreasView(
        level, code, code != definition.denominator, counts.periods[-1], rows, counts.deliveries
    )


def _area_reading(
    readings: Sequence[Reading], parts: Sequence[Segment], longest: int
) -> AreaReading:
    newest = readings[-1]
    pooled = rules.pooled(readings, parts, longest=longest) if newest.known else None
    if pooled is None:
        return AreaReading(newest.area, None, 1, newest.reason, newest.count, newest)
    reading, years = pooled
    return AreaReading(newest.area, reading, years, rules.Reason.NONE, reading.count, newest)


@dataclass(frozen=True)
class AreaRow:
    """One indicator on an area page: the pooled reading beside that of the area around it."""

    definition: Definition
    newest: Reading
    reading: Reading | None
    years: int
    denominator: str
    beside: Reading | None
    standing: Standing


def area_rows(found: Evidence, area: str, level: str) -> tuple[AreaRow, ...]:
    """Every indicator of the police tables in one area, over at most three years."""
    key = ("area", found, area, level)
    return remembered(key, lambda: tuple(_area_rows(found, area, level)))


def _area_rows(found: Evidence, area: str, level: str) -> Iterator[AreaRow]:
    for definition in definitions():
        if definition.kind == BUDGET:
            continue
        own = series(found, definition, area, level)
        if own is not None and own.newest is not None:
            yield _area_row(found, own, own.newest)


def _area_row(found: Evidence, own: SeriesView, newest: Reading) -> AreaRow:
    pooled = rules.pooled(own.readings, own.segments) if newest.known else None
    if pooled is None:
        return AreaRow(own.definition, newest, None, 1, own.denominator, None, Standing.UNKNOWN)
    reading, years = pooled
    around = _around(found, own)
    periods = {item.period for item in own.readings[-years:]}
    beside = rules.pooled_over(around, periods)
    standing = compare(reading, beside) if beside else Standing.UNKNOWN
    return AreaRow(own.definition, newest, reading, years, own.denominator, beside, standing)


def _around(found: Evidence, own: SeriesView) -> tuple[Reading, ...]:
    """What an area stands beside: a part beside its municipality, that beside the country."""
    if own.level == MUNICIPALITY:
        national = country(found, own, "")
        return national.readings if national else ()
    whole = series(
        found, own.definition, found.municipality, MUNICIPALITY, denominator=own.denominator
    )
    return whole.readings if whole else ()


def inhabitants(found: Evidence, area: str, level: str) -> tuple[float, int] | None:
    """The newest number of inhabitants of an area and its year, or None when unknown."""
    source = found.denominator(INHABITANTS, level)
    if source is None or area not in source.row:
        return None
    values = source.values[source.row[area]]
    known = np.flatnonzero(~np.isnan(values))
    return (float(values[known[-1]]), source.years[known[-1]]) if len(known) else None


def area_deliveries(found: Evidence, level: str) -> tuple[DeliveryRef, ...]:
    """What the figures of a level rest on."""
    families = (found.counts(family, level) for family in MEASURES)
    counts = (ref for family in families if family for ref in family.deliveries)
    people = found.denominator(INHABITANTS, level)
    return (*counts, *(people.deliveries if people else ()))


def hidden_types(found: Evidence, level: str) -> tuple[Definition, ...]:
    """Types that the publisher withholds at this level."""
    if level not in LOCAL:
        return ()
    return tuple(
        d
        for d in definitions()
        if d.hidden_locally and d.kind != BUDGET and found.counts(d.family, level) is not None
    )
