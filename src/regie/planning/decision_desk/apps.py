from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DecisionDeskConfig(AppConfig):
    name = "regie.planning.decision_desk"
    label = "decision_desk"
    verbose_name = _("Besluiten over het plan, bladzijden")

    def ready(self) -> None:
        from regie.foundation.access.strips import PLAN, add_tab
        from regie.foundation.cycles.path import Reading, add_pages
        from regie.planning.decision_desk import turns
        from regie.planning.decision_desk.calendar import moments
        from regie.planning.decision_desk.overview import panel
        from regie.planning.decision_desk.threads import announce
        from regie.planning.plan_decisions.permissions import VIEW_DECISIONS
        from regie.planning.plan_decisions.queries import plan_along, progress
        from regie.planning.plans.parts import add_panel
        from regie.planning.timetable.announced import add_moments

        announce()
        turns.announce()
        add_moments(moments)
        add_panel("decision_desk/parts/panel.html", panel, order=10)
        route = "plan_decisions:stand"
        add_tab(PLAN, "decisions", _("Besluiten"), route, VIEW_DECISIONS, order=60)
        steps = dict.fromkeys(("draft_decision", "adoption", "publication"), route)
        add_pages(steps, VIEW_DECISIONS, Reading(progress, plan_along))
