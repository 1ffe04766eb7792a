"""Whether the installation can do its work: for `/health`, `regie serve` and `regie check`."""

import os
import resource
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from regie.evidence.warehouse.folders import left_overs

ENOUGH_DISK = 5 * 1024**3
SECRET_LENGTH = 50
GIGABYTE = 1024**3
ENOUGH_FILES = 4_096
"""Every listener of a live session is an open connection, and that is an open file."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, and what was found, in words."""

    subject: str
    good: bool
    text: str


def database_answers() -> bool:
    """True when the database answers a question; 1 query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def warehouse_answers() -> bool:
    """True when the folder of the warehouse can be used, or made."""
    return can_write(Path(settings.WAREHOUSE))


def can_write(folder: Path) -> bool:
    """True when files can be made in this folder; the nearest existing parent decides."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def port_is_free(host: str, port: int) -> bool:
    """True when nothing listens there yet."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def most_files() -> int:
    """How many files a process may have open at most, its connections among them."""
    _now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    return ENOUGH_FILES if most == resource.RLIM_INFINITY else most


def allow_many_connections() -> None:
    """Use as much of what the system allows as a live session needs.

    Systems start a process with a small number, which it may raise by itself.
    """
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(ENOUGH_FILES, most_files())
    if now != resource.RLIM_INFINITY and now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def waiting_migrations() -> int:
    """How many changes to the tables have not been made yet."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _secret_key() -> str:
    try:
        return str(settings.SECRET_KEY)
    except ImproperlyConfigured:  # Django's way to say that it is empty
        return ""


def _secret() -> Finding:
    subject = _("geheime sleutel")
    if settings.DEMO:
        return Finding(subject, True, _("voor de demonstratie hoeft er geen te zijn"))
    if len(_secret_key()) >= SECRET_LENGTH:
        return Finding(subject, True, _("ingesteld"))
    text = _("zet REGIE_SECRET_KEY op minstens %(length)d willekeurige tekens")
    return Finding(subject, False, text % {"length": SECRET_LENGTH})


def _mode() -> Finding:
    subject = _("werkwijze")
    if settings.DEBUG:
        return Finding(subject, False, _("REGIE_DEBUG staat aan; zet dit uit voor gebruikers"))
    if settings.DEMO:
        return Finding(subject, True, _("demonstratie: iedereen mag zonder wachtwoord naar binnen"))
    return Finding(subject, True, _("voor gebruikers"))


def _folder() -> Finding:
    subject = _("map met gegevens")
    where = {"folder": settings.DATA}
    if can_write(settings.DATA):
        return Finding(subject, True, _("%(folder)s is beschrijfbaar") % where)
    return Finding(subject, False, _("in %(folder)s kan Regie niet schrijven") % where)


def _disk() -> Finding:
    subject = _("schijfruimte")
    folder = settings.DATA
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    text = _("%(free).1f GB vrij") % {"free": free / GIGABYTE}
    if free >= ENOUGH_DISK:
        return Finding(subject, True, text)
    wanted = _("maak ruimte tot ten minste %(wanted)d GB") % {"wanted": ENOUGH_DISK // GIGABYTE}
    return Finding(subject, False, f"{text}; {wanted}")


def _database() -> Finding:
    subject = _("database")
    if database_answers():
        return Finding(subject, True, _("%(vendor)s antwoordt") % {"vendor": connection.vendor})
    return Finding(subject, False, _("geeft geen antwoord; controleer DATABASE_URL"))


def _tables() -> Finding:
    subject = _("tabellen")
    if not database_answers():
        return Finding(subject, False, _("niet te controleren zonder database"))
    waiting = waiting_migrations()
    if waiting == 0:
        return Finding(subject, True, _("bijgewerkt"))
    text = _("%(count)d wijzigingen wachten; voer uit: regie manage migrate")
    return Finding(subject, False, text % {"count": waiting})


def _warehouse() -> Finding:
    subject = _("cijferopslag")
    if warehouse_answers():
        return Finding(subject, True, _("beschrijfbaar"))
    where = {"folder": settings.WAREHOUSE}
    return Finding(subject, False, _("in %(folder)s kan Regie niet schrijven") % where)


def _assets() -> Finding:
    subject = _("opmaak")
    if not finders.find("ui/dist/app.css"):
        return Finding(subject, False, _("de opmaak is niet gebouwd; voer uit: make assets"))
    if not settings.DEBUG and not (settings.STATIC_ROOT / "staticfiles.json").exists():
        text = _("niet klaargezet; voer uit: regie manage collectstatic --noinput")
        return Finding(subject, False, text)
    return Finding(subject, True, _("gebouwd en klaargezet"))


def _files() -> Finding:
    subject = _("verbindingen")
    most = most_files()
    if most >= ENOUGH_FILES:
        return Finding(subject, True, _("genoeg voor een sessie met duizend mensen"))
    text = _("er zijn er %(most)d; sta er %(wanted)d toe (ulimit -n) voor een grote sessie")
    return Finding(subject, False, text % {"most": most, "wanted": ENOUGH_FILES})


def _left_overs() -> Finding:
    subject = _("resten")
    left = left_overs()
    if not left:
        return Finding(subject, True, _("geen afgebroken imports"))
    text = _("%(count)d afgebroken imports, zoals %(example)s; de volgende import ruimt ze op")
    return Finding(subject, False, text % {"count": len(left), "example": left[0].name})


def examine() -> list[Finding]:
    """Everything a deployment needs, looked at one by one."""
    looks = (
        _mode, _secret, _folder, _disk, _database, _tables, _warehouse, _assets, _files,
        _left_overs,
    )  # fmt: skip
    return [look() for look in looks]


def problems_that_stop_serving() -> list[str]:
    """What must be repaired before users can be served; empty when all is well."""
    looks = (_secret, _folder, _database, _tables, _assets)
    return [f"{f.subject}: {f.text}" for look in looks if not (f := look()).good]
