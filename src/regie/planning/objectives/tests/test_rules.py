"""What can be kept of an objective, and numbers as people type them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.planning.objectives import rules
from regie.planning.objectives.rules import Claim

pytestmark = pytest.mark.pure
FIRST_DAY = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3,45", "3.45"),
        ("3.45", "3.45"),
        ("1.250", "1250"),
        ("1 250,5", "1250.5"),
        ("1,250,000.5", "1250000.5"),
        ("0.125", "0.125"),
        ("0,00005", "0.0000"),
        ("€ 12.500", "12500"),
        ("10 %", "10"),
        ("−4", "-4"),
        ("", None),
        ("tien", None),
        ("1.25.0", None),
        ("<script>", None),
        ("9" * 60, None),
        ("1e5", None),
        ("٣", "3"),
    ],
)
def test_numbers_as_people_type_them(text: str, found: str | None) -> None:
    assert rules.number(text) == (None if found is None else Decimal(found))


@given(st.decimals(min_value=0, max_value=999_999, places=2))
def test_a_number_written_in_dutch_is_read_as_it_was_meant(value: Decimal) -> None:
    grouped = f"{value:,.2f}".replace(",", " ").replace(".", ",")
    assert rules.number(grouped) == value
    assert rules.number(f"{value:.2f}".replace(".", ",")) == value


@pytest.mark.parametrize(
    ("text", "in_dutch", "in_english"),
    [("1,250", None, rules.TWO_WAYS), (" 12,500 ", None, rules.TWO_WAYS), ("0,125", None, None),
     ("1,25", None, None), ("1.250", None, None), ("1,250,000", None, None)],
)  # fmt: skip
def test_a_comma_that_can_mean_two_things_is_asked_back(
    text: str, in_dutch: str | None, in_english: str | None
) -> None:
    found = rules.number(text)
    assert rules.number_refusal(text, found) == in_dutch
    assert rules.number_refusal(text, found, english=True) == in_english


@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_the_reading(text: str) -> None:
    found = rules.number(text)
    assert found is None or found.is_finite()
    rules.number_refusal(text, found)
    rules.percent_refusal(text, found)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", None),
        ("20", None),
        ("-20", rules.NEGATIVE_PERCENT),
        ("1000", rules.TOO_MUCH),
        ("half", rules.NO_NUMBER),
        ("9" * 12, rules.TOO_MUCH),
    ],
)
def test_a_percentage_is_a_size_without_a_sign(text: str, sentence: str | None) -> None:
    assert rules.percent_refusal(text, rules.number(text)) == sentence


@pytest.mark.parametrize(
    ("direction", "found"),
    [("decrease", -10), ("increase", 10), ("keep_above", -10), ("", -10)],
)
def test_a_percentage_gets_the_sign_of_its_direction(direction: str, found: int) -> None:
    assert rules.signed(Decimal(-10), direction) == Decimal(found)
    assert rules.signed(None, direction) is None


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({}, None),
        ({"statement": "  "}, "statement"),
        ({"has_indicator": True, "measured_by": "Eigen telling"}, "measured_by"),
        ({"baseline": Decimal(10) ** 11}, "baseline"),
        ({"baseline_from": 1200}, "baseline_from"),
        ({"baseline_to": 3000}, "baseline_to"),
        ({"baseline_from": 2025, "baseline_to": 2023}, "baseline_to"),
        ({"baseline_from": 2023, "baseline_to": 2025}, None),
        ({"target": Decimal(-(10**11))}, "target"),
        ({"target": Decimal(1), "target_percent": Decimal(1)}, "target_percent"),
        ({"target_percent": Decimal(10)}, "direction"),
        ({"target_percent": Decimal(10), "direction": "keep_above"}, "target_percent"),
        ({"target_percent": Decimal(101), "direction": "decrease"}, "target_percent"),
        ({"target_percent": Decimal(101), "direction": "increase"}, None),
        ({"target_percent": Decimal(2000), "direction": "increase"}, "target_percent"),
        ({"target_date": date(2026, 12, 31)}, "target_date"),
        ({"target_date": FIRST_DAY}, None),
    ],
)
def test_only_nonsense_is_refused(more: dict[str, Any], field: str | None) -> None:
    claim = Claim(**{"statement": "Minder overlast.", **more})
    found = rules.refusal(claim, FIRST_DAY)
    assert (found[0] if found else None) == field


@given(st.lists(st.integers(), unique=True, max_size=6), st.integers(), st.booleans())
def test_moving_keeps_everything_and_there_and_back_is_nothing(
    order: list[int], pk: int, up: bool
) -> None:
    found = rules.moved(order, pk, up=up)
    if found is None:
        return
    assert sorted(found) == sorted(order)
    assert rules.moved(found, pk, up=not up) == order


def test_what_is_first_cannot_go_higher() -> None:
    assert rules.moved([1, 2, 3], 1, up=True) is None
    assert rules.moved([1, 2, 3], 2, up=False) == [1, 3, 2]
    assert rules.moved([1, 2, 3], 9, up=True) is None


@pytest.mark.parametrize(
    ("unit", "counted"),
    [
        ("inbraken", True),
        ("per 1.000 woningen", False),
        ("%", False),
        ("rapportcijfer", False),
        ("", False),
    ],
)
def test_a_plain_number_is_told_from_a_rate(unit: str, counted: bool) -> None:
    assert rules.is_number(unit) is counted
