"""Two versions of a text beside each other: what was added, taken out and changed, word by word."""

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from regie.ui.paper_parts import Text, words_of
from regie.ui.prose.blocks import lines
from regie.ui.prose.reading import Piece, pieces

Turn = Literal["same", "added", "removed", "changed"]
Sort = Literal["heading", "paragraph", "list", "table", "figure"]
_WORD = re.compile(r"\S+\s*")
_ALIKE = 0.35  # share of words that two lines must have in common to be one that changed
_LARGE = 4_000_000  # words times words that are compared one by one


@dataclass(frozen=True)
class Fragment:
    """Words that stayed, came or went."""

    turn: Turn
    words: str


@dataclass(frozen=True)
class Change:
    """A heading, paragraph, item, row or figure. `looks`: only bold, italic or a link changed."""

    turn: Turn
    sort: Sort
    fragments: tuple[Fragment, ...]
    looks: bool = False

    @property
    def html(self) -> SafeString:
        """The line with `<ins>` and `<del>`, which also say so to who hears them."""
        words = SafeString("".join(map(_fragment, self.fragments)))
        note = format_html(' <em class="regie-diff__note">{}</em>', _looks()) if self.looks else ""
        return format_html(
            '<p class="regie-diff__line regie-diff__line--{}" data-turn="{}">{}{}</p>',
            self.sort,
            self.turn,
            words,
            note,
        )


@dataclass(frozen=True)
class _Line:
    sort: Sort
    text: Text
    words: str
    level: int = 0


def difference(old: str, new: str) -> list[Change]:
    """Every line of both texts in reading order, with what became of it."""
    before, after = _lines(old), _lines(new)
    found: list[Change] = []
    for tag, i1, i2, j1, j2 in _compared(before, after):
        if tag == "equal":
            found += [_whole("same", line) for line in after[j1:j2]]
        else:
            found += _replaced(before[i1:i2], after[j1:j2])
    return found


def difference_html(old: str, new: str, *, around: int = 1) -> SafeString:
    """What changed with `around` lines before and after it; a sentence when nothing did."""
    changes = difference(old, new)
    shown = _near(changes, around)
    if not shown:
        return format_html("<p>{}</p>", _("De tekst is niet veranderd."))
    parts: list[SafeString] = []
    for at, change in enumerate(changes):
        if at in shown:
            parts.append(change.html)
        elif at - 1 in shown or at == 0:
            parts.append(SafeString('<p class="regie-diff__gap">…</p>'))
    return format_html('<div class="regie-diff">{}</div>', SafeString("".join(parts)))


def _near(changes: Sequence[Change], around: int) -> set[int]:
    changed = [at for at, change in enumerate(changes) if change.turn != "same"]
    return {near for at in changed for near in range(at - around, at + around + 1)}


def _looks() -> str:
    return _("(alleen opmaak)")


def _fragment(part: Fragment) -> SafeString:
    if part.turn == "same":
        return format_html("{}", part.words)
    name = "ins" if part.turn == "added" else "del"
    said = _("toegevoegd:") if part.turn == "added" else _("verwijderd:")
    return format_html(
        '<{0}><span class="regie-hidden">{1} </span>{2}</{0}>{3}',
        name,
        said,
        part.words.rstrip(),
        " " if part.words[-1:].isspace() else "",
    )


def _lines(typed: str) -> list[_Line]:
    return [line for piece in pieces(typed) for line in _of(piece)]


def _of(piece: Piece) -> Iterator[_Line]:
    if piece.kind == "figure":
        yield _Line("figure", (), f"{{figuur {piece.number}}}")
        return
    if piece.items is not None:
        for level, item in piece.items.lines():
            yield _Line("list", item, words_of(item), level)
        return
    for text in lines(piece):
        if words := words_of(text):
            yield _Line(piece.kind, text, words)


def _compared(
    before: Sequence[Hashable], after: Sequence[Hashable]
) -> list[tuple[str, int, int, int, int]]:
    """The steps from one to the other; what both begin and end with is never compared twice."""
    low = _shared(before, after)
    high = _shared(before[low:][::-1], after[low:][::-1])
    a, b = before[low : len(before) - high], after[low : len(after) - high]
    steps: list[tuple[str, int, int, int, int]] = [("equal", 0, low, 0, low)] if low else []
    if len(a) * len(b) > _LARGE:
        steps.append(("replace", low, low + len(a), low, low + len(b)))
    elif a or b:
        inside = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
        steps += [(tag, i1 + low, i2 + low, j1 + low, j2 + low) for tag, i1, i2, j1, j2 in inside]
    if high:
        ends = len(before) - high, len(before), len(after) - high, len(after)
        steps.append(("equal", *ends))
    return steps


def _shared(before: Sequence[Hashable], after: Sequence[Hashable]) -> int:
    pairs = enumerate(zip(before, after, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(before), len(after)))


def _whole(turn: Turn, line: _Line) -> Change:
    return Change(turn, line.sort, (Fragment(turn, line.words),))


def _replaced(before: Sequence[_Line], after: Sequence[_Line]) -> Iterator[Change]:
    """Lines in each other's place: one that looks like the other is the same line, changed."""
    for old, new in zip_longest(before, after):
        if old is not None and new is not None and old.sort == new.sort:
            changed = _changed(old, new)
            if changed is not None:
                yield changed
                continue
        if old is not None:
            yield _whole("removed", old)
        if new is not None:
            yield _whole("added", new)


def _changed(old: _Line, new: _Line) -> Change | None:
    if old.words == new.words:
        return Change("changed", new.sort, (Fragment("same", new.words),), looks=True)
    a, b = _WORD.findall(old.words), _WORD.findall(new.words)
    steps = _compared([word.strip() for word in a], [word.strip() for word in b])
    kept = sum(i2 - i1 for tag, i1, i2, _j1, _j2 in steps if tag == "equal")
    if 2 * kept < _ALIKE * (len(a) + len(b)):
        return None
    return Change("changed", new.sort, tuple(_fragments(steps, a, b)))


def _fragments(
    steps: Sequence[tuple[str, int, int, int, int]], a: Sequence[str], b: Sequence[str]
) -> Iterator[Fragment]:
    for tag, i1, i2, j1, j2 in steps:
        if tag == "equal":
            yield Fragment("same", "".join(b[j1:j2]))
            continue
        if i2 > i1:
            yield Fragment("removed", "".join(a[i1:i2]))
        if j2 > j1:
            yield Fragment("added", "".join(b[j1:j2]))
