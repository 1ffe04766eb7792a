"""Word (.docx): the words as they stand when every change is accepted."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from regie.planning.plan_texts import finishing, looks, word_runs
from regie.planning.plan_texts.markup import Node, elements
from regie.planning.plan_texts.packages import part_of
from regie.planning.plan_texts.pieces import DEEPEST_ITEM, NEW_LINE, Contents, Line, Piece, plain
from regie.planning.plan_texts.word_runs import NAMES, Reader
from regie.planning.plan_texts.word_styles import Shape, Style, Styles, label
from regie.ui.prose.writing import Words

_GROUPS = frozenset({"w:ins", "w:moveTo", "w:customXml", "w:smartTag", "w:sdtContent"})
_TOC = ("table of contents", "inhoudsopgave", "inhoud")


def read(path: Path, contents: Contents) -> None:
    """Read a Word document into `contents`. Raises `RefusedError`."""
    with zipfile.ZipFile(path) as package:
        told = word_runs.notes_of(package), word_runs.addresses_of(package)
        document = _Document(contents, Styles.of(package), *told)
        word_runs.count_margins(package, contents.left_out)
        with part_of(package, "word/document.xml") as source:
            for node in elements(source, NAMES, "w:body"):
                contents.in_time()
                contents.tick(source.share)
                document.block(node)
    finishing.finish(contents, document.seen)


class _Document:
    def __init__(
        self,
        contents: Contents,
        styles: Styles,
        notes: dict[str, str],
        addresses: dict[str, str],
    ) -> None:
        self.contents, self.styles = contents, styles
        self.runs = Reader(contents.left_out, styles, notes, addresses)
        self.seen: dict[int, looks.Seen] = {}
        """How a paragraph looks, by its place."""
        self.counts: dict[str, dict[int, int]] = {}

    def block(self, node: Node) -> None:
        """A paragraph, a table, or a group of them."""
        if node.name == "w:p":
            self._paragraph(node)
        elif node.name == "w:tbl":
            self._table(node)
        elif node.name == "w:sdt":
            self._control(node)
        elif node.name in _GROUPS:
            for child in node.nodes():
                self.block(child)
        elif node.name in {"w:del", "w:moveFrom"}:
            self.contents.left_out["deleted"] += 1
        elif node.name == "w:altChunk":  # another file inside this one
            self.contents.left_out["unknown"] += 1

    def _control(self, node: Node) -> None:
        gallery = node.first("w:sdtPr", "w:docPartObj", "w:docPartGallery")
        if gallery is not None and gallery.get("w:val").lower() in _TOC:
            self.contents.left_out["toc"] += 1
            return
        inside = node.first("w:sdtContent")
        for child in inside.nodes() if inside else ():
            self.block(child)

    def _paragraph(self, node: Node) -> None:
        style = self.styles.of_paragraph(node)
        if style.toc:
            self.contents.left_out["toc"] += 1
            return
        line = self.runs.line(node, style)
        boxes, self.runs.boxes = self.runs.boxes, []
        if line:
            self._keep(node, style, line)
        self._read_boxes(boxes)

    def _read_boxes(self, boxes: list[Node]) -> None:
        for box in boxes:
            self.contents.left_out["boxes"] += 1
            for child in box.nodes():
                self.block(child)

    def _keep(self, node: Node, style: Style, line: Line) -> None:
        if style.level:
            self.contents.add(Piece("heading", _bare(line), level=style.level))
            return
        item = self.styles.item_of(node, style)
        if item is not None and not looks.is_title(line, style.bold):
            depth, shape = item
            ordered = shape.kinds.get(depth, "bullet") != "bullet"
            number = self._count(depth, shape) if ordered else 0
            if words := label(shape, depth, number) if ordered else "":
                line, ordered, number = (Words(f"{words} "), *line), False, 0
            level = min(depth, DEEPEST_ITEM)
            self.contents.add(Piece("item", line, level=level, ordered=ordered, number=number))
            return
        self.seen[len(self.contents.pieces)] = self._look(line, style)
        self.contents.add(Piece("paragraph", line))

    def _look(self, line: Line, style: Style) -> looks.Seen:
        words = plain(line)
        return looks.Seen(
            self.runs.size or style.size,
            looks.is_bold(line, style.bold),
            self.runs.underlined,
            self.runs.capitals or looks.in_capitals(words),
        )

    def _mark(self, node: Node, style: Style) -> Line:
        """The dot or number before an item in a cell, which holds no list."""
        item = self.styles.item_of(node, style)
        if item is None:
            return ()
        depth, shape = item
        ordered = shape.kinds.get(depth, "bullet") != "bullet"
        return (Words(f"{self._count(depth, shape)}. " if ordered else "• "),)

    def _count(self, depth: int, shape: Shape) -> int:
        """The number of the next item of a series; deeper ones begin again."""
        counts = self.counts.setdefault(shape.series, {})
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        counts[depth] = counts.get(depth, shape.starts.get(depth, 1) - 1) + 1
        return counts[depth]

    # --- tables -----------------------------------------------------------------------------------

    def _table(self, node: Node) -> None:
        rows = list(_rows(node))
        if max((sum(1 for _cell in cells) for cells in rows), default=0) < 2:
            for cells in rows:  # a box drawn with a table
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

    def _row(self, cells: list[Node], above: list[Line]) -> list[Line]:
        """The cells of a row; one that is merged with that above says the same."""
        row: list[Line] = []
        for cell in cells:
            merge = cell.first("w:tcPr", "w:vMerge")
            if merge is not None and merge.get("w:val", "continue") == "continue":
                row.append(above[len(row)] if len(row) < len(above) else ())
            else:
                row.append(self._cell(cell))
            span = cell.first("w:tcPr", "w:gridSpan")
            wide = _number(span.get("w:val")) if span is not None else 1
            row += [()] * (wide - 1)
            self.contents.left_out["merged"] += wide > 1 or merge is not None
        return row

    def _cell(self, cell: Node) -> Line:
        """The paragraphs of a cell, each on a line, also those of a table inside it."""
        found: list[Words] = []
        self.contents.left_out["inner"] += sum(1 for _table in cell.all("w:tbl"))
        for paragraph in cell.all("w:p"):
            style = self.styles.of_paragraph(paragraph)
            line = self.runs.line(paragraph, style)
            mark = self._mark(paragraph, style) if line else ()
            found += [*([NEW_LINE] if found and line else []), *mark, *line]
        self.runs.boxes = []  # their paragraphs were met above
        return tuple(found)


def _bare(line: Line) -> Line:
    return (Words(plain(line)),)


def _rows(table: Node) -> Iterator[list[Node]]:
    for row in _inside(table, "w:tr"):
        if row.first("w:trPr", "w:del") is None:
            yield list(_inside(row, "w:tc"))


def _inside(node: Node, name: str) -> Iterator[Node]:
    """Rows or cells, also in a group, but not those of a table inside a cell."""
    for child in node.nodes():
        if child.name == name:
            yield child
        elif child.name == "w:sdt" or child.name in _GROUPS:
            yield from _inside(child, name)


def _number(text: str) -> int:
    return min(int(text), 64) if text.isascii() and text.isdigit() else 1
