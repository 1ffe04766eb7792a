"""A warehouse of its own, public sources that are nowhere, and a fetch that is not one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from regie.evidence.sources.reading import CACHE

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def apart(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    settings.WAREHOUSE = tmp_path / "warehouse"
    settings.INBOX = tmp_path / "inbox"
    settings.DATA = tmp_path
    settings.PUBLIC_SOURCES = dict.fromkeys(settings.PUBLIC_SOURCES, NOWHERE)
    settings.FETCH_MANNERS = {"tries": 1, "pause": 0.0, "first_wait": 0.0}
    CACHE.clear()
    yield
    CACHE.clear()
