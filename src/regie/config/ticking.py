"""The clock of the worker: now and then it asks whether something of the schedule is due.

A thread of its own, beside the tasks: a long task does not hold the clock up. Several workers may
tick at once: the database lets a table be fetched once at a time.
"""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections

from regie.evidence.catalogue.tasks import tick

PAUSE = 60.0
"""Seconds between two looks at the schedule; a look costs two queries."""

logger = logging.getLogger(__name__)


def start(pause: float = PAUSE) -> threading.Event:
    """Start ticking; set the event that is answered to stop."""
    stop = threading.Event()
    threading.Thread(target=_keep_ticking, args=(stop, pause), name="clock", daemon=True).start()
    return stop


def attempt(task: Callable[[], object]) -> None:
    """Do a task that nobody waits for: what goes wrong is logged, and the clock goes on."""
    try:
        task()
    except Exception:
        logger.exception("Looking at the schedule failed; the clock goes on")
    finally:
        close_old_connections()


def _keep_ticking(stop: threading.Event, pause: float) -> None:
    while not stop.wait(pause):
        attempt(tick)
