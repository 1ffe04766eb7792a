"""Reading: what the pages and the report show. Few reads of the warehouse, kept per delivery.

Except where a docstring says otherwise these do no database query: they take an `Evidence`
(`cube.evidence`, 1 query), which reads a family's figures once and remembers them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from regie.evidence.indicators import benchmarks, rules
from regie.evidence.indicators.benchmarks import Group, Pool
from regie.evidence.indicators.cube import (
    COUNTRY,
    INHABITANTS,
    LOCAL,
    MEASURES,
    MUNICIPALITY,
    YEAR,
    Counts,
    Evidence,
    States,
)
from regie.evidence.indicators.definitions import BUDGET, PERCEPTION, Definition, definitions
from regie.evidence.indicators.memory import remembered
from regie.evidence.indicators.models import Indicator
from regie.evidence.indicators.perceived import SurveyView, survey
from regie.evidence.indicators.rules import (
    Exposure,
    Floats,
    Line,
    Reading,
    Segment,
    Standing,
    compare,
    is_counted,
)
from regie.evidence.sources.queries import DeliveryRef
from regie.foundation.areas.rules import country_code
from regie.policy.fields import SAFETY_FIELDS, FieldItem, ThemeItem


@dataclass(frozen=True)
class SeriesView:
    """One indicator in one area along the periods.

    `denominator` is what the rates are divided by; when that is not the indicator's own,
    `fallback` is true for the whole series. `window` 12 means sums of twelve months.
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

    @property
    def latest(self) -> Reading | None:
        """The newest reading with a count."""
        return next((item for item in reversed(self.readings) if item.count is not None), None)

    @property
    def newest(self) -> Reading | None:
        """The newest reading, whatever it says."""
        return self.readings[-1] if self.readings else None

    @property
    def without_boundary(self) -> tuple[str, ...]:
        """Periods with a count but no population inside today's boundary."""
        return tuple(r.period for r in self.readings if r.reason is rules.Reason.BOUNDARY)

    def at(self, period: str) -> Reading | None:
        """The reading of one period."""
        return next((item for item in self.readings if item.period == period), None)


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


