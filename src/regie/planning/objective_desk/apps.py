from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObjectiveDeskConfig(AppConfig):
    name = "regie.planning.objective_desk"
    label = "objective_desk"
    verbose_name = "Doelen"

    def ready(self) -> None:
        from regie.foundation.access.strips import PLAN, add_tab
        from regie.planning.objective_desk import threads
        from regie.planning.plans.permissions import VIEW_PLAN

        add_tab(PLAN, "objectives", _("Doelen"), "objective_desk:list", VIEW_PLAN, order=20)
        threads.announce()
