"""Abbreviations and words of safety policy, for the lists at the end of a plan."""

import re
from functools import cache

from regie.policy.reader import PolicyModel, Text, load

CAPITALS = re.compile(r"\b[A-Z]{2,6}\b")
_USUAL = frozenset({"II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "A4", "NL", "EU"})


class AbbreviationItem(PolicyModel):
    """What an abbreviation stands for; `written` is exactly how it stands in a text."""

    code: Text
    written: Text
    name: Text
    name_en: Text
    source: Text


class TermItem(PolicyModel):
    """A word that a reader may not know; `words` are the forms in which it is written."""

    code: Text
    term: Text
    term_en: Text
    words: tuple[Text, ...]
    meaning: Text
    meaning_en: Text
    source: Text


class AbbreviationsFile(PolicyModel):
    """`policy/abbreviations.toml`."""

    abbreviations: tuple[AbbreviationItem, ...]
    terms: tuple[TermItem, ...]

    def abbreviations_in(self, text: str) -> tuple[AbbreviationItem, ...]:
        """The abbreviations that occur in a text, in the order of the alphabet."""
        found = [item for item in self.abbreviations if _stands(item.written, text)]
        return tuple(sorted(found, key=lambda item: item.written.casefold()))

    def terms_in(self, text: str) -> tuple[TermItem, ...]:
        """The terms that occur in a text, whatever their form or capitals, in file order."""
        plain = text.casefold()
        return tuple(
            item for item in self.terms if any(_stands(word, plain) for word in item.words)
        )

    def unknown_in(self, text: str) -> tuple[str, ...]:
        """Words in capitals that the list does not know, so that nobody explains them.

        A word that stands between brackets somewhere was explained in the text itself.

        >>> ABBREVIATIONS().unknown_in("De politie en de XYZ; de Wijkraad (WR).")
        ('XYZ',)
        """
        known = {item.written.upper() for item in self.abbreviations} | _USUAL
        found = set(CAPITALS.findall(text)) - known
        return tuple(sorted(word for word in found if f"({word})" not in text))


def _stands(word: str, text: str) -> bool:
    """Whether a word stands in a text by itself, not as a part of another word."""
    if word not in text:  # far cheaper than the pattern, and most words do not occur
        return False
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


@cache
def ABBREVIATIONS() -> AbbreviationsFile:
    """The whole file. Raises PolicyError."""
    return load("abbreviations", AbbreviationsFile)
