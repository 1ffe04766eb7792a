"""Is this sentence about an effect or about a means? Told by its words. Pure.

A sentence is about an effect when a word of direction ("minder", "daalt", "hoogstens") goes with a
word for what happens in society. "Meer toezicht op overlast" has both, but there "meer" goes with
toezicht: still a means. The words stand in `policy/objective_words.toml`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from regie.policy.objective_words import OBJECTIVE_WORDS, EndingsItem

GAP = "…"
APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
SHORT = 3
WIDEST_GAP, INSTRUMENT = 8, 5
"""So many words may stand inside "breiden … uit", and between "door" and the means after it."""
_WORD = re.compile(r"\d+(?:[.,]\d+)*(?:\s?(?:%|procent\b))?|…|[a-z]+(?:['-][a-z]+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
Tokens = tuple[str, ...]
T = TypeVar("T")
Item = TypeVar("Item", bound=EndingsItem)


@dataclass(frozen=True)
class Reading:
    """What the words of a sentence say: which mean a means, and whether there is an effect."""

    means: tuple[str, ...]
    effect: bool

    @property
    def means_only(self) -> bool:
        """Only what is done, not what changes."""
        return bool(self.means) and not self.effect


def read(sentence: str) -> Reading:
    """Which words of a sentence name a means, and whether an effect stands beside it."""
    words, shown = tokens(sentence), _shown(sentence)
    nouns = _nouns(words)
    named = {at: shown[at] for at, effect in nouns.items() if not effect}
    for form, verb in _forms().verbs:
        named |= {at: shown[at] if len(form) == 1 else verb for at in _places(words, form)}
    found = [named[at] for at in sorted(named)]
    return Reading(tuple(dict.fromkeys(found)), any(_effects(words, nouns)))


def tokens(sentence: str) -> Tokens:
    """Words and numbers, without capitals and accents."""
    return tuple(_WORD.findall(_bare(_folded(sentence))))


def _shown(sentence: str) -> Tokens:
    """The same words with their accents; as many as `tokens`."""
    folded = _folded(sentence)
    return tuple(folded[match.start() : match.end()] for match in _WORD.finditer(_bare(folded)))


def _folded(sentence: str) -> str:
    return unicodedata.normalize("NFC", sentence.casefold().replace(APOSTROPHE, "'"))


def _bare(folded: str) -> str:
    """Every letter without its accent; as long as what was given."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in folded)


def ends_with(words: Iterable[str], items: Iterable[Item]) -> tuple[Item, ...]:
    """The items of which an ending is the end of one of these words; the longest ending counts."""
    listed = [(_plain(ending), item) for item in items for ending in item.endings]
    return tuple(found for word in words if (found := _longest(word, listed)) is not None)


@dataclass(frozen=True)
class _Forms:
    verbs: tuple[tuple[Tokens, str], ...]
    before: tuple[Tokens, ...]
    after: tuple[Tokens, ...]
    clauses: tuple[Tokens, ...]


@cache
def _forms() -> _Forms:
    words = OBJECTIVE_WORDS()
    return _Forms(
        verbs=tuple(
            (tokens(form), item.word)
            for item in words.means_verbs
            for form in (item.word, *item.forms)
        ),
        before=_all(form for item in words.directions if item.before for form in item.forms),
        after=_all(form for item in words.directions if not item.before for form in item.forms),
        clauses=_all(form for item in words.clauses for form in item.forms),
    )


def _all(forms: Iterable[str]) -> tuple[Tokens, ...]:
    return tuple(tokens(form) for form in forms)


@cache
def _endings() -> tuple[tuple[str, bool], ...]:
    """Every ending of a noun, and whether it is an effect."""
    words = OBJECTIVE_WORDS()
    things = ((_plain(ending), False) for item in words.means_things for ending in item.endings)
    effects = ((_plain(ending), True) for item in words.effects for ending in item.endings)
    return (*things, *effects)


@cache
def _plain(ending: str) -> str:
    return " ".join(tokens(ending))


def _longest(word: str, listed: Iterable[tuple[str, T]]) -> T | None:
    found = [(len(ending), value) for ending, value in listed if _ends(word, ending)]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _ends(word: str, ending: str) -> bool:
    """A short ending counts only as a whole word: an "aangifte" is no "fte"."""
    return word == ending or (len(ending) > SHORT and word.endswith(ending))


def _nouns(words: Tokens) -> dict[int, bool]:
    """Where the words for a means (False) or an effect (True) stand."""
    told = ((at, _longest(word, _endings())) for at, word in enumerate(words))
    return {at: effect for at, effect in told if effect is not None}


def _places(words: Tokens, form: Tokens) -> Iterator[int]:
    """Where a form begins; a gap in it stands for a few words."""
    for at, word in enumerate(words):
        if word == form[0] and _goes_on(words[at + 1 :], form[1:]):
            yield at


def _goes_on(words: Sequence[str], form: Sequence[str]) -> bool:
    if not form:
        return True
    if form[0] == GAP:
        return form[1] in words[: WIDEST_GAP + 1]
    return bool(words) and words[0] == form[0] and _goes_on(words[1:], form[1:])


def _effects(words: Tokens, nouns: dict[int, bool]) -> Iterator[bool]:
    """For every word of direction and every number: does it go with an effect?"""
    instruments = {found for at in _starts(words, _forms().clauses) if (found := _near(nouns, at))}
    open_ = {at: effect for at, effect in nouns.items() if at not in instruments}
    for at in (*_starts(words, _forms().before), *_numbers(words)):
        yield _first(open_, range(at + 1, len(words)), range(at - 1, -1, -1))
    for at in _starts(words, _forms().after):
        yield _first(open_, range(at, -1, -1), range(at + 1, len(words)))
    yield any(_is_comparative(words[at]) for at, effect in open_.items() if effect)


def _is_comparative(word: str) -> bool:
    """ "veiliger" is an effect and its direction in one word."""
    return word.endswith(("veiliger", "weerbaarder"))


def _starts(words: Tokens, forms: Iterable[Tokens]) -> Iterator[int]:
    return (at for form in forms for at in _places(words, form))


def _numbers(words: Tokens) -> Iterator[int]:
    """Numbers that say how much; a year does not."""
    return (at for at, word in enumerate(words) if word[0].isdigit() and not _YEAR.fullmatch(word))


def _near(nouns: dict[int, bool], at: int) -> int | None:
    """The means that a word like "door" brings in: the first noun soon after it, if a means."""
    found = next((i for i in range(at + 1, at + 1 + INSTRUMENT) if i in nouns), None)
    return found if found is not None and not nouns[found] else None


def _first(nouns: dict[int, bool], one: range, other: range) -> bool:
    """Whether the nearest noun on one side, or else on the other, is an effect."""
    return next((nouns[at] for at in (*one, *other) if at in nouns), False)
