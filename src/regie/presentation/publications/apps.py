from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "regie.presentation.publications"
    label = "publications"
    verbose_name = "Documenten"
