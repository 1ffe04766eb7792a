from django.apps import AppConfig


class StartMemosConfig(AppConfig):
    name = "regie.planning.start_memos"
    label = "start_memos"
    verbose_name = "Startnotitie"
    default_auto_field = "django.db.models.BigAutoField"
