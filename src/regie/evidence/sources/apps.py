from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "regie.evidence.sources"
    label = "sources"
    verbose_name = "Gegevens"
    default_auto_field = "django.db.models.BigAutoField"
