from django.apps import AppConfig


class PlanPapersConfig(AppConfig):
    name = "regie.planning.plan_papers"
    label = "plan_papers"
    verbose_name = "Plan op papier"
