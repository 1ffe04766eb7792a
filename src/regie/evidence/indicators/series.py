"""Series: the readings of one indicator in one area, with the denominator that serves it whole."""

from dataclasses import dataclass

from regie.evidence.indicators import rules
from regie.evidence.indicators.cube import (
    INHABITANTS,
    LOCAL,
    YEAR,
    Counts,
    Evidence,
    Frequency,
    States,
)
from regie.evidence.indicators.definitions import PERCEPTION, Definition
from regie.evidence.indicators.exposure import Exposure
from regie.evidence.indicators.rules import (
    Floats,
    Line,
    Reading,
    Segment,
    is_counted,
)
from regie.evidence.sources.queries import DeliveryRef
from regie.foundation.crosswalks.rules import Part


@dataclass(frozen=True)
class SeriesView:
    """One indicator in one area along the periods.

    `denominator` is what the rates are divided by; when that is not the indicator's own,
    `fallback` is true for the whole series. `window` 12 means sums of twelve months. `pieces` are
    the older areas that the denominator of a period was put together from.
    """

    definition: Definition
    area: str
    level: str
    readings: tuple[Reading, ...]
    segments: tuple[Segment, ...]
    denominator: str
    fallback: bool
    deliveries: tuple[DeliveryRef, ...]
    denominator_deliveries: tuple[DeliveryRef, ...]
    classification_year: int | None
    window: int = 1
    pieces: tuple[tuple[str, tuple[Part, ...]], ...] = ()

    @property
    def latest(self) -> Reading | None:
        """The newest reading with a count."""
        return None if self.latest_at is None else self.readings[self.latest_at]

    @property
    def latest_at(self) -> int | None:
        """Where in the series that is.

        The newest months are still being filled; a sum that holds one concludes nothing, as long
        as there is an earlier one.
        """
        counted = [at for at, item in enumerate(self.readings) if item.count is not None]
        settled = [at for at in counted if not self.readings[at].provisional]
        chosen = settled if self.window > 1 and settled else counted
        return chosen[-1] if chosen else None

    @property
    def newest(self) -> Reading | None:
        """The newest reading, whatever it says."""
        return self.readings[-1] if self.readings else None

    @property
    def doubtful(self) -> Reading | None:
        """The newest suspicious zero."""
        return next((item for item in reversed(self.readings) if item.doubtful), None)

    @property
    def without_boundary(self) -> tuple[str, ...]:
        """Periods with a count but no population inside today's boundary."""
        return tuple(r.period for r in self.readings if r.reason is rules.Reason.BOUNDARY)

    def at(self, period: str) -> Reading | None:
        """The reading of one period."""
        return next((item for item in self.readings if item.period == period), None)


def series(
    found: Evidence,
    definition: Definition,
    area: str,
    level: str,
    frequency: Frequency = YEAR,
    denominator: str = "",
) -> SeriesView | None:
    """The readings of one indicator in one area, or None when no table has it.

    `denominator` forces the one of a series it will stand beside.
    """
    if definition.kind == PERCEPTION or not definition.available:
        return None
    counts = found.counts(definition.family, level, frequency)
    if counts is None or area not in counts.row:
        return None
    return _series(found, definition, counts, area, level, denominator)


def _series(
    found: Evidence,
    definition: Definition,
    counts: Counts,
    area: str,
    level: str,
    denominator: str,
) -> SeriesView:
    at = counts.row[area]
    values, states = counts.of(definition, local=level in LOCAL)
    code = denominator or _denominator(found, definition, counts, level, at, states[at])
    laid = found.laid(code, level, counts)
    people = found.laid(INHABITANTS, level, counts)
    source = found.denominator(code, level)
    told = source.carried if source else None
    return SeriesView(
        definition=definition,
        area=area,
        level=level,
        readings=rules.read(area, line_of(counts, values[at], states[at], laid, people, at)),
        segments=rules.segments(
            counts.periods, [b.at for b in definition.breaks], window=counts.window
        ),
        denominator=code,
        fallback=code != definition.denominator,
        deliveries=counts.deliveries,
        denominator_deliveries=source.deliveries if source else (),
        classification_year=counts.classification_years[-1],
        window=counts.window,
        pieces=told.pieces(area, laid.years[at].tolist()) if told else (),
    )


def _denominator(
    found: Evidence, definition: Definition, counts: Counts, level: str, at: int, states: States
) -> str:
    """The indicator's own denominator, or inhabitants for the whole series."""
    own = found.laid(definition.denominator, level, counts).values[at]
    return definition.denominator if rules.covers(own, is_counted(states)) else INHABITANTS


def line_of(
    counts: Counts,
    values: Floats,
    states: States,
    laid: Exposure,
    people: Exposure,
    at: int,
    newest: int | None = None,
) -> Line:
    """What `rules.read` needs of one area (row `at`); `newest` keeps only so many periods."""
    kept = slice(None if newest is None else -newest, None)
    return Line(
        periods=counts.periods[kept],
        counts=values[kept],
        states=states[kept],
        denominators=laid.values[at, kept],
        denominator_years=laid.years[at, kept],
        moved=laid.moved[at, kept],
        shared=laid.shared[at, kept],
        inhabitants=people.values[at, kept],
        provisional=counts.provisional[kept],
        usual=rules.suspicious(values, window=counts.window)[kept],
    )
