from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.presentation.workspace.rules import is_old, months_since

pytestmark = pytest.mark.pure

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("period", "months"),
    [("2025JJ00", 11), ("2024JJ00", 23), ("2026MM10", 1), ("2025MM12", 11), ("2026MM11", 0)],
)
def test_months_are_counted_from_the_end_of_the_period(period: str, months: int) -> None:
    assert months_since(period, TODAY) == months


@pytest.mark.parametrize("code", ["", "2025KW01", "abcdJJ00"])
def test_other_codes_have_no_age(code: str) -> None:
    assert months_since(code, TODAY) is None
    assert not is_old(code, TODAY)


@pytest.mark.parametrize(
    ("period", "old"),
    [("2025JJ00", False), ("2024JJ00", True), ("2026MM07", False), ("2026MM06", True)],
)
def test_old_means_that_a_newer_edition_should_exist(period: str, old: bool) -> None:
    assert is_old(period, TODAY) is old


@given(st.integers(2005, 2026), st.integers(1, 12))
def test_what_is_old_stays_old(year: int, month: int) -> None:
    code = f"{year}MM{month:02d}"
    if is_old(code, TODAY):
        assert is_old(code, date(2027, 1, 1))
