"""Words before anybody prints them: runs that look alike, notes, and where a line ends.

Text is cleaned when it enters, so that every printed form can hold it: no control characters, and
any white space is one space.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

# Also the marks that turn the direction of all that follows: they can make words read otherwise.
_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_SPACE = re.compile("[ \t\n\r\x0b\x0c\x85\u2028\u2029]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"\\]+", re.IGNORECASE)


def clean(text: str) -> str:
    """`text` without control characters; any stretch of white space becomes one space."""
    kept = _CONTROL.sub("", _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text))
    return _SPACE.sub(" ", kept)


def require(met: bool, words: str) -> None:
    """Refuse a part that no reader could use."""
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
    """Words that look alike. `href` is a full web or mail address. `LINE` ends a line."""

    kind: ClassVar[str] = "run"
    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""

    def __post_init__(self) -> None:
        if self.text != _NEW_LINE:
            object.__setattr__(self, "text", clean(self.text))
        known = not self.href or _ADDRESS.fullmatch(self.href)
        require(bool(known), f"a link in a document needs a full address, not {self.href!r}")
        require(
            not self.href or bool(self.text.strip()),
            f"the link to {self.href} needs words to click",
        )


_NEW_LINE = "\n"
LINE = Run(_NEW_LINE)
"""The next words of the same paragraph begin on a new line."""


@dataclass(frozen=True)
class Footnote(Part):
    """A note at the foot of the page, at this place in the text."""

    kind: ClassVar[str] = "footnote"
    text: str

    def __post_init__(self) -> None:
        self._clean("text")
        require(bool(self.text), "a footnote needs words")


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
    """The text without its looks, on one line; footnotes are not in it."""
    said = "".join(run.text for run in found if isinstance(run, Run))
    return said.replace(_NEW_LINE, " ").strip()


def lines_of(found: Text) -> Iterator[Text]:
    """The text cut where a line ends: for who has no lines inside a paragraph."""
    line: list[Inline] = []
    for part in found:
        if part == LINE:
            yield tuple(line)
            line = []
        else:
            line.append(part)
    yield tuple(line)


def one_line(found: Text) -> Text:
    """The text with a space where a line ends."""
    return tuple(Run(" ") if part == LINE else part for part in found)


def notes_of(found: Text) -> tuple[Footnote, ...]:
    """The footnotes of a text, in order."""
    return tuple(run for run in found if isinstance(run, Footnote))
