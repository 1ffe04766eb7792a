"""The styles of an OpenDocument text, as far as they say what a paragraph is."""

import re
import zipfile
from dataclasses import dataclass, replace

from regie.planning.plan_texts.markup import Node, elements
from regie.planning.plan_texts.packages import part_of

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = {
    f"{_OASIS}:office:1.0": "office",
    f"{_OASIS}:text:1.0": "text",
    f"{_OASIS}:table:1.0": "table",
    f"{_OASIS}:style:1.0": "style",
    f"{_OASIS}:drawing:1.0": "draw",
    f"{_OASIS}:xsl-fo-compatible:1.0": "fo",
    f"{_OASIS}:manifest:1.0": "manifest",
    "http://www.w3.org/1999/xlink": "xlink",
}

Lists = dict[str, dict[int, bool]]
"""Of each level (from 1) of each kind of list, whether it is numbered."""


@dataclass(frozen=True)
class Look:
    """What a style of letters or paragraphs says."""

    bold: bool = False
    italic: bool = False
    hidden: bool = False
    underlined: bool = False
    capitals: bool = False
    size: float = 0.0
    level: int = 0


def styles_of(package: zipfile.ZipFile) -> tuple[dict[str, Look], Lists]:
    """The styles of a document by name, and its kinds of lists."""
    found: dict[str, Look] = {}
    lists: Lists = {}
    if "styles.xml" in package.namelist():
        with part_of(package, "styles.xml") as source:
            bodies = ("office:styles", "office:automatic-styles")
            for node in elements(source, NAMES, *bodies):
                learn(node, found)
                learn_list(node, lists)
    return found, lists


def learn(node: Node, known: dict[str, Look]) -> None:
    """Keep what a style says, on top of the one it is based on; "" is what holds for all."""
    general = node.name == "style:default-style" and node.get("style:family") == "paragraph"
    if node.name != "style:style" and not general:
        return
    letters = node.get("style:family") == "text"  # say only what differs from the paragraph
    parent = node.get("style:parent-style-name")
    look = Look() if letters and not parent else known.get(parent, known.get("", Look()))
    level = node.get("style:default-outline-level")
    if level.isdigit():
        look = replace(look, level=min(int(level[:3]), 9))
    says = node.first("style:text-properties")
    if says is not None:
        look = replace(
            look,
            bold=_switch(says.get("fo:font-weight"), {"bold", "600", "700", "800"}, look.bold),
            italic=_switch(says.get("fo:font-style"), {"italic", "oblique"}, look.italic),
            hidden=_switch(says.get("text:display"), {"none"}, look.hidden),
            underlined=_switch(
                says.get("style:text-underline-style"), {"solid", "wave", "dash"}, look.underlined
            ),
            capitals=_switch(says.get("fo:text-transform"), {"uppercase"}, look.capitals),
            size=_size(says.get("fo:font-size"), look.size),
        )
    known["" if general else node.get("style:name")] = look


def learn_list(node: Node, known: Lists) -> None:
    """Keep of each level of a kind of list whether it is numbered."""
    if node.name == "text:list-style":
        known[node.get("style:name")] = {
            int(level.get("text:level")): level.name == "text:list-level-style-number"
            and bool(level.get("style:num-format"))
            for level in node.nodes()
            if level.get("text:level").isdecimal()
        }


def _switch(said: str, on: set[str], otherwise: bool) -> bool:
    return said in on if said else otherwise


def _size(said: str, otherwise: float) -> float:
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,4})?)(pt|%)", said)
    if found is None:
        return otherwise
    number = float(found[1])
    return number if found[2] == "pt" else (otherwise or 11.0) * number / 100
