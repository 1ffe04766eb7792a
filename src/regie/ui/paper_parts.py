"""The parts of a document, before anybody prints it: words, headings, tables, figures. Pure values.

A part that no reader could use is refused: a figure without words for who cannot see it, a table
without a header. The words themselves are in `inlines`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from regie.ui import paper_drawing
from regie.ui.inlines.words import (
    LINE,
    Footnote,
    Inline,
    Part,
    Run,
    Text,
    clean,
    emphasis,
    lines_of,
    link,
    notes_of,
    one_line,
    require,
    strong,
    text,
    words_of,
)

if TYPE_CHECKING:
    from regie.ui import tables

__all__ = [
    "DEEPEST",
    "DEEPEST_LIST",
    "LINE",
    "Alignment",
    "Block",
    "BulletList",
    "Callout",
    "CalloutKind",
    "Definition",
    "DefinitionList",
    "Figure",
    "Footnote",
    "Heading",
    "Inline",
    "LegendEntry",
    "PageBreak",
    "Paragraph",
    "Part",
    "Run",
    "SourceLine",
    "Table",
    "Text",
    "Under",
    "Words",
    "as_paper",
    "clean",
    "emphasis",
    "lines_of",
    "link",
    "notes_of",
    "one_line",
    "paragraphs",
    "strong",
    "table",
    "text",
    "words_of",
]
Alignment = Literal["left", "center", "right"]
CalloutKind = Literal["info", "success", "warning", "error"]

DEEPEST = 4
DEEPEST_LIST = 3
"""So many lists lie in each other at most."""


@dataclass(frozen=True)
class Heading(Part):
    """A heading inside a chapter: level 2, 3 or 4. Level 1 is the title of a `Section`."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 2

    def __post_init__(self) -> None:
        self._clean("text")
        require(bool(self.text), "a heading needs words")
        require(
            2 <= self.level <= DEEPEST,
            f"heading {self.text!r} has level {self.level}; inside a chapter it is 2 to {DEEPEST}",
        )


@dataclass(frozen=True)
class Paragraph(Part):
    """Running text."""

    kind: ClassVar[str] = "paragraph"
    text: Text

    def __post_init__(self) -> None:
        require(bool(words_of(self.text)), "a paragraph needs words")


@dataclass(frozen=True)
class SourceLine(Part):
    """Where the lines above come from, in small letters. The word "Bron" is added."""

    kind: ClassVar[str] = "source"
    text: Text

    def __post_init__(self) -> None:
        require(bool(words_of(self.text)), "a line with a source needs words")


@dataclass(frozen=True)
class BulletList(Part):
    """Items with a dot, or with a number from `start` when they are `ordered`.

    `under` has the lists that lie under one of the items.
    """

    kind: ClassVar[str] = "list"
    items: tuple[Text, ...]
    ordered: bool = False
    start: int = 1
    under: tuple["Under", ...] = ()

    def __post_init__(self) -> None:
        require(bool(self.items), "a list needs an item")
        require(all(map(words_of, self.items)), "every item of a list needs words")
        require(self.start >= 0, "a list cannot count from below zero")
        places = [one.at for one in self.under]
        require(all(0 <= at < len(self.items) for at in places), "a list lies under no item")
        require(places == sorted(places), "lists under items stand in the order of the items")
        require(self.depth <= DEEPEST_LIST, f"a list lies deeper than {DEEPEST_LIST} lists")

    @property
    def depth(self) -> int:
        """How many lists lie in each other: 1 when nothing lies under its items."""
        return 1 + max((one.inside.depth for one in self.under), default=0)

    def entries(self) -> Iterator[tuple[Text, tuple["BulletList", ...]]]:
        """Every item with the lists under it."""
        below: dict[int, tuple[BulletList, ...]] = {}
        for one in self.under:
            below[one.at] = (*below.get(one.at, ()), one.inside)
        for at, item in enumerate(self.items):
            yield item, below.get(at, ())

    def lines(self, level: int = 0) -> Iterator[tuple[int, Text]]:
        """Every item in reading order, also of the lists inside, with how deep it lies."""
        for item, below in self.entries():
            yield level, item
            for inside in below:
                yield from inside.lines(level + 1)


@dataclass(frozen=True)
class Under(Part):
    """A list under the item at a place, from 0."""

    kind: ClassVar[str] = "under"
    at: int
    inside: BulletList


@dataclass(frozen=True)
class Definition(Part):
    """A term and what it means."""

    kind: ClassVar[str] = "definition"
    term: str
    meaning: Text

    def __post_init__(self) -> None:
        self._clean("term")
        require(
            bool(self.term and words_of(self.meaning)), "a definition needs a term and a meaning"
        )


@dataclass(frozen=True)
class DefinitionList(Part):
    """Terms with their meaning, such as a list of words at the end."""

    kind: ClassVar[str] = "definitions"
    items: tuple[Definition, ...]

    def __post_init__(self) -> None:
        require(bool(self.items), "a list of definitions needs an item")


