from django.apps import AppConfig


class ObjectivesConfig(AppConfig):
    name = "regie.planning.objectives"
    label = "objectives"
    verbose_name = "Doelen"
