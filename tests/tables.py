"""The tables of the test database: migrated once, and copied by every process after that.

Migrating costs as much as hundreds of tests. The copy lies beside what pytest remembers and is
known by the migrations that made it: when one of them changes, the tables are migrated again.
"""

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.db import connection

IN_MEMORY = (None, "", ":memory:")


@contextmanager
def laid_down(folder: Path) -> Iterator[None]:
    """Inside it Django makes the test database, and finds tables when there is a copy of them.

    Whoever comes while they are being migrated waits. Only for SQLite in memory.
    """
    if connection.vendor != "sqlite" or connection.settings_dict["TEST"]["NAME"] not in IN_MEMORY:
        yield
        return
    address = f"file:memorydb_{connection.alias}?mode=memory&cache=shared"  # as Django calls it
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"tables-{_fingerprint()}.db"
    with (folder / "tables.lock").open("w") as gate, closing(_open(address)) as memory:
        fcntl.flock(gate, fcntl.LOCK_EX)
        known = copy.exists()
        if known:
            fcntl.flock(gate, fcntl.LOCK_UN)
            with closing(sqlite3.connect(copy)) as kept:
                kept.backup(memory)
        yield
        # Migrating asks this of the database; else the first test that counts queries would.
        assert connection.features.supports_json_field
        if not known:
            _keep(memory, copy)


def _open(address: str) -> sqlite3.Connection:
    """The database in memory lives as long as somebody has it open."""
    return sqlite3.connect(address, uri=True)


def _keep(memory: sqlite3.Connection, copy: Path) -> None:
    for old in copy.parent.glob("tables-*.db"):
        old.unlink(missing_ok=True)
    half = copy.with_suffix(".half")
    half.unlink(missing_ok=True)
    with closing(sqlite3.connect(half)) as kept:
        memory.backup(kept)
    half.rename(copy)


def _fingerprint() -> str:
    """Changes with every migration, with the code that one runs, and with the version of Django."""
    digest = hashlib.sha256(django.__version__.encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        room = Path(app.path)
        files = sorted((room / "migrations").glob("*.py"))
        if any(b"RunPython" in file.read_bytes() for file in files):
            files += sorted(room.glob("*.py"))
        for file in files:
            digest.update(f"{app.label} {file.name} ".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
