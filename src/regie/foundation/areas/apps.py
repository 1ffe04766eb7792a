from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "regie.foundation.areas"
    label = "areas"
    verbose_name = "Gebieden"
