"""The periods between the first and the last one of a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.series.owned import _months
from regie.evidence.series.periods import between

pytestmark = pytest.mark.pure

months = st.tuples(st.integers(2000, 2030), st.integers(1, 12)).map(
    lambda found: f"{found[0]}MM{found[1]:02d}"
)


@given(st.lists(months, max_size=12))
def test_every_period_is_in_it_once_and_in_order(codes: list[str]) -> None:
    found = between(codes)
    assert list(found) == sorted(set(found))
    assert set(codes) <= set(found)
    if codes:
        assert (found[0], found[-1]) == (min(codes), max(codes))


def test_years_and_quarters() -> None:
    assert between([]) == ()
    assert between(["2024JJ00", "2026JJ00"]) == ("2024JJ00", "2025JJ00", "2026JJ00")
    assert between(["2025KW04", "2026KW02"]) == ("2025KW04", "2026KW01", "2026KW02")


def test_the_months_in_a_period() -> None:
    assert len(_months("2026JJ00")) == 12
    assert _months("2026KW02") == {"2026MM04", "2026MM05", "2026MM06"}
    assert _months("2026MM07") == {"2026MM07"}
