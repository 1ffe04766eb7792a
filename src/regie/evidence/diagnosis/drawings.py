"""Trend charts and maps of the indicators, drawn by `regie.ui` from readings."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from regie.evidence.diagnosis.links import Links
from regie.evidence.indicators.comparison import BenchmarkView
from regie.evidence.indicators.cube import MUNICIPALITY
from regie.evidence.indicators.definitions import Definition
from regie.evidence.indicators.geography import Geography
from regie.evidence.indicators.parts import AreaReading, AreasView
from regie.evidence.indicators.perceived import SurveyView
from regie.evidence.indicators.rules import Reading, Reason
from regie.evidence.indicators.series import SeriesView
from regie.evidence.wording import words
from regie.foundation.areas.queries import ShapeSet, ShapeView
from regie.ui.charts import BreakMark, Drawn, Line, Point, Role, TrendChart, draw_trend
from regie.ui.formats import fitting_decimals, number
from regie.ui.maps import Entry, Legend, MapShape, class_breaks, classify, draw_map


def trend(
    series: SeriesView, area_name: str, beside: Sequence[BenchmarkView], description: str
) -> Drawn:
    """The series with its interval, beside the benchmarks; counts when there is no rate."""
    return draw_trend(trend_chart(series, area_name, beside, description))


def trend_chart(
    series: SeriesView, area_name: str, beside: Sequence[BenchmarkView], description: str
) -> TrendChart:
    """The same as values, for who keeps the figure and draws it later."""
    if any(reading.known for reading in series.readings):
        return _rates(series, area_name, beside, description)
    return _counts(series, area_name, description)


def _rates(
    series: SeriesView, area_name: str, beside: Sequence[BenchmarkView], description: str
) -> TrendChart:
    lines = [Line(area_name, tuple(_point(r, band=True) for r in series.readings), role="own")]
    for number_, view in enumerate(beside):
        role: Role = "other" if number_ else "reference"
        lines.append(Line(view.label, tuple(_point(r, band=False) for r in view.readings), role))
    return TrendChart(
        title=words.name(series.definition),
        description=description,
        unit=words.unit(series.denominator),
        lines=tuple(lines),
        breaks=_breaks(series),
        decimals=fitting_decimals(r.rate for r in series.readings),
    )


def _counts(series: SeriesView, area_name: str, description: str) -> TrendChart:
    points = tuple(Point(r.period, r.count, provisional=r.provisional) for r in series.readings)
    return TrendChart(
        title=words.name(series.definition),
        description=description,
        unit=_("aantal"),
        lines=(Line(area_name, points, role="own"),),
        breaks=_breaks(series),
        decimals=0,
    )


def _point(reading: Reading, *, band: bool) -> Point:
    return Point(
        reading.period,
        reading.rate,
        low=reading.low if band else None,
        high=reading.high if band else None,
        provisional=reading.provisional,
    )


def _breaks(series: SeriesView) -> tuple[BreakMark, ...]:
    """One mark per segment that starts inside the series."""
    shown = {reading.period for reading in series.readings[1:]}
    marks = []
    for part in series.segments[1:]:
        at = series.readings[part.start].period
        if at in shown:
            label = _("half oude, half nieuwe telling") if part.mixed else _("andere telling")
            marks.append(BreakMark(at, label))
    return tuple(marks)


def area_map(
    definition: Definition,
    view: AreasView,
    shapes: ShapeSet,
    links: Links,
    *,
    current: str,
    conclusion: str,
    linked: bool = True,
) -> str:
    """The newest reading of every area as a map; hidden and unknown have their own pattern."""
    drawn, legend = map_parts(definition, view, shapes, links, current=current, linked=linked)
    return draw_map(
        drawn, shapes.bounds, title=words.name(definition), description=conclusion, legend=legend
    )


def map_parts(
    definition: Definition,
    view: AreasView,
    shapes: ShapeSet,
    links: Links,
    *,
    current: str = "",
    linked: bool = False,
) -> tuple[tuple[MapShape, ...], Legend]:
    """The areas and the legend of a map, for who draws it elsewhere, such as on paper."""
    found = {item.area: item for item in view.areas}
    rates = [
        item.reading.rate
        for item in view.clear
        if item.reading is not None and item.reading.rate is not None
    ]
    breaks = class_breaks(rates, classes=5)
    drawn = tuple(
        _shape(shape, found.get(shape.code), breaks, definition, view, links, current, linked)
        for shape in shapes.shapes
    )
    return drawn, _legend(view, rates, breaks, {item.pattern for item in drawn})


def _legend(
    view: AreasView, rates: Sequence[float], breaks: Sequence[float], patterns: set[str]
) -> Legend:
    """What the colours mean; withheld by the source and without a rate are told apart."""
    unit = words.unit(view.denominator)
    classes = Legend.of(breaks, unit=unit, decimals=fitting_decimals(rates)) if rates else Legend()
    marks = (
        Entry("hidden", _("afgeschermd door de bron")),
        Entry("none", _("geen cijfer of verdachte nul") if view.doubtful else _("geen cijfer")),
    )
    shown = tuple(mark for mark in marks if mark.mark in patterns)
    return Legend((*classes.entries, *shown), classes.unit)


def _shape(
    shape: ShapeView,
    item: AreaReading | None,
    breaks: Sequence[float],
    definition: Definition,
    view: AreasView,
    links: Links,
    current: str,
    linked: bool,
) -> MapShape:
    rate = item.reading.rate if item and item.reading and not item.newest.doubtful else None
    hidden = item is not None and item.reason is Reason.HIDDEN
    href = links.indicator(definition.slug, area=shape.code) if linked else ""
    return MapShape(
        shape.code,
        shape.name,
        shape.path,
        value_text=map_words(item, view),
        klass=None if rate is None else classify(rate, breaks),
        pattern="" if rate is not None else ("hidden" if hidden else "none"),
        href=href,
        current=shape.code == current,
    )


def map_words(item: AreaReading | None, view: AreasView) -> str:
    """The value of one area in words: a rate with its unit, or why there is none."""
    if item is None:
        return words.reason(Reason.NOT_OBSERVED)
    if item.newest.doubtful:
        return words.doubt(item.newest)
    if item.reading is None or item.reading.rate is None:
        return words.reason(item.reason)
    rate = number(item.reading.rate, words.places(item.reading))
    return f"{rate} {words.unit(view.denominator)}"


def answers(
    view: SurveyView, area_name: str, beside: Sequence[tuple[str, SurveyView]], description: str
) -> Drawn:
    """The survey years with their margins, beside the country."""
    own = Line(area_name, tuple(_point(r, band=True) for r in view.readings), role="own")
    others = tuple(
        Line(label, tuple(_point(r, band=False) for r in other.readings), role="reference")
        for label, other in beside
    )
    starts = (view.readings[part.start].period for part in view.segments[1:])
    chart = TrendChart(
        title=words.name(view.definition),
        description=description,
        unit=words.chosen(view.definition.unit, view.definition.unit_en),
        lines=(own, *others),
        breaks=tuple(BreakMark(at, _("nieuwe vragenlijst")) for at in starts),
        decimals=view.definition.decimals,
    )
    return draw_trend(chart)


def locator(places: Geography, shapes: ShapeSet, code: str, links: Links) -> str:
    """Where an area lies: all areas of its level, the one itself marked. "" without outlines.

    Other municipalities have no page here, so on their map nothing is a link.
    """
    local = places.level(code) != MUNICIPALITY
    if code not in {shape.code for shape in shapes.shapes}:
        return ""
    drawn = tuple(
        MapShape(
            shape.code,
            shape.name,
            shape.path,
            value_text=_("dit gebied") if shape.code == code else "",
            klass=3 if shape.code == code else 0,
            pattern="",
            href=links.area(shape.code) if local else "",
            current=shape.code == code,
        )
        for shape in shapes.shapes
    )
    title = _("Ligging van %(area)s") % {"area": places.name(code)}
    return draw_map(drawn, shapes.bounds, title=title, description=title, legend=Legend(()))
