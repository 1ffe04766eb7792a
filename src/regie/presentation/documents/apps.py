from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "regie.presentation.documents"
    label = "documents"
    verbose_name = "Documentvormen"
