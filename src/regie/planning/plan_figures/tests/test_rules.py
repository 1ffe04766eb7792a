"""What a figure is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.planning.plan_figures import rules
from regie.planning.plan_figures.rules import OwnWords, Source
from regie.ui import prose

pytestmark = pytest.mark.pure
Values = list[tuple[str, int | None]]
VALUES = st.lists(st.tuples(st.text(max_size=4), st.none() | st.integers()), max_size=4)


@given(st.builds(Source, st.text(), st.text(), st.text()))
def test_a_source_is_kept_as_it_is(source: Source) -> None:
    assert rules.source_from(source.stored()) == source


@given(VALUES, VALUES)
def test_other_figures_have_another_fingerprint(one: Values, other: Values) -> None:
    same = rules.fingerprint(one) == rules.fingerprint(other)
    assert same == (one == other)


def test_newer_is_what_differs_and_is_still_there() -> None:
    assert rules.is_newer({"values": "a"}, "b")
    assert not rules.is_newer({"values": "a"}, "a")
    assert not rules.is_newer({"values": "a"}, None)


@given(st.integers(1, 999_999))
def test_the_code_of_a_figure_is_read_in_a_text(number: int) -> None:
    assert prose.figure_numbers(f"tekst\n{rules.code_of(number)}\ntekst") == (number,)


WORDS = st.dictionaries(st.sampled_from(("nl", "en")), st.builds(OwnWords, *[st.text()] * 3))


@given(WORDS, WORDS)
def test_what_changed_is_all_that_changed(
    old: dict[str, OwnWords], new: dict[str, OwnWords]
) -> None:
    found = rules.changed_words(old, new)
    assert all(was != now for was, now in found)
    common = set(old) & set(new)
    assert bool(found) == any(old[language] != new[language] for language in common)


def test_the_same_figures_are_the_same_basis() -> None:
    assert rules.same_figures({"values": "a", "period": "2024"}, {"period": "2024", "values": "a"})
    assert not rules.same_figures({"values": "a"}, {"values": "b"})
