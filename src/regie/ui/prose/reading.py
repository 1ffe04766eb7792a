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
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from regie.ui.paper_parts import Alignment, BulletList, Text
from regie.ui.prose.listing import Items
from regie.ui.prose.runs import runs

Kind = Literal["heading", "paragraph", "list", "table", "figure"]
_FIGURE = re.compile(r"\{(?:figuur|figure)[ \u00a0]+0*(\d{1,6})\}", re.IGNORECASE)
LINE_END = re.compile(r"<br[ ]?/?>", re.IGNORECASE)
_SCHEME = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
_LISTS_DEEP = 8  # two per list in a list: deeper ones are read as words, nothing is left out
_RULES = ("heading", "list", "table", "emphasis", "link", "escape", "code")


@dataclass(frozen=True)
class Piece:
    """One block as it was typed. `line` counts from 1, `end` is the last line.

    Of a heading `level` is what was typed (1 to 6); `deep` tells that a list lay deeper than a
    document can hold, and was brought up.
    """

    kind: Kind
    line: int
    end: int
    text: Text = ()
    level: int = 0
    items: BulletList | None = None
    deep: bool = False
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
    engine.inline.ruler.after("escape", "line", _line_end)
    engine.validateLink = _may_be_followed  # type: ignore[method-assign] # the library asks it so
    return engine


def _may_be_followed(url: str) -> bool:
    return bool(_SCHEME.match(url))


def _never(_state: StateBlock, _start: int, _end: int, _silent: bool) -> bool:
    return False


def _line_end(state: StateInline, silent: bool) -> bool:
    """`<br>` ends a line: a cell of a table has no other way to say so."""
    found = LINE_END.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos = found.end()
    return True


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A list that is not too deep; one that would be still ends the words before it."""
    shallow = silent or state.level < _LISTS_DEEP
    return shallow and lists.list_block(state, start, end, silent)


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

    def _list(self, opened: Token, where: tuple[int, int]) -> Piece | None:
        """A list with those under its items; paragraphs inside an item are one."""
        top = _items(opened)
        within = [top]
        for token in self._inside(opened.type.replace("open", "close"), opened.level):
            if token.type == "list_item_open":
                within[-1].begin()
            elif token.type == "inline":
                top.say(runs(token))
            elif token.type in {"bullet_list_open", "ordered_list_open"}:
                within.append(within[-1].deeper(_items(token)))
            elif token.type in {"bullet_list_close", "ordered_list_close"}:
                within.pop()
        made, deep = top.made()
        return Piece("list", *where, items=made, deep=deep) if made else None

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


def _items(opened: Token) -> Items:
    ordered = opened.type == "ordered_list_open"
    return Items(ordered, int(opened.attrs.get("start", 1)) if ordered else 1)


def _alignment(style: str) -> Alignment:
    if "right" in style:
        return "right"
    return "center" if "center" in style else "left"
