from django.apps import AppConfig


class CrosswalksConfig(AppConfig):
    name = "regie.foundation.crosswalks"
    label = "crosswalks"
    verbose_name = "Gebiedsovergangen"
    default_auto_field = "django.db.models.BigAutoField"
