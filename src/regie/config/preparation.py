"""What an installation needs before its first use: tables, reference lists, styles in place."""

import hashlib
from operator import itemgetter

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _

from regie.config.readiness import waiting_migrations
from regie.evidence.indicators.services import sync_definitions
from regie.foundation.areas import queries as areas
from regie.foundation.areas.rules import REAL
from regie.foundation.areas.services import ensure_reference

NOT_ASKED = "django_htmx"
"""Scripts that a library brings and no page names: the one that pages use is in `main.js`."""


class NotPreparedError(Exception):
    """The installation has to be prepared by hand first; the text says how."""


def update_tables() -> None:
    """Bring the tables up to date."""
    if waiting_migrations():
        call_command("migrate", verbosity=0, interactive=False)


def load_reference() -> None:
    """Country, provinces and municipalities; once is enough."""
    if areas.newest(REAL) is None:
        ensure_reference()


def put_styles_in_place() -> None:
    """Copy styles and scripts to where the pages take them from, when they changed."""
    if settings.DEBUG:
        return
    stamp, wanted = settings.STATIC_ROOT / ".fingerprint", _styles_fingerprint()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=[NOT_ASKED])
    stamp.write_text(wanted, encoding="utf-8")


def _styles_fingerprint() -> str:
    """Changes when any style or script was built again."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=itemgetter(0)):
            digest.update(f"{name} {storage.size(name)} ".encode())
            digest.update(storage.get_modified_time(name).isoformat().encode())
    return digest.hexdigest()


def prepare_tables() -> None:
    """Before a command that needs tables: make them on SQLite, ask for them on a server.

    Also lays the definitions of the indicators beside those of `policy/`.
    Raises `NotPreparedError` when a database server is behind: who runs that wants to choose
    the moment.
    """
    if connection.vendor != "sqlite" and waiting_migrations():
        raise NotPreparedError(_("De database is niet bijgewerkt. Voer uit: regie manage migrate"))
    update_tables()
    load_reference()
    sync_definitions(actor=None)
