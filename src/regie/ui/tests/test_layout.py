"""Ticks, labels and lines of text never collide."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.ui import layout

pytestmark = pytest.mark.pure


@given(st.floats(1e-6, 1e12))
def test_ticks_start_at_zero_and_reach_the_maximum(maximum: float) -> None:
    ticks = layout.nice_ticks(maximum)
    assert ticks[0] == 0
    assert ticks[-1] >= maximum * (1 - 1e-9)
    assert ticks[-1] <= maximum * 2
    assert 2 <= len(ticks) <= 8
    steps = [b - a for a, b in pairwise(ticks)]
    assert max(steps) - min(steps) < 1e-6 * max(steps)


@pytest.mark.parametrize("maximum", [0, -3, math.nan, math.inf])
def test_ticks_without_anything_to_show(maximum: float) -> None:
    assert layout.nice_ticks(maximum) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("ticks", "decimals"), [((0, 2, 4), 0), ((0, 2.5, 5), 1), ((0, 0.25), 2), ((1 / 3,), 6)]
)
def test_tick_decimals(ticks: tuple[float, ...], decimals: int) -> None:
    assert layout.tick_decimals(ticks) == decimals


@given(st.lists(st.tuples(st.floats(0, 300), st.sampled_from([16.0, 32.0])), max_size=8))
def test_labels_are_apart_inside_and_in_order(labels: list[tuple[float, float]]) -> None:
    wanted, heights = [w for w, _ in labels], [h for _, h in labels]
    placed = layout.dodge(wanted, heights, 0, 300)
    boxes = sorted((p - h / 2, p + h / 2) for p, h in zip(placed, heights, strict=True))
    assert all(above[1] <= below[0] + 1e-6 for above, below in pairwise(boxes))
    assert all(top >= -1e-6 and bottom <= 300 + 1e-6 for top, bottom in boxes)
    by_wish = [place for _, place in sorted(zip(wanted, placed, strict=True), key=lambda p: p[0])]
    assert all(b >= a or len(set(wanted)) < len(wanted) for a, b in pairwise(by_wish))


def test_labels_that_do_not_collide_stay() -> None:
    assert layout.dodge([200, 20, 100], [16, 16, 32], 0, 300) == [200, 20, 100]


@given(st.text("ab ", max_size=80), st.floats(20, 300))
def test_wrapped_text_keeps_its_words(text: str, width: float) -> None:
    lines = layout.wrap(text, width, 12)
    assert " ".join(lines).split() == text.split()
    assert all(layout.text_width(x, 12) <= width or " " not in x for x in lines)


@given(st.integers(0, 200), st.integers(-2, 30))
def test_spread_labels_fit_and_include_the_last(count: int, room: int) -> None:
    shown = layout.spread(count, room)
    assert len(shown) <= max(1, room)
    assert (not shown) == (count == 0)
    if shown:
        assert shown[-1] == count - 1
