"""The questions of the start memo: short sentences, both versions, choices for the council."""

import re

import pytest

from regie.policy.start_memo import START_MEMO

pytestmark = pytest.mark.pure


def test_codes_are_unique_and_parts_are_known() -> None:
    found = START_MEMO()
    codes = [item.code for item in found.questions]
    assert len(codes) == len(set(codes))
    assert {item.part for item in found.questions} == {part.code for part in found.parts}


def test_the_light_version_is_shorter_and_keeps_the_questions_to_the_council() -> None:
    found = START_MEMO()
    light, full = found.of(light=True), found.of(light=False)
    assert len(light) < len(full)
    asked = [item.code for item in full if item.part == "council"]
    assert asked == ["scope", "number_of_priorities", "participation", "council_role"]
    assert [item.code for item in light if item.part == "council"] == asked


def test_questions_to_the_council_have_choices_and_a_frame() -> None:
    for item in START_MEMO().questions:
        assert bool(item.choices) == bool(item.frame) == (item.part == "council"), item.code


def test_sentences_are_short() -> None:
    """B1: at most 20 words in a sentence."""
    for item in START_MEMO().questions:
        texts = (item.question, item.help, item.example, *(each.name for each in item.choices))
        for text in texts:
            for sentence in re.split(r"(?<=[.?!:])\s", text):
                assert len(sentence.split()) <= 20, f"{item.code}: {sentence}"


def test_a_question_and_a_choice_by_their_code() -> None:
    found = START_MEMO().question("scope")
    assert found is not None
    choice = found.choice("both")
    assert choice is not None
    assert choice.name_en == "Social and physical safety"
    assert found.choice("neither") is None
    assert START_MEMO().question("weather") is None
