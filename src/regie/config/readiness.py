"""Whether the installation can do its work: quick answers for `/health` and `regie check`."""

import os
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection


def database_answers() -> bool:
    """True when the database answers a question; 1 query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def warehouse_answers() -> bool:
    """True when the folder of the warehouse can be used, or made."""
    return can_write(Path(settings.WAREHOUSE))


def can_write(folder: Path) -> bool:
    """True when files can be made in this folder; the nearest existing parent decides."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
