"""Where everything in a trend chart goes, before it is drawn. Pure but for the active language."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from regie.ui import formats, layout
from regie.ui.chart_values import BreakMark, Line, Point, TrendChart

TEXT = 12.5  # px
ROW = 16.0  # px between two lines of text
Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Size:
    """Outer width and the height of the plot, in px; `direct`: names stand beside their lines."""

    width: int
    height: int
    direct: bool


WIDE = Size(640, 260, direct=True)
NARROW = Size(340, 220, direct=False)


@dataclass(frozen=True)
class PlacedBreak:
    """The rule of a break in px and the words above it."""

    x: float
    align: Align
    words: tuple[str, ...]


@dataclass(frozen=True)
class Plot:
    """The plot in px: margins around it and the scales in it."""

    size: Size
    periods: tuple[str, ...]
    ticks: tuple[float, ...]
    left: float
    right: float
    top: float
    bottom: float
    key_rows: int
    breaks: tuple[PlacedBreak, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> float:
        """Width of the plot itself."""
        return self.size.width - self.left - self.right

    @property
    def top_rows(self) -> int:
        """Lines of text above the plot that the breaks need."""
        return max((len(mark.words) for mark in self.breaks), default=0)

    def x(self, index: float) -> float:
        """Position of a period, from the left of the plot."""
        return (index + 0.5) / max(1, len(self.periods)) * self.width

    def y(self, value: float) -> float:
        """Position of a value, from the top of the plot."""
        return self.size.height * (1 - value / self.ticks[-1])


def plan(chart: TrendChart, size: Size) -> Plot:
    """Scales, margins and the words in the margins for one size."""
    periods = tuple(sorted({p.x for line in chart.lines for p in line.points}))
    ticks = layout.nice_ticks(_maximum(chart), 5 if size.direct else 4)
    decimals = layout.tick_decimals(ticks)
    left = max(layout.text_width(formats.number(t, decimals), TEXT) for t in ticks) + 12
    right = _label_room(chart) if size.direct else 10.0
    key_rows = 0 if size.direct else sum(len(key_lines(chart, x, size)) for x in chart.lines)
    plot = Plot(size, periods, ticks, left, right, 0, 0, key_rows)
    breaks, notes = _place_breaks(chart, plot), tuple(_notes(chart, plot))
    rows = max((len(mark.words) for mark in breaks), default=0)
    foot = 26 + (len(notes) + any_interval(chart) + any_provisional(chart)) * (ROW + 2)
    top = 30 + key_rows * (ROW + 2) + rows * ROW
    return replace(plot, top=top, bottom=foot, breaks=breaks, notes=notes)


def _maximum(chart: TrendChart) -> float:
    values = [v for line in chart.lines for p in line.points for v in (p.y, p.high)]
    return max((v for v in values if v is not None), default=0.0)


def _label_room(chart: TrendChart) -> float:
    widths = [
        layout.text_width(text, TEXT) for line in chart.lines for text in name_lines(chart, line)
    ]
    return min(max(widths, default=0.0) + 14, 215.0)


def name_lines(chart: TrendChart, line: Line) -> list[str]:
    """The name of a line with its last value, in lines of text that fit beside the plot."""
    return layout.wrap(_name(chart, line), 200, TEXT)


def key_lines(chart: TrendChart, line: Line, size: Size) -> list[str]:
    """The same, in lines that fit above a narrow plot, behind a sample of the line."""
    return layout.wrap(_name(chart, line), size.width - 40, TEXT)


def _name(chart: TrendChart, line: Line) -> str:
    last = last_point(line)
    return f"{line.label} {formats.number(last.y, chart.decimals)}" if last else line.label


def last_point(line: Line) -> Point | None:
    """The last point that has a value."""
    return next((p for p in reversed(line.points) if p.y is not None), None)


def any_interval(chart: TrendChart) -> bool:
    """Does a line come with its uncertainty?"""
    return any(p.low is not None for line in chart.lines for p in line.points)


def any_provisional(chart: TrendChart) -> bool:
    """Does the chart show a figure that is not final?"""
    return any(p.provisional and p.y is not None for line in chart.lines for p in line.points)


def _place_breaks(chart: TrendChart, plot: Plot) -> tuple[PlacedBreak, ...]:
    """Breaks inside the chart, left to right. One says its words; several get numbers."""
    inside = [(after, mark) for mark, after in _cuts(chart, plot) if 0 < after < len(plot.periods)]
    if len(inside) == 1:
        after, mark = inside[0]
        x = plot.x(after - 0.5)
        align: Align = "left" if x < plot.width / 2 else "right"
        room = (plot.width + plot.right - x if align == "left" else x + plot.left) - 8
        return (PlacedBreak(x, align, tuple(layout.wrap(mark.label, room, TEXT - 1))),)
    return tuple(
        PlacedBreak(plot.x(after - 0.5), "center", (str(number),))
        for number, (after, _mark) in enumerate(inside, start=1)
    )


def _cuts(chart: TrendChart, plot: Plot) -> list[tuple[BreakMark, int]]:
    """Each break with the number of periods before it."""
    marks = sorted(chart.breaks, key=lambda mark: mark.x)
    return [(mark, sum(period < mark.x for period in plot.periods)) for mark in marks]


def _notes(chart: TrendChart, plot: Plot) -> list[str]:
    """Words for the numbered breaks, in lines that fit under the plot."""
    inside = [mark for mark, after in _cuts(chart, plot) if 0 < after < len(plot.periods)]
    if len(inside) < 2:
        return []
    room = plot.size.width - 8
    return [
        line
        for number, mark in enumerate(inside, start=1)
        for line in layout.wrap(
            f"{number}. {formats.period(mark.x)}: {mark.label}", room, TEXT - 0.5
        )
    ]


def period_labels(plot: Plot) -> dict[int, str]:
    """Index → words for the periods that get a label: whole years where months are shown."""
    months = [i for i, period in enumerate(plot.periods) if period[4:6] == "MM"]
    if not months:
        texts = dict(enumerate(formats.period(p, short=True) for p in plot.periods))
    else:
        texts = {i: plot.periods[i][:4] for i in months if plot.periods[i].endswith("MM01")}
        if len(texts) < 2:
            texts = {i: formats.period(plot.periods[i], short=True) for i in months}
    keys = list(texts)
    widest = max((layout.text_width(text, TEXT) for text in texts.values()), default=1.0)
    room = int(plot.width / (widest + 12))
    return {keys[k]: texts[keys[k]] for k in layout.spread(len(keys), room)}


def segments(chart: TrendChart, line: Line, plot: Plot) -> Iterator[list[tuple[int, Point]]]:
    """Points that may be joined: no gap and no break between them."""
    index = {period: i for i, period in enumerate(plot.periods)}
    cuts = {after for _mark, after in _cuts(chart, plot)}
    current: list[tuple[int, Point]] = []
    for point in sorted(line.points, key=lambda p: p.x):
        i = index[point.x]
        joined = bool(current) and i == current[-1][0] + 1 and i not in cuts
        if current and (point.y is None or not joined):
            yield current
            current = []
        if point.y is not None:
            current.append((i, point))
    if current:
        yield current
