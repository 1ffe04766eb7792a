"""`regie standin`: a server that plays CBS, police and PDOK, to try fetching without them."""

import argparse

from regie.config.cli.words import RefusedError
from regie.config.cli.words import gettext as _
from regie.config.readiness import port_is_free

HOST = "127.0.0.1"


def run(given: argparse.Namespace) -> int:
    """Serve invented figures until stopped."""
    from standin.misbehaviour import NAMES, named
    from standin.server import cli_site, serve

    wanted = [name.strip() for name in given.misbehave.split(",") if name.strip()]
    unknown = sorted(set(wanted) - set(NAMES))
    if unknown:
        text = _("Deze storing bestaat niet: %(unknown)s. U kunt kiezen uit: %(known)s.")
        raise RefusedError(text % {"unknown": ", ".join(unknown), "known": ", ".join(NAMES)})
    if not port_is_free(HOST, given.port):
        text = _("Poort %(port)d is bezet. Kies een andere met --port, of stop wat er draait.")
        raise RefusedError(text % {"port": given.port})
    address = f"http://{HOST}:{given.port}"
    print(_("CBS, politie en PDOK worden nagespeeld op %(address)s") % {"address": address})
    print(_("Alle cijfers zijn verzonnen. Haal op in een ander venster, bijvoorbeeld:"))
    print(f"  REGIE_STANDIN={address} regie import cbs:47018NED --municipality GM0344", flush=True)
    serve(cli_site(), named(",".join(wanted)), port=given.port)
    print(_("Gestopt."))
    return 0
