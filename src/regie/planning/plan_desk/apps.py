from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanDeskConfig(AppConfig):
    name = "regie.planning.plan_desk"
    label = "plan_desk"
    verbose_name = "Plan, bladzijden"

    def ready(self) -> None:
        from regie.foundation.access.strips import PLAN, add_tab, name_strip
        from regie.foundation.cycles.path import Reading, add_pages
        from regie.planning.plans.permissions import VIEW_PLAN
        from regie.planning.plans.queries import parts_along, progress

        name_strip(PLAN, _("Plan"))
        add_tab(PLAN, "plan", _("Plan"), "plans:plan", VIEW_PLAN, order=10)
        add_tab(PLAN, "logic", _("Beleidstheorie"), "plans:logic", VIEW_PLAN, order=30)
        add_tab(PLAN, "means", _("Geld en mensen"), "plans:means", VIEW_PLAN, order=40)
        steps = dict.fromkeys(("approach", "embedding"), "plans:plan")
        add_pages(steps, VIEW_PLAN, Reading(progress, parts_along))
