"""Cutting a document into parts, and which part of a plan each is likely to be. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from regie.planning.plan_texts.looks import bare
from regie.planning.plan_texts.markdown import markdown, pieces_of_text
from regie.planning.plan_texts.pieces import Piece, plain
from regie.policy.plan_headings import PLAN_HEADINGS
from regie.policy.plan_sections import PLAN_SECTIONS
from regie.ui.prose import writing
from regie.ui.prose.writing import Words

SURE, LIKELY, CHAPTER = "sure", "likely", "chapter"
"""The heading is the name of it; the words are in the heading; the chapter it stands in is it."""
LONGEST = 58_000
"""Letters in one part; a part of a plan holds 60,000, and a heading comes above it."""
MOST_PARTS = 400
LONGEST_TITLE = 160
SHORT = 4
"""A single word this short ("hoe", "doel") stands for a part only when it is the whole heading."""
_WORD = re.compile(r"[^\W_]+")
_CONTENTS = {"inhoud", "inhoudsopgave", "contents", "table of contents"}


@dataclass(frozen=True)
class Suggestion:
    """A part of the policy, and how sure that is; "" and "" for none."""

    kind: str = ""
    certainty: str = ""


@dataclass(frozen=True)
class Part:
    """A stretch of the document under one heading. `level` 1 is a chapter, 2 lies in one."""

    title: str
    level: int
    pieces: tuple[Piece, ...]
    text: str
    suggestion: Suggestion = Suggestion()
    chapter: str = ""


def parts(pieces: Sequence[Piece]) -> list[Part]:
    """The document in parts, in order: one for each heading of the two highest levels.

    Every word is in one of them. With too many headings only chapters are cut.
    """
    ranked = _ranked(pieces)
    found = list(_cut(ranked, 2))
    if len(found) > MOST_PARTS:
        found = list(_cut(ranked, 1))
    if len(found) > MOST_PARTS:
        rest = tuple(piece for part in found[MOST_PARTS - 1 :] for piece in _whole(part))
        found = [*found[: MOST_PARTS - 1], _part("", 1, rest)]
    return list(_suggested([piece for part in found for piece in _short(part)]))


def _ranked(pieces: Sequence[Piece]) -> list[Piece]:
    """Headings counted from 1 without gaps; a single highest one is the title of the document."""
    levels = sorted({piece.level for piece in pieces if piece.kind == "heading"})
    firsts = [n for n, piece in enumerate(pieces) if piece.kind == "heading"]
    top = [n for n in firsts if pieces[n].level == levels[0]]
    if len(levels) > 1 and len(top) == 1 and top[0] == firsts[0]:
        levels = levels[1:]
    rank = {level: place for place, level in enumerate(levels, 1)}
    return [
        replace(piece, level=rank.get(piece.level, 1)) if piece.kind == "heading" else piece
        for piece in pieces
    ]


def _cut(pieces: Iterable[Piece], deepest: int) -> Iterator[Part]:
    title, level, waiting = "", 1, list[Piece]()
    for piece in pieces:
        if piece.kind == "heading" and piece.level <= deepest:
            if title or waiting:
                yield _part(title, level, tuple(waiting))
            title, level, waiting = plain(piece.words), piece.level, []
        else:
            waiting.append(piece)
    if title or waiting:
        yield _part(title, level, tuple(waiting))


def _part(title: str, level: int, pieces: tuple[Piece, ...]) -> Part:
    levels = [piece.level for piece in pieces if piece.kind == "heading"]
    text = markdown(pieces, above=min(levels, default=3) - 1)
    if len(title) > LONGEST_TITLE:  # the whole line stays, as the first of the text
        text = "\n\n".join(part for part in (writing.line_of(title), text) if part)
    return Part(bare(title)[:LONGEST_TITLE], level, pieces, text)


def _whole(part: Part) -> tuple[Piece, ...]:
    heading = (Piece("heading", (Words(part.title),), level=3),) if part.title else ()
    return (*heading, *part.pieces)


def _short(part: Part) -> Iterator[Part]:
    """A part, in several when it is too long for one."""
    texts = pieces_of_text(part.text, LONGEST) if len(part.text) > LONGEST else [part.text]
    for place, text in enumerate(texts):
        yield replace(part, text=text, pieces=part.pieces if not place else ())


def _suggested(found: Sequence[Part]) -> Iterator[Part]:
    """Parts with a suggestion: of their own heading, else that of the chapter."""
    chapter, over = Suggestion(), ""
    total = max(len(found), 1)
    for place, part in enumerate(found):
        own = suggest(part.title, place / total)
        if part.level == 1:
            chapter, over = own, part.title
        elif chapter.kind and (not own.kind or _names_a_theme(part.title, own, chapter)):
            own = Suggestion(chapter.kind, CHAPTER)
        yield replace(part, suggestion=own, chapter=over if part.level > 1 else "")


def _names_a_theme(title: str, own: Suggestion, chapter: Suggestion) -> bool:
    """Whether a heading such as "Aanpak van ondermijning" among the priorities is one of them."""
    likely = own == Suggestion("approach", LIKELY)
    return likely and chapter.kind == "priorities" and _words(bare(title))[:1] == ("aanpak",)


# --- what a heading stands for --------------------------------------------------------------------


def suggest(title: str, where: float = 0.0) -> Suggestion:
    """What a heading stands for; `where` is its place in the document, from 0 to 1.

    Words that stand for two parts (an evaluation looks back at the beginning of a plan, and ahead
    at its end) are the first of them in the first half.

    >>> suggest("3. Onze visie op veiligheid").kind, suggest("Evaluatie", 0.9).kind
    ('vision', 'monitoring')
    >>> suggest("Stationsgebied")
    Suggestion(kind='', certainty='')
    """
    words = _words(bare(title))
    if not words or " ".join(words) in _CONTENTS:
        return Suggestion()
    same = [kind for phrase, kind in _phrases() if phrase == words]
    if same:
        certainty = SURE if len(set(same)) == 1 else LIKELY
        return Suggestion(same[0] if where < 0.5 else same[-1], certainty)
    within = [
        (len(phrase), len("".join(phrase)), kind)
        for phrase, kind in _phrases()
        if _in(phrase, words)
    ]
    if not within:
        return Suggestion()
    longest = max(each[:2] for each in within)
    best = [kind for length, letters, kind in within if (length, letters) == longest]
    return Suggestion(best[0] if where < 0.5 else best[-1], LIKELY)


def _in(phrase: tuple[str, ...], words: tuple[str, ...]) -> bool:
    size = len(phrase)
    if size == 1 and len(phrase[0]) <= SHORT:
        return False
    return any(words[n : n + size] == phrase for n in range(len(words) - size + 1))


def _words(text: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFD", text.casefold())
    plain_words = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return tuple(_WORD.findall(plain_words))


@cache
def _phrases() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Every known heading with what it stands for, in the order of a plan."""
    own = [(item.name, item.code) for item in PLAN_SECTIONS().sections]
    also = [(word, item.section) for item in PLAN_HEADINGS().headings for word in item.words]
    order = {item.code: place for place, item in enumerate(PLAN_SECTIONS().sections)}
    found = {(_words(words), kind) for words, kind in (*own, *also)}
    return tuple(sorted(found, key=lambda each: (order[each[1]], each[0])))
