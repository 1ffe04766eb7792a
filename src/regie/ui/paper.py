"""A document as a value: the same `Paper` becomes PDF, Word, ODT and a web page.

The rooms that know something make a `Paper`; `presentation.documents` prints it. It
knows no clock and no database. `as_json` and `from_json` store it in one fixed form, so that a
frozen edition can be printed again years later, the same to the last letter.
"""

import datetime
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import MISSING, dataclass, fields
from types import UnionType
from typing import ClassVar, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from regie.ui.paper_parts import (
    DEEPEST_LIST,
    LINE,
    Alignment,
    Block,
    BulletList,
    Callout,
    CalloutKind,
    Definition,
    DefinitionList,
    Figure,
    Footnote,
    Heading,
    Inline,
    LegendEntry,
    PageBreak,
    Paragraph,
    Part,
    Run,
    SourceLine,
    Table,
    Text,
    Under,
    Words,
    as_paper,
    clean,
    emphasis,
    link,
    notes_of,
    paragraphs,
    strong,
    table,
    text,
    words_of,
)

__all__ = [
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
    "Layout",
    "LegendEntry",
    "PageBreak",
    "Paper",
    "Paragraph",
    "Part",
    "Run",
    "Section",
    "SourceLine",
    "Table",
    "Text",
    "Under",
    "Words",
    "as_data",
    "as_json",
    "as_paper",
    "clean",
    "emphasis",
    "from_data",
    "from_json",
    "link",
    "notes_of",
    "paragraphs",
    "part_from",
    "plain",
    "strong",
    "table",
    "text",
    "words_of",
]

FORM = 1  # raise it when the stored form changes; older forms stay readable
_LANGUAGE = re.compile(r"[a-z]{2,3}")
Layout = Literal["report", "letter", "page", "slides"]
"""How a document is laid out: with a front page and contents, as a letter that begins at once, on
one single page, or as slides with a chapter each."""


@dataclass(frozen=True)
class Section(Part):
    """A chapter: its title is a heading of level 1."""

    kind: ClassVar[str] = "section"
    title: str
    blocks: tuple[Block, ...] = ()

    def __post_init__(self) -> None:
        self._clean("title")
        if not self.title:
            raise ValueError("a chapter needs a title")
        level = 1
        for heading in (block for block in self.blocks if isinstance(block, Heading)):
            if heading.level > level + 1:
                raise ValueError(
                    f"heading {heading.text!r} jumps from level {level} to {heading.level}"
                )
            level = heading.level


@dataclass(frozen=True)
class Paper(Part):
    """A whole document. `date` is the day it speaks of or was decided: given, never today's.

    `status` says in a few words what it is worth ("Concept voor de raad"). `sources` become the
    last chapter. `language` is a code of two or three letters: it decides the hyphens, the voice
    that reads aloud and the words that printing adds. `layout` is for the forms that have pages.
    """

    kind: ClassVar[str] = "paper"
    title: str
    organisation: str
    date: datetime.date
    sections: tuple[Section, ...]
    subtitle: str = ""
    author: str = ""
    status: str = ""
    language: str = "nl"
    sources: tuple[Text, ...] = ()
    layout: Layout = "report"

    def __post_init__(self) -> None:
        self._clean("title", "organisation", "subtitle", "author", "status")
        if not self.title or not self.organisation:
            raise ValueError("a document needs a title and the organisation it is from")
        if not self.sections:
            raise ValueError("a document needs a chapter")
        if not _LANGUAGE.fullmatch(self.language):
            raise ValueError(f"{self.language!r} is no language code such as nl or en")
        if not all(map(words_of, self.sources)):
            raise ValueError("every source needs words")


def as_data(found: Part) -> dict[str, object]:
    """A part as plain values. What has its ordinary value is left out."""
    result: dict[str, object] = {"kind": found.kind}
    for field in fields(found):
        value = getattr(found, field.name)
        if field.default is MISSING or value != field.default:
            result[field.name] = _stored(value)
    return result


