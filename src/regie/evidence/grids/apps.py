from django.apps import AppConfig


class GridsConfig(AppConfig):
    name = "regie.evidence.grids"
    label = "grids"
    verbose_name = "Werkbladen"
    default_auto_field = "django.db.models.BigAutoField"
