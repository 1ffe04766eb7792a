"""The styles and numbering of a Word document, as far as they say what a paragraph is."""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from regie.planning.plan_texts.markup import Node, elements
from regie.planning.plan_texts.packages import part_of
from regie.planning.plan_texts.word_runs import NAMES

_HEADING = re.compile(r"(?:heading|kop|überschrift)\s*([1-9])", re.IGNORECASE)
_TOC = re.compile(r"(?:toc|inhopg|inhoudsopgave|table of figures|lijst met afbeeldingen)", re.I)
_TITLES = {"title": 1, "titel": 1}
_DEEPEST_BASE = 12
_Value = TypeVar("_Value")
BODY_SIZE = 22.0  # half points


@dataclass(frozen=True)
class Style:
    """What a style says. `level` is that of a heading, 0 for none; `size` in half points."""

    level: int = 0
    toc: bool = False
    bold: bool = False
    hidden: bool = False
    capitals: bool = False
    size: float = BODY_SIZE
    numbering: str = ""
    depth: int = 0


@dataclass(frozen=True)
class Shape:
    """A kind of list: of each level how it is marked ("decimal"), the words of that ("Doel %1.")
    and where it begins to count. Lists of one `series` count on."""

    series: str = ""
    kinds: Mapping[int, str] = field(default_factory=dict)
    labels: Mapping[int, str] = field(default_factory=dict)
    starts: Mapping[int, int] = field(default_factory=dict)


def label(shape: Shape, depth: int, number: int) -> str:
    """The words before a numbered item, "" when they are no more than its number.

    >>> label(Shape("", {}, {0: "Doel %1."}), 0, 2), label(Shape("", {}, {0: "%1)"}), 0, 2)
    ('Doel 2.', '')
    """
    words = shape.labels.get(depth, "")
    bare = re.sub(r"%\d", "", words)
    if not any(letter.isalpha() for letter in bare):
        return ""
    return words.replace(f"%{depth + 1}", str(number)).strip() if words.count("%") == 1 else ""


def on(node: Node | None) -> bool | None:
    """Whether a switch such as `w:b` is on; None when it is not there."""
    if node is None:
        return None
    return node.get("w:val", "1") not in {"0", "false", "off", "none"}


