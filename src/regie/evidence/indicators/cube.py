"""Counts and denominators of one realm laid beside each other, read a few times and kept.

Sits between the sources room, which gives dense cubes, and `queries.py`, which makes readings.
Municipal figures are read once for the whole realm, because benchmarks need them all; local
figures once per municipality.
"""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from regie.evidence.formats.rules import State
from regie.evidence.indicators.definitions import Definition
from regie.evidence.indicators.denominators import CLASS_STEMS, Denominator, Place, build, lay
from regie.evidence.indicators.exposure import Exposure
from regie.evidence.indicators.memory import remembered
from regie.evidence.indicators.rules import (
    Floats,
    calendar_years,
    combine,
    is_counted,
    twelve_months,
    year_of,
)
from regie.evidence.sources import queries as sources
from regie.evidence.sources.models import Delivery, DeliveryState
from regie.evidence.sources.queries import DeliveryRef, Figures
from regie.foundation.areas import queries as areas
from regie.foundation.crosswalks.queries import Knowledge, knowledge
from safetymethods.series import YEAR as WHOLE_YEAR
from safetymethods.series import completeness

Frequency = Literal["year", "month"]
COUNTRY, PROVINCE, MUNICIPALITY = "country", "province", "municipality"
DISTRICT, NEIGHBOURHOOD = "district", "neighbourhood"
LOCAL = frozenset({DISTRICT, NEIGHBOURHOOD})
YEAR: Frequency = "year"
MONTH: Frequency = "month"
INHABITANTS = "inhabitants"
MEASURES = {"offence": "GeregistreerdeMisdrijven", "nuisance": "GeregistreerdeOverlast"}
UNSETTLED = frozenset({"provisional", "revised"})
"""CBS marks `*` provisional and `**` revised provisional; both may still change."""
States = NDArray[np.uint8]


