"""Small tables read along with the row they belong to, in one query instead of one each."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.db.models.sql.compiler import SQLCompiler


class Rows(Subquery):
    """Rows of another table as one value: a list of dictionaries, in the order of the query.

    `columns` are names of fields by the name they get. Days and moments come as ISO text; on
    SQLite a yes or no comes as 1 or 0, and a value of a JSON field as text.
    """

    template = "(SELECT json_group_array(json(kept.entry)) FROM (%(subquery)s) AS kept)"
    on_postgresql = (
        "(SELECT COALESCE(jsonb_agg(kept.entry), '[]'::jsonb) FROM (%(subquery)s) AS kept)"
    )

    def __init__(self, found: QuerySet[Any], **columns: str) -> None:
        super().__init__(found.values(entry=JSONObject(**columns)), output_field=JSONField())

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """The same in the words of PostgreSQL."""
        return super().as_sql(compiler, connection, template=self.on_postgresql)
