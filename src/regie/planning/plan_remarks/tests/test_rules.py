"""Who says something when, and how a suggestion goes into a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.foundation.access.rules import ROLES
from regie.planning.plan_remarks import rules
from regie.planning.plans.rules import INSIDE, LIVING, PARTNER_CHECK

pytestmark = pytest.mark.pure
PARAGRAPH = st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\r"), max_size=30
)
PLAIN = PARAGRAPH.map(lambda text: " ".join(text.split())).filter(bool)


@pytest.mark.parametrize("state", [*LIVING, "withdrawn", "superseded"])
@pytest.mark.parametrize("role", ROLES)
def test_partners_speak_while_it_lies_with_them_and_nobody_once_the_council_has_it(
    state: str, role: str
) -> None:
    refusal = rules.remarking_refusal(state, role)
    if state not in rules.REMARKABLE:
        assert refusal == rules.NOT_NOW
    elif role in INSIDE or (role in rules.ADVISERS and state == PARTNER_CHECK):
        assert refusal is None
    else:
        assert refusal == rules.NOT_YOURS


def test_who_may_speak_may_read() -> None:
    for state in LIVING:
        for role in ROLES:
            if rules.remarking_refusal(state, role) is None:
                assert rules.seeing_refusal(state, role) is None
    assert rules.seeing_refusal("draft", "partner")
    assert rules.seeing_refusal("adopted", "partner") is None


@pytest.mark.parametrize(
    ("text", "suggestion", "quote", "refusal"),
    [
        ("", " ", "Een zin.", rules.NO_WORDS),
        ("", "Beter.", "", rules.NO_QUOTE),
        ("", "Een zin.", "Een zin. ", rules.SAME),
        ("Mooi.", "", "", None),
        ("", "Beter.", "Een zin.", None),
    ],
)
def test_a_remark_says_something(
    text: str, suggestion: str, quote: str, refusal: str | None
) -> None:
    assert rules.words_refusal(text, suggestion, quote) == refusal


def test_only_the_first_of_equal_paragraphs_is_replaced() -> None:
    assert rules.put_into("A\n\nB\n\nA", "A", "C") == "C\n\nB\n\nA"
    assert rules.put_into("A b", "A", "C") is None
    assert rules.put_into("A", "", "C") is None


@given(st.lists(PLAIN, min_size=1, max_size=6, unique=True), st.data(), PLAIN)
def test_every_paragraph_can_be_replaced_and_the_others_stay(
    parts: list[str], data: st.DataObject, new: str
) -> None:
    text = "\n\n".join(parts)
    assert rules.paragraphs(text) == parts
    at = data.draw(st.integers(0, len(parts) - 1))
    changed = rules.put_into(text, parts[at], new)
    assert changed is not None
    assert rules.paragraphs(changed) == [*parts[:at], new, *parts[at + 1 :]]
