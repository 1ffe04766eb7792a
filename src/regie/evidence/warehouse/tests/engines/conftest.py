"""An engine per test, and a warehouse of its own."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from regie.evidence.warehouse.tests.engines.addresses import ENGINES, address_of


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, settings: LazySettings, tmp_path: Path) -> str:
    """Reading goes through this engine."""
    settings.WAREHOUSE = tmp_path / "warehouse"
    settings.WAREHOUSE_URL = address_of(request.param)
    return str(request.param)
