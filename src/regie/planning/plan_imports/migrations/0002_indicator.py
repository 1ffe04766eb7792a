from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plan_imports", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="foundobjective",
            name="indicator",
            field=models.CharField(blank=True, max_length=60),
        ),
    ]
