"""Warming up a process that serves pages, so that no reader waits for what can be done before.

A thread of its own: the pages are served meanwhile. It looks now and then whether figures were
delivered since, for another process reads those.
"""

import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections

from regie.evidence.data_quality.queries import read_ahead as judge_ahead
from regie.evidence.indicators.ahead import figures_of, read_ahead
from regie.evidence.indicators.cube import Evidence
from regie.evidence.methods.peering import peers_of
from regie.foundation.organizations.models import Municipality
from regie.ui.charts import warm_up

PAUSE = 30.0
"""Seconds between two looks; a look costs two queries per municipality."""
MOST = 20
"""On a platform of a whole region only so many municipalities, for the memory is bounded."""

logger = logging.getLogger(__name__)


def start() -> threading.Thread:
    """Start warming up; the process may end without waiting for it."""
    thread = threading.Thread(target=_keep_warm, name="warming", daemon=True)
    thread.start()
    return thread


def read_new(seen: dict[str, Evidence]) -> None:
    """Read ahead for each municipality whose figures are not those that were `seen`.

    Reading and drawing take more memory than all the rest: without figures neither is loaded.
    """
    for municipality in list(Municipality.objects.all()[:MOST]):
        code = municipality.code
        found = figures_of(code)
        if found.stamp and found != seen.get(code):
            if not seen:
                warm_up()
            seen[code] = read_ahead(code)
            judge_ahead(municipality)
            peers_of(municipality)


def attempt(task: Callable[[], None]) -> None:
    """Do a task that nobody waits for: what goes wrong is logged, and the pages go on."""
    try:
        task()
    except Exception:
        logger.exception("Warming up failed; the first reader will wait a little longer")
    finally:
        close_old_connections()


def _keep_warm() -> None:
    seen: dict[str, Evidence] = {}
    while True:
        attempt(lambda: read_new(seen))
        time.sleep(PAUSE)
