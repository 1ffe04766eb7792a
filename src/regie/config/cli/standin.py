"""`regie standin`: a server that plays CBS, police and PDOK, to try fetching without them."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from regie.config.cli.words import RefusedError
from regie.config.cli.words import gettext as _
from regie.config.readiness import port_is_free
from standin.model import Table

HOST = "127.0.0.1"


def _of_voorbeeldstad() -> tuple[Table, ...]:
    """The tables of the fictitious country, so that its municipalities can fetch as well."""
    import voorbeeldstad
    from regie.policy.tables import table
    from standin.tables import from_csv
    from voorbeeldstad import country

    names = {area.code: area.name for area in country.areas()}
    today = datetime.now(tz=UTC).date()  # newer than the demonstration: fetching brings something
    with TemporaryDirectory() as folder:
        planted = voorbeeldstad.build(Path(folder))
        return tuple(
            from_csv(
                planted.path(file.name),
                table_id=file.table,
                title=table(file.table).title,
                catalogue=table(file.table).publisher,
                modified=f"{max(file.vintage, today)}T02:00:00",
                titles=names,
                classification=file.classification,
            )
            for file in planted.files
            if file.kind == "figures" and file.name.endswith("TypedDataSet.csv")
        )


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
    tables = _of_voorbeeldstad() if given.voorbeeldstad else ()
    serve(cli_site(tables), named(",".join(wanted)), port=given.port)
    print(_("Gestopt."))
    return 0
