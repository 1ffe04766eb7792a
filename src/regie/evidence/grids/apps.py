from django.apps import AppConfig


class GridsConfig(AppConfig):
    name = "regie.evidence.grids"
    label = "grids"
    verbose_name = "Werkbladen"
