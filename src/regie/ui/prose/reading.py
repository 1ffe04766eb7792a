"""Reading restricted Markdown: a text becomes pieces, each with the line it began on.

The grammar is CommonMark with most of it switched off. The editor in the browser reads with the
same grammar (`frontend/js/prose/markdown.js`); change them together.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import list as lists
from markdown_it.token import Token

from regie.ui.paper_parts import Alignment, Inline, Run, Text, words_of

Kind = Literal["heading", "paragraph", "list", "table", "figure"]
_FIGURE = re.compile(r"\{(?:figuur|figure)[ \u00a0]+0*(\d{1,6})\}", re.IGNORECASE)
_SCHEME = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"\\]+", re.IGNORECASE)
_LISTS_DEEP = 8  # two per list in a list: deeper ones are read as words, nothing is left out
_RULES = ("heading", "list", "table", "emphasis", "link", "escape", "code")


@dataclass(frozen=True)
class Piece:
    """One block as it was typed. `line` counts from 1, `end` is the last line.

    Of a heading `level` is what was typed (1 to 6); of a numbered list `start` is its first number.
    """

    kind: Kind
    line: int
    end: int
    text: Text = ()
    level: int = 0
    items: tuple[Text, ...] = ()
    ordered: bool = False
    start: int = 1
    nested: bool = False
    header: tuple[Text, ...] = ()
    rows: tuple[tuple[Text, ...], ...] = ()
    alignment: tuple[Alignment, ...] = ()
    number: int = 0


def pieces(text: str) -> tuple[Piece, ...]:
    """The blocks of a text in order; linear in its length. Any text can be read."""
    tokens = _engine().parse(text.replace("\0", ""))
    return tuple(_Reader(tokens).pieces())


def text_of(line: str) -> Text:
    """A stretch of text that is no block of its own, such as a cell."""
    (token,) = _engine().parseInline(line)
    return runs(token)


@cache
def _engine() -> MarkdownIt:
    engine = MarkdownIt("zero", {"html": False, "maxNesting": 40})
    engine.enable(list(_RULES))
    engine.block.ruler.at("list", _list, {"alt": ["paragraph"]})
    engine.block.ruler.before("paragraph", "figure", _figure, {"alt": ["paragraph", "list"]})
    # Code that never is: its being there keeps marks behind four spaces literal, as in the editor.
    engine.block.ruler.at("code", _never)
    engine.validateLink = _may_be_followed  # type: ignore[method-assign] # the library asks it so
    return engine


def _may_be_followed(url: str) -> bool:
    return bool(_SCHEME.match(url))


def _never(_state: StateBlock, _start: int, _end: int, _silent: bool) -> bool:
    return False


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return state.level < _LISTS_DEEP and lists.list_block(state, start, end, silent)


def _figure(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    found = _FIGURE.fullmatch(line.rstrip()) if state.level == 0 else None
    if found is None:
        return False
    if not silent:
        state.line = start + 1
        token = state.push("figure", "", 0)
        token.map, token.meta = [start, start + 1], {"number": int(found[1])}
    return True


class _Reader:
    """Walks the tokens once."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens, self.at = tokens, 0

    def pieces(self) -> Iterator[Piece]:
        """Every block that has something in it."""
        while self.at < len(self.tokens):
            token = self._next()
            made = self._piece(token)
            if made is not None:
                yield made

    def _next(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def _piece(self, token: Token) -> Piece | None:
        first, last = token.map or [0, 1]
        where = (first + 1, max(last, first + 1))
        if token.type == "figure":
            return Piece("figure", *where, number=token.meta["number"])
        if token.type == "heading_open":
            return Piece("heading", *where, text=runs(self._next()), level=int(token.tag[1]))
        if token.type == "paragraph_open":
            return Piece("paragraph", *where, text=runs(self._next()))
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            return self._list(token, where)
        return self._table(where) if token.type == "table_open" else None

    def _inside(self, end: str, level: int) -> Iterator[Token]:
        while self.at < len(self.tokens):
            token = self._next()
            if token.type == end and token.level == level:
                return
            yield token

    def _list(self, opened: Token, where: tuple[int, int]) -> Piece:
        """A list in a list becomes items of the one list; nothing is left out."""
        items: list[list[Inline]] = []
        nested = False
        for token in self._inside(opened.type.replace("open", "close"), opened.level):
            if token.type == "list_item_open":
                items.append([])
                nested = nested or token.level > opened.level + 1
            elif token.type == "inline":
                items[-1] += [*((Run(" "),) if items[-1] else ()), *runs(token)]
        kept = tuple(item for item in map(joined, items) if words_of(item))
        ordered = opened.type == "ordered_list_open"
        start = int(opened.attrs.get("start", 1)) if ordered else 1
        return Piece("list", *where, items=kept, ordered=ordered, start=start, nested=nested)

    def _table(self, where: tuple[int, int]) -> Piece:
        rows: list[list[Text]] = []
        alignment: list[Alignment] = []
        for token in self._inside("table_close", 0):
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(runs(token))
            elif token.type == "th_open":
                alignment.append(_alignment(str(token.attrs.get("style", ""))))
        body = tuple(map(tuple, rows[1:]))
        header = tuple(rows[0])
        return Piece("table", *where, header=header, rows=body, alignment=tuple(alignment))


def _alignment(style: str) -> Alignment:
    if "right" in style:
        return "right"
    return "center" if "center" in style else "left"


def runs(token: Token) -> Text:
    """The words of a stretch of text with their looks; runs that look alike are one."""
    found: list[Inline] = []
    strong = emphasis = 0
    href, begun = "", 0
    for child in token.children or ():
        strong += {"strong_open": 1, "strong_close": -1}.get(child.type, 0)
        emphasis += {"em_open": 1, "em_close": -1}.get(child.type, 0)
        if child.type == "link_open":
            href, begun = str(child.attrs.get("href", "")), len(found)
        elif child.type == "link_close":
            found[begun:] = _linked(found[begun:], href)
            href = ""
        elif child.content:
            found.append(Run(child.content, strong=strong > 0, emphasis=emphasis > 0))
    return joined(found)


def _linked(inside: Sequence[Inline], href: str) -> list[Inline]:
    if not _ADDRESS.fullmatch(href):  # cannot be followed on paper: the address stays readable
        return [*inside, Run(f" ({href})")]
    if not any(run.text.strip() for run in inside):
        return [Run(href, href=href)]
    return [
        Run(run.text, run.strong, run.emphasis, href if run.text.strip() else "")
        for run in inside
        if isinstance(run, Run)
    ]


def joined(found: Sequence[Inline]) -> Text:
    """Runs that look alike become one; white space at both ends goes."""
    made: list[Run] = []
    waiting: list[str] = []
    for run in found:
        if not isinstance(run, Run) or not run.text:
            continue
        if made and _looks(made[-1]) == _looks(run):
            waiting.append(run.text)
            continue
        _close(made, waiting)
        made.append(run)
        waiting = [run.text]
    _close(made, waiting)
    return _trimmed(made)


def _looks(run: Run) -> tuple[bool, bool, str]:
    return run.strong, run.emphasis, run.href


def _close(made: list[Run], waiting: list[str]) -> None:
    if len(waiting) > 1:
        made[-1] = Run("".join(waiting), *_looks(made[-1]))


def _trimmed(made: list[Run]) -> Text:
    while made and not made[0].text.strip():
        made.pop(0)
    while made and not made[-1].text.strip():
        made.pop()
    if made:
        made[0] = Run(made[0].text.lstrip(), *_looks(made[0]))
        made[-1] = Run(made[-1].text.rstrip(), *_looks(made[-1]))
    return tuple(made)
