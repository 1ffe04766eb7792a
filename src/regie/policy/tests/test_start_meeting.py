"""Expected partners fit the themes and kinds there are; agenda and invitation are short."""

import re

import pytest

from regie.policy.fields import SAFETY_FIELDS
from regie.policy.start_meeting import START_MEETING, THEME_PARTNERS

pytestmark = pytest.mark.pure


def test_every_theme_expects_known_organisations() -> None:
    found = THEME_PARTNERS()
    themes = [theme.code for field in SAFETY_FIELDS() for theme in field.themes]
    assert [item.code for item in found.themes] == themes
    kinds = {item.code for item in found.organisations}
    assert len(kinds) == len(found.organisations)
    named = {code for item in found.themes for code in item.expects}
    assert named <= kinds
    assert not {i.code for i in found.organisations if not i.basic} - named, "expected by no theme"


def test_whom_a_theme_brings() -> None:
    found = THEME_PARTNERS().expected(["fire_safety"])
    assert found["safety_region"] == ("fire_safety",)
    assert found["police"] == ()
    assert "schools" not in found
    assert THEME_PARTNERS().organisation("police")
    assert THEME_PARTNERS().organisation("circus") is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Woonvoorbeeld", "housing"),
        ("Politie basisteam Voorbeeld", "police"),
        ("Zorg- en Veiligheidshuis Midden", "care_safety_house"),
        ("Jongerenwerk Oost", "youth_work"),
        ("Circus", ""),
    ],
)
def test_the_kind_of_an_organisation_by_its_name(name: str, kind: str) -> None:
    assert THEME_PARTNERS().kind_of(name) == kind


def test_words_are_in_lower_case_and_belong_to_one_kind() -> None:
    words = [word for item in THEME_PARTNERS().organisations for word in item.words]
    assert len(words) == len(set(words))
    assert [word for word in words if word != word.casefold()] == []


def test_a_usual_meeting_fits_an_evening() -> None:
    assert sum(item.minutes for item in START_MEETING().agenda) <= 150


def test_sentences_are_short() -> None:
    texts = [item.text for item in START_MEETING().invitation]
    texts += [item.title for item in START_MEETING().agenda]
    for text in texts:
        for sentence in re.split(r"(?<=[.?!:])\s", text):
            assert len(sentence.split()) <= 20, sentence
