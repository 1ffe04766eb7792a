"""The words of a Word paragraph with their looks, without what was deleted or hidden."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from regie.planning.plan_texts.markup import Node, elements
from regie.planning.plan_texts.packages import part_of
from regie.planning.plan_texts.pieces import Line, cleared, may_be_followed, tidy
from regie.ui.prose.writing import LINE, Words

if TYPE_CHECKING:
    from regie.planning.plan_texts.word_styles import Style, Styles

_W = "wordprocessingml"
NAMES = {
    f"http://schemas.openxmlformats.org/{_W}/2006/main": "w",
    f"http://purl.oclc.org/ooxml/{_W}/main": "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
}
_THROUGH = frozenset(
    {"w:ins", "w:moveTo", "w:smartTag", "w:sdtContent", "w:fldSimple", "w:sdt"}
    | {"w:customXml", "w:dir", "w:bdo"}
)
_GONE = frozenset({"w:del", "w:moveFrom"})
_SPACES = {"w:tab": " ", "w:cr": LINE, "w:noBreakHyphen": "-", "w:ptab": " "}
_FORMULAS = frozenset({"oMath", "oMathPara"})
_MARGIN = re.compile(r"word/(?:header|footer)\d*\.xml")
_PICTURES = frozenset({"w:drawing", "w:pict", "w:object"})
_OFF = {"0", "false", "off", "none"}


def notes_of(package: zipfile.ZipFile) -> dict[str, str]:
    """The words of footnotes and endnotes by their number, `f1` and `e1`."""
    found: dict[str, str] = {}
    for name, body, mark in (
        ("word/footnotes.xml", "w:footnotes", "f"),
        ("word/endnotes.xml", "w:endnotes", "e"),
    ):
        if name not in package.namelist():
            continue
        with part_of(package, name) as source:
            for node in elements(source, NAMES, body):
                told = ("".join(t.text() for t in part.all("w:t")) for part in node.all("w:p"))
                words = " ".join(told)
                if not node.get("w:type"):
                    found[f"{mark}{node.get('w:id')}"] = " ".join(cleared(words).split())
    return found


def addresses_of(package: zipfile.ZipFile) -> dict[str, str]:
    """The addresses that links lead to, by the code that the text has for them."""
    name = "word/_rels/document.xml.rels"
    if name not in package.namelist():
        return {}
    with part_of(package, name) as source:
        rows = [
            (node.get("Id"), node.get("Target"))
            for node in elements(source, {}, "Relationships")
            if node.get("Type").endswith("/hyperlink")
        ]
    return {code: address for code, address in rows if may_be_followed(address)}


def count_margins(package: zipfile.ZipFile, left_out: Counter[str]) -> None:
    """Count the headers and footers that say something; they are no text of the plan."""
    for name in package.namelist():
        if _MARGIN.fullmatch(name):
            with part_of(package, name) as source:
                found = elements(source, NAMES, "w:hdr", "w:ftr")
                said = any(text.text().strip() for node in found for text in node.all("w:t"))
            left_out["headers"] += said


class Reader:
    """Reads paragraphs; `boxes` are the text boxes met since the last time, `size` the size in
    which the last paragraph was set, 0 when it does not say. `underlined` and `capitals` tell
    whether all of its words were so."""

    def __init__(
        self,
        left_out: Counter[str],
        styles: "Styles",
        notes: dict[str, str],
        addresses: dict[str, str],
    ) -> None:
        self.left_out, self.styles, self.notes = left_out, styles, notes
        self.addresses = addresses
        self.boxes: list[Node] = []
        self.size = 0.0
        self.underlined = self.capitals = False

    def line(self, paragraph: Node, style: "Style") -> Line:
        """The words of a paragraph."""
        self.size, self.underlined, self.capitals = 0.0, True, True
        return tidy(self._runs(paragraph, style))

    def _runs(self, node: Node, style: "Style") -> Iterator[Words]:
        for child in node.nodes():
            if child.name == "w:r":
                yield from self._run(child, style)
            elif child.name == "w:hyperlink":
                yield from self._link(child, style)
            elif child.name in _THROUGH:
                self.left_out["inserted"] += child.name in {"w:ins", "w:moveTo"}
                yield from self._runs(child, style)
            elif child.name == "mc:AlternateContent":
                yield from self._alternative(child, style)
            else:
                self._gone(child)

    def _link(self, node: Node, style: "Style") -> Iterator[Words]:
        href = self.addresses.get(node.get("r:id"), "")
        for words in self._runs(node, style):
            yield replace(words, href=href if words.text.strip() else "")

    def _gone(self, node: Node) -> None:
        """Count what is not read and yet says something."""
        if node.name in _GONE:
            self.left_out["deleted"] += 1
        elif node.name in _FORMULAS:
            self.left_out["formulas"] += 1
        elif any(text.text().strip() for text in node.all("w:t")):
            self.left_out["unknown"] += 1

    def _alternative(self, node: Node, style: "Style") -> Iterator[Words]:
        chosen = node.first("mc:Choice") or node.first("mc:Fallback")
        if chosen is not None:
            self._picture(chosen)
            yield from self._runs(chosen, style)

    def _run(self, run: Node, style: "Style") -> Iterator[Words]:
        looks = run.first("w:rPr")
        if self._switch(looks, "w:vanish", style.hidden):
            self.left_out["hidden"] += any(True for _text in run.all("w:t"))
            return
        size = looks.first("w:sz") if looks is not None else None
        if size is not None and size.get("w:val").isdigit():
            self.size = max(self.size, float(size.get("w:val")[:6]))
        strong = self._switch(looks, "w:b", style.bold)
        words = cleared("".join(self._words(run)))
        if words.strip():
            self.underlined &= self._switch(looks, "w:u", False)
            self.capitals &= self._switch(looks, "w:caps", style.capitals)
        if words:
            yield Words(words, strong, self._switch(looks, "w:i", False))

    def _words(self, run: Node) -> Iterator[str]:
        for child in run.nodes():
            if child.name == "w:t":
                yield child.text()
            elif child.name in _SPACES:
                yield _SPACES[child.name]
            elif child.name == "w:br":  # of a page or a column is no end of a line
                yield " " if child.get("w:type") in {"page", "column"} else LINE
            elif child.name in {"w:footnoteReference", "w:endnoteReference"}:
                yield self._note(child)
            elif child.name in _PICTURES or child.name == "mc:AlternateContent":
                self._picture(child)
            elif child.name == "w:commentReference":
                self.left_out["comments"] += 1

    def _note(self, node: Node) -> str:
        """A note stands between brackets where it is called: a line has no foot."""
        mark = "f" if node.name == "w:footnoteReference" else "e"
        words = self.notes.get(f"{mark}{node.get('w:id')}", "")
        self.left_out["notes"] += bool(words)
        return f" [{words}]" if words else ""

    def _picture(self, node: Node) -> None:
        """A drawing: the words of its text boxes are read once, a picture is counted."""
        chosen = node
        if node.name == "mc:AlternateContent":
            chosen = node.first("mc:Choice") or node.first("mc:Fallback") or node
        boxes = list(chosen.all("w:txbxContent"))
        self.boxes += boxes
        self.left_out["pictures"] += not boxes and chosen.name in _PICTURES

    @staticmethod
    def _switch(looks: Node | None, name: str, otherwise: bool) -> bool:
        found = looks.first(name) if looks is not None else None
        return otherwise if found is None else found.get("w:val", "1") not in _OFF
