from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    name = "regie.planning.proposals"
    label = "proposals"
    verbose_name = "Voorstel"

    def ready(self) -> None:
        from regie.foundation.access.strips import CHOOSING, add_tab
        from regie.foundation.cycles.path import Reading, add_pages
        from regie.foundation.records.verbs import describe
        from regie.planning.priorities.board import name_priorities
        from regie.planning.priorities.permissions import VIEW
        from regie.planning.proposals import threading
        from regie.planning.proposals.queries import names_along, progress, proposal_along

        add_tab(CHOOSING, "proposal", _("Voorstel"), "proposals:proposal", VIEW, order=50)
        # Until there is a page on which the plan is worked out, the work goes on here.
        reading = Reading(progress, proposal_along)
        add_pages({"approach": "proposals:proposal"}, VIEW, reading)
        name_priorities(names_along)
        threading.announce()
        describe(
            {
                "proposals.begin": _("begon het voorstel van prioriteiten"),
                "proposals.take_from_board": _("haalde prioriteiten van het bord"),
                "proposals.write_priority": _("schreef een prioriteit"),
                "proposals.remove_priority": _("haalde een prioriteit weg"),
                "proposals.move_up": _("zette een prioriteit hoger"),
                "proposals.explain": _("legde een verschil met het advies uit"),
                "proposals.align": _("noemde het voorstel afgestemd"),
                "proposals.send": _("stuurde het voorstel naar de raad"),
                "proposals.take_back": _("haalde het voorstel terug"),
                "proposals.decide": _("legde het besluit van de raad over prioriteiten vast"),
            }
        )
