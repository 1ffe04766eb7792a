from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "regie.evidence.indicators"
    label = "indicators"
    verbose_name = "Indicatoren"
    default_auto_field = "django.db.models.BigAutoField"
