from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanDecisionsConfig(AppConfig):
    name = "regie.planning.plan_decisions"
    label = "plan_decisions"
    verbose_name = _("Besluiten over het plan")
