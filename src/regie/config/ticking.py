"""The clock of the worker: it says that a worker is there, and asks now and then what is due.

A thread of its own, beside the tasks: a long task does not hold the clock up. Several workers may
tick at once: the database lets a table be fetched once at a time.
"""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections

from regie.evidence.catalogue.tasks import tick
from regie.foundation.access.kept import tidy
from regie.foundation.records.pulse import beat
from regie.presentation.publications.tasks import tend

PAUSE = 60.0
"""Seconds between two looks at the schedule and at documents; a look costs eight queries."""

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
    attempt(beat)
    while not stop.wait(pause):
        for task in (beat, tick, tend, tidy):
            attempt(task)
