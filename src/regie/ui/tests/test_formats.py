"""Numbers and periods in two languages."""

import math

import pytest
from django.utils import translation

from regie.ui import formats

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("value", "decimals", "dutch", "english"),
    [
        (1234.56, 1, "1.234,6", "1,234.6"),
        (1234567, 0, "1.234.567", "1,234,567"),
        (0, 0, "0", "0"),
        (-0.04, 1, "0,0", "0.0"),
        (-3.25, 1, "−3,2", "−3.2"),
        ("12.5", 1, "12,5", "12.5"),
        (None, 1, "–", "–"),
        ("", 1, "–", "–"),
        (math.nan, 1, "–", "–"),
        (math.inf, 0, "–", "–"),
        ("afgeschermd", 0, "–", "–"),
        ([1], 0, "–", "–"),
    ],
)
def test_number(value: object, decimals: int, dutch: str, english: str) -> None:
    with translation.override("nl"):
        assert formats.number(value, decimals) == dutch
    with translation.override("en"):
        assert formats.number(value, decimals) == english


@pytest.mark.parametrize(
    ("value", "expected"), [(3.14, "+3,1"), (-3.14, "−3,1"), (0.01, "0,0"), (None, "–")]
)
def test_signed(value: object, expected: str) -> None:
    assert formats.signed(value, 1) == expected


def test_percent() -> None:
    assert formats.percent(12.34, 1) == "12,3%"
    assert formats.percent(None) == "–"


@pytest.mark.parametrize(
    ("code", "dutch", "short", "english"),
    [
        ("2023JJ00", "2023", "2023", "2023"),
        ("2023", "2023", "2023", "2023"),
        ("2023MM04", "april 2023", "apr 2023", "April 2023"),
        ("2023KW02", "2e kwartaal 2023", "2e kwartaal 2023", "quarter 2 of 2023"),
        ("2023HJ01", "1e halfjaar 2023", "1e halfjaar 2023", "half-year 1 of 2023"),
        ("2023MM13", "2023MM13", "2023MM13", "2023MM13"),
        ("2012G400", "2012G400", "2012G400", "2012G400"),
        ("", "", "", ""),
    ],
)
def test_period(code: str, dutch: str, short: str, english: str) -> None:
    with translation.override("nl"):
        assert formats.period(code) == dutch
        assert formats.period(code, short=True) == short
    with translation.override("en"):
        assert formats.period(code) == english


@pytest.mark.parametrize(
    ("values", "expected"),
    [([12.3, 0.2], 1), ([0.31, None], 2), ([0.042], 3), ([], 1), ([None], 1)],
)
def test_small_rates_get_the_decimals_that_tell_them_apart(
    values: list[float | None], expected: int
) -> None:
    assert formats.fitting_decimals(values) == expected
