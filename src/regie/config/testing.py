"""The environment of a test run: pytest loads this before Django reads its settings.

`DATABASE_URL` decides the database: nothing means SQLite in memory, a `postgres://` address runs
the same tests on PostgreSQL. Every process, also every parallel worker, has its own data folder.
"""

import atexit
import gc
import os
import shutil
import tempfile
from pathlib import Path


def prepare_environment() -> Path:
    """Point every setting at a new, empty data folder and answer where it is."""
    folder = Path(tempfile.mkdtemp(prefix="regie-test-"))
    os.environ["REGIE_DATA"] = str(folder)
    os.environ["REGIE_STATIC"] = str(folder / "static")
    os.environ["REGIE_DEMO"] = "1"
    os.environ["REGIE_TASKS"] = "django_tasks.backends.immediate.ImmediateBackend"
    for name in ("static", "inbox", "warehouse", "cache"):
        (folder / name).mkdir()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


prepare_environment()
# Tests make much and leave little: looking for what refers to itself every 700 objects costs more.
gc.set_threshold(100_000, 20, 20)
