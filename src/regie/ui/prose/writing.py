"""Writing restricted Markdown, so that reading it again gives the same words."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from regie.ui.paper_parts import DEEPEST_LIST, words_of
from regie.ui.prose.reading import text_of

_SPACE = re.compile(r"\s+")
_MARKS = re.compile(r"([\\*_\[\]]|<(?=br[ ]?/?>))", re.IGNORECASE)
_START = re.compile(
    r"^(?:(#{1,6})(?=\s|$)|([-+])(?=\s|$)|(\d{1,9})([.)])(?=\s|$)|(\{)(?=fig))", re.I
)
_CLOSING = re.compile(r"(#+)$")
_RULE = re.compile(r"(?=.*-)[-:|\s]+")
LINE = "\u2028"
"""In words: the next ones begin on a new line of the same paragraph."""


@dataclass(frozen=True)
class Words:
    """Words with their looks; `href` is an address that may be followed, or empty."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""


def escaped(words: str) -> str:
    """Literal words inside a line: no mark in it is read as markup."""
    return _MARKS.sub(r"\\\1", _SPACE.sub(" ", words))


def line_of(words: str) -> str:
    """Literal words as a paragraph of their own."""
    return guarded(escaped(words).strip())


def guarded(line: str) -> str:
    """A line whose beginning is not read as a heading, a list, a table or a figure."""
    if _RULE.fullmatch(line):  # under another line it would make that the head of a table
        return f"\\{line}"
    return _START.sub(_guard, line)


def _guard(found: re.Match[str]) -> str:
    if found[3]:
        return f"{found[3]}\\{found[4]}"
    return f"\\{found[0]}"


def inline(runs: Iterable[Words]) -> str:
    """Runs as one line of Markdown, not guarded. Looks that cannot be written down go."""
    merged = _merged(runs)
    line = _line(merged)
    if not any(run.strong or run.emphasis for run in merged) or _says(line, merged):
        return line
    return _line(_merged(replace(run, strong=False, emphasis=False) for run in merged))


def paragraph(runs: Iterable[Words]) -> str:
    """Runs as a paragraph or an item; `LINE` in their words begins a new line. Empty lines go."""
    return "\\\n".join(guarded(words) for words in _lines(runs))


def cell(runs: Iterable[Words]) -> str:
    """Runs as a cell of a table, which has its own mark for the end of a line."""
    return "<br>".join(_lines(runs))


def _lines(runs: Iterable[Words]) -> list[str]:
    lines: list[list[Words]] = [[]]
    for run in runs:
        first, *more = run.text.split(LINE)
        lines[-1].append(replace(run, text=first))
        lines += [[replace(run, text=words)] for words in more]
    return [words for words in map(inline, lines) if words]


@dataclass(frozen=True)
class Item:
    """An item of a list as Markdown (of `paragraph`), and how deep it lies, from 0.

    `number` is the one that was read before it, 0 to count on.
    """

    line: str
    level: int = 0
    ordered: bool = False
    number: int = 0


def listed(items: Iterable[Item]) -> str:
    """Items right after each other as one list; none lies more than one deeper than that before it.

    What lies deeper than a document can hold comes to the deepest that it can.
    """
    made: list[str] = []
    open_: list[tuple[bool, int, str]] = []  # of each level: numbered, the last number, its mark
    for item in items:
        level = min(item.level, len(open_), DEEPEST_LIST - 1)
        before = open_[level] if level < len(open_) else None
        del open_[level:]
        goes_on = before is not None and before[0] == item.ordered
        count = before[1] + 1 if before and goes_on else item.number or 1
        mark = f"{count}. " if item.ordered else "- "
        apart = before is not None if level == 0 else count != 1
        if made and apart and not goes_on:  # only a list from 1 may begin right under words
            made.append("")
        open_.append((item.ordered, count, mark))
        indent = " " * sum(len(each) for _numbered, _count, each in open_[:level])
        inside = f"\n{indent}{' ' * len(mark)}"
        made.append(f"{indent}{mark}{item.line.replace(chr(10), inside)}")
    return "\n".join(made)


def _says(line: str, runs: Sequence[Words]) -> bool:
    """Whether reading gives the words back: marks that touch are sometimes read as words."""
    found = words_of(text_of(line))
    return "".join(found.split()) == "".join("".join(run.text for run in runs).split())


def _line(merged: Sequence[Words]) -> str:
    parts: list[str] = []
    for at, run in enumerate(merged):
        before = merged[at - 1].text[-1:] if at else ""
        after = merged[at + 1].text[:1] if at + 1 < len(merged) else ""
        parts.append(_run(run, before, after))
    return "".join(parts).strip()


def _merged(runs: Iterable[Words]) -> list[Words]:
    """Runs that look alike as one; white space has no looks and is never double."""
    found: list[tuple[Words, list[str]]] = []
    for run in runs:
        words = _SPACE.sub(" ", run.text)
        plain = run if words.strip() else Words("")
        if not words:
            continue
        if found and _alike(found[-1][0], plain):
            found[-1][1].append(words)
        else:
            found.append((plain, [words]))
    return [replace(run, text=_SPACE.sub(" ", "".join(words))) for run, words in found]


def _alike(one: Words, other: Words) -> bool:
    return (one.strong, one.emphasis, one.href) == (other.strong, other.emphasis, other.href)


def _run(run: Words, before: str, after: str) -> str:
    mark = "*" * (2 * run.strong + run.emphasis)
    if not mark and not run.href:
        return escaped(run.text)
    if run.href:
        lead, core, rest = _around(run.text)
        core = f"{mark}{escaped(core)}{mark}" if core else ""
        return f"{lead}[{core}](<{run.href}>){rest}" if core else lead
    lead, core, rest = _expelled(run.text, before, after)
    return f"{escaped(lead)}{mark}{escaped(core)}{mark}{escaped(rest)}" if core else escaped(lead)


def _around(words: str) -> tuple[str, str, str]:
    core = words.strip()
    if not core:
        return words, "", ""
    at = words.index(core)
    return words[:at], core, words[at + len(core) :]


def _expelled(words: str, before: str, after: str) -> tuple[str, str, str]:
    """White space, and a mark that touches a letter outside, stand outside bold and italic."""
    start, end = 0, len(words)
    while start < end and _outside(words[start], words[start - 1] if start else before):
        start += 1
    while end > start and _outside(words[end - 1], words[end] if end < len(words) else after):
        end -= 1
    return words[:start], words[start:end], words[end:]


def _outside(inner: str, outer: str) -> bool:
    if inner.isspace():
        return True
    apart = not outer or outer.isspace() or _sign(outer)
    return _sign(inner) and not apart


def _sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def heading(words: str) -> str:
    """The words of a heading, without the marks before it; marks at its end stay words."""
    return _CLOSING.sub(_hashes, escaped(words).strip())


def _hashes(found: re.Match[str]) -> str:
    return "\\#" * len(found[1])


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table of cells that are Markdown already; the first row holds the headings."""
    width = max(map(len, rows), default=0)
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    lines = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in full]
    return "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])
