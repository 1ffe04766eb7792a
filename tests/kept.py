"""Rows that many tests begin with: made once in a process, and laid down again for each test."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Made = TypeVar("Made", bound="DataclassInstance")
Row = Sequence[Any]


@dataclass(frozen=True)
class _Rows:
    """What was added to one table."""

    insert: str
    rows: tuple[Row, ...]


class Kept(Generic[Made]):
    """What `make` answers, a dataclass of rows, and every row that it adds to an empty database.

    To be recorded once, when only what the migrations made is there. `again` lays the same rows
    down, with the moments moved to now, where `make` would have found the same: in a transaction,
    with nothing beside what the migrations made. Elsewhere it simply calls `make`.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        tables = sorted({model._meta.db_table for model in apps.get_models(True)})
        with transaction.atomic():
            self._empty = [table for table in tables if not _holds([table])]
            self._made = make()
            self._until = timezone.now()
            self._rows = [found for table in self._empty if (found := _read(table)).rows]
            transaction.set_rollback(True)

    def again(self) -> Made:
        """The rows lie there, and the answer is made of new objects. A handful of queries."""
        if not connection.in_atomic_block or _holds(self._empty):
            return self._make()
        later = timezone.now() - self._until
        with connection.cursor() as cursor:
            for found in self._rows:
                cursor.executemany(found.insert, [_moved(row, later) for row in found.rows])
        return self._found_again()

    def _found_again(self) -> Made:
        rows: dict[str, models.Model] = {
            field.name: getattr(self._made, field.name) for field in fields(self._made)
        }
        kinds = {type(row) for row in rows.values()}
        fresh = {
            kind: kind._base_manager.in_bulk([r.pk for r in rows.values() if type(r) is kind])
            for kind in kinds
        }
        return replace(self._made, **{name: fresh[type(r)][r.pk] for name, r in rows.items()})


def _moved(row: Row, later: timedelta) -> list[Any]:
    return [value + later if isinstance(value, datetime) else value for value in row]


def _holds(tables: Sequence[str]) -> bool:
    """Whether there is a row in any of these tables."""
    looks = (_sql("EXISTS (SELECT 1 FROM", _quoted(table), ")") for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(_sql("SELECT", " OR ".join(looks)))
        return bool(cursor.fetchone()[0])


def _read(table: str) -> _Rows:
    with connection.cursor() as cursor:
        cursor.execute(_sql("SELECT * FROM", _quoted(table)))
        columns = [_quoted(column[0]) for column in cursor.description]
        rows = tuple(cursor.fetchall())
    into, places = ", ".join(columns), ", ".join(["%s"] * len(columns))
    return _Rows(_sql("INSERT INTO", _quoted(table), "(", into, ") VALUES (", places, ")"), rows)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _sql(*parts: str) -> str:
    """A statement about tables that Django knows: no word of it comes from outside."""
    return " ".join(parts)
