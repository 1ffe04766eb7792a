from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "regie.evidence.findings"
    label = "findings"
    verbose_name = "Bevindingen"
    default_auto_field = "django.db.models.BigAutoField"
