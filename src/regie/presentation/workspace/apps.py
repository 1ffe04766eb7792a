from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "regie.presentation.workspace"
    label = "workspace"
    verbose_name = "Werkplek"
    default_auto_field = "django.db.models.BigAutoField"
