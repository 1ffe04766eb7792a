"""Marked-up text that was pasted, cut into tags and words in one pass.

Not a browser: it only has to be safe for what comes out, and linear whatever goes in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_NAME = re.compile(r"/?[a-zA-Z][\w:.-]{0,40}")
_NEXT = re.compile(r"[\"'>]")
_ATTRIBUTE = re.compile(r"([\w:-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_MOST = 4_000  # characters of attributes that are read: a picture in an attribute is not
_RAW = {"script", "style", "xml", "title", "textarea", "noscript", "template", "iframe"}


@dataclass(frozen=True)
class Tag:
    """A tag; `closing` for `</p>`. A mark of Word such as `<![if !supportLists]>` is named `![`."""

    name: str
    closing: bool = False
    attributes: str = ""

    def values(self) -> dict[str, str]:
        """Its attributes with the entities read."""
        found = _ATTRIBUTE.findall(self.attributes[:_MOST])
        return {name.lower(): unescape(a or b or c) for name, a, b, c in found}


class Tokens:
    """`for token in Tokens(text)`: a `Tag`, or a stretch of words."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        self._absent: set[str] = set()  # what is nowhere further on: never looked for again

    def __iter__(self) -> Iterator[Tag | str]:
        while self._at < len(self._text):
            begin = self._find("<", self._at)
            if begin > self._at:
                yield unescape(self._text[self._at : begin])
            self._at = begin
            if begin < len(self._text):
                yield from self._marked()

    def _find(self, wanted: str, start: int) -> int:
        """Where it is; the length of the text when it is nowhere."""
        if wanted in self._absent:
            return len(self._text)
        found = self._text.find(wanted, start)
        if found < 0:
            self._absent.add(wanted)
            return len(self._text)
        return found

    def _marked(self) -> Iterator[Tag | str]:
        begin = self._at
        if self._text.startswith("<!--", begin):
            self._at = self._find("-->", begin + 4) + 3
            return
        if self._text.startswith(("<!", "<?"), begin):
            self._at = self._find(">", begin) + 1
            if self._text.startswith("<![", begin):
                yield Tag("![", attributes=self._text[begin + 3 : self._at].lower()[:80])
            return
        name = _NAME.match(self._text, begin + 1)
        if name is None:
            self._at = begin + 1
            yield "<"
            return
        yield self._tag(name)

    def _tag(self, name: re.Match[str]) -> Tag:
        end = self._end(name.end())
        attributes = self._text[name.end() : end]
        self._at = end + 1
        plain = name[0].lower()
        if plain in _RAW and not attributes.endswith("/"):
            self._skip(plain)
        return Tag(plain.lstrip("/"), plain.startswith("/"), attributes)

    def _end(self, at: int) -> int:
        """The `>` that ends a tag; one between quotes does not."""
        while found := _NEXT.search(self._text, at):
            if found[0] == ">":
                return found.start()
            closed = self._find(found[0], found.end())
            at = closed + 1 if closed < len(self._text) else found.end()
        return len(self._text)

    def _skip(self, name: str) -> None:
        """What is inside is never words of a text."""
        ends = [self._find(f"</{name}", self._at), self._find(f"</{name.upper()}", self._at)]
        self._at = self._find(">", min(ends)) + 1
