from django.apps import AppConfig


class PlanTextsConfig(AppConfig):
    name = "regie.planning.plan_texts"
    label = "plan_texts"
    verbose_name = "Teksten"
