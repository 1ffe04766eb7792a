from django.apps import AppConfig


class ThreadsConfig(AppConfig):
    name = "regie.presentation.threads"
    label = "threads"
    verbose_name = "Gulden draad"
    default_auto_field = "django.db.models.BigAutoField"
