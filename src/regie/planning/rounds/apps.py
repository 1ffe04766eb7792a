from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "regie.planning.rounds"
    label = "rounds"
    verbose_name = "Rondes"
    default_auto_field = "django.db.models.BigAutoField"
