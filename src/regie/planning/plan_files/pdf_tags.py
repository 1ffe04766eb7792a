"""The tags of a PDF: its own tree of headings, paragraphs, lists and tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from regie.planning.plan_files.pdf_pages import Chunk
from regie.planning.plan_files.pdf_words import numbered, repaired, said, without_mark
from regie.planning.plan_texts import finishing, looks
from regie.planning.plan_texts.pieces import (
    DEEPEST_ITEM,
    NEW_LINE,
    Contents,
    Line,
    Piece,
    plain,
)
from regie.ui.prose.writing import Words

_HEADINGS = {f"H{level}": level for level in range(1, 7)} | {"H": 2, "Title": 1}
_CELLS = {"TD", "TH"}
_SINGLE = {"P", "Caption", "LBody", "BlockQuote", "Formula", "Code"}
_BLOCKS = {"P", "L", "H1", "H2", "H3", "H4", "Div"}
_NOTES = {"Note", "FENote"}
_LABEL = re.compile(r"\(?(?:(\d{1,4})(?:\.\d{1,3})*|[a-z]|[ivx]{1,5})[.)]?", re.IGNORECASE)
_DEEPEST = 120


@dataclass
class _Tag:
    """One tag: its kind, and the tags and numbers of marked text inside it, in order."""

    kind: str
    inside: list["_Tag | tuple[int, int]"] = field(default_factory=list)


def read(
    tree: DictionaryObject,
    pages: list[list[Chunk]],
    numbers: dict[int, int],
    contents: Contents,
) -> None:
    """Read what stands in the tags; `numbers` has the place of a page by that of its object."""
    words: dict[tuple[int, int], list[Chunk]] = {}
    for place, page in enumerate(pages):
        for chunk in page:
            if chunk.mark is not None and not chunk.artifact and chunk.text:
                words.setdefault((place, chunk.mark), []).append(chunk)
    roles = _roles(tree.get("/RoleMap"))
    root = _Tag("Document")
    _grow(tree.get("/K"), root, _Growing(roles, numbers))
    walk = _Walk(words, contents)
    walk.block(root)
    finishing.finish(contents, walk.seen)


def _roles(found: PdfObject | None) -> dict[str, str]:
    names = found.get_object() if found is not None else None
    if not isinstance(names, DictionaryObject):
        return {}
    return {str(own)[1:]: str(standard)[1:] for own, standard in names.items()}


@dataclass
class _Growing:
    roles: dict[str, str]
    numbers: dict[int, int]
    seen: set[int] = field(default_factory=set)

    def kind(self, node: DictionaryObject) -> str:
        """The standard kind of a tag, whatever name the maker gave it."""
        name = str(node.get("/S", "/"))[1:]
        for _time in range(5):
            if name not in self.roles or name in _HEADINGS:
                break
            name = self.roles[name]
        return name

    def page(self, node: DictionaryObject, otherwise: int) -> int:
        """The place of the page that a tag is on."""
        found = node.raw_get("/Pg") if "/Pg" in node else None
        number = found.idnum if isinstance(found, IndirectObject) else -1
        return self.numbers.get(number, otherwise)


def _grow(
    kids: PdfObject | None, into: _Tag, about: _Growing, page: int = -1, depth: int = 0
) -> None:
    """Put what stands in `kids` into a tag. A tag that was met is not followed again."""
    if depth > _DEEPEST or kids is None:
        return
    if isinstance(kids, IndirectObject):
        if kids.idnum in about.seen:
            return
        about.seen.add(kids.idnum)
        kids = kids.get_object()
    if isinstance(kids, ArrayObject):
        for kid in list.__iter__(kids):
            _grow(kid, into, about, page, depth + 1)
    elif isinstance(kids, int):
        into.inside.append((page, int(kids)))
    elif isinstance(kids, DictionaryObject):
        _grow_one(kids, into, about, about.page(kids, page), depth)


def _grow_one(node: DictionaryObject, into: _Tag, about: _Growing, page: int, depth: int) -> None:
    mark = node.get("/MCID")
    if isinstance(mark, int):
        into.inside.append((page, int(mark)))
    elif "/S" in node:
        made = _Tag(about.kind(node))
        into.inside.append(made)
        _grow(node.raw_get("/K") if "/K" in node else None, made, about, page, depth + 1)


class _Walk:
    def __init__(self, words: dict[tuple[int, int], list[Chunk]], contents: Contents) -> None:
        self.words, self.contents = words, contents
        self.seen: dict[int, looks.Seen] = {}
        """How a paragraph looks, by its place."""

    def block(self, tag: _Tag, depth: int = -1) -> None:
        """A tag as pieces."""
        if tag.kind in _HEADINGS:
            line = (Words(plain(self._line(tag))),)
            self.contents.add(Piece("heading", line, level=_HEADINGS[tag.kind]))
        elif tag.kind in {"TOC", "Figure"}:
            self.contents.left_out["toc"] += tag.kind == "TOC"
            self.contents.left_out["toc_letters"] += len(plain(self._line(tag)))
        elif tag.kind == "Table":
            self._table(tag)
        elif tag.kind == "LI":
            self._item(tag, depth)
        elif tag.kind in _SINGLE or any(not isinstance(each, _Tag) for each in tag.inside):
            self._paragraph(tag, depth)
        else:
            self._group(tag, depth + 1 if tag.kind == "L" else depth)

    def _group(self, tag: _Tag, depth: int) -> None:
        for each in tag.inside:
            if isinstance(each, _Tag):
                self.block(each, depth)

    def _paragraph(self, tag: _Tag, depth: int) -> None:
        """The words of a tag; blocks inside it come after them."""
        if tag.kind not in _SINGLE and len(parts := self._by_size(tag)) > 1:
            for part in parts:
                self._paragraph(part, depth)
            return
        line = repaired(self._runs(tag, whole=False))
        if line:
            self.seen[len(self.contents.pieces)] = self._look(tag, line)
            self.contents.add(Piece("paragraph", line))
        for each in _blocks(tag):
            self.block(each, depth)

    def _by_size(self, tag: _Tag) -> list[_Tag]:
        """What stands loose in a group, a tag for each stretch in one size: a heading and the
        words below it are no single paragraph."""
        found: list[_Tag] = []
        size = 0.0
        for each in tag.inside:
            alone = _Tag("P", [each])
            sizes = [chunk.size for chunk in self._chunks(alone)]
            if not found or (sizes and size and max(sizes) != size):
                found.append(alone)
            else:
                found[-1].inside.append(each)
            size = max(sizes, default=size)
        return found

    def _look(self, tag: _Tag, line: Line) -> looks.Seen:
        words = plain(line)
        return looks.Seen(
            max((chunk.size for chunk in self._chunks(tag)), default=0.0),
            looks.is_bold(line),
            capitals=looks.in_capitals(words),
        )

    def _chunks(self, tag: _Tag) -> Iterator[Chunk]:
        """What was drawn of a tag itself."""
        for each in tag.inside:
            if not isinstance(each, _Tag):
                yield from (chunk for chunk in self.words.get(each, []) if chunk.text.strip())
            elif each.kind not in {"L", "Table", "Lbl", "Figure"}:
                yield from self._chunks(each)

    def _item(self, tag: _Tag, depth: int) -> None:
        label = "".join(plain(self._line(each)) for each in _of(tag, "Lbl"))
        line = _labelled(label, repaired(self._runs(tag, whole=False)))
        if line:
            found = _LABEL.fullmatch(label)
            ordered, number = found is not None, int(found[1]) if found and found[1] else 0
            if not label:  # the mark stands among the words
                ordered, number = numbered("".join(run.text for run in line))
                line = without_mark(line)
            place = min(max(depth, 0), DEEPEST_ITEM)
            self.contents.add(Piece("item", line, level=place, ordered=ordered, number=number))
        for each in _blocks(tag):
            self.block(each, max(depth, 0))

    def _table(self, tag: _Tag) -> None:
        for caption in _of(tag, "Caption"):
            self.block(caption)
        rows = []
        for row in _find(tag, "TR"):
            cells = [each for each in row.inside if isinstance(each, _Tag) and each.kind in _CELLS]
            rows.append(tuple(self._cell(cell) for cell in cells))
        width = max(map(len, rows), default=0)
        full = tuple((*row, *((),) * (width - len(row))) for row in rows if any(map(plain, row)))
        self.contents.add(Piece("table", rows=full))

    def _cell(self, tag: _Tag) -> Line:
        """The words of a cell, each of its paragraphs on a line."""
        blocks = [each for each in tag.inside if isinstance(each, _Tag) and each.kind in _BLOCKS]
        if len(blocks) != len(tag.inside):
            return self._line(tag)
        lines = [line for block in blocks if (line := self._line(block))]
        return tuple(run for line in lines for run in (NEW_LINE, *line))[1:]

    def _note(self, tag: _Tag) -> Iterator[Words]:
        """A note between brackets where it is called."""
        words = plain(repaired(self._runs(tag, whole=False)))
        if words:
            self.contents.left_out["notes"] += 1
            yield Words(f" [{words}]")

    def _line(self, tag: _Tag) -> Line:
        return repaired(self._runs(tag, whole=True))

    def _runs(self, tag: _Tag, *, whole: bool) -> Iterator[Words]:
        """The words of a tag in order; with `whole` also of blocks inside it."""
        for each in tag.inside:
            if not isinstance(each, _Tag):
                yield from _said(self.words.get(each, []))
            elif each.kind in _NOTES:
                yield from self._note(each)
            elif whole or each.kind not in {"L", "Table", "Lbl", "Figure"}:
                yield from self._runs(each, whole=whole)


def _labelled(label: str, line: Line) -> Line:
    """A label that is a word and no number or dot, such as the term of a definition, stays."""
    if _LABEL.fullmatch(label) or sum(letter.isalpha() for letter in label) < 3:
        return line
    return (Words(label, strong=True), Words(": "), *line)


def _blocks(tag: _Tag) -> Iterator[_Tag]:
    """The lists, tables and figures inside a tag, wherever they are."""
    for each in tag.inside:
        if isinstance(each, _Tag):
            if each.kind in {"L", "Table", "Figure"}:
                yield each
            elif each.kind != "Lbl":
                yield from _blocks(each)


def _of(tag: _Tag, kind: str) -> Iterator[_Tag]:
    return (each for each in tag.inside if isinstance(each, _Tag) and each.kind == kind)


def _find(tag: _Tag, kind: str) -> Iterator[_Tag]:
    for each in tag.inside:
        if isinstance(each, _Tag):
            if each.kind == kind:
                yield each
            elif each.kind != "Table":
                yield from _find(each, kind)


def _said(chunks: list[Chunk]) -> Iterator[Words]:
    for chunk in chunks:
        yield said(chunk)
