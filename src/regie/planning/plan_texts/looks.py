"""Headings by their looks, for who never used a style: larger, bold, in capitals or numbered."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from regie.planning.plan_texts.pieces import Line, Piece, plain
from regie.ui.prose.writing import Words

MOST_WORDS = 14
MOST_LETTERS = 110
LARGER = 1.12
"""A heading is so much larger than the text."""
FEW_STYLES = 2
"""With no more headings by style than this (a title), the other ones stand by their looks."""
LABEL = 5
"""A line that ends with a colon and has no more words than this can be a heading."""
_NUMBER = re.compile(r"(?:hoofdstuk\s+|deel\s+)?(\d{1,2}(?:\.\d{1,2}){0,4})\.?[\s:)]+", re.I)
_ENDS = (".", ",", ";", "?)")
_CAPITALS = re.compile(r"[^\W\d_]{4}")


@dataclass(frozen=True)
class Seen:
    """How a paragraph looks: its size, and whether all of it is bold, underlined, in capitals."""

    size: float = 0.0
    bold: bool = False
    underlined: bool = False
    capitals: bool = False

    @property
    def stands_out(self) -> bool:
        """Whether it looks like a heading, whatever its size."""
        return self.bold or self.underlined or self.capitals


def is_title(line: Line, bold: bool = False) -> bool:
    """Whether a line looks like a heading: all of it bold, short, and no sentence."""
    return is_short(plain(line)) and is_bold(line, bold)


def is_bold(line: Line, bold: bool = False) -> bool:
    """Whether all words of a line are bold; `bold` is what its style says."""
    said = [run for run in line if run.text.strip()]
    return all(run.strong for run in said) if said else bold


def is_short(words: str) -> bool:
    """Whether words are few enough for a heading, and no sentence."""
    if not words or len(words) > MOST_LETTERS or len(words.split()) > MOST_WORDS:
        return False
    if words.endswith(_ENDS) or (words.endswith(":") and len(words.split()) > LABEL):
        return False
    return any(letter.isalpha() for letter in words)


def in_capitals(words: str) -> bool:
    """Whether words are in capitals, and more than an abbreviation."""
    return words.isupper() and bool(_CAPITALS.search(words))


def bare(title: str) -> str:
    """A heading without the number that was typed before it.

    >>> bare("2.3 Onze visie"), bare("Hoofdstuk 4: Doelen"), bare("2024 in cijfers")
    ('Onze visie', 'Doelen', '2024 in cijfers')
    """
    found = _NUMBER.match(title)
    rest = title[found.end() :].strip() if found else ""
    return rest or title.strip()


def depth(title: str) -> int:
    """How deep the number before a heading says it is; 0 without one.

    >>> depth("2.3 Onze visie"), depth("4. Doelen"), depth("Doelen")
    (2, 1, 0)
    """
    return len(_number(title))


def _number(title: str) -> tuple[int, ...]:
    found = _NUMBER.match(title)
    if found is None or not title[found.end() :].strip():
        return ()
    return tuple(map(int, found[1].split(".")))


# --- which paragraphs are headings ----------------------------------------------------------------


def settled(pieces: Sequence[Piece], seen: Mapping[int, Seen]) -> list[Piece]:
    """The pieces, with paragraphs that look like a heading as headings.

    `seen` says how paragraphs look, by their place. Beside headings with a style they lie below
    those; by themselves a number, else their looks say how deep.
    """
    styled = [piece.level for piece in pieces if piece.kind == "heading"]
    titles = _titles(pieces, seen, by_looks=len(styled) <= FEW_STYLES)
    levels = _levels(pieces, titles)
    first = next((n for n, piece in enumerate(pieces) if piece.kind == "heading"), 0)
    found = list(pieces)
    for place in titles:
        if len(styled) <= FEW_STYLES:
            level = max(styled, default=0) + levels[place]
        else:  # before the first one a title or a preface, after it a heading below those
            level = min(styled) if place < first else max(*styled, 2) + 1
        words = (Words(plain(found[place].words)),)
        found[place] = replace(found[place], kind="heading", level=min(level, 6), words=words)
    return found


def _titles(
    pieces: Sequence[Piece], seen: Mapping[int, Seen], *, by_looks: bool
) -> dict[int, Seen]:
    """The paragraphs that are headings. Where styles say what headings are, only what is bold,
    underlined or large is one too."""
    short = {
        place: look
        for place, look in seen.items()
        if place < len(pieces)
        and pieces[place].kind == "paragraph"
        and is_short(plain(pieces[place].words))
    }
    body = _body(pieces, seen)
    numbered = _counting(pieces, short) if by_looks else set()
    return {
        place: look
        for place, look in short.items()
        if place in numbered
        or look.bold
        or look.underlined
        or (look.capitals and by_looks)
        or (body and look.size >= LARGER * body)
    }


def _body(pieces: Sequence[Piece], seen: Mapping[int, Seen]) -> float:
    """The size of most of the letters; 0 when nothing says so."""
    letters: Counter[float] = Counter()
    for place, look in seen.items():
        if place < len(pieces):
            letters[look.size] += sum(len(run.text) for run in pieces[place].words)
    return letters.most_common(1)[0][0] if letters else 0.0


def _counting(pieces: Sequence[Piece], short: Mapping[int, Seen]) -> set[int]:
    """The lines whose number counts on from the one before: 3, 3.1, 3.2, 4. A list, whose numbers
    follow each other without words between them, is none."""
    found: set[int] = set()
    last: tuple[int, ...] = (0,)
    for place in sorted(short):
        number = _number(plain(pieces[place].words))
        if not number or not _follows(last, number) or _listed(pieces, place, number):
            continue
        found.add(place)
        last = number
    return found


def _follows(last: tuple[int, ...], number: tuple[int, ...]) -> bool:
    """Whether a number comes after another in the way headings count."""
    if number == (*last, 1):
        return True
    size = len(number)
    return (
        size <= len(last) and number[:-1] == last[: size - 1] and number[-1] == last[size - 1] + 1
    )


def _listed(pieces: Sequence[Piece], place: int, number: tuple[int, ...]) -> bool:
    """Whether the next line is the next number of the same depth."""
    if place + 1 >= len(pieces):
        return len(number) == 1
    after = _number(plain(pieces[place + 1].words))
    before = _number(plain(pieces[place - 1].words)) if place else ()
    return len(number) == 1 and (len(after) == 1 or len(before) == 1)


def _levels(pieces: Sequence[Piece], titles: Mapping[int, Seen]) -> dict[int, int]:
    """How deep each heading lies: by its number, else by that of others that look like it, else
    by how much it stands out."""
    by_number: dict[Seen, Counter[int]] = {}
    for place, look in titles.items():
        if deep := depth(plain(pieces[place].words)):
            by_number.setdefault(look, Counter())[deep] += 1
    order = sorted(set(titles.values()), key=_weight)
    ranks = {look: min(place, 3) for place, look in enumerate(order, 1)}
    ranks |= {look: counted.most_common(1)[0][0] for look, counted in by_number.items()}
    return {
        place: depth(plain(pieces[place].words)) or ranks[look] for place, look in titles.items()
    }


def _weight(look: Seen) -> tuple[float, bool, bool, bool]:
    return (-look.size, not look.capitals, not look.bold, not look.underlined)
