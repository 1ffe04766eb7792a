"""`regie demo`: Voorbeeldstad, ready to walk around in."""

import argparse
from multiprocessing import get_context

from django.conf import settings

from regie.config import demo
from regie.config.cli.background import prepare_demo
from regie.config.cli.serving import listen
from regie.config.cli.words import RefusedError
from regie.config.cli.words import gettext as _
from regie.config.readiness import port_is_free


def run(given: argparse.Namespace) -> int:
    """Prepare what is needed and serve it, until stopped."""
    if given.prepare_only:
        return prepare()
    if not port_is_free(given.host, given.port):
        text = _("Poort %(port)d is bezet. Kies een andere met --port, of stop wat er draait.")
        raise RefusedError(text % {"port": given.port})
    if code := prepare() if demo.is_filled() else _prepare_apart():
        return code
    address = f"http://{given.host}:{given.port}/"
    print(
        _("Open %(address)s en kies een persoon. Stoppen: Ctrl-C.") % {"address": address},
        flush=True,
    )
    listen(given.host, given.port, workers=1, with_worker=not given.no_worker)
    print(_("Gestopt. Verder gaan: make demo. De tests draaien: make test."))
    return 0


def prepare() -> int:
    """Prepare what is needed, and say how long that took."""
    try:
        prepared = demo.prepare(say=lambda line: print(line, flush=True))
    except demo.DemoError as error:
        raise RefusedError(str(error)) from error
    if prepared.renewed:
        text = _("Voorbeeldstad is klaar na %(seconds).0f seconden.")
        print(text % {"seconds": prepared.seconds}, flush=True)
    return 0


def _prepare_apart() -> int:
    """Prepare in a process of its own; answers its exit code.

    The processes that serve pages are forks of this one. Preparing draws pictures, and who draws
    keeps threads that a fork does not have: its first picture would wait for them for ever.
    """
    process = get_context("spawn").Process(target=prepare_demo, args=(str(settings.DATA),))
    process.start()
    try:
        process.join()
    except KeyboardInterrupt:
        process.join()  # Ctrl-C reached it as well, and it says so
    return process.exitcode or 0
