"""The timetable as bars on a line of months: one SVG for a wide and one for a narrow column.

The table beside it says the same; the drawing is only quicker to read. It carries no style
attribute, so that a strict content security policy lets it through.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from regie.planning.timetable.clashes import months
from regie.planning.timetable.rules import Span
from regie.ui.charts import Drawn

INK, QUIET, GRID, RECESS, BAR, CRITICAL = (
    *("#1a212a", "#5b6673", "#dde2e8", "#eef1f4", "#8fb3d0", "#1a5a8a"),
)
WIDE, NARROW = 640, 340
TOP, ROW, BAR_HEIGHT = 26, 40, 12
LEAST_WIDTH = 3.0
LABELS = {WIDE: 12, NARROW: 5}


@dataclass(frozen=True)
class Bar:
    """A step on the drawing; a critical one is dark and says so in its label."""

    label: str
    span: Span
    critical: bool


@dataclass(frozen=True)
class Picture:
    """What is drawn: the bars, the recesses behind them and the day of today."""

    title: str
    description: str
    bars: tuple[Bar, ...]
    recesses: tuple[Span, ...]
    today: date
    today_label: str

    @property
    def window(self) -> Span:
        """From the first day of the first month to the last day that is drawn."""
        first = min(bar.span.first for bar in self.bars).replace(day=1)
        return Span(first, max(bar.span.last for bar in self.bars))


def draw(picture: Picture) -> Drawn:
    """The drawing at two widths."""
    return Drawn(wide=_draw(picture, WIDE), narrow=_draw(picture, NARROW))


def _draw(picture: Picture, width: int) -> SafeString:
    height = TOP + ROW * len(picture.bars) + 6
    name = f"planning-{width}"
    parts = (
        _recesses(picture, width, height),
        _months(picture, width, height),
        _today(picture, width, height),
        _bars(picture, width),
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="regie-chart" role="img"'
        ' aria-labelledby="{0}-t {0}-d" width="{1}" height="{2}" viewBox="0 0 {1} {2}"'
        ' font-family="IBM Plex Sans, sans-serif" font-size="13">'
        '<title id="{0}-t">{3}</title><desc id="{0}-d">{4}</desc>{5}</svg>',
        name,
        width,
        height,
        picture.title,
        picture.description,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _x(day: date, window: Span, width: int) -> float:
    """The place of a day, kept inside the drawing."""
    whole = max(1, (window.last - window.first).days + 1)
    return min(float(width), max(0.0, (day - window.first).days / whole * width))


def _recesses(picture: Picture, width: int, height: int) -> SafeString:
    window = picture.window
    shown = [recess for recess in picture.recesses if recess.overlaps(window)]
    return format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
        (
            (
                _px(_x(recess.first, window, width)),
                TOP,
                _px(_x(recess.last, window, width) - _x(recess.first, window, width)),
                height - TOP,
                RECESS,
            )
            for recess in shown
        ),
    )


def _months(picture: Picture, width: int, height: int) -> SafeString:
    window = picture.window
    count = (window.last.year - window.first.year) * 12 + window.last.month - window.first.month
    every = -(-(count + 1) // LABELS[width])
    return format_html_join(
        "",
        '<line x1="{0}" y1="{1}" x2="{0}" y2="{2}" stroke="{3}"/>'
        '<text x="{4}" y="14" fill="{5}">{6}</text>',
        (
            (
                _px(_x(month, window, width)),
                TOP - 6,
                height,
                GRID,
                _px(_x(month, window, width) + 2),
                QUIET,
                _month_label(month, first=not place),
            )
            for place, month in enumerate(months(window.first, count + 1)[::every])
        ),
    )


def _month_label(month: date, *, first: bool) -> str:
    return date_format(month, "N Y" if first or month.month == 1 else "N")


def _today(picture: Picture, width: int, height: int) -> SafeString:
    window = picture.window
    if not window.holds(picture.today):
        return SafeString("")
    return format_html(
        '<line x1="{0}" y1="{1}" x2="{0}" y2="{2}" stroke="{3}" stroke-width="1.5"'
        ' stroke-dasharray="4 3"><title>{4}</title></line>',
        _px(_x(picture.today, window, width)),
        TOP - 6,
        height,
        INK,
        picture.today_label,
    )


def _bars(picture: Picture, width: int) -> SafeString:
    return format_html_join(
        "", "{}", ((_bar(bar, place, picture, width),) for place, bar in enumerate(picture.bars))
    )


def _bar(bar: Bar, place: int, picture: Picture, width: int) -> SafeString:
    left = _x(bar.span.first, picture.window, width)
    right = max(_x(bar.span.last, picture.window, width), left + LEAST_WIDTH)
    top = TOP + ROW * place
    to_the_left = left > width / 2
    return format_html(
        '<text x="{}" y="{}" fill="{}" text-anchor="{}"{}>{}</text>'
        '<rect x="{}" y="{}" width="{}" height="{}" rx="2" fill="{}"/>',
        _px(right if to_the_left else left),
        top + 15,
        INK,
        "end" if to_the_left else "start",
        SafeString(' font-weight="600"') if bar.critical else "",
        bar.label,
        _px(left),
        top + 20,
        _px(right - left),
        BAR_HEIGHT,
        CRITICAL if bar.critical else BAR,
    )


def _px(value: float) -> str:
    return f"{value:.1f}"
