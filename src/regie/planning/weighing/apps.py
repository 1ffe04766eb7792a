from django.apps import AppConfig


class WeighingConfig(AppConfig):
    name = "regie.planning.weighing"
    label = "weighing"
    verbose_name = "Weging"
