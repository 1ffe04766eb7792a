from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "regie.foundation.cycles"
    label = "cycles"
    verbose_name = "Beleidscyclus"
    default_auto_field = "django.db.models.BigAutoField"
