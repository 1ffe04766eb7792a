from django.apps import AppConfig


class PlanContentsConfig(AppConfig):
    name = "regie.planning.plan_contents"
    label = "plan_contents"
    verbose_name = "Inhoud van het plan"
