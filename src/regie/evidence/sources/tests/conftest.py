"""A warehouse of its own for every test, and a small register of areas."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from regie.evidence.sources.reading import CACHE
from regie.foundation.areas.rules import AreaRow
from regie.foundation.areas.services import register_areas

TOWN = "GM0344"


@pytest.fixture(autouse=True)
def warehouse(settings: LazySettings, tmp_path: Path) -> Iterator[Path]:
    settings.WAREHOUSE = tmp_path / "warehouse"
    settings.INBOX = tmp_path / "inbox"
    CACHE.clear()
    yield tmp_path / "warehouse"
    CACHE.clear()


@pytest.fixture
def areas(db: None) -> None:
    """Two towns with districts and neighbourhoods in 2024, and one more neighbourhood in 2025."""
    rows = [
        AreaRow("NL00", "Nederland"),
        AreaRow("PV26", "Utrecht"),
        AreaRow("GM0344", "Utrecht"),
        AreaRow("WK034401", "Wijk 01 West"),
        AreaRow("BU03440111", "Oog in Al"),
        AreaRow("BU03440112", "Halve Maan"),
        AreaRow("WK034402", "Wijk 02 Centrum"),
        AreaRow("BU03440211", "Centrum"),
        AreaRow("GM0363", "Amsterdam"),
        AreaRow("WK0363AC", "Grachtengordel-West"),
        AreaRow("BU0363AC02", "Leliegracht e.o."),
        AreaRow("GM0000", "Onbekend"),
    ]
    register_areas("nl", 2024, rows, source="proef", actor=None)
    register_areas("nl", 2025, [*rows, AreaRow("BU03440113", "Nieuw")], source="proef", actor=None)
