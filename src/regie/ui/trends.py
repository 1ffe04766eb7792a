"""The drawing of a trend chart: Altair writes the specification, vl-convert the SVG.

Colour never speaks alone: lines differ in dash, in shape and carry their name. The line stops at a
gap and at a break. Provisional figures are grey with open points.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import altair as alt
import vl_convert
from altair.utils import schemapi
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regie.ui import layout, svg
from regie.ui.chart_values import Role, TrendChart
from regie.ui.trend_plan import (
    NARROW,
    ROW,
    TEXT,
    WIDE,
    Align,
    Plot,
    Size,
    any_interval,
    any_provisional,
    key_lines,
    last_point,
    name_lines,
    period_labels,
    plan,
    segments,
)

__all__ = ["NARROW", "WIDE", "draw"]

FONT = "IBM Plex Sans, sans-serif"
FONT_FOLDER = Path(__file__).parent / "static" / "ui" / "dist" / "fonts"
INK, QUIET, GRID, GREY = "#1a212a", "#5b6673", "#dde2e8", "#7d8894"


_CHANNELS: dict[str, Any] = {"x": alt.XValue, "y": alt.YValue, "x2": alt.X2Value, "y2": alt.Y2Value}


@dataclass(frozen=True)
class Style:
    """How one role is drawn."""

    colour: str
    dash: tuple[int, ...]
    shape: str
    width: float


STYLES: dict[Role, Style] = {
    "own": Style("#1a5a8a", (), "circle", 2.5),
    "reference": Style("#4b5560", (2, 3), "triangle-up", 1.75),
    "other": Style("#9a4f00", (7, 4), "square", 1.75),
}


def draw(chart: TrendChart, size: Size, name: str) -> str:
    """One SVG of `chart`; ids in it start with `name`."""
    _load_fonts()
    plot = plan(chart, size)
    spec = _specification(chart, plot)
    locale: Literal["nl-NL", "en-GB"] = "nl-NL" if get_language() == "nl" else "en-GB"
    drawn = vl_convert.vegalite_to_svg(spec, format_locale=locale)
    return svg.finish(drawn, name=name, title=chart.title, description=chart.description)


@cache
def _load_fonts() -> None:
    if FONT_FOLDER.exists():
        vl_convert.register_font_directory(str(FONT_FOLDER))


def _specification(chart: TrendChart, plot: Plot, *, checked: bool = False) -> dict[str, Any]:
    """The chart in Vega-Lite. `checked` compares it with Altair's schema.

    That takes longer than drawing it, so only the tests do.
    """
    with schemapi.debug_mode(checked):
        return _frame(chart, plot).to_dict(validate=checked)


def _frame(chart: TrendChart, plot: Plot) -> alt.LayerChart:
    layers = [
        _axes(plot),  # also when no line has a value
        *_bands(chart, plot),
        *_breaks(plot),
        *_lines(chart, plot),
        *_points(chart, plot),
        *(_direct_names(chart, plot) if plot.size.direct else _key(chart, plot)),
        _text(-plot.left + 2, -13 - plot.top_rows * ROW, [chart.unit], QUIET),
        *_foot(chart, plot),
    ]
    return alt.LayerChart(
        layer=layers,
        width=plot.width,
        height=plot.size.height,
        padding={"left": plot.left, "right": plot.right, "top": plot.top, "bottom": plot.bottom},
        autosize=alt.AutoSizeParams(type="none"),
        config=alt.Config(
            aria=False, font=FONT, background="transparent", view=alt.ViewConfig(stroke=None)
        ),
    )


def _axes(plot: Plot) -> alt.Chart:
    """An invisible mark that carries both scales and axes; the other layers share them."""
    chart = alt.Chart(alt.InlineData(values=[{"i": 0, "v": 0}])).encode(
        alt.X(field="i", type="quantitative", scale=_x_scale(plot), axis=_x_axis(plot)),
        alt.Y(field="v", type="quantitative", scale=_y_scale(plot), axis=_y_axis(plot)),
    )
    result: alt.Chart = chart.mark_point(opacity=0)
    return result


def _base(rows: list[dict[str, Any]]) -> alt.Chart:
    result: alt.Chart = alt.Chart(alt.InlineData(values=rows)).encode(
        alt.X(field="i", type="quantitative", title=None),
        alt.Y(field="v", type="quantitative", title=None),
    )
    return result


def _x_scale(plot: Plot) -> alt.Scale:
    return alt.Scale(domain=[-0.5, max(1, len(plot.periods)) - 0.5], nice=False, zero=False)


def _y_scale(plot: Plot) -> alt.Scale:
    return alt.Scale(domain=[0, plot.ticks[-1]], nice=False)


def _x_axis(plot: Plot) -> alt.Axis:
    labels = period_labels(plot)
    words = ",".join(f"'{i}':'{text}'" for i, text in labels.items())
    return alt.Axis(
        title=None,
        values=list(labels),
        labelExpr=f"{{{words}}}[datum.value]",
        grid=False,
        labelFontSize=TEXT,
        labelColor=INK,
        labelOverlap=False,
        labelFlush=False,
        tickColor=GREY,
        domainColor=GREY,
        labelPadding=4,
    )


def _y_axis(plot: Plot) -> alt.Axis:
    return alt.Axis(
        title=None,
        values=list(plot.ticks),
        format=f",.{layout.tick_decimals(plot.ticks)}f",
        gridColor=GRID,
        labelFontSize=TEXT,
        labelColor=INK,
        domain=False,
        ticks=False,
        labelPadding=6,
    )


def _bands(chart: TrendChart, plot: Plot) -> Iterator[alt.Chart]:
    for line in chart.lines:
        colour = STYLES[line.role].colour
        for segment in segments(chart, line, plot):
            rows = [
                {"i": i, "v": p.low, "w": p.high}
                for i, p in segment
                if p.low is not None and p.high is not None
            ]
            if not rows:
                continue
            base = _base(rows).encode(alt.Y2(field="w"))
            if len(rows) == 1:
                yield base.mark_rule(color=colour, opacity=0.35, strokeWidth=4)
            else:
                yield base.mark_area(color=colour, opacity=0.14 if line.role == "own" else 0.08)


def _lines(chart: TrendChart, plot: Plot) -> Iterator[alt.Chart]:
    for line in reversed(chart.lines):
        style = STYLES[line.role]
        for segment in segments(chart, line, plot):
            firm = [(i, p) for i, p in segment if not p.provisional]
            loose = [(i, p) for i, p in segment if p.provisional]
            if firm and loose and firm[-1][0] < loose[0][0]:
                loose.insert(0, firm[-1])
            for points, colour in ((firm, style.colour), (loose, GREY)):
                rows = [{"i": i, "v": p.y} for i, p in points]
                if len(rows) > 1:
                    yield _base(rows).mark_line(
                        color=colour, strokeWidth=style.width, strokeDash=list(style.dash)
                    )


def _points(chart: TrendChart, plot: Plot) -> Iterator[alt.Chart]:
    dense = len(plot.periods) > (60 if plot.size.direct else 30)
    for line in reversed(chart.lines):
        style = STYLES[line.role]
        for provisional in (False, True):
            rows = [
                {"i": i, "v": p.y}
                for segment in segments(chart, line, plot)
                for i, p in segment
                if p.provisional is provisional and (provisional or not dense or len(segment) == 1)
            ]
            if rows:
                yield _base(rows).mark_point(
                    shape=style.shape,
                    size=42 if plot.size.direct else 30,
                    filled=False,
                    fill="#fff" if provisional else style.colour,
                    stroke=GREY if provisional else style.colour,
                    strokeWidth=1.75,
                    opacity=1,
                )


def _breaks(plot: Plot) -> Iterator[alt.Chart]:
    for mark in plot.breaks:
        above = mark.align == "center"
        top = -4 if above else -4 - len(mark.words) * ROW
        yield _at(x=mark.x, y=top, y2=plot.size.height).mark_rule(
            strokeDash=[3, 3], color=QUIET, strokeWidth=1.25
        )
        shift = {"left": 5, "right": -5, "center": 0}[mark.align]
        first = -8 - (len(mark.words) - 1) * ROW
        yield _text(
            mark.x + shift, first, mark.words, QUIET, align=mark.align, bold=above, size=TEXT - 1
        )


def _foot(chart: TrendChart, plot: Plot) -> Iterator[alt.Chart]:
    """Under the axis: what the numbered breaks are, and what open points mean."""
    y: float = plot.size.height + 38
    for line in plot.notes:
        yield _text(-plot.left + 2, y, (line,), QUIET, size=TEXT - 0.5)
        y += ROW + 2
    if any_interval(chart):
        yield _at(x=-plot.left + 2, x2=-plot.left + 14, y=y - 10, y2=y + 1).mark_rect(
            color=STYLES["own"].colour, opacity=0.2
        )
        yield _text(-plot.left + 18, y, (_("vlak: onzekerheidsmarge"),), QUIET, size=TEXT - 0.5)
        y += ROW + 2
    if not any_provisional(chart):
        return
    yield _at(x=-plot.left + 8, y=y - 4.5).mark_point(
        shape="circle", fill="#fff", stroke=GREY, strokeWidth=1.75, size=42, opacity=1
    )
    words = _("open en grijs: voorlopig of nog niet volledig")
    yield _text(-plot.left + 18, y, (words,), QUIET, size=TEXT - 0.5)


def _direct_names(chart: TrendChart, plot: Plot) -> Iterator[alt.Chart]:
    """The name of each line beside its last point, moved apart where they would overlap."""
    named = [(line, last_point(line)) for line in chart.lines]
    ends = [(line, plot.y(p.y), p.x) for line, p in named if p is not None and p.y is not None]
    heights = [ROW * len(name_lines(chart, line)) for line, _y, _x in ends]
    places = layout.dodge([y for _l, y, _x in ends], heights, 0, plot.size.height)
    for (line, y, period), place in zip(ends, places, strict=True):
        style = STYLES[line.role]
        x = plot.x(plot.periods.index(period))
        if abs(place - y) > 3 or x < plot.width - plot.width / len(plot.periods):
            yield _at(x=x + 6, y=y, x2=plot.width + 4, y2=place).mark_rule(
                color=style.colour, opacity=0.6, strokeWidth=1
            )
        names = name_lines(chart, line)
        middle = place + 4.5 - (len(names) - 1) * ROW / 2
        yield _text(plot.width + 8, middle, names, style.colour, bold=line.role == "own")


def _key(chart: TrendChart, plot: Plot) -> Iterator[alt.Chart]:
    """On a narrow drawing: one row per line above the plot, with a sample of the line."""
    x, y = -plot.left + 2, -plot.top + 10
    for line in chart.lines:
        style = STYLES[line.role]
        words = key_lines(chart, line, plot.size)
        yield _at(x=x, x2=x + 26, y=y, y2=y).mark_rule(
            color=style.colour, strokeWidth=style.width, strokeDash=list(style.dash)
        )
        yield _at(x=x + 13, y=y).mark_point(
            shape=style.shape, fill=style.colour, stroke=style.colour, size=30, opacity=1
        )
        yield _text(x + 32, y + 4.5, words, style.colour, bold=line.role == "own")
        y += len(words) * (ROW + 2)


def _at(**pixels: float) -> alt.Chart:
    """A mark at a place in px instead of at a value."""
    places = [_CHANNELS[channel](pixel) for channel, pixel in pixels.items()]
    result: alt.Chart = alt.Chart(alt.InlineData(values=[{}])).encode(*places)
    return result


def _text(
    x: float,
    y: float,
    lines: Sequence[str],
    colour: str,
    *,
    align: Align = "left",
    bold: bool = False,
    size: float = TEXT,
) -> alt.Chart:
    result: alt.Chart = _at(x=x, y=y).mark_text(
        text=list(lines),
        align=align,
        baseline="alphabetic",
        color=colour,
        font=FONT,
        fontSize=size,
        fontWeight=600 if bold else 400,
        lineHeight=ROW,
    )
    return result
