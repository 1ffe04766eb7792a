from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrioritiesConfig(AppConfig):
    name = "regie.planning.priorities"
    label = "priorities"
    verbose_name = "Prioriteiten"

    def ready(self) -> None:
        from regie.foundation.access.strips import CHOOSING, add_tab, name_strip
        from regie.foundation.cycles.path import Reading, add_pages
        from regie.foundation.records.verbs import describe
        from regie.planning.priorities import threading
        from regie.planning.priorities.permissions import VIEW_DRAFTS
        from regie.planning.priorities.queries import previous_levels, progress, work_along
        from regie.planning.priority_sessions.tiers import set_previous

        name_strip(CHOOSING, _("Onderdelen van Prioriteiten"))
        tabs = (
            ("board", _("Bord"), 10),
            ("higher", _("Van anderen"), 30),
            ("alignment", _("Afstemming"), 40),
        )
        for code, label, order in tabs:
            add_tab(CHOOSING, code, label, f"priorities:{code}", VIEW_DRAFTS, order=order)
        steps = {
            "provisional_priorities": "priorities:board",
            "alignment": "priorities:alignment",
        }
        add_pages(steps, VIEW_DRAFTS, Reading(progress, work_along))
        set_previous(previous_levels)
        threading.announce()
        describe(
            {
                "priorities.move": _("gaf een thema een niveau"),
                "priorities.scale_down": _("zette een thema op een lager niveau"),
                "priorities.write_previous": _("legde de niveaus van het vorige plan vast"),
                "priorities.override": _("gaf een reden bij een waarschuwing"),
                "priorities.add_higher": _("voegde een prioriteit van anderen toe"),
                "priorities.withdraw_higher": _("haalde een prioriteit van anderen weg"),
                "priorities.declare": _("zei hoe eigen prioriteiten zich tot andere verhouden"),
                "priorities.align": _("legde een afstemming vast"),
                "priorities.skip_alignment": _("sloeg een afstemming over"),
                "priorities.withdraw_alignment": _("trok een afstemming in"),
            }
        )