def _stored(value: object) -> object:
    if isinstance(value, Part):
        return as_data(value)
    if isinstance(value, tuple):
        return [_stored(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def as_json(paper: Paper) -> str:
    """The stored form: equal papers give equal text, to the last letter."""
    data = {"form": FORM, "paper": as_data(paper)}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(stored: str) -> Paper:
    """The paper that `as_json` stored.

    Raises ValueError, in words, for anything else.
    """
    data = json.loads(stored)
    if not isinstance(data, dict) or data.get("form") != FORM:
        raise ValueError(f"this is no stored document of form {FORM}")
    return part_from(Paper, data.get("paper"))


_HINTS: dict[str, dict[str, object]] = {}


def _hints_of(part: type[Part]) -> dict[str, object]:
    if part.kind not in _HINTS:
        hints = get_type_hints(part)
        _HINTS[part.kind] = {field.name: hints[field.name] for field in fields(part)}
    return _HINTS[part.kind]


_Kind = TypeVar("_Kind", bound=Part)


def part_from(part: type[_Kind], data: object) -> _Kind:
    """The part that `as_data` gave as plain values. Raises ValueError, in words, for others."""
    if not isinstance(data, dict) or data.get("kind") != part.kind:
        raise ValueError(f"a stored document has something else where a {part.kind} belongs")
    hints = _hints_of(part)
    given = {name: value for name, value in data.items() if name != "kind"}
    if unknown := set(given) - set(hints):
        raise ValueError(f"a stored {part.kind} has unknown parts: {', '.join(sorted(unknown))}")
    make: Callable[..., _Kind] = part
    values = {name: _value(hints[name], value) for name, value in given.items()}
    try:
        return make(**values)
    except TypeError as error:
        raise ValueError(f"a stored {part.kind} is not complete: {error}") from error


def from_data(part: type[_Kind], data: object) -> _Kind:
    """The part that `as_data` wrote, such as a figure that was kept by itself. Raises ValueError.

    >>> from_data(Run, as_data(Run("woord", strong=True)))
    Run(text='woord', strong=True, emphasis=False, href='')
    """
    return part_from(part, data)


def _value(hint: object, value: object) -> object:
    origin, choices = get_origin(hint), get_args(hint)
    if origin is tuple and isinstance(value, list):
        return tuple(_value(choices[0], item) for item in value)
    if origin in {Union, UnionType}:
        return part_from(_chosen(choices, value), value)
    if origin is Literal and value in choices:
        return value
    return _single(hint, value)


def _single(hint: object, value: object) -> object:
    if hint is datetime.date and isinstance(value, str):
        return datetime.date.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, Part):
        return part_from(hint, value)
    if hint in {str, int, bool} and type(value) is hint:
        return value
    raise ValueError(f"a stored document has a wrong value: {str(value)[:40]!r}")


def _chosen(choices: tuple[type[Part], ...], value: object) -> type[Part]:
    kind = value.get("kind") if isinstance(value, dict) else None
    return next((choice for choice in choices if choice.kind == kind), choices[0])


_UNREAD = frozenset(
    {"svg", "narrow", "alternative", "legend", "legend_title", "tone", "alignment", "layout"}
)


def plain(paper: Paper) -> Iterator[str]:
    """Every stretch of words in reading order, without the words that printing adds.

    A footnote comes where it is called. The words of a drawing are not part of it.
    """
    front = (paper.title, paper.subtitle, paper.organisation, paper.author, paper.status)
    yield from (words for words in front if words)
    yield from _words(paper.sections)
    yield from _words(paper.sources)


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from (words for words in (value.strip(),) if words)
    elif isinstance(value, Run):
        yield from _words(value.text)
    elif isinstance(value, tuple):
        for item in value:
            yield from _words(item)
    elif isinstance(value, Part):
        yield from _inside(value)


def _inside(part: Part) -> Iterator[str]:
    if isinstance(part, BulletList):  # what lies under an item is read right after it
        for _level, item in part.lines():
            yield from _words(item)
        return
    for field in fields(part):
        if field.name not in _UNREAD:
            yield from _words(getattr(part, field.name))
