from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TimetableConfig(AppConfig):
    name = "regie.planning.timetable"
    label = "timetable"
    verbose_name = "Planning"

    def ready(self) -> None:
        from regie.foundation.access.strips import CYCLE, add_tab
        from regie.foundation.cycles.path import set_planning
        from regie.foundation.records.verbs import describe
        from regie.planning.timetable.permissions import VIEW_TIMETABLE
        from regie.planning.timetable.queries import planning

        set_planning(planning)
        add_tab(CYCLE, "timetable", _("Planning"), "timetable:timetable", VIEW_TIMETABLE, order=20)
        add_tab(
            CYCLE, "calendar", _("Besliskalender"), "timetable:calendar", VIEW_TIMETABLE, order=30
        )
        describe(
            {
                "timetable.lay": _("plande de stappen terug vanaf het raadsbesluit"),
                "timetable.change_step": _("gaf een stap andere dagen"),
                "timetable.add_moment": _("zette een moment in de besliskalender"),
                "timetable.change_moment": _("wijzigde een moment in de besliskalender"),
                "timetable.withdraw_moment": _("haalde een moment uit de besliskalender"),
            }
        )
