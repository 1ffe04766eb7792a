from django.apps import AppConfig


class TalliesConfig(AppConfig):
    name = "regie.evidence.tallies"
    label = "tallies"
    verbose_name = "Tellingen"
