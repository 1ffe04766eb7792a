from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "regie.planning.plans"
    label = "plans"
    verbose_name = "Plan"
