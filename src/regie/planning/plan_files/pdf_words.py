"""The words of a PDF: broken ones whole again, and the dot or number before an item."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from regie.planning.plan_files.pdf_pages import Chunk
from regie.planning.plan_texts.pieces import Line, tidy
from regie.ui.prose.writing import Words

_BULLET = re.compile(r"^\s*(?:[•·▪◦●■‣⁃∙✓➢➔\uf0b7\uf0a7\uf0d8*]|[-–—]|o(?=\s{1,6}[A-Z]))\s*(?=\S)")
_NUMBERED = re.compile(r"^\s*(?:(\d{1,2})|[a-z]|[ivx]{2,5})[.)]\s+(?=\S)")
GLUE = "\u2060"
"""Between two pieces of text that are one word: the white space after it says nothing."""
_GLUED = re.compile(r"\u2060\s*")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CLASH = frozenset({"aa", "ae", "ai", "ee", "ei", "ii", "oe", "oi", "oo", "uu"})
"""Vowels that read as one sound when they touch: between them Dutch writes a hyphen."""
MOSTLY = 0.8
LEAST_ENDS = 6
FULL = 30
"""Letters of a line that is no narrow cell."""
REST = 3
"""So few letters that are no word by themselves are the end of the word above."""
SELDOM = 30
"""Where fewer than one in so many lines ends with a hyphen, no word was broken: it is its own."""
SAME = 2.0
"""Points within which two lines begin at the same place."""
_FIRST = re.compile(r"[a-zà-ÿ]+")
_LAST = re.compile(r"([^\W\d_]+)(-?)$")
_HEADS = frozenset(
    {"doelstelling", "indicator", "nulmeting", "streefwaarde", "streefwaarden", "doelwaarde"}
    | {"realisatie", "verantwoordelijk", "verantwoordelijke", "maatregel", "maatregelen"}
)
"""What stands above the narrow columns of a table of objectives, often nowhere else."""
_JOINS = frozenset({"en", "of", "and", "or", "dan"})
"""A hyphen before these words stands for what follows later: "woon- en leefomgeving"."""
_BROKEN = re.compile(r"(?<=([^\W\d_]))-[ ]?\n\s*(?=([a-zà-ÿ]))(?!(?:en|of|and|or|dan)\b)")

_YEARS = re.compile(r"(?<=\d)([-–])[ ]?\n\s*(?=\d)")


def repaired(runs: Iterable[Words]) -> Line:
    """Runs with words that were broken at the end of a line whole again."""
    merged: list[Words] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last and (not run.text.strip() or _alike(last, run)):
            merged[-1] = replace(last, text=last.text + run.text)
        elif run.text:
            merged.append(run)
    return tidy(replace(run, text=_whole(run.text)) for run in merged)


def _whole(text: str) -> str:
    glued = _YEARS.sub(r"\1", _GLUED.sub("", text))
    return _BROKEN.sub(_joint, glued).replace("\n", " ")


def _joint(found: re.Match[str]) -> str:
    return "-" if f"{found[1]}{found[2]}".lower() in _CLASH else ""


def _alike(one: Words, other: Words) -> bool:
    return (one.strong, one.emphasis, one.href) == (other.strong, other.emphasis, other.href)


def said(chunk: Chunk, text: str | None = None) -> Words:
    """The words of a stretch of text, with its looks."""
    words = chunk.text if text is None else text
    return Words(words, chunk.bold, chunk.italic, chunk.href if words.strip() else "")


# --- items ----------------------------------------------------------------------------------------


def is_item(text: str, bold: bool = False) -> bool:
    """Whether a line begins with a dot or a number; a bold one with a number is a heading."""
    return bool(_BULLET.match(text) or (_NUMBERED.match(text) and not bold))


def numbered(text: str) -> tuple[bool, int]:
    """Whether an item has a number, and which; 0 for a letter."""
    found = _NUMBERED.match(text)
    return found is not None, int(found[1]) if found and found[1] else 0


def without_mark(line: Line) -> Line:
    """The words of an item without its dot or number, which can be a run of its own."""
    whole = "".join(run.text for run in line)
    found = _BULLET.match(whole) or _NUMBERED.match(whole)
    left = found.end() if found else 0
    made: list[Words] = []
    for run in line:
        made.append(replace(run, text=run.text[left:]))
        left = max(0, left - len(run.text))
    return tidy(made) or line


# --- words broken without saying so ---------------------------------------------------------------


@dataclass(frozen=True)
class _End:
    """Where a line ends and its words go on below: what stood last, and what comes first."""

    page: int
    place: int
    last: str
    spaced: bool
    hyphen: bool
    first: str
    long: bool


def mended(pages: Sequence[Sequence[Chunk]]) -> list[list[Chunk]]:
    """Pages in which a word that was broken at the end of a line is marked as one.

    A hyphen stays when the word is written with one elsewhere. A cell too narrow for a word breaks
    it without a hyphen: that is seen where all other lines end with a space.
    """
    ends = [end for place, page in enumerate(pages) for end in _ends(place, page)]
    full = [end for end in ends if end.long and not end.hyphen]
    tells = len(full) >= LEAST_ENDS and sum(end.spaced for end in full) >= MOSTLY * len(full)
    hyphens = sum(end.hyphen for end in ends)
    breaks = hyphens * SELDOM >= len(full)
    bare = [end for end in ends if not end.spaced and not end.hyphen]
    known = Counter(word for page in pages for chunk in page for word in _words(chunk.text))
    known.subtract(end.last for end in bare)
    known.subtract(end.first for end in bare)
    found = [list(page) for page in pages]
    for end in ends:
        chunk = found[end.page][end.place]
        if end.hyphen:
            text = _hyphened(chunk.text.rstrip(), end, known, breaks)
        elif not end.spaced and tells and _is_broken(end, known):
            text = chunk.text + GLUE
        else:
            continue
        found[end.page][end.place] = replace(chunk, text=text)
    return found


def _hyphened(text: str, end: _End, known: Mapping[str, int], breaks: bool) -> str:
    """The end of a line without the hyphen that only broke a word; `breaks` tells whether this
    document breaks words at all."""
    whole, joint = f"{end.last}{end.first}", f"{end.last[-1:]}{end.first[:1]}"
    as_one, with_hyphen = known.get(whole, 0), known.get(f"{end.last}-{end.first}", 0)
    own = with_hyphen > as_one or (not as_one and (joint in _CLASH or not breaks))
    return f"{text}{GLUE}" if own else f"{text[:-1]}{GLUE}"


def _is_broken(end: _End, known: Mapping[str, int]) -> bool:
    whole = f"{end.last}{end.first}"
    if whole in _HEADS or known.get(whole, 0) > 0:
        return True
    rest = len(end.first) == 1 or (len(end.first) <= REST and known.get(end.first, 0) <= 0)
    return rest and known.get(end.last, 0) <= 0


def _ends(place: int, page: Sequence[Chunk]) -> Iterator[_End]:
    lines = _lines(page)
    for one, other in itertools.pairwise(lines):
        first, begin = page[one[0]], page[other[0]]
        below = 0 < first.y - begin.y <= 2.2 * max(first.size, 1.0)
        if not below or abs(first.x - begin.x) > SAME or first.size != begin.size:
            continue
        end = _end(place, [(n, page[n].text) for n in one], begin.text)
        if end is not None:
            yield end


def _end(page: int, texts: Sequence[tuple[int, str]], below: str) -> _End | None:
    words = "".join(text for _place, text in texts).replace("\n", "")
    first = _FIRST.match(below.lstrip())
    last = _LAST.search(words.rstrip())
    if first is None or last is None or (last[2] and first[0] in _JOINS):
        return None
    place = next(n for n, text in reversed(texts) if text.strip())
    spaced = words != words.rstrip()
    return _End(
        page, place, last[1].lower(), spaced, bool(last[2]), first[0].lower(), len(words) > FULL
    )


def _lines(page: Sequence[Chunk]) -> list[list[int]]:
    """The places of stretches that stand on one line right after each other."""
    found: list[list[int]] = []
    last: Chunk | None = None
    for place, chunk in enumerate(page):
        if not chunk.text.strip("\n") or chunk.artifact:
            continue
        blank = not chunk.text.strip()
        if last is not None and (blank or _beside(last, chunk)):
            found[-1].append(place)
        elif not blank:
            found.append([place])
        last = last if blank else chunk
    return found


def _beside(last: Chunk, chunk: Chunk) -> bool:
    level = abs(chunk.y - last.y) <= 0.3 * max(last.size, 1.0)
    return level and chunk.x - last.x >= -1 and chunk.x - last.end <= 1.2 * max(chunk.size, 1.0)


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]
