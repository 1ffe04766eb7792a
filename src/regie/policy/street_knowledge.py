"""What an observation from the street is made of, and how it is written without saying who."""

from collections.abc import Iterable
from functools import cache
from typing import TypeVar

from regie.policy.reader import PolicyModel, Text, load


class NamedItem(PolicyModel):
    """A choice with its name in both languages."""

    code: Text
    name: Text
    name_en: Text
    source: Text


class KindItem(NamedItem):
    """A kind of observation of the area scan, with an example and how to write it down."""

    summary: Text
    summary_en: Text
    example: Text
    example_en: Text
    guidance: Text
    guidance_en: Text


class ConfidenceItem(NamedItem):
    """How sure somebody is, in words."""

    meaning: Text
    meaning_en: Text


class GuidanceItem(PolicyModel):
    """One rule for writing."""

    code: Text
    text: Text
    text_en: Text
    source: Text


class TermsItem(NamedItem):
    """Words, in lower case, that ask for a warning."""

    words: tuple[Text, ...]


class StreetKnowledgeFile(PolicyModel):
    """`policy/street_knowledge.toml`."""

    kinds: tuple[KindItem, ...]
    confidence: tuple[ConfidenceItem, ...]
    bases: tuple[NamedItem, ...]
    frequencies: tuple[NamedItem, ...]
    dayparts: tuple[NamedItem, ...]
    guidance: tuple[GuidanceItem, ...]
    terms: tuple[TermsItem, ...]


@cache
def STREET_KNOWLEDGE() -> StreetKnowledgeFile:
    """The whole file, in its own order. Raises PolicyError."""
    return load("street_knowledge", StreetKnowledgeFile)


Item = TypeVar("Item", bound=NamedItem)


def find(items: Iterable[Item], code: str) -> Item | None:
    """One choice by its code; None when the file no longer has it."""
    return next((item for item in items if item.code == code), None)
