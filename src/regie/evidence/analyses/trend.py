"""The line of an indicator over time, frozen as plain values and drawn again from them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from regie.evidence.diagnosis.queries import IndicatorView
from regie.evidence.indicators.comparison import country
from regie.evidence.indicators.cube import MUNICIPALITY, Evidence
from regie.evidence.indicators.definitions import Definition
from regie.evidence.indicators.rules import Reading
from regie.evidence.indicators.series import SeriesView, series
from regie.evidence.wording import words
from regie.ui.charts import BreakMark, Line, Point, TrendChart
from regie.ui.formats import fitting_decimals

Plain = dict[str, Any]


def frozen_trend(found: Evidence, definition: Definition) -> Plain | None:
    """The readings of the municipality and of the country beside it; None without figures."""
    own = series(found, definition, found.municipality, MUNICIPALITY)
    if own is None or own.latest is None:
        return None
    national = country(found, own, "")
    return as_plain(IndicatorView(own, (national,) if national else ()))


def as_plain(view: IndicatorView) -> Plain:
    """The readings of a view without anything that a language or a drawing adds.

    One line beside the own one can be told apart on paper: that of the country.
    """
    own = view.series
    rated = any(reading.known for reading in own.readings)
    national = [other.readings for other in view.beside[:1]] if rated else []
    return {
        "rated": rated,
        "denominator": own.denominator if rated else "",
        "own": _points(own.readings, rated=rated),
        "country": _points(national[0], rated=True) if national else [],
        "breaks": _breaks(own),
    }


def _points(readings: Iterable[Reading], *, rated: bool) -> list[Plain]:
    return [
        {
            "period": reading.period,
            "count": reading.count,
            "value": reading.rate if rated else reading.count,
            "low": reading.low if rated else None,
            "high": reading.high if rated else None,
            "provisional": reading.provisional,
        }
        for reading in readings
    ]


def _breaks(own: SeriesView) -> list[Plain]:
    shown = {reading.period for reading in own.readings[1:]}
    marks = ((own.readings[part.start].period, part.mixed) for part in own.segments[1:])
    return [{"period": period, "mixed": mixed} for period, mixed in marks if period in shown]


def chart(trend: Mapping[str, Any], title: str, town: str, nation: str, said: str) -> TrendChart:
    """The drawing of frozen readings, in the reader's language."""
    lines = [Line(town, _drawn(trend["own"], band=True), role="own")]
    if trend["country"]:
        lines.append(Line(nation, _drawn(trend["country"], band=False), role="reference"))
    values = [point["value"] for point in trend["own"]]
    return TrendChart(
        title=title,
        description=said,
        unit=words.unit(trend["denominator"]) if trend["rated"] else _("aantal"),
        lines=tuple(lines),
        breaks=tuple(
            BreakMark(
                mark["period"],
                _("half oude, half nieuwe telling") if mark["mixed"] else _("andere telling"),
            )
            for mark in trend["breaks"]
        ),
        decimals=fitting_decimals(values) if trend["rated"] else 0,
    )


def _drawn(points: Iterable[Mapping[str, Any]], *, band: bool) -> tuple[Point, ...]:
    return tuple(
        Point(
            point["period"],
            point["value"],
            low=point["low"] if band else None,
            high=point["high"] if band else None,
            provisional=point["provisional"],
        )
        for point in points
    )
