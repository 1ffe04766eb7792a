from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0002_scope_kind_and_realm")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="refusal_sentence",
            field=models.TextField(
                blank=True,
                default="",
                help_text="The msgid of the refusal; empty in rows from before there was one.",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="delivery",
            name="refusal_params",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="refusal",
            field=models.TextField(
                blank=True,
                help_text="In Dutch, as it was at that moment.",
                verbose_name="reden van weigering",
            ),
        ),
    ]
