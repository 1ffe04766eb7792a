"""OpenDocument text (.odt), as LibreOffice and others write it."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from regie.foundation.records.engine import gettext_noop as _
from regie.foundation.records.refusals import RefusedError
from regie.planning.plan_texts import finishing, looks
from regie.planning.plan_texts.markup import Node, elements
from regie.planning.plan_texts.odt_styles import NAMES, Lists, Look, learn, learn_list, styles_of
from regie.planning.plan_texts.packages import part_of
from regie.planning.plan_texts.pieces import (
    DEEPEST_ITEM,
    NEW_LINE,
    Contents,
    Line,
    Piece,
    cleared,
    may_be_followed,
    plain,
    tidy,
)
from regie.ui.prose.writing import Words

LOCKED = _("Dit bestand is beveiligd met een wachtwoord. Haal dat eraf en bewaar het opnieuw.")
_GONE = {
    "text:tracked-changes": "deleted",
    "text:table-of-content": "toc",
    "text:illustration-index": "toc",
    "text:table-index": "toc",
    "text:alphabetical-index": "toc",
    "text:user-index": "toc",
    "office:annotation": "comments",
    "text:hidden-paragraph": "hidden",
}
_MARGINS = frozenset({"style:header", "style:footer"})
_GROUPS = frozenset({"text:section", "text:numbered-paragraph", "text:soft-page-break"})
_THROUGH = frozenset({"text:a", "text:ruby", "text:ruby-base", "text:meta", "text:meta-field"})
_ROWS = frozenset({"table:table-header-rows", "table:table-rows", "table:table-row-group"})
_SPACES = {"text:s": Words(" "), "text:tab": Words(" "), "text:line-break": NEW_LINE}
_MOST_SPACES = 200
_MOST_COLUMNS = 64
_MOST_ROWS = 2000


def read(path: Path, contents: Contents) -> None:
    """Read an OpenDocument text into `contents`. Raises `RefusedError`."""
    with zipfile.ZipFile(path) as package:
        _refuse_locked(package)
        reader = _Document(contents, *styles_of(package))
        _count_margins(package, contents)
        with part_of(package, "content.xml") as source:
            for node in elements(source, NAMES, "office:text", "office:automatic-styles"):
                contents.in_time()
                contents.tick(source.share)
                reader.top(node)
    finishing.finish(contents, reader.seen)


def _count_margins(package: zipfile.ZipFile, contents: Contents) -> None:
    """Count the headers and footers that say something; they are no text of the plan."""
    if "styles.xml" not in package.namelist():
        return
    with part_of(package, "styles.xml") as source:
        for node in elements(source, NAMES, "style:master-page"):
            words = "".join(each.text() for each in node.all("text:p"))
            contents.left_out["headers"] += node.name in _MARGINS and bool(words.strip())


def _refuse_locked(package: zipfile.ZipFile) -> None:
    name = "META-INF/manifest.xml"
    if name not in package.namelist():
        return
    with part_of(package, name) as source:
        for entry in elements(source, NAMES, "manifest:manifest"):
            if entry.first("manifest:encryption-data") is not None:
                raise RefusedError(LOCKED)


class _Document:
    def __init__(self, contents: Contents, styles: dict[str, Look], lists: Lists) -> None:
        self.contents, self.styles = contents, styles
        self.lists = lists
        self.counts: dict[tuple[str, int], int] = {}
        self.seen: dict[int, looks.Seen] = {}
        self.boxes: list[Node] = []

    def top(self, node: Node) -> None:
        """A style of the text, or a block of it."""
        if node.name in {"style:style", "style:default-style"}:
            learn(node, self.styles)
        elif node.name == "text:list-style":
            learn_list(node, self.lists)
        else:
            self.block(node)

    def block(self, node: Node) -> None:
        """A heading, a paragraph, a list, a table, or a group of them."""
        if node.name in _GONE:
            self.contents.left_out[_GONE[node.name]] += 1
        elif node.name in {"text:h", "text:p"}:
            self._paragraph(node)
        elif node.name == "text:list":
            self._list(node, 0)
        elif node.name == "table:table":
            self._table(node)
        elif node.name == "draw:frame":
            self._frame(node)
            self._read_boxes()
        elif node.name in _GROUPS:
            self._group(node)

    def _group(self, node: Node) -> None:
        if node.get("text:display") == "none":
            self.contents.left_out["hidden"] += 1
            return
        for child in node.nodes():
            self.block(child)

    def _paragraph(
        self, node: Node, *, depth: int = -1, number: int = 0, more: bool = False
    ) -> None:
        look = self.styles.get(node.get("text:style-name"), Look())
        line = tidy(self._runs(node, look))
        level = node.get("text:outline-level") if node.name == "text:h" else ""
        if line and (level or look.level or node.name == "text:h"):
            number = min(int(level[:2]), 9) if level.isdigit() and level != "0" else look.level or 1
            self.contents.add(Piece("heading", (Words(plain(line)),), level=number))
        elif line and depth >= 0 and not looks.is_title(line):
            self._keep_item(line, depth, number, more)
        elif line:
            self.seen[len(self.contents.pieces)] = self._look(node, line, look)
            self.contents.add(Piece("paragraph", line))
        self._read_boxes()

    def _look(self, node: Node, line: Line, look: Look) -> looks.Seen:
        """How a paragraph looks: what its style says, or that of all its words."""
        names = [span.get("text:style-name") for span in node.nodes() if span.name == "text:span"]
        whole = "".join(child for child in node.children if isinstance(child, str)).strip() == ""
        inside = [self.styles[name] for name in names if name in self.styles] if whole else []
        size = max([each.size for each in inside if each.size], default=look.size)
        underlined = look.underlined or (bool(inside) and all(each.underlined for each in inside))
        capitals = look.capitals or (bool(inside) and all(each.capitals for each in inside))
        return looks.Seen(
            size,
            looks.is_bold(line, look.bold),
            underlined,
            capitals or looks.in_capitals(plain(line)),
        )

    def _keep_item(self, line: Line, depth: int, number: int, more: bool) -> None:
        last = self.contents.pieces[-1] if more and self.contents.pieces else None
        if last is not None and last.kind == "item":
            self.contents.pieces[-1] = replace(last, words=(*last.words, NEW_LINE, *line))
            return
        level = min(depth, DEEPEST_ITEM)
        self.contents.add(Piece("item", line, level=level, ordered=number > 0, number=number))

    def _read_boxes(self) -> None:
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.contents.left_out["boxes"] += 1
            for child in box.nodes():
                self.block(child)

    def _list(self, node: Node, depth: int, style: str = "") -> None:
        """A list, with those inside it; whether it is numbered its style says, by level."""
        style = node.get("text:style-name") or style
        ordered = self.lists.get(style, {}).get(depth + 1, style.lower().startswith("num"))
        key = style, depth
        begins = self.counts.get(key, 0) if node.get("text:continue-numbering") == "true" else 0
        for item in node.nodes():
            begin = item.get("text:start-value")
            begins = int(begin[:6]) - 1 if begin.isdecimal() else begins
            begins += ordered
            self._item(item, depth, style, begins)
        self.counts[key] = begins

    def _item(self, item: Node, depth: int, style: str, number: int) -> None:
        """The first paragraph of an item, the others on lines of their own, and lists under it."""
        more = False
        for child in item.nodes():
            if child.name == "text:list":
                self._list(child, depth + 1, style)
            elif child.name in {"text:p", "text:h"}:
                self._paragraph(child, depth=depth, number=number, more=more)
                more = child.name == "text:p"
            else:
                self.block(child)

    # --- words ------------------------------------------------------------------------------------

    def _runs(self, node: Node, look: Look) -> Iterator[Words]:
        for child in node.children:
            if isinstance(child, str):
                if words := cleared(re.sub(r"\s+", " ", child)):
                    yield Words(words, look.bold, look.italic)
            else:
                yield from self._inside(child, look)

    def _inside(self, node: Node, look: Look) -> Iterator[Words]:
        if node.name == "text:span":
            yield from self._span(node, look)
        elif node.name in _THROUGH:
            yield from self._through(node, look)
        elif node.name in _SPACES:
            yield _SPACES[node.name]
        elif node.name == "text:note":
            yield from self._note(node)
        elif node.name == "draw:frame":
            self._frame(node)
        elif node.name in _GONE:
            self.contents.left_out[_GONE[node.name]] += 1
        elif node.name.startswith("text:") and node.name != "text:hidden-text":
            yield Words(cleared(node.text()), look.bold, look.italic)  # a field: date, number, name

    def _through(self, node: Node, look: Look) -> Iterator[Words]:
        href = node.get("xlink:href") if node.name == "text:a" else ""
        for words in self._runs(node, look):
            linked = words.text.strip() and may_be_followed(href)
            yield replace(words, href=href) if linked else words

    def _span(self, node: Node, look: Look) -> Iterator[Words]:
        own = self.styles.get(node.get("text:style-name"))
        if own is not None and own.hidden:
            self.contents.left_out["hidden"] += 1
            return
        if own is not None:
            look = replace(look, bold=own.bold or look.bold, italic=own.italic or look.italic)
        yield from self._runs(node, look)

    def _note(self, node: Node) -> Iterator[Words]:
        body = node.first("text:note-body")
        words = plain((Words(cleared(body.text())),)) if body is not None else ""
        if words:
            self.contents.left_out["notes"] += 1
            yield Words(f" [{words}]")

    def _frame(self, node: Node) -> None:
        boxes = list(node.all("draw:text-box"))
        self.boxes += boxes
        self.contents.left_out["pictures"] += not boxes

    # --- tables -----------------------------------------------------------------------------------

    def _table(self, node: Node) -> None:
        rows = [list(_cells(row)) for row in _rows(node)][:_MOST_ROWS]
        if max(map(len, rows), default=0) < 2:
            for cells in rows:
                for cell in cells:
                    for child in cell.nodes():
                        self.block(child)
            return
        found: list[list[Line]] = []
        for cells in rows:
            found.append(self._row(cells, found[-1] if found else []))
        width = max(map(len, found))
        full = tuple((*row, *((),) * (width - len(row))) for row in found if any(map(plain, row)))
        self.contents.add(Piece("table", rows=full))
        self._read_boxes()

    def _row(self, cells: list[Node], above: list[Line]) -> list[Line]:
        row: list[Line] = []
        for cell in cells:
            line = self._cell(cell)
            covered = cell.name == "table:covered-table-cell"
            self.contents.left_out["merged"] += covered
            if covered and not line and _spans_rows(row, above):
                line = above[len(row)]
            row.append(line)
        return row

    def _cell(self, cell: Node) -> Line:
        found: list[Words] = []
        for paragraph in _paragraphs(cell):
            look = self.styles.get(paragraph.get("text:style-name"), Look())
            line = tidy(self._runs(paragraph, look))
            found += [*([NEW_LINE] if found and line else []), *line]
        return tuple(found)


def _paragraphs(node: Node) -> Iterator[Node]:
    """The paragraphs of a cell, also in a list or a table inside it, not those of its notes."""
    for child in node.nodes():
        if child.name in {"text:p", "text:h"}:
            yield child
        elif child.name not in _GONE:
            yield from _paragraphs(child)


def _spans_rows(row: list[Line], above: list[Line]) -> bool:
    """Whether a covered cell is below the one that covers it, and not beside it."""
    return len(row) < len(above) and not (row and not row[-1])


def _rows(table: Node) -> Iterator[Node]:
    for child in table.nodes():
        if child.name == "table:table-row":
            yield child
        elif child.name in _ROWS:
            yield from _rows(child)


def _cells(row: Node) -> Iterator[Node]:
    """The cells of a row; one that is repeated counts as often, within reason."""
    count = 0
    for cell in row.nodes():
        if cell.name not in {"table:table-cell", "table:covered-table-cell"}:
            continue
        repeated = cell.get("table:number-columns-repeated", "1")
        times = min(int(repeated[:4]), _MOST_COLUMNS) if repeated.isdigit() else 1
        for _time in range(times):
            count += 1
            if count <= _MOST_COLUMNS:
                yield cell
