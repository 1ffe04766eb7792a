from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "regie.presentation.demonstration"
    label = "demonstration"
    verbose_name = "Demonstratie"
