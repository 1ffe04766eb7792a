"""Drawings that may stand in a document: what is no plain drawing is refused when it enters."""

import re
from typing import Literal, get_args
from xml.parsers import expat

_SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"}
_FILLS = {"clipPath", "pattern", "linearGradient", "radialGradient", "stop"}
ELEMENTS = frozenset({"svg", "g", "defs", "title", "desc"} | _SHAPES | _FILLS)
Mark = Literal["k0", "k1", "k2", "k3", "k4", "hidden", "none"]
MARKS: tuple[Mark, ...] = get_args(Mark)  # the classes and patterns of a map

_LARGEST, _DEEPEST = 4_000_000, 60  # characters; elements inside each other
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|javascript:|data:", re.IGNORECASE)

Attributes = dict[str, str]


class Reader:
    """Is told of everything in a drawing, in order; this one does nothing with it."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element opens."""

    def end(self, name: str) -> None:
        """An element closes."""

    def data(self, text: str) -> None:
        """Words inside an element."""


def read(svg: str, reader: Reader) -> None:
    """Tell `reader` what is in a drawing. Raises ValueError when it is none."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(svg.encode(), True)
    except (expat.ExpatError, UnicodeEncodeError) as error:
        raise ValueError(f"this is no SVG drawing: {error}") from error


def _no_doctype(*_parts: object) -> None:
    raise ValueError("a drawing in a document brings no document type")


def check(svg: str) -> None:
    """Refuse (ValueError) what is no plain drawing: script, style, links, outside references."""
    if len(svg) > _LARGEST:
        raise ValueError("this drawing is too large for a document")
    read(svg, _Check())


class _Check(Reader):
    def __init__(self) -> None:
        self.depth = 0

    def start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        if name not in ELEMENTS or (self.depth == 1) != (name == "svg"):
            raise ValueError(f"a drawing in a document holds no <{name}> at this place")
        if self.depth > _DEEPEST:
            raise ValueError("this drawing has too many layers")
        for key, value in attributes.items():
            _check_attribute(key, value)

    def end(self, name: str) -> None:
        self.depth -= 1


def _check_attribute(key: str, value: str) -> None:
    name = key.rpartition(":")[2].lower()
    if name.startswith("on") or name in {"style", "href", "src"} or _OUTSIDE.search(value):
        raise ValueError(f"a drawing in a document has no {key}={value[:40]!r}")
