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
from regie.evidence.methods.peering import covariates, peers_of
from regie.evidence.warehouse import keeping
from regie.evidence.warehouse.engine import warm_up as load_engine
from regie.evidence.warehouse.memory import noting
from regie.foundation.organizations.models import Municipality
from regie.ui.charts import warm_up as draw_one

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
    """Read ahead for each municipality when there are other figures than those that were `seen`.

    Reading and drawing take more memory than all the rest: without figures neither is loaded.
    """
    first = not seen
    if read_ahead_of_all(seen) and first:
        draw_one()
        load_engine()


def read_ahead_of_all(seen: dict[str, Evidence]) -> bool:
    """Read ahead what was not kept by another process, and keep it; whether figures were new."""
    found = {item: figures_of(item.code) for item in Municipality.objects.all()[:MOST]}
    filled = {item: evidence for item, evidence in found.items() if evidence.stamp}
    now = {item.code: evidence for item, evidence in filled.items()}
    if not now or now == seen:
        return False
    with keeping.one_at_a_time():
        before = keeping.lay_down()
        with noting() as notes:
            for municipality, evidence in filled.items():
                read_ahead(municipality.code)
                judge_ahead(municipality)
                covariates(evidence.realm, evidence)
        if notes.made:
            keeping.keep(notes, now, before)
    for municipality in filled:
        peers_of(municipality)  # names who swapped one, so it is in no file
    seen.clear()
    seen.update(now)
    return True


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
