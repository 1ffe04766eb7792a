"""The fixed scale on which figures become scores."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.planning.fact_cards import rules
from regie.planning.fact_cards.rules import Figure, Scored

pytestmark = pytest.mark.pure
RATIO = st.floats(0.01, 50, allow_nan=False)


def _figure(ratio: float, criterion: str = rules.EXTENT, name: str = "x") -> Figure:
    return Figure(criterion=criterion, name=name, ratio=ratio, low=ratio * 0.8, high=ratio * 1.25)


def test_the_anchors_are_half_equal_and_twice() -> None:
    assert [rules.score(ratio) for ratio in (0.5, 1.0, 2.0)] == [0, 50, 100]
    assert [rules.score(ratio) for ratio in (-1.0, 0.0, 0.2, 7.0)] == [0, 0, 0, 100]


@given(RATIO, RATIO)
def test_more_never_scores_less(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert rules.score(low) <= rules.score(high)
    assert rules.score(low) + rules.score(1 / low) == pytest.approx(100, abs=1)


@given(RATIO)
def test_limits_always_hold_the_score(ratio: float) -> None:
    found = rules.scored(_figure(ratio))
    assert 0 <= found.low <= found.value <= found.high <= 100


def test_the_most_serious_figure_counts() -> None:
    figures = [_figure(1.2, name="a"), _figure(1.6, name="b"), _figure(0.9, rules.TREND, "c")]
    found = rules.deciding(figures)
    assert {code: item.name for code, item in found.items()} == {"extent": "b", "trend": "c"}
    assert rules.deciding(reversed(figures)) == found
    assert rules.deciding([]) == {}


def test_limits_of_a_count_need_something_to_compare_with() -> None:
    assert rules.count_limits(None, 10, None) is None
    assert rules.count_limits(10, 0, None) is None
    assert rules.count_limits(10, None, None) is None
    plain = rules.count_limits(100, 50, None)
    swinging = rules.count_limits(100, 50, 0.2)
    assert plain is not None
    assert swinging is not None
    assert plain[0] == swinging[0] == 2.0
    assert swinging[1] < plain[1] < 2.0 < plain[2] < swinging[2]


def test_perception_says_how_much_worse() -> None:
    assert rules.worse_ratio(None, 1, 2, 10, higher_is_worse=True) is None
    assert rules.worse_ratio(5, 4, 6, None, higher_is_worse=True) is None
    assert rules.worse_ratio(0, 0, 6, 10, higher_is_worse=True) is None
    assert rules.worse_ratio(20, 15, 25, 10, higher_is_worse=True) == (2.0, 1.5, 2.5)
    safer = rules.worse_ratio(5, 4, 8, 10, higher_is_worse=False)
    assert safer == (2.0, 1.25, 2.5)
    assert rules.worse_ratio(5, None, None, 10, higher_is_worse=True) == (0.5, 0.5, 0.5)
    assert Scored(1, 0, 2) < Scored(2, 0, 2)