@dataclass(frozen=True)
class Table(Part):
    """A table with a caption and at least one row of headings.

    With `row_headers` the first cell of a row names the row. `alignment` has one entry per column;
    without it everything stands left. `note` and `source` come under the table.
    """

    kind: ClassVar[str] = "table"
    caption: str
    header: tuple[tuple[Text, ...], ...]
    rows: tuple[tuple[Text, ...], ...]
    alignment: tuple[Alignment, ...] = ()
    row_headers: bool = True
    note: Text = ()
    source: str = ""

    def __post_init__(self) -> None:
        self._clean("caption", "source")
        require(bool(self.caption), "a table needs a caption that says what is in it")
        name = f"table {self.caption!r}"
        require(bool(self.header and self.header[0]), f"{name} needs a header")
        require(
            all(words_of(cell) for row in self.header for cell in row),
            f"{name} has a column without a heading",
        )
        heads = [part for row in self.header for cell in row for part in cell]
        require(
            all(isinstance(part, Run) and not part.href for part in heads),
            f"{name} has a footnote or a link in its header, which is repeated on every page;"
            " put it in the note under the table",
        )
        self._check_widths(name)

    def _check_widths(self, name: str) -> None:
        for row in (*self.header, *self.rows):
            require(
                len(row) == self.width,
                f"{name} has {self.width} columns, but a row with {len(row)} cells",
            )
        require(
            len(self.alignment) in {0, self.width},
            f"{name} has {self.width} columns, but {len(self.alignment)} alignments",
        )

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.header[0])

    def align(self, column: int) -> Alignment:
        """How a column stands."""
        return self.alignment[column] if self.alignment else "left"


Words: TypeAlias = str | Inline | Text


def table(
    caption: str,
    header: Sequence[Words],
    rows: Iterable[Sequence[Words]],
    *,
    numeric: Iterable[int] = (),
    row_headers: bool = True,
    note: Words = (),
    source: str = "",
) -> Table:
    """A table with one row of headings; the columns `numeric` (from 0) stand right."""
    right = set(numeric)
    return Table(
        caption,
        (tuple(map(text, header)),),
        tuple(tuple(map(text, row)) for row in rows),
        alignment=tuple("right" if i in right else "left" for i in range(len(header))),
        row_headers=row_headers,
        note=text(note),
        source=source,
    )


def as_paper(found: "tables.Table", *, note: Words = (), source: str = "") -> Table:
    """A table of a page on paper: hints, badges and second lines become words, links go."""
    return table(
        found.caption,
        [f"{c.label} ({c.hint})" if c.hint else c.label for c in found.columns],
        [[_cell_words(cell) for _column, cell in cells] for _row, cells in found.body],
        numeric=[i for i, column in enumerate(found.columns) if column.numeric],
        note=note,
        source=source,
    )


def _cell_words(cell: "tables.Cell") -> str:
    aside = ", ".join(part for part in (cell.badge, cell.sub) if part)
    return f"{cell.text} ({aside})" if cell.text and aside else cell.text or aside


@dataclass(frozen=True)
class LegendEntry(Part):
    """What a class of a map (`k0` … `k4`) or a pattern (`hidden`, `none`) stands for."""

    kind: ClassVar[str] = "legend"
    mark: paper_drawing.Mark
    label: str

    def __post_init__(self) -> None:
        self._clean("label")
        require(self.mark in paper_drawing.MARKS, f"{self.mark!r} is no class of a map")
        require(bool(self.label), "a class in a legend needs words")


@dataclass(frozen=True)
class Figure(Part):
    """A drawing with its conclusion (`caption`) and its words for who cannot see it.

    `svg` is a whole SVG drawing without style, script or outside reference. `narrow` is the same
    drawing for a small screen; paper does not use it. A map brings its legend apart, so that it is
    drawn as well as read: call `maps.draw_map` with an empty legend. `note` is a remark of who
    chose the figure; it comes under it.
    """

    kind: ClassVar[str] = "figure"
    svg: str
    caption: str
    alternative: str
    narrow: str = ""
    legend: tuple[LegendEntry, ...] = ()
    legend_title: str = ""
    source: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        for name in ("svg", "narrow"):  # a safe string of a page is here an ordinary one
            object.__setattr__(self, name, "".join(getattr(self, name)))
        self._clean("caption", "alternative", "legend_title", "source", "note")
        require(bool(self.caption), "a figure needs a caption")
        require(
            bool(self.alternative),
            f"figure {self.caption!r} needs an alternative text for who cannot see it",
        )
        for drawing in (self.svg, self.narrow) if self.narrow else (self.svg,):
            paper_drawing.check(drawing)


@dataclass(frozen=True)
class Callout(Part):
    """A message beside the running text, such as a warning about the figures."""

    kind: ClassVar[str] = "callout"
    tone: CalloutKind
    title: str
    paragraphs: tuple[Text, ...] = field(default=())

    def __post_init__(self) -> None:
        self._clean("title")
        require(self.tone in {"info", "success", "warning", "error"}, f"no tone {self.tone!r}")
        require(bool(self.title), "a message needs a title that says what it is about")
        require(all(map(words_of, self.paragraphs)), "every paragraph of a message needs words")


@dataclass(frozen=True)
class PageBreak(Part):
    """The next part starts on a new page."""

    kind: ClassVar[str] = "page_break"


Block: TypeAlias = (
    Heading
    | Paragraph
    | SourceLine
    | BulletList
    | DefinitionList
    | Table
    | Figure
    | Callout
    | PageBreak
)


def paragraphs(found: str) -> tuple[Paragraph, ...]:
    """What a person typed, one paragraph per line; empty lines go."""
    lines = (clean(line).strip() for line in re.split(r"[\r\n\u2028\u2029]+", found))
    return tuple(Paragraph(text(line)) for line in lines if line)
