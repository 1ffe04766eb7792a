from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObjectiveDeskConfig(AppConfig):
    name = "regie.planning.objective_desk"
    label = "objective_desk"
    verbose_name = "Doelen, bladzijden"

    def ready(self) -> None:
        from regie.foundation.access.strips import PLAN, add_tab
        from regie.planning.objective_desk import beneath, threads
        from regie.planning.plans import parts
        from regie.planning.plans.permissions import VIEW_PLAN

        add_tab(PLAN, "objectives", _("Doelen"), "objective_desk:list", VIEW_PLAN, order=20)
        parts.add_part("objectives", "objective_desk/parts/under.html", beneath.under_the_part)
        parts.add_priority_words(beneath.beside_priorities, beneath.without_objective)
        threads.announce()
