"""The areas of a municipality beside each other: a dot with its interval per area.

Areas stand in the order of their codes, as in the tables of the picture: it is no ranking. What is
hidden or unknown there is so here, and says why.
"""

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from regie.evidence.diagnosis.desk import Desk
from regie.evidence.indicators.parts import AreaReading, AreasView
from regie.evidence.indicators.rules import Reading
from regie.evidence.wording import words
from regie.ui.formats import number

MOST = 40
"""Areas that can be told apart in one figure."""
ROW, TOP, WIDE, NAMES, RIGHT = 22, 44, 640, 190, 24
INK, OWN, GREY = "#1a212a", "#12476f", "#5b6673"
LONGEST = 26


def fits(areas: Sequence[object]) -> bool:
    """Whether one figure can hold so many areas."""
    return 2 <= len(areas) <= MOST


def within(areas: Sequence[str], district: str) -> list[str]:
    """The codes of the neighbourhoods in a district; all areas without one."""
    return [area for area in areas if not district or area[2:].startswith(district[2:])]


def draw(at: Desk, view: AreasView, whole: Reading | None, title: str, description: str) -> str:
    """The drawing; `whole` is the reading of the municipality, drawn as a line."""
    rate = whole.rate if whole is not None else None
    ends = [_end(item.reading) for item in view.clear if item.reading]
    scale = _Scale(max([*ends, rate or 0.0, 1e-9]))
    high = TOP + ROW * len(view.areas) + 24
    rows = "".join(_row(at, view, item, n, scale) for n, item in enumerate(view.areas))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="regie-chart" width="{WIDE}"'
        f' height="{high}" viewBox="0 0 {WIDE} {high}">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
        f"{_text(NAMES, 14, words.unit(view.denominator), GREY)}{scale.axis(high)}"
        f"{_whole(at, rate, scale, high)}{rows}</svg>"
    )


def _end(reading: Reading) -> float:
    """How far to the right an area reaches; a very wide interval may leave the drawing."""
    rate = reading.rate or 0.0
    return min(reading.high or rate, max(3 * rate, rate))


class _Scale:
    """From a rate to a place on the line, which ends at a round number."""

    def __init__(self, most: float) -> None:
        whole = 10.0 ** math.floor(math.log10(most / 4))
        self._step = next(s * whole for s in (1, 2, 2.5, 5, 10) if s * whole * 4 >= most * 0.999)
        self._count = math.ceil(most / self._step - 0.001)
        self._most = self._step * self._count

    def x(self, value: float) -> float:
        """The place, never outside the drawing."""
        return NAMES + min(value / self._most, 1.0) * (WIDE - NAMES - RIGHT)

    def axis(self, high: int) -> str:
        """A line per step, with its value."""
        steps = [self._step * part for part in range(self._count + 1)]
        digits = fitting(self._step)
        lines = (
            f'<path d="M{self.x(step):.1f} {TOP - 6}V{high - 20}" stroke="#dfe3e8" fill="none"/>'
            f"{_text(self.x(step), high - 5, number(step, digits), GREY, 'middle')}"
            for step in steps
        )
        return "".join(lines)


def fitting(step: float) -> int:
    """Decimals that a step of an axis needs.

    >>> fitting(5), fitting(2.5), fitting(0.25)
    (0, 1, 2)
    """
    return next((n for n in range(6) if abs(round(step, n) - step) < step / 1000), 6)


def _whole(at: Desk, rate: float | None, scale: _Scale, high: int) -> str:
    if rate is None:
        return ""
    x = scale.x(rate)
    anchor = "end" if x > WIDE - 160 else "start"
    line = f'<path d="M{x:.1f} {TOP - 10}V{high - 20}" stroke="{GREY}" stroke-dasharray="4 3"/>'
    return line + _text(x, TOP - 14, at.name, GREY, anchor)


def _row(at: Desk, view: AreasView, item: AreaReading, place: int, scale: _Scale) -> str:
    y = TOP + ROW * place + ROW / 2
    name = at.places.name(item.area)
    short = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    label = _text(NAMES - 10, y + 4, short, INK, "end")
    reading = item.reading
    if reading is None or reading.rate is None or item.newest.doubtful:
        why = words.doubt(item.newest) or words.reason(item.reason) or _("geen cijfer")
        return label + _text(NAMES + 4, y + 4, why[:60], GREY)
    low, high = reading.low or reading.rate, reading.high or reading.rate
    band = f'<path d="M{scale.x(low):.1f} {y}H{scale.x(high):.1f}" stroke="{OWN}"'
    dot = f'<circle cx="{scale.x(reading.rate):.1f}" cy="{y}" r="4.5" fill="{OWN}"/>'
    return f'{label}{band} stroke-width="2" stroke-opacity="0.45"/>{dot}'


def _text(x: float, y: float, said: str, colour: str, anchor: str = "start") -> str:
    look = f'font-size="12" fill="{colour}" text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(said)}</text>'
