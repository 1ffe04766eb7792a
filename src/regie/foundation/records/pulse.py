"""Whether somebody does the long tasks: a worker gives a sign of life that every process sees."""

import time
from pathlib import Path

from django.conf import settings

SILENT = 150.0
"""Seconds without a sign of life after which no worker is counted on; it gives one a minute."""


def beat() -> None:
    """Give a sign of life. Called by a worker."""
    _place().touch()


def is_alive() -> bool:
    """Whether a worker was heard of lately; no queries."""
    try:
        return time.time() - _place().stat().st_mtime < SILENT
    except OSError:
        return False


def _place() -> Path:
    return Path(settings.DATA) / "worker-pulse"
