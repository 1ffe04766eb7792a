from django.db import migrations, models


class Migration(migrations.Migration):
    """Two more kinds of deliveries: addresses of a year, and the ledger of changes."""

    dependencies = [("sources", "0004_counts_with_an_owner")]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="kind",
            field=models.CharField(
                choices=[
                    ("figures", "cijfers"),
                    ("areas", "lijst met gebieden"),
                    ("boundaries", "grenzen"),
                    ("addresses", "adressen"),
                    ("ledger", "register van herindelingen"),
                    ("unknown", "nog onbekend"),
                ],
                default="unknown",
                max_length=12,
                verbose_name="soort levering",
            ),
        ),
    ]
