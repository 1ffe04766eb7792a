"""The icons of the house, read once from the sprite that the front-end build makes."""

import re
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = Path(__file__).parent / "static" / "ui" / "dist" / "icons.svg"
_SYMBOL = re.compile(r'<symbol id="(?P<name>[\w-]+)"[^>]*>(?P<body>.*?)</symbol>', re.DOTALL)


@cache
def drawings() -> dict[str, str]:
    """Name → drawing; empty when the front-end was not built."""
    if not SPRITE.exists():
        return {}
    text = SPRITE.read_text(encoding="utf-8")
    return {found["name"]: found["body"] for found in _SYMBOL.finditer(text)}


def svg(name: str, *, css: str = "", label: str = "") -> SafeString:
    """One icon as inline SVG. Raises KeyError for a name that `frontend/icons.txt` lacks.

    Inline, because a page that opens from disk may not fetch a sprite.
    """
    known = drawings()
    body = known[name] if known else ""
    meaning = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else SafeString('aria-hidden="true"')
    )
    return format_html(
        '<svg class="regie-icon {}" viewBox="0 0 24 24" width="24" height="24" fill="none"'
        ' stroke="currentColor" stroke-width="2" stroke-linecap="round"'
        ' stroke-linejoin="round" {}>{}</svg>',
        css,
        meaning,
        SafeString(body),
    )
