"""Words by which a means is told from an effect in the sentence of an objective."""

from functools import cache
from typing import Literal

from regie.policy.reader import PolicyModel, Text, load

SourceKind = Literal["survey", "offences", "filed", "reports", "police"]


class FormsItem(PolicyModel):
    """A word with its other forms: whole words, " … " standing for a few words between."""

    word: Text
    forms: tuple[Text, ...]
    source: Text


class EndingsItem(PolicyModel):
    """Words that are recognised by how they end, as the last part of a compound."""

    word: Text
    endings: tuple[Text, ...]
    source: Text


class DirectionItem(FormsItem):
    """Words that say which way; `before` the word they are about, or after it."""

    before: bool


class SourceItem(EndingsItem):
    """Words in the name of a source, and what kind of source that is."""

    kind: SourceKind


class ObjectiveWordsFile(PolicyModel):
    """`policy/objective_words.toml`."""

    means_verbs: tuple[FormsItem, ...]
    means_things: tuple[EndingsItem, ...]
    effects: tuple[EndingsItem, ...]
    directions: tuple[DirectionItem, ...]
    clauses: tuple[FormsItem, ...]
    sources: tuple[SourceItem, ...]


@cache
def OBJECTIVE_WORDS() -> ObjectiveWordsFile:
    """The whole file. Raises PolicyError."""
    return load("objective_words", ObjectiveWordsFile)
