"""The figures that verdicts rest on, as whole arrays: types × areas × periods.

A block holds one kind of indicator at one level. What cannot be counted or divided is NaN, with
its reason beside it, so that a verdict can say why it is not there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from regie.evidence.appraisal.rules import Why
from regie.evidence.formats.rules import State
from regie.evidence.indicators.cube import (
    INHABITANTS,
    LOCAL,
    MEASURES,
    MONTH,
    Counts,
    Evidence,
    Frequency,
)
from regie.evidence.indicators.definitions import Definition
from regie.evidence.indicators.rules import MINIMUM, is_counted, suspicious
from regie.evidence.sources import queries as sources
from regie.evidence.sources.queries import Figures
from safetymethods.series import completeness, split_at_breaks

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.uint8]

HALF = 0.5
"""An own denominator serves a level when it is known for at least half of its areas."""


@dataclass(frozen=True)
class Block:
    """Counts of one kind of indicator at one level, with what they are divided by.

    `counts`, `exposure`, `people` and `moved` have shape (types, areas, periods); `states` are
    those of the counts. `usual` is NaN but where a count is a suspicious zero.
    """

    definitions: tuple[Definition, ...]
    level: str
    areas: tuple[str, ...]
    periods: tuple[str, ...]
    provisional: tuple[bool, ...]
    counts: Floats
    states: Codes
    exposure: Floats
    people: Floats
    moved: Flags
    usual: Floats
    deliveries: tuple[int, ...]

    @cached_property
    def row(self) -> dict[str, int]:
        """Area code → row."""
        return {code: at for at, code in enumerate(self.areas)}

    @cached_property
    def parts(self) -> NDArray[np.int64]:
        """Per type and period the stretch it may be compared within, -1 for mixed periods."""
        return stretches(self.periods, self.definitions)

    @cached_property
    def enough_people(self) -> Flags:
        """Where at least 200 people live, or it is not known how many: (areas, periods)."""
        people = self.people[0]
        enough: Flags = np.isnan(people) | (people >= MINIMUM)
        return enough

    def why(self, type_at: int, area_at: int, period_at: int) -> Why:
        """Why there is no count at this place; NOTHING when there is one."""
        state = State(int(self.states[type_at, area_at, period_at]))
        if state is State.HIDDEN:
            return Why.HIDDEN
        known = not np.isnan(self.counts[type_at, area_at, period_at])
        return Why.NOTHING if known else Why.NO_FIGURES


def stretches(periods: Sequence[str], definitions: Sequence[Definition]) -> NDArray[np.int64]:
    """Per definition and period the stretch it may be compared within, -1 for mixed periods."""
    known: dict[tuple[str, ...], NDArray[np.int64]] = {}
    rows = []
    for item in definitions:
        cut = tuple(change.at for change in item.breaks)
        if cut not in known:
            known[cut] = split_at_breaks(periods, cut).part
        rows.append(known[cut])
    return np.stack(rows)


def block(
    found: Evidence, definitions: Sequence[Definition], level: str, frequency: Frequency
) -> Block | None:
    """The figures of definitions of one table family; None when no table has them here."""
    counts = found.counts(definitions[0].family, level, frequency) if definitions else None
    if counts is None or not counts.areas or not counts.periods:
        return None
    own = [counts.of(item, local=level in LOCAL) for item in definitions]
    values = np.stack([value for value, _state in own])
    people = found.laid(INHABITANTS, level, counts)
    laid = [
        found.laid(_denominator(found, item, level, counts), level, counts) for item in definitions
    ]
    return Block(
        definitions=tuple(definitions),
        level=level,
        areas=counts.areas,
        periods=counts.periods,
        provisional=counts.provisional,
        counts=values,
        states=np.stack([state for _value, state in own]),
        exposure=np.stack([item.values for item in laid]),
        people=np.broadcast_to(people.values, values.shape),
        moved=np.stack([item.moved for item in laid]),
        usual=suspicious(values, window=counts.window),
        deliveries=_deliveries(found, counts, definitions, level),
    )


def _denominator(found: Evidence, definition: Definition, level: str, counts: Counts) -> str:
    """The indicator's own denominator when the level knows it, else inhabitants."""
    own = found.laid(definition.denominator, level, counts).values[:, -1]
    return definition.denominator if float((~np.isnan(own)).mean()) >= HALF else INHABITANTS


def _deliveries(
    found: Evidence, counts: Counts, definitions: Sequence[Definition], level: str
) -> tuple[int, ...]:
    numbers = {ref.id for ref in counts.deliveries}
    for code in {INHABITANTS, *(item.denominator for item in definitions)}:
        source = found.denominator(code, level)
        numbers |= {ref.id for ref in source.deliveries} if source else set()
    return tuple(sorted(numbers))


@dataclass(frozen=True)
class Months:
    """Counts per month of one area: (types, months), and how many of the last are unsettled."""

    periods: tuple[str, ...]
    counts: Floats
    settled: int
    deliveries: tuple[int, ...]

    @property
    def last(self) -> str:
        """The newest month that is settled; "" without any."""
        return self.periods[self.settled - 1] if self.settled else ""


def months(
    found: Evidence, definitions: Sequence[Definition], level: str, area: str
) -> Months | None:
    """The monthly counts of one area; None when no table has months for it."""
    family = definitions[0].family
    figures = sources.figures(
        family,
        realm=found.realm,
        measure=MEASURES[family],
        level=level,
        municipality=found.municipality if level != "country" else None,
        frequency=MONTH,
    )
    if figures is None or area not in figures.areas or not figures.periods:
        return None
    row = figures.areas.index(area)
    return Months(
        periods=figures.periods,
        counts=np.stack([_month_counts(figures, item, row) for item in definitions]),
        settled=int(completeness(figures.periods).finished.sum()),
        deliveries=tuple(ref.id for ref in figures.deliveries),
    )


def _month_counts(figures: Figures, definition: Definition, row: int) -> Floats:
    """One indicator: the sum of its types, NaN where one of them has no count."""
    columns = [
        figures.categories.index(c) for c in definition.categories if c in figures.categories
    ]
    if len(columns) < len(definition.categories):
        return np.full(len(figures.periods), np.nan)
    counted = is_counted(figures.states[row, columns]).all(axis=0)
    total: Floats = np.where(counted, figures.values[row, columns].sum(axis=0), np.nan)
    return total
