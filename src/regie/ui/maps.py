"""Maps as inline SVG: no library, no tiles, prints, and every area can be reached by keyboard.

At most five classes of one colour, drawn by style class (`k0` … `k4`). What has no value is never
a colour: hidden is hatched, absent is dotted, and the legend says so.
"""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from regie.ui import formats, layout

MOST_CLASSES = 5
Pattern = Literal["", "hidden", "none"]
Bounds = Sequence[float]  # min x, min y, max x, max y


@dataclass(frozen=True)
class MapShape:
    """One area. `path` is an SVG path in metres, y downwards; `value_text` its value in words.

    Either a class (0–4) or a pattern: "hidden" (not published), "none" (no figure).
    """

    code: str
    name: str
    path: str
    value_text: str
    klass: int | None
    pattern: Pattern = ""
    href: str = ""
    current: bool = False


@dataclass(frozen=True)
class Entry:
    """One line of the legend: a class of the style sheet or a pattern, and its words."""

    mark: str
    label: str


@dataclass(frozen=True)
class Legend:
    """What colours and patterns mean."""

    entries: tuple[Entry, ...] = ()
    unit: str = ""

    @classmethod
    def of(
        cls,
        breaks: Sequence[float],
        *,
        unit: str = "",
        decimals: int = 0,
        hidden: bool = False,
        none: bool = False,
    ) -> "Legend":
        """Legend of `class_breaks`; numbers get at least `decimals` decimals."""
        places = max(decimals, layout.tick_decimals(breaks))
        entries = [Entry(f"k{i}", label) for i, label in enumerate(_ranges(breaks, places))]
        if hidden:
            entries.append(Entry("hidden", _("afgeschermd: te weinig om te tonen")))
        if none:
            entries.append(Entry("none", _("geen cijfer")))
        return cls(tuple(entries), unit)


def _ranges(breaks: Sequence[float], places: int) -> list[str]:
    texts = [formats.number(bound, places) for bound in breaks]
    if not texts:
        return [_("gebieden met een cijfer")]
    between = [
        _("%(low)s tot %(high)s") % {"low": low, "high": high} for low, high in pairwise(texts)
    ]
    first = _("minder dan %(bound)s") % {"bound": texts[0]}
    return [first, *between, _("%(bound)s of meer") % {"bound": texts[-1]}]


def class_breaks(values: Iterable[float], classes: int = MOST_CLASSES) -> tuple[float, ...]:
    """Round bounds that divide `values` into at most `classes` classes of about equal size.

    Each bound belongs to the class above it. No class is empty; equal values give no bounds.
    """
    known = sorted(value for value in values if math.isfinite(value))
    wanted = min(classes, MOST_CLASSES, len(set(known)))
    breaks: list[float] = []
    for k in range(1, wanted):
        low, high = _window(known, k / wanted, 1 / (4 * wanted))
        bound = roundest(low, high)
        previous = breaks[-1] if breaks else -math.inf
        if any(previous <= value < bound for value in known) and bound <= known[-1]:
            breaks.append(bound)
    return tuple(breaks)


def _window(known: Sequence[float], share: float, margin: float) -> tuple[float, float]:
    """Values a little below and above a share of the ranking."""
    last = len(known) - 1
    low = known[max(0, math.floor((share - margin) * last))]
    high = known[min(last, math.ceil((share + margin) * last))]
    return low, high


def roundest(low: float, high: float) -> float:
    """The roundest number above `low` and at most `high` (`high` itself when they are equal)."""
    if high <= low:
        return high
    power = math.floor(math.log10(max(abs(low), abs(high)))) + 1
    for exponent in range(power, power - 12, -1):
        for factor in (1.0, 0.5, 0.2):
            step = factor * 10.0**exponent
            found = (math.floor(low / step + 1e-9) + 1) * step
            if found <= high * (1 + 1e-12) if high > 0 else found <= high:
                return float(f"{found:.10g}")
    return high


def classify(value: float | None, breaks: Sequence[float]) -> int | None:
    """Class of a value: the number of bounds it has reached."""
    if value is None or not math.isfinite(value):
        return None
    return sum(bound <= value for bound in breaks)


def draw_map(
    shapes: Sequence[MapShape],
    bounds: Bounds,
    *,
    title: str,
    description: str,
    legend: Legend,
) -> SafeString:
    """SVG and legend. With links the areas are a group to walk through, else one picture.

    The current area is drawn last, so that its outline lies on top.
    """
    name = "map-" + hashlib.sha256(f"{title}|{description}|{len(shapes)}".encode()).hexdigest()[:10]
    linked = any(shape.href for shape in shapes)
    ordered = sorted(shapes, key=lambda shape: shape.current)
    drawing = format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="regie-map" role="{role}"'
        ' aria-labelledby="{name}-t {name}-d" viewBox="{frame}">'
        '<title id="{name}-t">{title}</title><desc id="{name}-d">{text}</desc>'
        "{patterns}{body}</svg>",
        role="group" if linked else "img",
        name=name,
        frame=_frame(bounds),
        title=title,
        text=description,
        patterns=_patterns(name, bounds, {shape.pattern for shape in shapes}),
        body=SafeString("".join(_shape(shape, name) for shape in ordered)),
    )
    return SafeString(_skippable(drawing, name) if linked else drawing) + draw_legend(legend)


