"""Which indicators of the catalogue an objective in a document may mean. Pure.

Offered, never chosen: words are matched, not understood. The phrases stand in
`policy/indicator_words.toml`.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache

from regie.planning.critiques.formal import kinds_in
from regie.policy.indicator_words import INDICATOR_WORDS

MOST = 3
WHOLE = 3
"""A part of a phrase with so many letters or fewer counts only as a whole word."""
ASKED, TOTAL = "perceived-", "-0.0.0"


def likely(words: str, *, about: str = "", source: str = "") -> tuple[str, ...]:
    """The codes of the likeliest indicators, the likeliest first, three at most.

    `words` are those of the objective and of what it says is measured, `about` the heading above
    it, which counts only when the words themselves name nothing. A source that is named leaves out
    what it cannot have: a survey counts no offences.

    >>> likely("Hoogstens 50 woninginbraken in 2027")
    ('offence-1.1.1',)
    """
    found = _matched(words) or _matched(about)
    fitting = [code for code in found if _fits(code, f"{words} {source}")]
    return tuple(fitting[:MOST])


def _matched(text: str) -> list[str]:
    """Codes by their longest phrase that fits; a total comes last, for it hides its parts."""
    told = _plain(text).replace("/", " ").split()
    lengths: dict[str, int] = {}
    for code, phrase in _phrases():
        if all(_occurs(part, told) for part in phrase):
            lengths[code] = max(lengths.get(code, 0), sum(map(len, phrase)))
    return sorted(lengths, key=lambda code: (code.endswith(TOTAL), -lengths[code]))


def _occurs(part: str, told: Iterable[str]) -> bool:
    bare = [word.strip(".,;:()%‘’'\"") for word in told]
    return part in bare if len(part) <= WHOLE else any(part in word for word in bare)


def _fits(code: str, text: str) -> bool:
    """Whether the source that is named can have this figure."""
    kinds = set(kinds_in(text))
    if "survey" in kinds or ("%" in text and "inwoners" in text):
        return code.startswith(ASKED)
    if kinds & {"offences", "filed", "police"} or "per 1.000" in text:
        return not code.startswith(ASKED)
    return not (kinds == {"reports"} and code.startswith(ASKED))


@cache
def _phrases() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (item.code, tuple(_plain(phrase).split()))
        for item in INDICATOR_WORDS().indicators
        for phrase in item.phrases
    )


def _plain(text: str) -> str:
    """Without capitals and accents."""
    folded = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter))
