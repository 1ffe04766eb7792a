"""The plan quality test: every section of the checklist, in our own words, with its source."""

import pytest
from pydantic import ValidationError

from regie.policy.quality_test import QUALITY_TEST, QualityTestFile

pytestmark = pytest.mark.pure

OWN_SECTIONS = {2, 7, 8}
CHECKLIST = {1: 8, 3: 3, 4: 6, 5: 5, 6: 3, 9: 3}
"""How many checks the published checklist has in the sections that were read."""


def test_nine_sections_of_which_three_are_our_own() -> None:
    file = QUALITY_TEST()
    assert [section.number for section in file.sections] == list(range(1, 10))
    assert {section.number for section in file.sections if section.own} == OWN_SECTIONS
    for section in file.sections:
        assert section.own == (not section.link)
        assert section.own or section.link.startswith("https://hetccv.nl/")


def test_items_are_numbered_and_say_what_is_ours() -> None:
    file = QUALITY_TEST()
    for section in file.sections:
        items = file.of(section.number)
        numbers = [f"{section.number}.{n}" for n in range(1, len(items) + 1)]
        assert [item.number for item in items] == numbers
        assert all(item.own for item in items if section.own)
        assert len([i for i in items if not i.own]) >= CHECKLIST.get(section.number, 0)
    for item in file.items:
        assert item.own == item.source.startswith("Eigen uitwerking")


def test_every_text_ends_as_a_sentence_and_is_short() -> None:
    for item in QUALITY_TEST().items:
        for name in ("text", "met", "partly", "not_met", "help", "hint"):
            for text in (getattr(item, name), getattr(item, f"{name}_en")):
                assert text[-1] in ".?", (item.code, text)
                sentences = text.replace("?", ".").split(".")
                assert all(len(sentence.split()) <= 20 for sentence in sentences), text


def test_an_item_is_found_by_its_code() -> None:
    assert QUALITY_TEST().item("scope").number == "1.1"
    with pytest.raises(KeyError):
        QUALITY_TEST().item("nothing")


def test_a_larger_municipality_may_write_more() -> None:
    sizes = (1_000, 24_999, 25_000, 60_000, 800_000)
    assert [QUALITY_TEST().pages_for(n) for n in sizes] == [30, 30, 40, 50, 60]


def test_a_file_that_does_not_fit_is_refused() -> None:
    whole = QUALITY_TEST().model_dump()
    with pytest.raises(ValidationError, match="same code"):
        QualityTestFile.model_validate({**whole, "items": (*whole["items"], whole["items"][0])})
    with pytest.raises(ValidationError, match="do not fit"):
        QualityTestFile.model_validate({**whole, "sections": whole["sections"][1:]})