def _frame(bounds: Bounds) -> str:
    min_x, min_y, max_x, max_y = bounds
    margin = max(max_x - min_x, max_y - min_y, 1) * 0.01
    numbers = (
        min_x - margin,
        min_y - margin,
        max_x - min_x + 2 * margin,
        max_y - min_y + 2 * margin,
    )
    return " ".join(f"{n:.0f}" for n in numbers)


def _patterns(name: str, bounds: Bounds, used: set[Pattern]) -> SafeString:
    """Hatching for hidden, dots for absent, at a size that suits the map."""
    size = max(bounds[2] - bounds[0], bounds[3] - bounds[1], 1) / 95
    parts = []
    if "hidden" in used:
        parts.append(_pattern(f"{name}-hidden", size, _hatch(size)))
    if "none" in used:
        parts.append(_pattern(f"{name}-none", size, _dots(size)))
    return SafeString(f"<defs>{''.join(parts)}</defs>") if parts else SafeString("")


def _pattern(name: str, size: float, body: str) -> str:
    return (
        f'<pattern id="{name}" class="regie-pattern" patternUnits="userSpaceOnUse"'
        f' width="{size:.2f}" height="{size:.2f}">'
        f'<rect width="{size:.2f}" height="{size:.2f}"/>{body}</pattern>'
    )


def _hatch(size: float) -> str:
    return (
        f'<path d="M0 {size:.2f}L{size:.2f} 0M{-size / 4:.2f} {size / 4:.2f}L{size / 4:.2f}'
        f" {-size / 4:.2f}M{size * 0.75:.2f} {size * 1.25:.2f}L{size * 1.25:.2f}"
        f' {size * 0.75:.2f}" stroke-width="{size / 6:.2f}"/>'
    )


def _dots(size: float) -> str:
    return f'<circle cx="{size / 2:.2f}" cy="{size / 2:.2f}" r="{size / 8:.2f}"/>'


def _shape(shape: MapShape, name: str) -> str:
    words = f"{shape.name}: {shape.value_text}" if shape.value_text else shape.name
    text, code, path = map(conditional_escape, (words, shape.code, shape.path))
    css = "regie-shape" + (f" k{shape.klass}" if shape.klass is not None else "")
    css += " regie-shape--current" if shape.current else ""
    fill = f' fill="url(#{name}-{shape.pattern})"' if shape.pattern else ""
    drawn = f'<title>{text}</title><path class="{css}"{fill} d="{path}"/>'
    if not shape.href:
        return f'<g data-key="{code}">{drawn}</g>'
    here = ' aria-current="true"' if shape.current else ""
    href = conditional_escape(shape.href)
    return f'<a href="{href}" data-key="{code}" aria-label="{text}"{here}>{drawn}</a>'


def _skippable(drawing: SafeString, name: str) -> SafeString:
    return format_html(
        '<a class="regie-jump" href="#{0}-end">{1}</a>{2}<span id="{0}-end" tabindex="-1"></span>',
        name,
        _("Sla de gebieden op de kaart over"),
        drawing,
    )


def draw_legend(legend: Legend) -> SafeString:
    """The legend of a map apart, as a list; nothing without entries."""
    if not legend.entries:
        return SafeString("")
    unit = format_html('<li class="regie-leg__unit">{}</li>', legend.unit) if legend.unit else ""
    rows = format_html_join(
        "",
        "<li>{}{}</li>",
        ((_swatch(entry.mark), entry.label) for entry in legend.entries),
    )
    return format_html('<ul class="regie-leg">{}{}</ul>', unit, rows)


def _swatch(mark: str) -> SafeString:
    box = (
        '<svg viewBox="0 0 20 16" aria-hidden="true">'
        '<rect class="{}" width="20" height="16"/>{}</svg>'
    )
    if mark == "hidden":
        lines = '<path d="M0 8L8 0M0 16L16 0M6 16L20 2M14 16L20 10" stroke-width="1.4"/>'
        return format_html(box, "", SafeString(f'<g class="regie-pattern">{lines}</g>'))
    if mark == "none":
        dots = "".join(f'<circle cx="{x}" cy="{y}" r="1"/>' for x in (4, 10, 16) for y in (4, 12))
        return format_html(box, "", SafeString(f'<g class="regie-pattern">{dots}</g>'))
    return format_html(box, mark, "")
