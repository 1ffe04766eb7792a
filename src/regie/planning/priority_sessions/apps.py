from django.apps import AppConfig


class PrioritySessionsConfig(AppConfig):
    name = "regie.planning.priority_sessions"
    label = "priority_sessions"
    verbose_name = "Prioriteitensessie"
    default_auto_field = "django.db.models.BigAutoField"
