"""`regie demo`: Voorbeeldstad, ready to walk around in."""

import argparse

from regie.config import demo
from regie.config.cli.serving import listen
from regie.config.cli.words import RefusedError
from regie.config.cli.words import gettext as _
from regie.config.readiness import port_is_free


def run(given: argparse.Namespace) -> int:
    """Prepare what is needed and serve it, until stopped."""
    if not given.prepare_only and not port_is_free(given.host, given.port):
        text = _("Poort %(port)d is bezet. Kies een andere met --port, of stop wat er draait.")
        raise RefusedError(text % {"port": given.port})
    try:
        prepared = demo.prepare(say=lambda line: print(line, flush=True))
    except demo.DemoError as error:
        raise RefusedError(str(error)) from error
    if prepared.renewed:
        text = _("Voorbeeldstad is klaar na %(seconds).0f seconden.")
        print(text % {"seconds": prepared.seconds}, flush=True)
    if given.prepare_only:
        return 0
    address = f"http://{given.host}:{given.port}/"
    print(
        _("Open %(address)s en kies een persoon. Stoppen: Ctrl-C.") % {"address": address},
        flush=True,
    )
    listen(given.host, given.port, workers=1, with_worker=not given.no_worker)
    print(_("Gestopt. Verder gaan: make demo. De tests draaien: make test."))
    return 0
