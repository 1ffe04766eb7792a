from django.apps import AppConfig


class PlanChecksConfig(AppConfig):
    name = "regie.learning.plan_checks"
    label = "plan_checks"
    verbose_name = "Nagaan van een plan"
