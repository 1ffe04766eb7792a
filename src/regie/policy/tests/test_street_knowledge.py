"""Kinds, confidence and guidance of street knowledge: two languages, short sentences, few terms."""

import re
from collections.abc import Iterator

import pytest

from regie.policy.street_knowledge import STREET_KNOWLEDGE, find

pytestmark = pytest.mark.pure


def _texts() -> Iterator[tuple[str, str]]:
    found = STREET_KNOWLEDGE()
    for kind in found.kinds:
        yield from ((kind.code, text) for text in (kind.summary, kind.example, kind.guidance))
    for level in found.confidence:
        yield level.code, level.meaning
    for item in found.guidance:
        yield item.code, item.text


def test_the_kinds_of_an_area_scan() -> None:
    """Politie en Wetenschap (2009): hot spots, hot groups and hot facilities."""
    assert [kind.code for kind in STREET_KNOWLEDGE().kinds] == [
        "hot_spot",
        "hot_group",
        "hot_facility",
    ]
    assert [level.code for level in STREET_KNOWLEDGE().confidence] == ["low", "medium", "high"]


def test_codes_are_unique_within_their_list() -> None:
    found = STREET_KNOWLEDGE()
    for items in (found.kinds, found.confidence, found.bases, found.frequencies, found.dayparts):
        codes = [item.code for item in items]
        assert len(codes) == len(set(codes))


def test_sentences_are_short() -> None:
    """B1: at most 20 words in a sentence. A list after a colon reads as separate parts."""
    for code, text in _texts():
        for sentence in re.split(r"(?<=[.?!:])\s", text):
            assert len(sentence.split()) <= 20, f"{code}: {sentence}"


def test_terms_are_few_and_in_lower_case() -> None:
    words = [word for item in STREET_KNOWLEDGE().terms for word in item.words]
    assert len(words) < 120
    assert len(words) == len(set(words))
    assert [word for word in words if word != word.lower() or " " in word] == []


def test_a_choice_by_its_code() -> None:
    found = find(STREET_KNOWLEDGE().bases, "residents")
    assert found is not None
    assert found.name_en == "Heard from residents"
    assert find(STREET_KNOWLEDGE().bases, "rumour") is None
