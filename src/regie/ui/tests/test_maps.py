"""Maps: class bounds, patterns, links and names."""

import math
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.ui.maps import Legend, MapShape, class_breaks, classify, draw_map, roundest

pytestmark = pytest.mark.pure
NUMBERS = st.floats(0, 1e6, allow_nan=False).map(lambda x: round(x, 3))
BOUNDS = (0, 0, 1000, 1000)


@given(st.lists(NUMBERS, max_size=150))
def test_no_class_is_empty_and_there_are_at_most_five(values: list[float]) -> None:
    breaks = class_breaks(values)
    assert len(breaks) <= 4
    assert list(breaks) == sorted(set(breaks))
    if values:
        used = {classify(value, breaks) for value in values}
        assert used == set(range(len(breaks) + 1))


def test_bounds_are_round_and_classes_about_equal() -> None:
    values = [x / 7 for x in range(100)]
    breaks = class_breaks(values)
    assert breaks == (3.0, 6.0, 8.0, 11.0) or all(b == round(b, 1) for b in breaks)
    sizes = [sum(classify(v, breaks) == k for v in values) for k in range(5)]
    assert min(sizes) >= 10


def test_equal_values_need_no_bounds() -> None:
    assert class_breaks([2.0] * 20) == ()
    assert class_breaks([]) == ()
    assert class_breaks([1.0, math.nan]) == ()
    assert classify(2.0, ()) == 0


def test_no_value_has_no_class() -> None:
    assert classify(None, (1.0,)) is None
    assert classify(math.nan, (1.0,)) is None


def test_a_bound_belongs_to_the_class_above_it() -> None:
    assert [classify(v, (1.0, 2.0)) for v in (0.9, 1.0, 2.0)] == [0, 1, 2]


@given(NUMBERS, NUMBERS)
def test_roundest_lies_in_the_window(one: float, other: float) -> None:
    low, high = sorted((one, other))
    found = roundest(low, high)
    assert low <= found <= high * (1 + 1e-9) or math.isclose(found, high)


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(2.6, 3.4, 3.0), (11, 19, 15.0), (0.11, 0.19, 0.15), (5, 5, 5)]
)
def test_roundest(low: float, high: float, expected: float) -> None:
    assert roundest(low, high) == expected


def _shape(code: str, **more: Any) -> MapShape:
    values: dict[str, Any] = {"value_text": "3,1 per 1.000", "klass": 2, **more}
    return MapShape(code, f"Buurt <{code}>", "M0 0l9 0l0 9z", **values)


def _draw(*shapes: MapShape, legend: Legend | None = None) -> str:
    legend = legend or Legend()
    return draw_map(shapes, BOUNDS, title="Titel", description="Tekst", legend=legend)


def test_a_link_says_its_area_and_value() -> None:
    svg = _draw(_shape("A", href="/gebied/A/"))
    assert 'aria-label="Buurt &lt;A&gt;: 3,1 per 1.000"' in svg
    assert 'role="group"' in svg
    assert 'data-key="A"' in svg
    assert "regie-jump" in svg


def test_without_links_the_map_is_one_picture() -> None:
    svg = _draw(_shape("A"))
    assert 'role="img"' in svg
    assert "<a " not in svg


def test_hidden_and_absent_are_patterns_and_in_the_legend() -> None:
    legend = Legend.of((1.0, 2.5), unit="per 1.000", hidden=True, none=True)
    svg = _draw(
        _shape("A", klass=None, pattern="hidden", value_text="afgeschermd"),
        _shape("B", klass=None, pattern="none", value_text="geen cijfer"),
        legend=legend,
    )
    assert len(re.findall(r"<pattern ", svg)) == 2
    for text in ("minder dan 1,0", "1,0 tot 2,5", "2,5 of meer", "afgeschermd: te", "geen cijfer"):
        assert text in svg
    for fill in re.findall(r"url\(#([\w-]+)\)", svg):
        assert f'id="{fill}"' in svg


def test_the_current_area_is_drawn_last() -> None:
    svg = _draw(_shape("A", current=True), _shape("B"))
    assert svg.index('data-key="B"') < svg.index('data-key="A"')
    assert "regie-shape--current" in svg


def test_legend_of_equal_values() -> None:
    assert [entry.label for entry in Legend.of(()).entries] == ["gebieden met een cijfer"]


def test_a_country_of_342_areas_stays_small_and_clean() -> None:
    shapes = [_shape(f"GM{i:04d}", href=f"/gebied/GM{i:04d}/") for i in range(342)]
    svg = _draw(*shapes)
    assert len(svg) < 342 * 350
    assert "style=" not in svg
