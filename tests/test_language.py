"""The screen speaks plain Dutch: short sentences, no officialese, one translation per message."""

import re
from collections import defaultdict
from functools import cache

import pytest

from tools.messages import compare, extract_room, read_catalogue, rooms

pytestmark = pytest.mark.pure

LONGEST_SENTENCE = 20
BANNED = (
    "middels", "conform", "derhalve", "dient te", "dienen te", "alsmede", "tevens", "inzake",
    "teneinde", "geschiedt", "hieromtrent", "omtrent", "desalniettemin", "ingevolge", "jegens",
    "gaarne", "nadien", "thans", "aldus", "bovengenoemde", "ten aanzien van", "met betrekking tot",
    "in het kader van", "op basis van het feit", "je ", "jij ", "jouw ",
)  # fmt: skip
SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+|\n+")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{\w*\}")
ABBREVIATION = re.compile(r"\b(bijv|nl|ca|nr|art|blz|o\.a|m\.n|t/m|d\.w\.z)\.", re.IGNORECASE)


@cache
def messages() -> list[tuple[str, str]]:
    """Every Dutch message with the room it is from."""
    found = []
    for room in rooms():
        for message in extract_room(room):
            if message.id:
                words = [message.id] if isinstance(message.id, str) else list(message.id)
                found += [(room.name, text) for text in words]
    return found


def sentences(text: str) -> list[str]:
    """The sentences of one message; placeholders count as one word."""
    plain = ABBREVIATION.sub(r"\1", PLACEHOLDER.sub("x", text))
    return [part for part in SENTENCE_END.split(plain) if part.strip()]


@pytest.mark.parametrize(
    ("text", "longest"),
    [("Een twee drie. Vier vijf.", 3), ("%(naam)s is lid", 3), ("Bijv. dit hier", 3)],
)
def test_counting_words(text: str, longest: int) -> None:
    assert max(len(sentence.split()) for sentence in sentences(text)) == longest


def test_sentences_are_short() -> None:
    long = [
        f"{room}: {sentence} ({n} words)"
        for room, text in messages()
        for sentence in sentences(text)
        if (n := len(sentence.split())) > LONGEST_SENTENCE
    ]
    assert not long


def test_no_officialese() -> None:
    found = [
        f"{room}: {text!r} ({word})"
        for room, text in messages()
        for word in BANNED
        if re.search(rf"\b{re.escape(word.strip())}\b", text, re.IGNORECASE)
    ]
    assert not found


def test_english_is_complete() -> None:
    gaps = [compare(room) for room in rooms()]
    assert not [gap for gap in gaps if not gap.complete]


def test_one_message_has_one_translation() -> None:
    translations: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for room in rooms():
        for message in read_catalogue(room):
            if message.id and isinstance(message.id, str) and message.string:
                context = str(message.context or "")
                translations[message.id, context][room.name] = str(message.string)
    different = {
        key: by_room for key, by_room in translations.items() if len(set(by_room.values())) > 1
    }
    assert not different
