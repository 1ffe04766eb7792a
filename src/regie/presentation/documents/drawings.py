"""Drawings made ready for paper: whole, with their legend.

A page colours a map with its style sheet and draws the legend beside it. Paper has no style sheet,
so `printable` writes the colours into the drawing and draws the legend in it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from regie.ui import layout
from regie.ui.paper import LegendEntry
from regie.ui.paper_drawing import MARKS, Attributes, Reader, read
from regie.ui.prose.drawings import Copy, written

SHADES: dict[str, str] = dict(
    zip(MARKS, ("#dbe8f2", "#a9c9df", "#6b9fc4", "#2f6f9f", "#0c3454"), strict=False)
)
PAPER, LINE, INK = "#f6f8fa", "#5b6673", "#1a212a"
FONT = "IBM Plex Sans, sans-serif"
WIDE, TALL, BESIDE = 640.0, 460.0, 236.0  # px: a page, its tallest drawing, a legend
ROW, TEXT = 17.0, 13.0


@dataclass(frozen=True)
class Drawing:
    """A whole SVG and its size in px."""

    svg: str
    width: float
    height: float


def printable(svg: str, legend: Sequence[LegendEntry] = (), legend_title: str = "") -> Drawing:
    """The drawing for paper: whole without a style sheet, with its legend at the right."""
    frame = _Frame()
    read(svg, frame)
    box, width, height = frame.fitted(WIDE - BESIDE if legend else WIDE)
    copy = Copy("", _Painter(box[2] / width), titles=False)
    read(svg, copy)
    own = {k: v for k, v in copy.root.items() if k.startswith("font") or k == "fill"}
    view = " ".join(f"{number:.10g}" for number in box)
    inner = {"width": f"{width:.1f}", "height": f"{height:.1f}", "viewBox": view, **own}
    body = f"<svg{written(inner)}>{''.join(copy.parts)}</svg>"
    rows, below = _legend(legend, legend_title, width + 20)
    wide, high = (WIDE, max(height, below)) if legend else (width, height)
    return Drawing(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.1f}" height="{high:.1f}"'
        f' viewBox="0 0 {wide:.1f} {high:.1f}" font-family="{FONT}">{body}{rows}</svg>',
        wide,
        high,
    )


class _Frame(Reader):
    """Reads only how large a drawing is."""

    def __init__(self) -> None:
        self.root: Attributes = {}

    def start(self, name: str, attributes: Attributes) -> None:
        self.root = self.root or attributes

    def fitted(self, room: float) -> tuple[list[float], float, float]:
        """The box of its coordinates, and the width and height in px it gets on paper."""
        sizes = [_number(self.root.get(key, "")) for key in ("width", "height")]
        box = [_number(part) for part in self.root.get("viewBox", "").replace(",", " ").split()]
        if len(box) != 4:
            box = [0, 0, *sizes]
        if min(box[2:]) <= 0:
            raise ValueError("this drawing does not say how large it is")
        width = min(room, TALL * box[2] / box[3], sizes[0] if sizes[0] > 0 else room)
        return box, width, width * box[3] / box[2]


def _number(words: str) -> float:
    found = re.match(r"-?\d*\.?\d+", words.strip())
    return float(found[0]) if found else 0.0


class _Painter:
    """The colours and lines that the style sheet of a page gives, as attributes."""

    def __init__(self, unit: float) -> None:
        self._unit = unit  # size of one px in the coordinates of the drawing
        self._pattern = False

    def __call__(self, name: str, attributes: Attributes) -> Attributes:
        classes = attributes.pop("class", "").split()
        if name == "pattern":
            self._pattern = "regie-pattern" in classes
        elif name in {"g", "defs"}:
            self._pattern = False
        elif self._pattern:
            return attributes | _PATTERNED.get(name, {})
        if "regie-shape" not in classes:
            return attributes
        return self._shape(classes, attributes)

    def _shape(self, classes: Sequence[str], attributes: Attributes) -> Attributes:
        shades = [SHADES[name] for name in classes if name in SHADES]
        line = "#9aa5b1" if "fill" in attributes else "#ffffff"
        here = "regie-shape--current" in classes
        return {
            "fill": shades[0] if shades else "#eceff3",
            **attributes,
            "stroke": INK if here else line,
            "stroke-width": f"{self._unit * (3 if here else 0.8):.4g}",
            "stroke-linejoin": "round",
        }


_PATTERNED: dict[str, Attributes] = {
    "rect": {"fill": PAPER},
    "path": {"stroke": LINE, "fill": "none"},
    "circle": {"fill": LINE},
}


def _legend(entries: Sequence[LegendEntry], title: str, x: float) -> tuple[str, float]:
    """The rows of a legend and where they end."""
    parts, y = [], 4.0
    room = BESIDE - 52
    for number, line in enumerate(layout.wrap(title, room + 26, TEXT) if title and entries else ()):
        parts.append(_words(x, y + 12 + number * ROW, line, weight=' font-weight="600"'))
        y += ROW
    y += 8 if parts else 0
    for entry in entries:
        lines = layout.wrap(entry.label, room, TEXT)
        parts.append(f'<g transform="translate({x:.1f} {y:.1f})">{swatch(entry.mark)}</g>')
        for line in lines:
            parts.append(_words(x + 28, y + 12.5, line))
            y += ROW
        y += 6
    return "".join(parts), y


def _words(x: float, y: float, words: str, weight: str = "") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{TEXT:.0f}" fill="{INK}"{weight}>'
        f"{escape(words)}</text>"
    )


def swatch(mark: str) -> str:
    """A box of 20 by 16 px that shows one class or pattern of a map."""
    fill = SHADES.get(mark, PAPER)
    box = f'<rect class="{mark}" width="20" height="16" fill="{fill}" stroke="{LINE}"/>'
    if mark == "hidden":
        lines = "M0 8L8 0M0 16L16 0M6 16L20 2M14 16L20 10"
        return f'{box}<path d="{lines}" fill="none" stroke="{LINE}" stroke-width="1.4"/>'
    if mark == "none":
        dots = "".join(
            f'<circle cx="{x}" cy="{y}" r="1" fill="{LINE}"/>' for x in (4, 10, 16) for y in (4, 12)
        )
        return box + dots
    return box
