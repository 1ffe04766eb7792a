"""Answers of the safety survey: a value with its margins, per survey year. Mostly pure.

The survey is a sample: without its margins (CBS dimension "Marges": MW00000 the value, MOG0095
and MBG0095 the 95 % bounds) a value says nothing, so none is shown without them.
"""

import math
from dataclasses import dataclass

from regie.evidence.formats.rules import State
from regie.evidence.indicators.cube import LOCAL, YEAR, Evidence
from regie.evidence.indicators.definitions import PERCEPTION, Definition, definitions
from regie.evidence.indicators.memory import remembered
from regie.evidence.indicators.rules import (
    Reading,
    Reason,
    Segment,
    Standing,
    compare,
    same_segment,
    segments,
)
from regie.evidence.sources import queries as sources
from regie.evidence.sources.queries import DeliveryRef, Figures

VALUE, LOWER, UPPER = "MW00000", "MOG0095", "MBG0095"
CARRIES = frozenset({int(State.VALUE), int(State.ESTIMATED)})


@dataclass(frozen=True)
class SurveyView:
    """The survey years of one question in one area. `rate` of a reading is the answer itself,
    in the definition's own unit (a share in %, a mark, a scale score), not a rate per 1,000.
    """

    definition: Definition
    area: str
    readings: tuple[Reading, ...]
    segments: tuple[Segment, ...]
    deliveries: tuple[DeliveryRef, ...]

    @property
    def latest(self) -> Reading | None:
        """The newest survey year with an answer."""
        return next((item for item in reversed(self.readings) if item.rate is not None), None)

    @property
    def previous(self) -> Reading | None:
        """The survey year before, when the questions were the same."""
        at = self.readings.index(self.latest) if self.latest else 0
        before = self.readings[at - 1] if at else None
        joined = at > 0 and same_segment(self.segments, at - 1, at)
        return before if joined and before and before.rate is not None else None

    def at(self, period: str) -> Reading | None:
        """The answer of one survey year."""
        return next((item for item in self.readings if item.period == period), None)

    def beside(self, other: "SurveyView | None") -> Standing:
        """How the newest answer stands beside another area's in the same year."""
        latest = self.latest
        theirs = other.at(latest.period) if other and latest else None
        return compare(latest, theirs) if latest and theirs else Standing.UNKNOWN


def survey(found: Evidence, definition: Definition, area: str, level: str) -> SurveyView | None:
    """The answers of one area, or None when no survey has this area at this level."""
    figures = _figures(found, definition, level)
    if figures is None or area not in figures.areas or VALUE not in figures.categories:
        return None
    readings = tuple(_reading(figures, figures.areas.index(area), at) for at in _years(figures))
    return SurveyView(
        definition=definition,
        area=area,
        readings=readings,
        segments=segments(figures.periods, [item.at for item in definition.breaks]),
        deliveries=figures.deliveries,
    )


def asked(found: Evidence, definition: Definition, level: str) -> tuple[str, ...]:
    """The areas of a level in which this question was ever asked."""
    figures = _figures(found, definition, level)
    return figures.areas if figures is not None else ()


def _figures(found: Evidence, definition: Definition, level: str) -> Figures | None:
    scope = found.municipality if level in LOCAL else None
    loaded = ("survey", found.realm, found.stamp, level, scope)
    remembered(loaded, lambda: _preload(found, level, scope))
    key = ("survey", found.realm, found.stamp, definition.code, level, scope)
    return remembered(
        key,
        lambda: sources.figures(
            definition.family,
            realm=found.realm,
            measure=definition.categories[0],
            level=level,
            municipality=scope,
            frequency=YEAR,
        ),
    )


def _preload(found: Evidence, level: str, scope: str | None) -> bool:
    """Read all questions of the survey at once."""
    stems = {d.categories[0] for d in definitions() if d.kind == PERCEPTION}
    sources.preload(
        "vm", realm=found.realm, measures=sorted(stems), level=level, municipality=scope
    )
    return True


def _years(figures: Figures) -> range:
    return range(len(figures.periods))


def _reading(figures: Figures, row: int, at: int) -> Reading:
    value, low, high = (_cell(figures, row, margin, at) for margin in (VALUE, LOWER, UPPER))
    state = State(int(figures.states[row, figures.categories.index(VALUE), at]))
    whole = value is not None and low is not None and high is not None
    return Reading(
        area=figures.areas[row],
        period=figures.periods[at],
        count=None,
        denominator=None,
        rate=value if whole else None,
        low=low if whole else None,
        high=high if whole else None,
        state=state,
        reason=Reason.NONE if whole else _why(state),
        provisional=figures.period_status[at] == "provisional",
    )


def _cell(figures: Figures, row: int, margin: str, at: int) -> float | None:
    if margin not in figures.categories:
        return None
    column = figures.categories.index(margin)
    number = float(figures.values[row, column, at])
    counted = int(figures.states[row, column, at]) in CARRIES
    return number if counted and not math.isnan(number) else None


def _why(state: State) -> Reason:
    """A survey year without an answer: too few respondents, or never asked here."""
    return {
        State.NOT_OBSERVED: Reason.NOT_OBSERVED,
        State.HIDDEN: Reason.HIDDEN,
        State.IMPOSSIBLE: Reason.IMPOSSIBLE,
    }.get(state, Reason.UNKNOWN)
