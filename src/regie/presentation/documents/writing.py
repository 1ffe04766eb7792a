"""What writing a document has in common, whatever its form: which part is written by which verb."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable
from typing import Generic, TypeVar

from regie.presentation.documents.labels import labels
from regie.ui.paper import (
    Block,
    BulletList,
    Callout,
    DefinitionList,
    Figure,
    Footnote,
    Heading,
    Inline,
    Paper,
    Paragraph,
    Run,
    Section,
    SourceLine,
    Table,
    Text,
)

Written = TypeVar("Written", bound=str)


class Writer(ABC, Generic[Written]):
    """One document being written. `count` numbers its figures, tables and notes."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.labels = labels(paper)
        self.count: Counter[str] = Counter()

    def next(self, kind: str) -> int:
        """The number of the next figure, table or note."""
        self.count[kind] += 1
        return self.count[kind]

    def chapters(self) -> Written:
        """Every chapter."""
        return self.joined(self.section(section) for section in self.paper.sections)

    def section(self, section: Section) -> Written:
        """One chapter: its title and its parts."""
        blocks = (self.block(block) for block in section.blocks)
        return self.joined((self.chapter(section.title), *blocks))

    def block(self, block: Block) -> Written:
        """One part of a chapter."""
        match block:
            case Heading():
                return self.heading(block.text, block.level)
            case Paragraph():
                return self.paragraph(self.text(block.text))
            case Table():
                return self.table(block)
            case Figure():
                return self.figure(block)
            case Callout():
                return self.callout(block)
            case _:
                return self._other(block)

    def _other(self, block: Block) -> Written:
        match block:
            case SourceLine():
                return self.source(self.text(block.text))
            case BulletList():
                return self.bullets(block)
            case DefinitionList():
                return self.definitions(block)
            case _:
                return self.page_break()

    def text(self, found: Text) -> Written:
        """A stretch of text with its looks and notes."""
        return self.joined(map(self._inline, found))

    def _inline(self, part: Inline) -> Written:
        return self.note(part) if isinstance(part, Footnote) else self.run(part)

    @abstractmethod
    def joined(self, parts: Iterable[Written]) -> Written:
        """Written parts behind each other."""

    def chapter(self, title: str) -> Written:
        """The title of a chapter."""
        return self.heading(title, 1)

    @abstractmethod
    def heading(self, words: str, level: int) -> Written:
        """A heading."""

    @abstractmethod
    def paragraph(self, words: Written) -> Written:
        """Running text."""

    @abstractmethod
    def source(self, words: Written) -> Written:
        """Where something comes from; nothing without words."""

    @abstractmethod
    def bullets(self, block: BulletList) -> Written:
        """A list with dots or numbers."""

    @abstractmethod
    def definitions(self, block: DefinitionList) -> Written:
        """Terms with their meaning."""

    @abstractmethod
    def callout(self, block: Callout) -> Written:
        """A message."""

    @abstractmethod
    def table(self, block: Table) -> Written:
        """A table with its caption, note and source."""

    @abstractmethod
    def figure(self, block: Figure) -> Written:
        """A drawing with its caption and source."""

    @abstractmethod
    def page_break(self) -> Written:
        """A new page."""

    @abstractmethod
    def run(self, part: Run) -> Written:
        """Words that look alike."""

    @abstractmethod
    def note(self, part: Footnote) -> Written:
        """The sign of a footnote; the words go where this form keeps them."""
