"""Where a text comes from, kept as a code and said in the language of the reader."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from regie.planning.plans import origins, rules
from regie.policy.plan_sections import PLAN_SECTIONS

pytestmark = pytest.mark.pure

KEPT = [
    origins.origin(origins.AMENDMENT, number="A2", title="Meer licht", by="fractie A"),
    origins.origin(origins.SUGGESTION, who="Afdeling Jeugd"),
    origins.origin(origins.DOCUMENT, file="ivp.docx"),
    origins.origin(origins.RESTORED, number=3),
    origins.origin(origins.CHOSEN, number=4),
]


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept["code"])
def test_an_origin_is_said_in_two_languages(kept: origins.Origin) -> None:
    with override("nl"):
        dutch = origins.told(kept)
    with override("en"):
        english = origins.told(kept)
    assert dutch != english
    assert all(value in dutch and value in english for key, value in kept.items() if key != "code")
    assert origins.dutch(kept) == dutch


@pytest.mark.parametrize("kept", KEPT[1:], ids=lambda kept: kept["code"])
def test_what_was_a_sentence_becomes_a_code(kept: origins.Origin) -> None:
    assert origins.read(origins.dutch(kept)) == kept


def test_an_amendment_as_it_was_kept_before() -> None:
    found = origins.read("A12 Meer licht, ook in het dorp, fractie Dorpsbelang")
    assert found == origins.origin(
        "amendment", number="A12", title="Meer licht, ook in het dorp", by="fractie Dorpsbelang"
    )


def test_nothing_and_anything_else() -> None:
    assert origins.read("") == {}
    assert origins.told({}) == origins.told(None) == ""
    assert origins.told(origins.read("uit het oude systeem")) == "uit het oude systeem"
    assert origins.told(origins.origin(origins.OTHER, words="x")) == "x"
    with pytest.raises(KeyError):
        origins.origin(origins.AMENDMENT, number="A1")


@given(st.text(max_size=80))
def test_no_words_are_lost(words: str) -> None:
    kept = origins.read(words)
    assert origins.told(kept) == words or kept["code"] == origins.AMENDMENT


ORDER = [item.code for item in PLAN_SECTIONS().sections]


@given(st.lists(st.sampled_from(ORDER), unique=True), st.sampled_from(ORDER))
def test_a_new_part_comes_where_the_policy_has_it(there: list[str], kind: str) -> None:
    rest = sorted((each for each in there if each != kind), key=ORDER.index)
    place = rules.place_for(kind, rest, ORDER)
    made = [*rest[:place], kind, *rest[place:]]
    assert made == sorted(made, key=ORDER.index)
    assert rules.place_for("own", there, ORDER) == len(there)
