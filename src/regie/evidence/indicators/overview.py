"""The picture: the five fields, their themes and how each indicator stands beside the country."""

from dataclasses import dataclass

from regie.evidence.indicators.comparison import country
from regie.evidence.indicators.cube import COUNTRY, MUNICIPALITY, Evidence
from regie.evidence.indicators.definitions import BUDGET, PERCEPTION, Definition, definitions
from regie.evidence.indicators.memory import remembered
from regie.evidence.indicators.perceived import SurveyView, survey
from regie.evidence.indicators.rules import Reading, Standing, compare
from regie.evidence.indicators.series import SeriesView, series
from regie.foundation.areas.rules import country_code
from regie.policy.fields import SAFETY_FIELDS, FieldItem, ThemeItem


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
    able = definition.available
    own = survey(found, definition, found.municipality, MUNICIPALITY) if able else None
    if own is None or own.latest is None:
        return Entry(definition, None, None, Standing.UNKNOWN, own)
    national = national_survey(found, definition)
    beside = national.at(own.latest.period) if national else None
    return Entry(definition, None, beside, own.beside(national), own)


def national_survey(found: Evidence, definition: Definition) -> SurveyView | None:
    """The answers of the whole country."""
    return survey(found, definition, country_code(found.realm), COUNTRY)
