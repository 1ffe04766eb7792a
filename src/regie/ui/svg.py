"""What every drawing needs before it may stand in a page."""

import re

from django.utils.html import escape

_ROOT = re.compile(r"<svg\b[^>]*>")
_SIZE = re.compile(r'\b(width|height)="([\d.]+)"')
_STYLE = re.compile(r'\sstyle="([^"]*)"')
_FONT = re.compile(r'\sfont-family="([^"]*)"')
_NOISE = re.compile(
    r'\s(?:role="[^"]*"|aria-\w+="[^"]*"|pointer-events="none"|class="[^"]*"|opacity="1")'
    r'|<path(?: class="(?:background|foreground)")?[^>]*\sd="(?:|M0,0h0v0h0Z)"[^>]*/>'
)
_EMPTY = re.compile(r"<g(?:\s+transform=\"[^\"]*\")?>\s*</g>")
_TAG = re.compile(r"<[^>]*>")
_LONG = re.compile(r"(\d\.\d{2})\d+")


def finish(drawing: str, *, name: str, title: str, description: str) -> str:
    """A figure with a name for screen readers, without style attributes and without noise.

    A content security policy that forbids inline style ignores `style="…"`; the same properties
    are allowed as attributes of SVG.
    """
    root = _ROOT.search(drawing)
    if root is None:
        raise ValueError("not an SVG drawing")
    size = dict(_SIZE.findall(root[0]))
    body = _STYLE.sub(_as_attributes, drawing[root.end() :])
    fonts = _FONT.findall(body)
    family = f' font-family="{fonts[0]}"' if fonts else ""
    body = _FONT.sub("", _NOISE.sub("", body))
    while _EMPTY.search(body):
        body = _EMPTY.sub("", body)
    body = _TAG.sub(lambda tag: _LONG.sub(r"\1", tag[0]), body)  # never inside a text
    width, height = size["width"], size["height"]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="regie-chart" role="img"'
        f' aria-labelledby="{name}-t {name}-d" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}"{family}>'
        f'<title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>{body}'
    )


def _as_attributes(found: re.Match[str]) -> str:
    pairs = [pair.partition(":") for pair in found[1].split(";") if ":" in pair]
    return "".join(f' {key.strip()}="{value.strip()}"' for key, _, value in pairs)
