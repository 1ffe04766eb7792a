"""One picture of an outcome: a bar per candidate, its amount and its class in words.

Hand-drawn SVG without style attributes, so that a strict content security policy lets it through.
Shade never speaks alone: the class stands beside each bar in words, and a line closes the places.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from regie.planning.weighing import outcomes, words
from regie.planning.weighing.outcomes import Outcome, Standing
from regie.ui import svg
from regie.ui.charts import Drawn

INK, QUIET, EDGE = "#1a212a", "#5b6673", "#1a5a8a"
FILL = {outcomes.CORE: "#1a5a8a", outcomes.DISCUSS: "#a9c9df", outcomes.OUTSIDE: "#f6f8fa"}
BAR, GAP = 20, 14
LINE = 18


@dataclass(frozen=True)
class Size:
    """Measures in pixels; `letters` fit on a line of the name column."""

    width: int
    names: int
    bars: int
    letters: int


WIDE = Size(width=720, names=250, bars=170, letters=32)
NARROW = Size(width=340, names=0, bars=125, letters=42)


def picture(outcome: Outcome, names: words.Names) -> Drawn | None:
    """The figure for a page, wide and narrow; None where nobody voted or nothing was asked."""
    if not outcome.standings:
        return None
    return Drawn(
        wide=_drawing(outcome, names, WIDE, "w"), narrow=_drawing(outcome, names, NARROW, "n")
    )


def description(outcome: Outcome, names: words.Names) -> str:
    """The figure in words for who cannot see it."""
    rows = [
        f"{one.rank}. {names.get(one.candidate, one.candidate)}: {words.amount(outcome, one)}"
        f", {_class(outcome, one)}"
        for one in outcome.standings
    ]
    return "; ".join(rows)


def _class(outcome: Outcome, one: Standing, size: Size = WIDE) -> str:
    """The class with its probability; the plain rank where there is nothing to be unsure of."""
    if outcome.places >= len(outcome.standings) or not outcome.certainty.by:
        return _("plaats %(n)s") % {"n": one.rank}
    name = words.class_name(one.standing)
    return f"{name} ({words.chance(one.top)})" if size.names else name


def _drawing(outcome: Outcome, names: words.Names, size: Size, suffix: str) -> SafeString:
    body, y = [], 4.0
    largest = max(one.share for one in outcome.standings) or 1.0
    for at, one in enumerate(outcome.standings):
        if at == outcome.places and not outcome.on_border:
            body.append(_border(y, size, outcome.places))
            y += 2 * LINE
        rows = wrap(names.get(one.candidate, one.candidate), size.letters) or [""]
        body.extend(_row(outcome, one, rows, y, size, one.share / largest))
        y += _height(rows, size)
    said = description(outcome, names)
    content = hashlib.sha256(f"{outcome.seed}|{said}".encode()).hexdigest()[:10]
    drawing = f'<svg width="{size.width}" height="{y:.0f}">{"".join(body)}</svg>'
    return mark_safe(  # noqa: S308  # every text is escaped where it is written
        svg.finish(
            drawing,
            name=f"weighing-{content}-{suffix}",
            title=words.headline(outcome, names),
            description=said,
        )
    )


def _height(rows: Sequence[str], size: Size) -> float:
    """A row of the figure: names beside the bar, or above it in a narrow column."""
    text = len(rows) * LINE
    return (max(text, BAR) if size.names else text + BAR + 2) + GAP


def _row(
    outcome: Outcome, one: Standing, rows: Sequence[str], y: float, size: Size, part: float
) -> Iterator[str]:
    for number, text in enumerate(rows):
        yield _text(0, y + 14 + number * LINE, text, INK, bold=one.chosen)
    top = y if size.names else y + len(rows) * LINE + 2
    width = max(part, 0.0) * size.bars
    yield (
        f'<rect x="{size.names}" y="{top:.1f}" width="{width:.1f}" height="{BAR}" rx="3"'
        f' fill="{FILL[one.standing]}" stroke="{EDGE}" stroke-width="1"/>'
    )
    beside = size.names + width + 8
    yield _text(beside, top + 14, words.amount(outcome, one), INK)
    yield _text(size.width, top + 14, _class(outcome, one, size), QUIET, end=True)


def _border(y: float, size: Size, places: int) -> str:
    """The line under the last place, with what it means."""
    label = _("tot hier: de eerste %(k)s") % {"k": places}
    return (
        f'<line x1="0" y1="{y:.1f}" x2="{size.width}" y2="{y:.1f}" stroke="{QUIET}"'
        f' stroke-width="1" stroke-dasharray="4 4"/>{_text(0, y + 16, label, QUIET)}'
    )


def _text(
    x: float, y: float, text: str, colour: str, *, bold: bool = False, end: bool = False
) -> str:
    weight = ' font-weight="600"' if bold else ""
    anchor = ' text-anchor="end"' if end else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="14" fill="{colour}"{weight}{anchor}>'
        f"{escape(text)}</text>"
    )
