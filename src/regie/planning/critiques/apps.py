from django.apps import AppConfig


class CritiquesConfig(AppConfig):
    name = "regie.planning.critiques"
    label = "critiques"
    verbose_name = "Kritiek op doelen"
