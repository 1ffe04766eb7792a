"""Reading the picture, for this room's pages and for the rooms above.

The figures behind these functions are read from the warehouse once per set of deliveries and
remembered in the process (`cube.Evidence`); a call costs the database only what it says.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from regie.evidence.appraisal.rules import Assessment
from regie.evidence.diagnosis.desk import desk
from regie.evidence.diagnosis.links import FolderLinks
from regie.evidence.diagnosis.verdicts import summary as conclusion
from regie.evidence.indicators.ahead import figures_of
from regie.evidence.indicators.comparison import BenchmarkView, country, groups, surroundings, whole
from regie.evidence.indicators.cube import MUNICIPALITY
from regie.evidence.indicators.definitions import Definition, by_slug
from regie.evidence.indicators.geography import geography
from regie.evidence.indicators.models import Indicator
from regie.evidence.indicators.overview import Entry, FieldView, Picture, ThemeView
from regie.evidence.indicators.overview import picture as _picture
from regie.evidence.indicators.rules import Standing
from regie.evidence.indicators.series import SeriesView, series
from regie.evidence.wording import words
from regie.evidence.wording.sentences import field_lines, field_state

__all__ = [
    "BenchmarkView",
    "Entry",
    "FieldView",
    "IndicatorView",
    "Picture",
    "SeriesView",
    "Summary",
    "ThemeView",
    "field_lines",
    "field_state",
    "field_view",
    "figures_of",
    "indicator_view",
    "picture",
    "summary",
    "version_of",
]


@dataclass(frozen=True)
class Summary:
    """The picture in a few words, for a home page. Empty without figures."""

    empty: bool
    text: str
    latest: str
    higher: int
    similar: int
    lower: int


@dataclass(frozen=True)
class IndicatorView:
    """One indicator in one area with everything that stands beside it."""

    series: SeriesView
    beside: tuple[BenchmarkView, ...]


def picture(municipality_code: str) -> Picture:
    """The five fields with their indicators. 1 query, at most 8 the first time."""
    found = figures_of(municipality_code)
    return _picture(found, geography(found).country_name)


def field_view(municipality_code: str, slug: str) -> FieldView | None:
    """One safety field by its slug. Queries as `picture`."""
    fields = picture(municipality_code).fields
    return next((item for item in fields if item.item.slug == slug), None)


def indicator_view(municipality_code: str, slug: str, area: str = "") -> IndicatorView | None:
    """One indicator in the municipality or in `area`, with its benchmarks.

    None for an unknown slug or area, or without figures. Queries as `picture`.
    """
    found = figures_of(municipality_code)
    places, definition = geography(found), by_slug().get(slug)
    code = area or found.municipality
    level = places.level(code)
    own = series(found, definition, code, level) if definition and level else None
    if own is None:
        return None
    national = country(found, own, places.country_name)
    beside = [national] if national else []
    if level != MUNICIPALITY:
        around = whole(found, own, places.name(found.municipality))
        return IndicatorView(own, tuple(beside if around is None else [around, *beside]))
    near = surroundings(found, code, places.provinces)
    labels = words.group_labels(near, places.province_name)
    return IndicatorView(own, (*beside, *groups(found, own, near, labels)))


def summary(municipality_code: str, verdicts: Mapping[str, Assessment] | None = None) -> Summary:
    """What strikes, in one sentence; by the verdicts when these are given. Queries as `picture`."""
    found = figures_of(municipality_code)
    at = desk(found, FolderLinks(), "", verdicts=dict(verdicts or {}))
    view = _picture(found, at.places.country_name)
    higher, similar, lower = (
        sum(len(field.standing(which)) for field in view.fields)
        for which in (Standing.HIGHER, Standing.SIMILAR, Standing.LOWER)
    )
    newest = view.latest_period
    return Summary(
        empty=newest is None,
        text=conclusion(at, view),
        latest=newest or "",
        higher=higher,
        similar=similar,
        lower=lower,
    )


def version_of(definition: Definition) -> Indicator | None:
    """The newest stored version of a definition. 1 query."""
    return Indicator.objects.filter(code=definition.code).order_by("-version").first()
