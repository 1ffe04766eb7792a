"""Periods in the writing of people and spreadsheets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.formats.spelled_periods import first_day, read_period, spelled

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("jan-24", "2024MM01"),
        ("mrt-2024", "2024MM03"),
        ("mei '24", "2024MM05"),
        ("Okt. 2023", "2023MM10"),
        ("2024 januari", "2024MM01"),
        ("May 2024", "2024MM05"),
        ("202402", "2024MM02"),
        ("02-2024", "2024MM02"),
        ("2024/02", "2024MM02"),
        ("1-2-2024", "2024MM02"),
        ("01-02-2024 00:00:00", "2024MM02"),
        ("2/1/2024", "2024MM02"),
        ("2024-02-01T00:00:00", "2024MM02"),
        ("2024 Q3", "2024KW03"),
        ("k3 2024", "2024KW03"),
        ("3e kwartaal 2024", "2024KW03"),
        ("2024 3e kwartaal", "2024KW03"),
        ("2024,0", "2024JJ00"),
        ("2024JJ00", "2024JJ00"),
    ],
)
def test_read(text: str, code: str) -> None:
    found = read_period(text)
    assert found is not None
    assert (found.code, found.status) == (code, "definitive")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "jan",
        "2-1-2024",
        "31-1-2024",
        "13-2024",
        "1 2024",
        "foo 2024",
        "2024 Q5",
        "1/2/24",
        "24",
    ],
)
def test_not_read(text: str) -> None:
    assert read_period(text) is None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("2024*", "provisional"),
        ("jan-24 *", "provisional"),
        ("2024 (voorlopig)", "provisional"),
        ("2024 nader voorlopig", "revised"),
        ("2024 januari**", "revised"),
        ("2024 definitief", "definitive"),
    ],
)
def test_how_final_it_is(text: str, status: str) -> None:
    found = read_period(text)
    assert found is not None
    assert found.status == status


def test_a_date_is_a_month_or_a_year() -> None:
    year = read_period("1-1-2024", dates_are_years=True)
    assert year is not None
    assert year.code == "2024JJ00"
    assert read_period("1-2-2024", dates_are_years=True) is None
    assert first_day("1.2.2024") == "2024-02-01"
    assert first_day("2024-02-02") == ""


@given(st.integers(2000, 2068), st.integers(1, 12))
def test_every_month_in_every_writing(year: int, month: int) -> None:
    code = f"{year}MM{month:02d}"
    word = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
    for text in (
        f"{word[month - 1]}-{year % 100:02d}",
        f"1-{month}-{year}",
        f"{month:02d}-{year}",
        f"{year}-{month:02d}-01",
        code,
    ):
        found = read_period(text)
        assert found is not None, text
        assert found.code == code


@given(st.text())
def test_any_text_is_read_or_left(text: str) -> None:
    found = read_period(text)
    assert found is None or found.code[:2] in {"19", "20"}
    assert isinstance(spelled(text), str)
