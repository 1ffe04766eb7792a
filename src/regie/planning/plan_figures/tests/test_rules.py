"""What a figure is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.planning.plan_figures import rules
from regie.planning.plan_figures.rules import Source
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
