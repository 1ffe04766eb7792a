from django.apps import AppConfig


class PrioritiesConfig(AppConfig):
    name = "regie.planning.priorities"
    label = "priorities"
    verbose_name = "Prioriteiten"
    default_auto_field = "django.db.models.BigAutoField"
