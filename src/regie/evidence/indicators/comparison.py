"""What stands beside a series: the whole municipality, the country, comparable municipalities."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from regie.evidence.indicators import benchmarks
from regie.evidence.indicators.benchmarks import Group, Pool
from regie.evidence.indicators.cube import (
    COUNTRY,
    INHABITANTS,
    MUNICIPALITY,
    YEAR,
    Counts,
    Evidence,
    Frequency,
)
from regie.evidence.indicators.memory import remembered
from regie.evidence.indicators.rules import Reading, is_counted
from regie.evidence.indicators.series import SeriesView, series


@dataclass(frozen=True)
class BenchmarkView:
    """A group beside the own series: same denominator, same periods."""

    group: Group
    label: str
    readings: tuple[Reading, ...]
    municipalities: int | None
    left_out: tuple[int, ...]

    def at(self, period: str) -> Reading | None:
        """The reading of one period."""
        return next((item for item in self.readings if item.period == period), None)


@dataclass(frozen=True)
class Surroundings:
    """To which groups a municipality belongs; None where that is unknown."""

    province: str | None
    provinces: dict[str, str]
    size: benchmarks.SizeClass | None
    urbanity: int | None


def surroundings(found: Evidence, area: str, provinces: dict[str, str]) -> Surroundings:
    """The groups of a municipality; `provinces` maps municipality to province code."""
    return Surroundings(
        province=provinces.get(area) or None,
        provinces=provinces,
        size=benchmarks.size_class(_newest_inhabitants(found).get(area, float("nan"))),
        urbanity=_urbanity(found).get(area),
    )


def _newest_inhabitants(found: Evidence) -> Mapping[str, float]:
    key = ("newest inhabitants", found.realm, found.stamp)
    return remembered(key, lambda: _inhabitants(found))


def _inhabitants(found: Evidence) -> dict[str, float]:
    source = found.denominator(INHABITANTS, MUNICIPALITY)
    if source is None:
        return {}
    newest = {}
    for at, area in enumerate(source.areas):
        known = source.values[at][~np.isnan(source.values[at])]
        if len(known):
            newest[area] = float(known[-1])
    return newest


def _urbanity(found: Evidence) -> Mapping[str, int]:
    return remembered(("urbanity", found.realm, found.stamp), lambda: _urbanity_classes(found))


def _urbanity_classes(found: Evidence) -> dict[str, int]:
    stated, density = found.classes()
    classes = {
        code: benchmarks.urbanity_class(
            stated.get(code, float("nan")), density.get(code, float("nan"))
        )
        for code in {*stated, *density}
    }
    return {code: value for code, value in classes.items() if value is not None}


def country(
    found: Evidence, own: SeriesView, label: str, frequency: Frequency = YEAR
) -> BenchmarkView | None:
    """The Netherlands beside a series: the publisher's national row, else all municipalities."""
    national = found.counts(own.definition.family, COUNTRY, frequency)
    if national is not None:
        view = _national_row(found, own, national, label)
        if view is not None:
            return view
    if frequency != YEAR:
        return None
    counts = _municipal(found, own)
    everyone = frozenset(counts.areas) if counts else frozenset()
    return _pooled(found, own, Group.COUNTRY, label, everyone)


def _national_row(
    found: Evidence, own: SeriesView, national: Counts, label: str
) -> BenchmarkView | None:
    laid = found.laid(own.denominator, COUNTRY, national)
    values, states = national.of(own.definition, local=False)
    wanted = {reading.period for reading in own.readings}
    if not wanted <= set(national.periods) or not benchmarks.complete(states[0], laid):
        return None
    readings = benchmarks.row(
        label,
        values[0],
        states[0],
        laid,
        periods=national.periods,
        provisional=national.provisional,
    )
    kept = tuple(reading for reading in readings if reading.period in wanted)
    return BenchmarkView(Group.COUNTRY, label, kept, None, ())


def _municipal(found: Evidence, own: SeriesView) -> Counts | None:
    return found.counts(own.definition.family, MUNICIPALITY)


def groups(
    found: Evidence, own: SeriesView, around: Surroundings, labels: dict[Group, str]
) -> tuple[BenchmarkView, ...]:
    """Province, size class and urbanity class beside a municipal series, where known."""
    people, urban = _newest_inhabitants(found), _urbanity(found)
    members: dict[Group, frozenset[str]] = {
        Group.PROVINCE: frozenset(
            code for code, home in around.provinces.items() if home == around.province
        )
        if around.province
        else frozenset(),
        Group.SIZE: frozenset(
            code for code, n in people.items() if benchmarks.size_class(n) == around.size
        )
        if around.size
        else frozenset(),
        Group.URBANITY: frozenset(code for code, k in urban.items() if k == around.urbanity),
    }
    views = (_pooled(found, own, group, labels[group], codes) for group, codes in members.items())
    return tuple(view for view in views if view is not None)


def whole(
    found: Evidence, own: SeriesView, label: str, frequency: Frequency = YEAR
) -> BenchmarkView | None:
    """The municipality beside one of its parts, over the same denominator."""
    view = series(
        found,
        own.definition,
        found.municipality,
        MUNICIPALITY,
        frequency,
        denominator=own.denominator,
    )
    return BenchmarkView(Group.MUNICIPALITY, label, view.readings, None, ()) if view else None


def _pooled(
    found: Evidence, own: SeriesView, group: Group, label: str, codes: frozenset[str]
) -> BenchmarkView | None:
    counts = _municipal(found, own)
    members = np.array([code in codes for code in counts.areas]) if counts else np.zeros(0, bool)
    if counts is None or not members.any():
        return None
    values, states = counts.of(own.definition, local=False)
    pool: Pool = benchmarks.pool(
        label,
        members,
        values,
        is_counted(states),
        found.laid(own.denominator, MUNICIPALITY, counts),
        periods=counts.periods,
        provisional=counts.provisional,
    )
    return BenchmarkView(group, label, pool.readings, int(members.sum()), pool.left_out)
