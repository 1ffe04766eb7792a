"""The statements of the lock, for the database that this run does not use."""

import pytest

from regie.foundation.records.triggers import TABLES, lock, unlock

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_locked_against_both_verbs(vendor: str, table: str) -> None:
    text = " ".join(lock(vendor)).lower()
    assert f"on {table}" in text
    assert "update" in text
    assert "delete" in text


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_what_is_locked_can_be_unlocked(vendor: str) -> None:
    made = [s.split()[2] for s in lock(vendor) if s.startswith("CREATE TRIGGER")]
    dropped = [s.split()[4].rstrip(";") for s in unlock(vendor) if s.startswith("DROP TRIGGER")]
    assert sorted(made) == sorted(dropped)
