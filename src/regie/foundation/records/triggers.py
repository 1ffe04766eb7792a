"""The lock on the log that does not depend on Python: triggers that refuse UPDATE and DELETE.

Row triggers on both databases. PostgreSQL's TRUNCATE does not fire them, which is what empties
a test database; SQLite has no TRUNCATE, so there `flush` lifts the triggers (see
`management/commands/flush.py`). A migration that rebuilds one of these tables on SQLite drops
its triggers and must lock it again; `tests/test_log.py` notices when one forgets.
"""

TABLES = ("records_log", "records_step")
REFUSAL = "rows of the log are never changed or deleted"

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION records_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
END
$$ LANGUAGE plpgsql;
"""


def lock(vendor: str) -> list[str]:
    """The statements that set the triggers on a database of this vendor."""
    if vendor == "postgresql":
        return [_FUNCTION, *(_postgresql_trigger(table) for table in TABLES)]
    return [_sqlite_trigger(table, verb) for table in TABLES for verb in ("update", "delete")]


def unlock(vendor: str) -> list[str]:
    """The statements that take them away again."""
    if vendor == "postgresql":
        drops = [f"DROP TRIGGER IF EXISTS {table}_append_only ON {table};" for table in TABLES]
        return [*drops, "DROP FUNCTION IF EXISTS records_append_only();"]
    return [f"DROP TRIGGER IF EXISTS {t}_no_{v};" for t in TABLES for v in ("update", "delete")]


def _postgresql_trigger(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION records_append_only();"
    )


def _sqlite_trigger(table: str, verb: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END;"
    )
