from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StartMeetingsConfig(AppConfig):
    name = "regie.planning.start_meetings"
    label = "start_meetings"
    verbose_name = "Startbijeenkomst"

    def ready(self) -> None:
        from regie.foundation.cycles.path import add_page
        from regie.foundation.records.verbs import describe
        from regie.planning.start_meetings.permissions import VIEW_MEETING
        from regie.planning.start_meetings.queries import progress
        from regie.planning.start_meetings.threads import announce

        add_page("start_meeting", "start_meetings:meeting", VIEW_MEETING, progress)
        announce()
        describe(
            {
                "start_meetings.create": _("begon de startbijeenkomst"),
                "start_meetings.write": _("schreef aan de startbijeenkomst"),
                "start_meetings.add_invitee": _("zette een organisatie op de lijst"),
                "start_meetings.remove_invitee": _("haalde een organisatie van de lijst"),
                "start_meetings.tell_coming": _("schreef op wie er komt"),
                "start_meetings.waive": _("schreef op welke partner niet nodig is"),
                "start_meetings.write_agenda": _("veranderde de agenda"),
                "start_meetings.bring": _("bracht straatkennis in op de startbijeenkomst"),
                "start_meetings.sort_themes": _("deelde thema's in op niveau"),
                "start_meetings.invite": _("verstuurde de uitnodigingen"),
                "start_meetings.hold": _("legde vast dat de startbijeenkomst is gehouden"),
                "start_meetings.report": _("maakte het verslag van de startbijeenkomst"),
                "start_meetings.reopen": _("heropende het verslag van de startbijeenkomst"),
            }
        )
