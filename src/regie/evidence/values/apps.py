from django.apps import AppConfig


class ValuesConfig(AppConfig):
    name = "regie.evidence.values"
    label = "values"
    verbose_name = "Waarden"
    default_auto_field = "django.db.models.BigAutoField"
