"""Serving pages, and the worker for long tasks beside it."""

import argparse
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context

from django.conf import settings
from django.core.management import call_command

from regie.config.cli.background import do_tasks
from regie.config.cli.words import RefusedError
from regie.config.cli.words import gettext as _
from regie.config.readiness import (
    allow_many_connections,
    port_is_free,
    problems_that_stop_serving,
)

STOP_SECONDS = 3
BACKLOG = 2048
"""Connections that may wait at the door: a whole room takes out its phone at the same moment."""


def serve(given: argparse.Namespace) -> int:
    """Serve Regie for users, after the checks that matter for serving."""
    problems = problems_that_stop_serving()
    if problems:
        first = _("Regie start niet, want er is iets niet in orde:")
        raise RefusedError("\n".join([first, *(f"• {problem}" for problem in problems)]))
    listen(given.host, given.port, workers=given.workers, with_worker=not given.no_worker)
    return 0


def work(given: argparse.Namespace) -> int:
    """Do long tasks, such as reading a delivery, until stopped; the clock ticks beside them."""
    from regie.config import ticking  # needs the models, which need Django to be ready

    ticking.start()
    call_command("db_worker", verbosity=0, reload=False, startup_delay=False)
    return 0


def listen(host: str, port: int, *, workers: int, with_worker: bool) -> None:
    """Serve until interrupted; the worker stops with it."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    if not port_is_free(host, port):
        text = _("Poort %(port)d is bezet. Kies een andere met --port, of stop wat er draait.")
        raise RefusedError(text % {"port": port})
    server = Granian(
        "regie.config.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=workers,
        backlog=BACKLOG,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
    )
    allow_many_connections()
    with _worker(with_worker):
        os.register_at_fork(after_in_child=_leave_interrupts_to_the_parent)
        server.serve()


def _leave_interrupts_to_the_parent() -> None:
    """Ctrl-C reaches every process of a terminal, but only the first should act on it.

    It then stops the others itself (SIGTERM). A process that serves pages and is told twice
    hangs, and has to be killed.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


@contextmanager
def _worker(wanted: bool) -> Iterator[None]:
    """The worker process, for as long as the pages are served."""
    if not wanted:
        yield
        return
    # A fresh interpreter: a fork would share the connections of the first process.
    process = get_context("spawn").Process(target=do_tasks, args=(str(settings.DATA),))
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # a new process inherits it
    process.start()
    signal.pthread_sigmask(signal.SIG_SETMASK, heard)
    try:
        yield
    finally:
        process.terminate()
        process.join(STOP_SECONDS)
        process.kill()
