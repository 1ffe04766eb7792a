"""The parts of a plan: short sentences, both versions, every section of the quality test."""

import re

import pytest

from regie.policy.plan_sections import PLAN_SECTIONS

pytestmark = pytest.mark.pure


def test_codes_are_unique_and_the_light_version_is_shorter() -> None:
    found = PLAN_SECTIONS()
    codes = [item.code for item in found.sections]
    assert len(codes) == len(set(codes)) == 18
    assert "own" not in codes
    light = [item.code for item in found.of(light=True)]
    assert len(light) == 12
    assert len(found.of(light=False)) == 18
    assert {"evaluation", "analysis", "priorities", "objectives", "approach", "means"} < set(light)


def test_every_section_of_the_quality_test_has_a_part_also_in_the_light_version() -> None:
    for light in (True, False):
        assert {item.quality for item in PLAN_SECTIONS().of(light=light)} == set(range(1, 10))


def test_only_the_approach_is_per_priority() -> None:
    assert [item.code for item in PLAN_SECTIONS().sections if item.per_priority] == ["approach"]


def test_what_is_generated_is_known() -> None:
    kinds = {item.generated for item in PLAN_SECTIONS().sections}
    assert kinds == {"", "priorities", "objectives", "logic", "means", "words"}


def test_sentences_are_short_and_questions_are_told_in_both_languages() -> None:
    """B1: at most 20 words in a sentence."""
    for item in PLAN_SECTIONS().sections:
        assert len(item.asks) == len(item.asks_en)
        for text in (item.name, item.help, item.example, *item.asks):
            for sentence in re.split(r"(?<=[.?!:])\s", text):
                assert len(sentence.split()) <= 20, f"{item.code}: {sentence}"


def test_a_part_by_its_code() -> None:
    found = PLAN_SECTIONS().section("means")
    assert found is not None
    assert found.name_en == "Money and people"
    assert PLAN_SECTIONS().section("weather") is None
