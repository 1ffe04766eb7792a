"""Small tables read along with the row they belong to, in one query instead of one each."""

from datetime import UTC, datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.db.models.sql.compiler import SQLCompiler

Compiled = tuple[str, Any]


class Rows(Subquery):
    """Rows of another table as one value: a list of dictionaries, in the order of the query.

    `columns` are names of fields by the name they get; a JSON field is named as `Nested`. Days
    come as ISO text, moments as text for `moment`; on SQLite a yes or no comes as 1 or 0.
    """

    template = "(SELECT json_group_array(json(kept.entry)) FROM (%(subquery)s) AS kept)"
    on_postgresql = (
        "(SELECT COALESCE(jsonb_agg(kept.entry), '[]'::jsonb) FROM (%(subquery)s) AS kept)"
    )

    def __init__(self, found: QuerySet[Any], **columns: "str | Nested") -> None:
        super().__init__(found.values(entry=JSONObject(**columns)), output_field=JSONField())

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Compiled:
        """The same in the words of PostgreSQL."""
        return super().as_sql(compiler, connection, template=self.on_postgresql)


def moment(text: str) -> datetime:
    """A moment in such a row; SQLite keeps it in UTC without saying so."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


class Nested(Func):
    """A JSON field inside `Rows`: SQLite, which keeps it as text, reads it first."""

    arity = 1
    template = "%(expressions)s"
    output_field = JSONField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: object
    ) -> Compiled:
        """The text as the value it stands for."""
        return super().as_sql(compiler, connection, template="JSON(%(expressions)s)")
