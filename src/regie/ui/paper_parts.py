"""The parts of a document, before anybody prints it: words, headings, tables, figures. Pure values.

Text is cleaned when it enters, so that every printed form can hold it: no control characters, and
any white space is one space. A part that no reader could use is refused: a figure without words
for who cannot see it, a table without a header.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from regie.ui import paper_drawing

if TYPE_CHECKING:
    from regie.ui import tables

Alignment = Literal["left", "center", "right"]
CalloutKind = Literal["info", "success", "warning", "error"]

# Also the marks that turn the direction of all that follows: they can make words read otherwise.
_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_SPACE = re.compile("[ \t\n\r\x0b\x0c\x85\u2028\u2029]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"\\]+", re.IGNORECASE)
DEEPEST = 4


def clean(text: str) -> str:
    """`text` without control characters; any stretch of white space becomes one space."""
    kept = _CONTROL.sub("", _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text))
    return _SPACE.sub(" ", kept)


def _require(met: bool, words: str) -> None:
    if not met:
        raise ValueError(words)


@dataclass(frozen=True)
class Part:
    """Anything a document is made of. `kind` names it in the stored form."""

    kind: ClassVar[str] = ""

    def _clean(self, *names: str) -> None:
        for name in names:
            object.__setattr__(self, name, clean(getattr(self, name)).strip())


@dataclass(frozen=True)
class Run(Part):
    """Words that look alike. `href` is a full web or mail address."""

    kind: ClassVar[str] = "run"
    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean(self.text))
        known = not self.href or _ADDRESS.fullmatch(self.href)
        _require(bool(known), f"a link in a document needs a full address, not {self.href!r}")
        _require(
            not self.href or bool(self.text.strip()),
            f"the link to {self.href} needs words to click",
        )


@dataclass(frozen=True)
class Footnote(Part):
    """A note at the foot of the page, at this place in the text."""

    kind: ClassVar[str] = "footnote"
    text: str

    def __post_init__(self) -> None:
        self._clean("text")
        _require(bool(self.text), "a footnote needs words")


Inline: TypeAlias = Run | Footnote
Text: TypeAlias = tuple[Inline, ...]


def text(*parts: str | Inline | Text) -> Text:
    """One stretch of text out of words and runs: `text("Dit is ", strong("nieuw"), ".")`."""
    found: list[Inline] = []
    for part in parts:
        if isinstance(part, str):
            part = (Run(part),)
        found += part if isinstance(part, tuple) else (part,)
    return tuple(run for run in found if run.text)


def strong(words: str) -> Run:
    """Words that weigh more."""
    return Run(words, strong=True)


def emphasis(words: str) -> Run:
    """Words with stress."""
    return Run(words, emphasis=True)


def link(words: str, href: str) -> Run:
    """Words that lead to an address."""
    return Run(words, href=href)


def words_of(found: Text) -> str:
    """The text without its looks; footnotes are not in it."""
    return "".join(run.text for run in found if isinstance(run, Run)).strip()


def notes_of(found: Text) -> tuple[Footnote, ...]:
    """The footnotes of a text, in order."""
    return tuple(run for run in found if isinstance(run, Footnote))


@dataclass(frozen=True)
class Heading(Part):
    """A heading inside a chapter: level 2, 3 or 4. Level 1 is the title of a `Section`."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 2

    def __post_init__(self) -> None:
        self._clean("text")
        _require(bool(self.text), "a heading needs words")
        _require(
            2 <= self.level <= DEEPEST,
            f"heading {self.text!r} has level {self.level}; inside a chapter it is 2 to {DEEPEST}",
        )


@dataclass(frozen=True)
class Paragraph(Part):
    """Running text."""

    kind: ClassVar[str] = "paragraph"
    text: Text

    def __post_init__(self) -> None:
        _require(bool(words_of(self.text)), "a paragraph needs words")


@dataclass(frozen=True)
class SourceLine(Part):
    """Where the lines above come from, in small letters. The word "Bron" is added."""

    kind: ClassVar[str] = "source"
    text: Text

    def __post_init__(self) -> None:
        _require(bool(words_of(self.text)), "a line with a source needs words")


@dataclass(frozen=True)
class BulletList(Part):
    """Items with a dot, or with a number when they are `ordered`."""

    kind: ClassVar[str] = "list"
    items: tuple[Text, ...]
    ordered: bool = False

    def __post_init__(self) -> None:
        _require(bool(self.items), "a list needs an item")
        _require(all(map(words_of, self.items)), "every item of a list needs words")


@dataclass(frozen=True)
class Definition(Part):
    """A term and what it means."""

    kind: ClassVar[str] = "definition"
    term: str
    meaning: Text

    def __post_init__(self) -> None:
        self._clean("term")
        _require(
            bool(self.term and words_of(self.meaning)), "a definition needs a term and a meaning"
        )


@dataclass(frozen=True)
class DefinitionList(Part):
    """Terms with their meaning, such as a list of words at the end."""

    kind: ClassVar[str] = "definitions"
    items: tuple[Definition, ...]

    def __post_init__(self) -> None:
        _require(bool(self.items), "a list of definitions needs an item")


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
        _require(bool(self.caption), "a table needs a caption that says what is in it")
        name = f"table {self.caption!r}"
        _require(bool(self.header and self.header[0]), f"{name} needs a header")
        _require(
            all(words_of(cell) for row in self.header for cell in row),
            f"{name} has a column without a heading",
        )
        heads = [part for row in self.header for cell in row for part in cell]
        _require(
            all(isinstance(part, Run) and not part.href for part in heads),
            f"{name} has a footnote or a link in its header, which is repeated on every page;"
            " put it in the note under the table",
        )
        self._check_widths(name)

    def _check_widths(self, name: str) -> None:
        for row in (*self.header, *self.rows):
            _require(
                len(row) == self.width,
                f"{name} has {self.width} columns, but a row with {len(row)} cells",
            )
        _require(
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
        _require(self.mark in paper_drawing.MARKS, f"{self.mark!r} is no class of a map")
        _require(bool(self.label), "a class in a legend needs words")


@dataclass(frozen=True)
class Figure(Part):
    """A drawing with its conclusion (`caption`) and its words for who cannot see it.

    `svg` is a whole SVG drawing without style, script or outside reference. `narrow` is the same
    drawing for a small screen; paper does not use it. A map brings its legend apart, so that it is
    drawn as well as read: call `maps.draw_map` with an empty legend.
    """

    kind: ClassVar[str] = "figure"
    svg: str
    caption: str
    alternative: str
    narrow: str = ""
    legend: tuple[LegendEntry, ...] = ()
    legend_title: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        for name in ("svg", "narrow"):  # a safe string of a page is here an ordinary one
            object.__setattr__(self, name, "".join(getattr(self, name)))
        self._clean("caption", "alternative", "legend_title", "source")
        _require(bool(self.caption), "a figure needs a caption")
        _require(
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
        _require(self.tone in {"info", "success", "warning", "error"}, f"no tone {self.tone!r}")
        _require(bool(self.title), "a message needs a title that says what it is about")
        _require(all(map(words_of, self.paragraphs)), "every paragraph of a message needs words")


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
