"""The emblem: five fields around the plan, each at its own place, live and clickable.

A wide drawing as SVG, and for a narrow screen the same links as a list in the same order. The
style sheet shows one of the two.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from regie.ui import icons, layout

WIDTH, MARGIN = 1000.0, 8.0
CARD, TITLE, SMALL = 256.0, 17.0, 14.5  # px: width of a card, sizes of its text
TITLE_STEP, SMALL_STEP, PAD = 22.0, 20.0, 16.0
RADIUS = 84.0


@dataclass(frozen=True)
class Node:
    """One field: `x` and `y` are its place in any unit; `state_text` says how it stands.

    Without an icon it gets the one with the name of its code, if the sprite has one.
    """

    code: str
    title: str
    href: str
    x: float
    y: float
    state_text: str
    lines: tuple[str, ...] = ()
    icon: str = ""

    @property
    def picture(self) -> str:
        """The drawing of its icon, or nothing."""
        return icons.drawings().get(self.icon or self.code, "")


@dataclass(frozen=True)
class _Card:
    node: Node
    title: list[str]
    small: list[str]
    x: float = 0
    y: float = 0
    height: float = 0  # of the tallest card: all are equal

    @property
    def needed(self) -> float:
        return PAD * 1.6 + TITLE_STEP * len(self.title) + SMALL_STEP * len(self.small)


def draw_schema(nodes: Sequence[Node], center_title: str, center_href: str = "") -> SafeString:
    """Drawing and list. Nodes keep the order given; their places follow `x` and `y`."""
    cards = [_measure(node) for node in nodes]
    tallest = max((card.needed for card in cards), default=0.0)
    height = 2 * (MARGIN + tallest + RADIUS + 36)  # the circle stays free of the cards
    placed = _place(cards, height, tallest)
    middle = (_center_x(placed), height / 2)
    return format_html(
        '<div class="regie-schema">{}{}</div>',
        _drawing(placed, middle, height, center_title, center_href),
        _list(nodes, center_title, center_href),
    )


def _measure(node: Node) -> _Card:
    room = CARD - 2 * PAD
    beside = room - (38 if node.picture else 0)
    title = layout.wrap(node.title, beside, TITLE)
    small = layout.wrap(node.state_text, room, SMALL) if node.state_text else []
    return _Card(
        node, title, [*small, *(w for t in node.lines for w in layout.wrap(t, room, SMALL))]
    )


def _place(cards: Sequence[_Card], height: float, tallest: float) -> list[_Card]:
    """Stretch the given places over the drawing; they are the top left corners of the cards."""
    left, top = (min((getattr(c.node, axis) for c in cards), default=0.0) for axis in ("x", "y"))
    wide = max((c.node.x - left for c in cards), default=0.0) or 1.0
    high = max((c.node.y - top for c in cards), default=0.0) or 1.0
    room_x, room_y = WIDTH - 2 * MARGIN - CARD, height - 2 * MARGIN - tallest
    return [
        _Card(
            card.node,
            card.title,
            card.small,
            MARGIN + (card.node.x - left) / wide * room_x,
            MARGIN + (card.node.y - top) / high * room_y,
            tallest,
        )
        for card in cards
    ]


def _center_x(cards: Sequence[_Card]) -> float:
    return sum(card.x + CARD / 2 for card in cards) / len(cards) if cards else WIDTH / 2


def _drawing(
    cards: Sequence[_Card],
    middle: tuple[float, float],
    height: float,
    title: str,
    href: str,
) -> SafeString:
    spokes = format_html_join(
        "",
        '<line class="regie-schema__spoke" x1="{}" y1="{}" x2="{}" y2="{}"/>',
        (_px(*middle, card.x + CARD / 2, card.y + card.height / 2) for card in cards),
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="regie-schema__svg" role="group"'
        ' aria-label="{}" viewBox="0 0 {} {}">{}{}{}</svg>',
        _("Schema: de velden rond het plan"),
        *_px(WIDTH, height),
        spokes,
        _center(middle, title, href),
        SafeString("".join(_card(card) for card in cards)),
    )


def _center(middle: tuple[float, float], title: str, href: str) -> SafeString:
    x, y = middle
    words = layout.wrap(title, RADIUS * 1.7, TITLE)
    first = y - (len(words) - 1) * TITLE_STEP / 2 + 6
    body = format_html(
        '<circle cx="{}" cy="{}" r="{}"/>{}',
        *_px(x, y, RADIUS),
        _words(words, x, first, TITLE_STEP, "regie-schema__plan"),
    )
    return _linked(body, href, title, "regie-schema__center")


def _card(card: _Card) -> SafeString:
    picture = SafeString("")
    indent = PAD
    if card.node.picture:
        indent += 38
        picture = format_html(
            '<svg x="{}" y="{}" width="28" height="28" viewBox="0 0 24 24">{}</svg>',
            *_px(card.x + PAD, card.y + PAD - 2),
            SafeString(card.node.picture),
        )
    title_y = card.y + PAD + 15
    small_y = title_y + TITLE_STEP * (len(card.title) - 1) + SMALL_STEP + 4
    body = format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="10"/>{}{}{}',
        *_px(card.x, card.y, CARD, card.height),
        picture,
        _words(card.title, card.x + indent, title_y, TITLE_STEP, "regie-schema__title"),
        _words(card.small, card.x + PAD, small_y, SMALL_STEP, "regie-schema__state"),
    )
    name = ". ".join((card.node.title, *filter(None, (card.node.state_text, *card.node.lines))))
    return _linked(body, card.node.href, name, "regie-schema__card")


def _px(*numbers: float) -> list[str]:
    return [f"{number:.0f}" for number in numbers]


def _words(lines: Sequence[str], x: float, y: float, step: float, css: str) -> SafeString:
    spans = format_html_join(
        "",
        '<tspan x="{}" y="{}">{}</tspan>',
        ((*_px(x, y + i * step), line) for i, line in enumerate(lines)),
    )
    return format_html('<text class="{}">{}</text>', css, spans) if lines else SafeString("")


def _linked(body: SafeString, href: str, name: str, css: str) -> SafeString:
    if not href:
        return format_html('<g class="{}">{}</g>', css, body)
    return format_html('<a class="{}" href="{}" aria-label="{}">{}</a>', css, href, name, body)


def _list(nodes: Sequence[Node], title: str, href: str) -> SafeString:
    rows = format_html_join("", "<li>{}</li>", ((_row(node),) for node in nodes))
    plan = format_html('<a class="nl-link" href="{}">{}</a>', href, title) if href else title
    return format_html(
        '<div class="regie-schema__narrow"><p class="regie-schema__head">{}</p>'
        '<ul class="regie-schema__list">{}</ul></div>',
        plan,
        rows,
    )


def _row(node: Node) -> SafeString:
    link = format_html('<a class="nl-link" href="{}">{}</a>', node.href, node.title)
    picture = icons.svg(node.icon or node.code) if node.picture else ""
    words = format_html_join("", "<span>{}</span>", ((t,) for t in (node.state_text, *node.lines)))
    return format_html(
        "{}<div><strong>{}</strong>{}</div>", picture, link if node.href else node.title, words
    )
