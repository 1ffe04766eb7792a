"""Whether a table is old: one rule for the desk and for the first page."""

from datetime import date

import pytest

from regie.evidence.data_quality.queries import behind

pytestmark = pytest.mark.pure

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("table", "family", "last", "old"),
    [
        ("47018NED", "offence", "2025JJ00", False),
        ("47018NED", "offence", "2023JJ00", True),
        ("47022NED", "offence", "2025MM12", True),
        ("47022NED", "offence", "2026MM10", False),
        ("81877NED", "vm", "2019JJ00", False),
        ("onbekend", "nothing", "1999JJ00", False),
        ("47018NED", "offence", "", False),
    ],
)
def test_a_table_is_behind_by_its_own_rhythm(table: str, family: str, last: str, old: bool) -> None:
    assert behind(table, family, last, TODAY) is old
