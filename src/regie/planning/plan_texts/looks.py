"""Headings by their looks, for who never used a style: short, bold, with a number before it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from regie.planning.plan_texts.pieces import Line, Piece, plain
from regie.ui.prose.writing import Words

MOST_WORDS = 14
MOST_LETTERS = 110
_NUMBER = re.compile(r"(?:hoofdstuk\s+|deel\s+)?(\d{1,2}(?:\.\d{1,2}){0,4})\.?[\s:)]+", re.I)
_ENDS = (".", ",", ";", ":", "?)")


def is_title(line: Line, bold: bool = False) -> bool:
    """Whether a line looks like a heading: all of it bold, short, and no sentence."""
    words = plain(line)
    if not words or len(words) > MOST_LETTERS or len(words.split()) > MOST_WORDS:
        return False
    if words.endswith(_ENDS) or not any(letter.isalpha() for letter in words):
        return False
    return all(
        run.strong or (bold and not run.text.strip()) or not run.text.strip() for run in line
    )


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
    found = _NUMBER.match(title)
    return found[1].count(".") + 1 if found and title[found.end() :].strip() else 0


def settled(pieces: Sequence[Piece], sizes: Mapping[int, float]) -> list[Piece]:
    """The pieces, with paragraphs that look like a heading as headings.

    `sizes` has the size of each such paragraph by its place. Beside headings with a style they lie
    below those; by themselves a number, else the size says how deep.
    """
    styled = max((piece.level for piece in pieces if piece.kind == "heading"), default=0)
    ranks = {size: place for place, size in enumerate(sorted(set(sizes.values()), reverse=True), 1)}
    found = list(pieces)
    for place, size in sizes.items():
        if place >= len(found) or found[place].kind != "paragraph":
            continue
        title = plain(found[place].words)
        level = max(styled, 2) + 1 if styled else depth(title) or min(ranks[size], 3)
        found[place] = replace(
            found[place], kind="heading", level=min(level, 6), words=(Words(title),)
        )
    return found
