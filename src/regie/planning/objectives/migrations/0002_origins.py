"""Origins as a code with values in place of Dutch sentences."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from regie.planning.plans import origins


def turn(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Every sentence becomes a code with its values."""
    rows = apps.get_model("objectives", "ObjectiveEdition").objects.exclude(origin_words="")
    for row in rows.only("pk", "origin_words").iterator():
        row.origin = dict(origins.read(row.origin_words))
        row.save(update_fields=["origin"])


class Migration(migrations.Migration):
    dependencies = [("objectives", "0001_initial")]

    operations = [
        migrations.RenameField("objectiveedition", "origin", "origin_words"),
        migrations.AddField(
            model_name="objectiveedition",
            name="origin",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.RunPython(turn, migrations.RunPython.noop),
        migrations.RemoveField("objectiveedition", "origin_words"),
    ]
