from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanFiguresConfig(AppConfig):
    name = "regie.planning.plan_figures"
    label = "plan_figures"
    verbose_name = _("Figuren van het plan")

    def ready(self) -> None:
        from django.urls import reverse

        from regie.foundation.access.strips import PLAN, add_tab
        from regie.foundation.records.verbs import describe
        from regie.planning.plan_figures.pages import beside
        from regie.planning.plan_figures.queries import figures_of
        from regie.planning.plans import parts
        from regie.planning.plans.models import SafetyPlan
        from regie.planning.plans.permissions import VIEW_PLAN

        def address(plan: SafetyPlan) -> str:
            return reverse("plan_figures:list", args=[plan.municipality.slug])

        add_tab(PLAN, "figures", _("Figuren"), "plan_figures:list", VIEW_PLAN, order=50)
        parts.set_figures(figures_of)
        parts.add_beside("plan_figures/beside.html", beside, order=40)
        parts.add_editor_mark("data-figures-url", address)
        describe(
            {
                "plan_figures.take": _("nam een figuur op in het plan"),
                "plan_figures.reword": _("veranderde de woorden bij een figuur van het plan"),
                "plan_figures.renew": _("nam nieuwe cijfers over in een figuur van het plan"),
                "plan_figures.remove": _("haalde een figuur uit het plan"),
            }
        )
