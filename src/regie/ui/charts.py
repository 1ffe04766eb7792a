"""Charts as static SVG, drawn on the server: no script, prints, and the same figure everywhere.

A chart is a value (`TrendChart`); `draw_trend` turns it into two drawings, one for a wide and one
for a narrow column. The drawing carries no style attribute, so a strict content security policy
lets it through.
"""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.core.cache import caches
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from regie.ui.chart_values import BreakMark, Line, Point, Role, TrendChart

__all__ = [
    "BreakMark",
    "Drawn",
    "Line",
    "Point",
    "Role",
    "TrendChart",
    "chart_key",
    "draw_trend",
    "warm_up",
]

_DRAWING = 3  # raise it when the drawing itself changes, so that old drawings are not used
_KEPT = 256  # drawings kept in this process
_recent: "OrderedDict[str, Drawn]" = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Drawn:
    """The same chart at about 640 and about 340 px."""

    wide: SafeString
    narrow: SafeString


def chart_key(chart: TrendChart) -> str:
    """Name of a drawing: equal content in the same language gives the same name."""
    content = f"{_DRAWING}|{get_language()}|{chart!r}"
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def draw_trend(chart: TrendChart) -> Drawn:
    """The chart as two SVG drawings; drawn once, then remembered here and in the figures cache."""
    key = chart_key(chart)
    found = _recall(key)
    if found is not None:
        return found
    stored = caches["figures"].get(f"trend-{key}")
    drawn = Drawn(*map(SafeString, stored)) if stored else _draw(chart, key)
    if not stored:
        caches["figures"].set(f"trend-{key}", (str(drawn.wide), str(drawn.narrow)))
    _remember(key, drawn)
    return drawn


def warm_up() -> None:
    """Load the drawing engine now (about two seconds), so that the first reader need not wait."""
    points = (Point("2020JJ00", 1.0), Point("2021JJ00", 2.0))
    chart = TrendChart("", "", "", (Line("", points),))
    _draw(chart, chart_key(chart))


def _draw(chart: TrendChart, key: str) -> Drawn:
    from regie.ui import trends  # costs a second to load; many commands never draw

    return Drawn(
        wide=SafeString(trends.draw(chart, trends.WIDE, f"fig-{key[:10]}-w")),
        narrow=SafeString(trends.draw(chart, trends.NARROW, f"fig-{key[:10]}-n")),
    )


def _recall(key: str) -> Drawn | None:
    with _lock:
        if key in _recent:
            _recent.move_to_end(key)
        return _recent.get(key)


def _remember(key: str, drawn: Drawn) -> None:
    with _lock:
        _recent[key] = drawn
        while len(_recent) > _KEPT:
            _recent.popitem(last=False)
