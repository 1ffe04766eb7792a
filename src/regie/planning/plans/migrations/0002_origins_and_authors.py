"""Origins as a code with values in place of Dutch sentences, and who wrote logic and means."""

import django.db.models.deletion
import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from regie.planning.plans import origins

LINES = {"plans.write_logic": "Logic", "plans.write_means": "Means"}


def turn(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Every sentence becomes a code with its values."""
    rows = apps.get_model("plans", "SectionText").objects.exclude(origin_words="")
    for row in rows.only("pk", "origin_words").iterator():
        row.origin = dict(origins.read(row.origin_words))
        row.save(update_fields=["origin"])


def remember(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """The writers of lines that still stand, from the log."""
    authors = apps.get_model("plans", "PlanAuthor").objects
    found = apps.get_model("records", "Log").objects.filter(verb__in=LINES, actor__isnull=False)
    plans = {
        verb: {str(pk): plan for pk, plan in _lines(apps, name)} for verb, name in LINES.items()
    }
    for row in found.order_by("at").iterator():
        plan = plans[row.verb].get(row.subject_id)
        if plan is not None:
            since = {"since": row.at}
            authors.get_or_create(plan_id=plan, person_id=row.actor_id, defaults=since)


def _lines(apps: Apps, name: str) -> list[tuple[int, int]]:
    return list(apps.get_model("plans", name).objects.values_list("pk", "plan_id"))


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0001_initial"),
        ("records", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanAuthor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="authors",
                        to="plans.safetyplan",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="planauthor",
            constraint=models.UniqueConstraint(
                fields=("plan", "person"), name="one_row_per_author_of_a_plan"
            ),
        ),
        migrations.AddField(
            model_name="plansection",
            name="removed_by",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.RenameField("sectiontext", "origin", "origin_words"),
        migrations.AddField(
            model_name="sectiontext",
            name="origin",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.RunPython(turn, migrations.RunPython.noop),
        migrations.RunPython(remember, migrations.RunPython.noop),
        migrations.RemoveField("sectiontext", "origin_words"),
    ]
