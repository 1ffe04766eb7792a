from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "regie.foundation.records"
    label = "records"
    verbose_name = "Logboek"
    default_auto_field = "django.db.models.BigAutoField"
