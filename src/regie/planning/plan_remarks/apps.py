from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanRemarksConfig(AppConfig):
    name = "regie.planning.plan_remarks"
    label = "plan_remarks"
    verbose_name = _("Opmerkingen bij het plan")

    def ready(self) -> None:
        from regie.foundation.access.strips import PLAN, add_tab
        from regie.foundation.records.verbs import describe
        from regie.planning.plan_remarks import pages
        from regie.planning.plan_remarks.permissions import VIEW_REMARKS
        from regie.planning.plans import parts

        add_tab(PLAN, "remarks", _("Opmerkingen"), "plan_remarks:remarks", VIEW_REMARKS, order=60)
        parts.add_beside("plan_remarks/parts/beside.html", pages.beside, order=20)
        parts.add_panel("plan_remarks/parts/panel.html", pages.panel, order=40)
        describe(
            {
                "plan_remarks.remark": _("gaf een opmerking bij het plan"),
                "plan_remarks.withdraw": _("trok een opmerking bij het plan in"),
                "plan_remarks.answer": _("antwoordde op een opmerking bij het plan"),
            }
        )
