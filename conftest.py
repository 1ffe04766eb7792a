"""What every test run needs: a data folder of its own, the cast, and the order of the tests.

`DATABASE_URL` decides the database: nothing means SQLite in memory, a `postgres://` address runs
the same tests on PostgreSQL.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ["REGIE_DATA"] = tempfile.mkdtemp(prefix="regie-test-")
os.environ["REGIE_DEMO"] = "1"
os.environ["REGIE_TASKS"] = "django_tasks.backends.immediate.ImmediateBackend"
os.environ["REGIE_STATIC"] = str(Path(os.environ["REGIE_DATA"]) / "static")
for _folder in ("static", "inbox", "warehouse", "cache"):
    Path(os.environ["REGIE_DATA"], _folder).mkdir()

import pytest
from django.test import Client

ORDER = ("pure", "room", "real_data", "journey")


def pytest_configure(config: pytest.Config) -> None:
    """Tests read static files as they are and hash passwords cheaply."""
    from django.conf import settings

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The cheapest tests first, so that a mistake shows at once."""

    def cost(item: pytest.Item) -> int:
        names = {mark.name for mark in item.iter_markers()}
        return next((n for n, name in enumerate(ORDER) if name in names), 1)

    items.sort(key=cost)