def _digits(text: str, default: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default


@dataclass
class Styles:
    """Styles by their code, and the kinds of lists by number."""

    known: dict[str, Style]
    default: str
    lists: dict[str, Shape]

    @classmethod
    def of(cls, package: zipfile.ZipFile) -> "Styles":
        """Those of a document; none when it has no list of styles."""
        nodes: dict[str, Node] = {}
        default = ""
        for node in _parts(package, "word/styles.xml", "w:styles"):
            code = node.get("w:styleId")
            if node.name == "w:style" and node.get("w:type", "paragraph") == "paragraph":
                nodes[code] = node
                default = code if node.get("w:default") in {"1", "true"} else default
        known = {code: _style(nodes, code) for code in nodes}
        return cls(known, default, _lists(package))

    def of_paragraph(self, node: Node) -> Style:
        """What a paragraph is, by its style and by what it says itself."""
        about = node.first("w:pPr")
        if about is None:
            return self.known.get(self.default, Style())
        named = about.first("w:pStyle")
        code = named.get("w:val") if named is not None else self.default
        return _told(about, self.known.get(code, Style()))

    def item_of(self, node: Node, style: Style) -> tuple[int, Shape] | None:
        """How deep an item lies and in what kind of list; None when it is no item."""
        about = node.first("w:pPr", "w:numPr")
        number, depth = style.numbering, style.depth
        if about is not None:
            found, level = about.first("w:numId"), about.first("w:ilvl")
            number = found.get("w:val") if found is not None else number
            depth = _digits(level.get("w:val")) if level is not None else depth
        if not number or number == "0":
            return None
        shape = self.lists.get(number, Shape())
        return None if shape.kinds.get(depth) == "none" else (depth, shape)


def _told(about: Node, base: Style) -> Style:
    """A style with what a paragraph or a style on top of it says."""
    found = base
    outline = about.first("w:outlineLvl")
    if outline is not None:
        level = _digits(outline.get("w:val"), 9)
        found = replace(found, level=level + 1 if level < 9 else 0)
    numbering = about.first("w:numPr", "w:numId")
    if numbering is not None:
        depth = about.first("w:numPr", "w:ilvl")
        deep = _digits(depth.get("w:val")) if depth is not None else 0
        found = replace(found, numbering=numbering.get("w:val"), depth=deep)
    return found


def _style(nodes: dict[str, Node], code: str) -> Style:
    """A style with those it is based on; a circle of them ends by itself."""
    chain: list[Node] = []
    while code in nodes and len(chain) < _DEEPEST_BASE:
        chain.append(nodes[code])
        based = nodes[code].first("w:basedOn")
        code = based.get("w:val") if based is not None else ""
    found = Style()
    for node in reversed(chain):
        found = _named(node, found)
        about, runs = node.first("w:pPr"), node.first("w:rPr")
        found = _told(about, found) if about is not None else found
        found = _of_runs(runs, found) if runs is not None else found
    return found


def _named(node: Node, base: Style) -> Style:
    named = node.first("w:name")
    name = (named.get("w:val") if named is not None else node.get("w:styleId")).strip().lower()
    heading = _HEADING.match(name)
    level = int(heading[1]) if heading else _TITLES.get(name, base.level)
    return replace(base, level=level, toc=base.toc or bool(_TOC.match(name)))


def _of_runs(runs: Node, base: Style) -> Style:
    bold, hidden, size = on(runs.first("w:b")), on(runs.first("w:vanish")), runs.first("w:sz")
    capitals = on(runs.first("w:caps"))
    return replace(
        base,
        bold=base.bold if bold is None else bold,
        hidden=base.hidden if hidden is None else hidden,
        capitals=base.capitals if capitals is None else capitals,
        size=float(_digits(size.get("w:val"), int(base.size))) if size is not None else base.size,
    )


def _lists(package: zipfile.ZipFile) -> dict[str, Shape]:
    """The lists by their number."""
    shapes: dict[str, Shape] = {}
    found: dict[str, Shape] = {}
    for node in _parts(package, "word/numbering.xml", "w:numbering"):
        if node.name == "w:abstractNum":
            code = node.get("w:abstractNumId")
            kinds, labels = _levels(node, "w:numFmt", str), _levels(node, "w:lvlText", str)
            shapes[code] = Shape(code, dict(kinds), dict(labels), dict(_starts(node)))
        elif node.name == "w:num":
            based = node.first("w:abstractNumId")
            shape = shapes.get(based.get("w:val") if based else "", Shape())
            begins = dict(_overrides(node))
            own = replace(shape, series=f"num {node.get('w:numId')}") if begins else shape
            found[node.get("w:numId")] = replace(own, starts={**shape.starts, **begins})
    return found


def _levels(node: Node, name: str, read: Callable[[str], _Value]) -> Iterator[tuple[int, _Value]]:
    for level in node.nodes():
        said = level.first(name)
        if level.name == "w:lvl" and said is not None:
            yield _digits(level.get("w:ilvl")), read(said.get("w:val"))


def _starts(node: Node) -> Iterator[tuple[int, int]]:
    return _levels(node, "w:start", lambda said: _digits(said, 1))


def _overrides(node: Node) -> Iterator[tuple[int, int]]:
    for level in node.nodes():
        begin = level.first("w:startOverride")
        if begin is not None:
            yield _digits(level.get("w:ilvl")), _digits(begin.get("w:val"), 1)


def _parts(package: zipfile.ZipFile, name: str, body: str) -> Iterator[Node]:
    if name in package.namelist():
        with part_of(package, name) as source:
            yield from elements(source, NAMES, body)
