from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "regie.presentation.workspace"
    label = "workspace"
    verbose_name = "Werkplek"
