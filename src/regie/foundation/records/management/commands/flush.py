"""Empty the database, the log included. Only where nothing of value can be lost."""

from collections.abc import Callable

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import flush
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from regie.foundation.records.triggers import lock, unlock


class Command(flush.Command):
    """Django's own `flush`, refused outside demo and debug, and able to pass the triggers.

    Transactional tests end with a flush. On SQLite that is a DELETE per table, which the
    triggers of the log refuse; they are lifted inside one transaction and put back.
    """

    def handle(self, *args: object, database: str = "default", **options: object) -> None:
        """Refuse, or empty everything."""
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError(
                "De database wordt niet leeggemaakt: dat zou het logboek wissen. "
                "Dit kan alleen in een demonstratie- of testomgeving."
            )
        connection = connections[database]
        if connection.vendor != "sqlite":
            super().handle(database=database, **options)
            return
        with transaction.atomic(using=connection.alias):
            _run(connection, unlock)
            super().handle(database=database, **options)
            _run(connection, lock)


def _run(connection: BaseDatabaseWrapper, statements: Callable[[str], list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)