@dataclass(frozen=True)
class Counts:
    """The counts of one table family at one level; arrays (areas, categories, periods).

    `window` is 12 when each value is the sum of the twelve months ending with its period.
    """

    areas: tuple[str, ...]
    categories: tuple[str, ...]
    periods: tuple[str, ...]
    values: Floats
    states: States
    provisional: tuple[bool, ...]
    classification_years: tuple[int, ...]
    deliveries: tuple[DeliveryRef, ...]
    window: int = 1

    @cached_property
    def row(self) -> dict[str, int]:
        """Area code → row."""
        return {code: at for at, code in enumerate(self.areas)}

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Calendar year of each period."""
        return tuple(year_of(period) for period in self.periods)

    def of(self, definition: Definition, *, local: bool) -> tuple[Floats, States]:
        """Counts and states of one indicator, shape (areas, periods).

        Types the publisher withholds below the municipality are hidden there whatever the file
        says: it says 0.
        """
        columns = [self.categories.index(c) for c in definition.categories if c in self.categories]
        if len(columns) < len(definition.categories):
            missing = np.full((len(self.areas), len(self.periods)), np.nan)
            return missing, np.full(missing.shape, int(State.NOT_OBSERVED), dtype=np.uint8)
        states = combine(np.moveaxis(self.states[:, columns, :], 1, -1))
        if local and definition.hidden_locally:
            states = np.where(is_counted(states), int(State.HIDDEN), states).astype(np.uint8)
        values = self.values[:, columns, :].sum(axis=1)
        return np.where(is_counted(states), values, np.nan), states


@dataclass(frozen=True)
class Evidence:
    """The figures of one realm as they stand, seen from one municipality."""

    realm: str
    municipality: str
    stamp: tuple[Hashable, ...]

    def counts(self, family: str, level: str, frequency: Frequency = YEAR) -> Counts | None:
        """The counts of a family, from monthly figures where there are no yearly ones."""
        scope = self._scope(level, frequency)
        key = ("counts", self.realm, self.stamp, family, level, frequency, scope)
        return remembered(key, lambda: _counts(self.realm, family, level, frequency, scope))

    def denominator(self, code: str, level: str) -> Denominator | None:
        """A denominator at a level, or None when no table delivers it."""
        scope = self._scope(level)
        key = ("denominator", self.realm, self.stamp, code, level, scope)
        return remembered(key, lambda: build(code, self._place(level, scope)))

    def boundary(self, level: str) -> int | None:
        """The classification year of the counts of a level: what a denominator must be in."""
        found = (self.counts(family, level) for family in MEASURES)
        return next((counts.classification_years[-1] or None for counts in found if counts), None)

    def _place(self, level: str, scope: str | None) -> Place:
        """What to read for a denominator: its parts may stand under older municipalities."""
        year = self.boundary(level)
        source = self.denominator(INHABITANTS, MUNICIPALITY) if level in LOCAL and year else None
        told = source.carried if source else None
        homes = told.homes(self.municipality) if told else ()
        return Place(self.realm, level, scope, year, homes, self._known)

    def _known(self) -> Knowledge:
        key = ("crosswalks", self.realm, self.stamp)
        return remembered(key, lambda: knowledge(self.realm))

    def laid(self, code: str, level: str, counts: Counts) -> Exposure:
        """A denominator beside the areas and periods of counts; all unknown without a table."""
        place = (level, counts.areas, counts.periods)
        key = ("laid", self.realm, self.stamp, code, *place)
        axes = (level, counts.areas, counts.years)
        return remembered(key, lambda: lay(self.denominator(code, level), *axes))

    def classes(self) -> tuple[dict[str, float], dict[str, float]]:
        """Urbanity class and address density per municipality, newest known."""
        key = ("classes", self.realm, self.stamp)
        return remembered(key, lambda: _classes(self.realm))

    def _scope(self, level: str, frequency: Frequency = YEAR) -> str | None:
        """One municipality for what is large: local figures, and months."""
        months = frequency == MONTH and level == MUNICIPALITY
        return self.municipality if level in LOCAL or months else None


def evidence(realm: str, municipality: str) -> Evidence:
    """The figures as they stand now. 2 queries.

    Everything remembered hangs on the deliveries in use (also boundaries and lists of areas)
    and on the classifications that are registered.
    """
    deliveries = Delivery.objects.filter(state=DeliveryState.AVAILABLE).order_by("pk")
    stamp: list[Hashable] = list(deliveries.values_list("pk", "received_at"))
    stamp += [(item.pk, item.year) for item in areas.classifications(realm)]
    return Evidence(realm, municipality, tuple(stamp))


def _counts(
    realm: str, family: str, level: str, frequency: Frequency, scope: str | None
) -> Counts | None:
    found = _figures(realm, family, MEASURES[family], level, frequency, scope)
    if frequency == MONTH:
        return _twelve_months(found) if found else None
    if found:
        return _from_figures(found)
    months = _figures(realm, family, MEASURES[family], level, MONTH, scope)
    return _from_months(months) if months else None


def _figures(
    realm: str, family: str, measure: str, level: str, frequency: Frequency, scope: str | None
) -> Figures | None:
    found = sources.figures(
        family,
        realm=realm,
        measure=measure,
        level=level,
        municipality=scope,
        frequency=frequency,
    )
    return found if found is not None and found.periods and found.areas else None


def _from_figures(found: Figures) -> Counts:
    return Counts(
        areas=found.areas,
        categories=found.categories,
        periods=found.periods,
        values=found.values,
        states=found.states,
        provisional=tuple(status in UNSETTLED for status in found.period_status),
        classification_years=found.period_years,
        deliveries=found.deliveries,
    )


def _twelve_months(found: Figures) -> Counts | None:
    """Sums of twelve months; None when there are fewer."""
    first = WHOLE_YEAR - 1
    if len(found.periods) < WHOLE_YEAR:
        return None
    values, states = twelve_months(found.values, found.states, found.periods)
    whole = _from_figures(found)
    settled = completeness(found.periods).finished
    return replace(
        whole,
        periods=found.periods[first:],
        values=values[..., first:],
        states=states[..., first:],
        provisional=tuple(
            whole.provisional[at] or not settled[at] for at in range(first, len(found.periods))
        ),
        classification_years=found.period_years[first:],
        window=WHOLE_YEAR,
    )


def _from_months(found: Figures) -> Counts | None:
    periods, values, states = calendar_years(found.values, found.states, found.periods)
    if not periods:
        return None
    status = dict(zip(found.periods, found.period_status, strict=True))
    settled = dict(zip(found.periods, completeness(found.periods).finished, strict=True))
    return replace(
        _from_figures(found),
        periods=periods,
        values=values,
        states=states,
        provisional=tuple(
            any(status[m] in UNSETTLED for m in status if m[:4] == p[:4])
            or not settled[f"{p[:4]}MM12"]
            for p in periods
        ),
        classification_years=tuple(
            found.period_years[found.periods.index(f"{p[:4]}MM12")] for p in periods
        ),
    )


def _classes(realm: str) -> tuple[dict[str, float], dict[str, float]]:
    stated, density = (_newest(realm, stem) for stem in CLASS_STEMS)
    return stated, density


def _newest(realm: str, stem: str) -> dict[str, float]:
    found = _figures(realm, "kwb", stem, MUNICIPALITY, YEAR, None)
    if not found:
        return {}
    values = np.where(is_counted(found.states), found.values, np.nan)[:, 0, :]
    return {area: _last(values[at]) for at, area in enumerate(found.areas)}


def _last(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known[-1]) if len(known) else float("nan")
