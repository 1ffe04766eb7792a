from django.apps import AppConfig


class DataQualityConfig(AppConfig):
    name = "regie.evidence.data_quality"
    label = "data_quality"
    verbose_name = "Datakwaliteit"
    default_auto_field = "django.db.models.BigAutoField"
