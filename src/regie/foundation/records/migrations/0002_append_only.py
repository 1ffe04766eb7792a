"""Close the log in the database itself."""

from django.db import migrations

from regie.foundation.records.triggers import lock, unlock


def _run(statements, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def close(apps, schema_editor):
    _run(lock, schema_editor)


def reopen(apps, schema_editor):
    _run(unlock, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(close, reopen)]