def series(
    found: Evidence,
    definition: Definition,
    area: str,
    level: str,
    frequency: str = YEAR,
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
    return SeriesView(
        definition=definition,
        area=area,
        level=level,
        readings=rules.read(area, _line(counts, values[at], states[at], laid, people, at)),
        segments=rules.segments(
            counts.periods, [b.at for b in definition.breaks], window=counts.window
        ),
        denominator=code,
        fallback=code != definition.denominator,
        deliveries=counts.deliveries,
        denominator_deliveries=source.deliveries if source else (),
        classification_year=counts.classification_years[-1],
        window=counts.window,
    )


def _denominator(
    found: Evidence, definition: Definition, counts: Counts, level: str, at: int, states: States
) -> str:
    """The indicator's own denominator, or inhabitants for the whole series."""
    own = found.laid(definition.denominator, level, counts).values[at]
    return definition.denominator if rules.covers(own, is_counted(states)) else INHABITANTS


def _line(
    counts: Counts, values: Floats, states: States, laid: Exposure, people: Exposure, at: int
) -> Line:
    return Line(
        periods=counts.periods,
        counts=values,
        states=states,
        denominators=laid.values[at],
        denominator_years=laid.years[at],
        moved=laid.moved[at],
        inhabitants=people.values[at],
        provisional=counts.provisional,
    )


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


def _newest_inhabitants(found: Evidence) -> dict[str, float]:
    source = found.denominator(INHABITANTS, MUNICIPALITY)
    if source is None:
        return {}
    newest = {}
    for at, area in enumerate(source.areas):
        known = source.values[at][~np.isnan(source.values[at])]
        if len(known):
            newest[area] = float(known[-1])
    return newest


def _urbanity(found: Evidence) -> dict[str, int]:
    stated, density = found.classes()
    classes = {
        code: benchmarks.urbanity_class(
            stated.get(code, float("nan")), density.get(code, float("nan"))
        )
        for code in {*stated, *density}
    }
    return {code: value for code, value in classes.items() if value is not None}


def country(
    found: Evidence, own: SeriesView, label: str, frequency: str = YEAR
) -> BenchmarkView | None:
    """The Netherlands beside a series: the publisher's national row, else all municipalities."""
    national = found.counts(own.definition.family, COUNTRY, frequency)
    if national is not None:
        view = _national_row(found, own, national, label)
        if view is not None:
            return view
    if frequency != YEAR:
        return None
    members = frozenset(_municipal(found, own).areas) if _municipal(found, own) else frozenset()
    return _pooled(found, own, Group.COUNTRY, label, members)


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
    found: Evidence, own: SeriesView, label: str, frequency: str = YEAR
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


@dataclass(frozen=True)
class Entry:
    """One indicator on an overview: its series and how it stands beside the country."""

    definition: Definition
    series: SeriesView | None
    country: Reading | None
    standing: Standing
    survey: SurveyView | None = None

    @property
    def reading(self) -> Reading | None:
        """The newest reading with a count, or the newest answer of the survey."""
        if self.survey:
            return self.survey.latest
        return self.series.latest if self.series else None


@dataclass(frozen=True)
class ThemeView:
    """A theme with its indicators; empty when no table here says anything about it."""

    item: ThemeItem
    entries: tuple[Entry, ...]

    @property
    def filled(self) -> tuple[Entry, ...]:
        """The entries with a figure."""
        return tuple(entry for entry in self.entries if entry.reading is not None)


@dataclass(frozen=True)
class FieldView:
    """A safety field with its themes, and how many indicators stand where."""

    item: FieldItem
    themes: tuple[ThemeView, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All indicators of the field that have a figure."""
        return tuple(entry for theme in self.themes for entry in theme.filled)

    def standing(self, which: Standing) -> tuple[Entry, ...]:
        """The indicators that are compared and stand there."""
        return tuple(e for e in self.entries if e.definition.judged and e.standing is which)

    @property
    def not_compared(self) -> tuple[Entry, ...]:
        """Indicators with a figure that is not counted as higher or lower."""
        return tuple(
            e
            for e in self.entries
            if e.survey is None and (not e.definition.judged or e.standing is Standing.UNKNOWN)
        )

    @property
    def answers(self) -> tuple[Entry, ...]:
        """Indicators of the safety survey that have an answer."""
        return tuple(e for e in self.entries if e.survey is not None)

    @property
    def empty_themes(self) -> tuple[ThemeView, ...]:
        """Themes about which no table here says anything."""
        return tuple(theme for theme in self.themes if not theme.filled)


@dataclass(frozen=True)
class Picture:
    """The safety picture of one municipality: the five fields and the totals."""

    municipality: str
    fields: tuple[FieldView, ...]
    totals: tuple[Entry, ...]
    budget: tuple[Entry, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every indicator with a figure."""
        return tuple(e for e in self._all if e.reading is not None)

    @property
    def _all(self) -> tuple[Entry, ...]:
        themed = tuple(e for f in self.fields for t in f.themes for e in t.entries)
        return (*themed, *self.totals)

    @property
    def latest_period(self) -> str | None:
        """The newest period any indicator has a figure for."""
        return max((e.reading.period for e in self.entries if e.reading), default=None)


def picture(found: Evidence, country_name: str) -> Picture:
    """The whole picture of the municipality."""
    key = ("picture", found, country_name)
    return remembered(key, lambda: _picture(found, country_name))


def _picture(found: Evidence, country_name: str) -> Picture:
    entries = {d.code: entry(found, d, country_name) for d in definitions()}
    fields = tuple(
        FieldView(
            field,
            tuple(
                ThemeView(
                    theme, tuple(entries[d.code] for d in definitions() if _home(d, theme.code))
                )
                for theme in field.themes
            ),
        )
        for field in SAFETY_FIELDS()
    )
    totals = tuple(entries[d.code] for d in definitions() if d.total)
    budget = tuple(entries[d.code] for d in definitions() if d.kind == BUDGET)
    return Picture(found.municipality, fields, totals, budget)


def _home(definition: Definition, theme: str) -> bool:
    """Budget indicators are sums of types that stand there already, so only the one without."""
    twice = definition.kind == BUDGET and definition.available
    return definition.theme == theme and not definition.total and not twice


def entry(found: Evidence, definition: Definition, country_name: str) -> Entry:
    """One indicator of the municipality beside the country, in the newest shared period."""
    if definition.kind == PERCEPTION:
        return _survey_entry(found, definition)
    own = series(found, definition, found.municipality, MUNICIPALITY)
    if own is None or own.latest is None:
        return Entry(definition, own, None, Standing.UNKNOWN)
    beside = country(found, own, country_name)
    reading = beside.at(own.latest.period) if beside else None
    standing = compare(own.latest, reading) if reading else Standing.UNKNOWN
    return Entry(definition, own, reading, standing)


def _survey_entry(found: Evidence, definition: Definition) -> Entry:
    own = survey(found, definition, found.municipality, MUNICIPALITY)
    if own is None or own.latest is None:
        return Entry(definition, None, None, Standing.UNKNOWN, own)
    national = national_survey(found, definition)
    beside = national.at(own.latest.period) if national else None
    return Entry(definition, None, beside, own.beside(national), own)


def national_survey(found: Evidence, definition: Definition) -> SurveyView | None:
    """The answers of the whole country."""
    return survey(found, definition, country_code(found.realm), COUNTRY)


@dataclass(frozen=True)
class AreaReading:
    """One area on a map or in a list: its pooled reading, or why there is none."""

    area: str
    reading: Reading | None
    years: int
    reason: rules.Reason
    count: float | None


@dataclass(frozen=True)
class AreasView:
    """One indicator in all areas of a level, for a map and its table."""

    level: str
    denominator: str
    fallback: bool
    period: str
    areas: tuple[AreaReading, ...]
    deliveries: tuple[DeliveryRef, ...]


def areas(found: Evidence, definition: Definition, level: str) -> AreasView | None:
    """The newest reading of every area of a level: one year for municipalities, three locally.

    All areas share one denominator: the indicator's own when it is known for at least half of
    the areas in the newest period, otherwise inhabitants.
    """
    counts = found.counts(definition.family, level) if definition.available else None
    if counts is None or definition.kind == PERCEPTION:
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
    parts = rules.segments(counts.periods, [b.at for b in definition.breaks])
    longest = 3 if level in LOCAL else 1
    rows = tuple(
        _area_reading(
            rules.read(area, _line(counts, values[at], states[at], laid, people, at)),
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
        return AreaReading(newest.area, None, 1, newest.reason, newest.count)
    reading, years = pooled
    return AreaReading(newest.area, reading, years, rules.Reason.NONE, reading.count)


@dataclass(frozen=True)
class AreaRow:
    """One indicator on an area page: the pooled reading beside the municipality's."""

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
        own = series(found, definition, area, level)
        if own is not None and own.newest is not None:
            yield _area_row(found, own, own.newest)


def _area_row(found: Evidence, own: SeriesView, newest: Reading) -> AreaRow:
    pooled = rules.pooled(own.readings, own.segments) if newest.known else None
    if pooled is None:
        return AreaRow(own.definition, newest, None, 1, own.denominator, None, Standing.UNKNOWN)
    reading, years = pooled
    whole = series(
        found, own.definition, found.municipality, MUNICIPALITY, denominator=own.denominator
    )
    periods = {item.period for item in own.readings[-years:]}
    beside = rules.pooled_over(whole.readings, periods) if whole else None
    standing = compare(reading, beside) if beside else Standing.UNKNOWN
    return AreaRow(own.definition, newest, reading, years, own.denominator, beside, standing)


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


def version_of(definition: Definition) -> Indicator | None:
    """The newest stored version of a definition. 1 query."""
    return Indicator.objects.filter(code=definition.code).order_by("-version").first()
