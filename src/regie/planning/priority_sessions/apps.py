from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrioritySessionsConfig(AppConfig):
    name = "regie.planning.priority_sessions"
    label = "priority_sessions"
    verbose_name = "Prioriteitensessie"

    def ready(self) -> None:
        from regie.foundation.access.strips import CHOOSING, add_tab
        from regie.foundation.cycles.path import add_page
        from regie.foundation.records.verbs import describe
        from regie.planning.priority_sessions.pages import progress
        from regie.planning.priority_sessions.permissions import VIEW_SESSIONS
        from regie.planning.priority_sessions.threads import announce

        add_page("priority_session", "priority_sessions:list", VIEW_SESSIONS, progress)
        add_tab(
            CHOOSING, "sessions", _("Sessies"), "priority_sessions:list", VIEW_SESSIONS, order=20
        )
        announce()
        describe(
            {
                "priority_sessions.make": _("zette een prioriteitensessie klaar"),
                "priority_sessions.change": _("veranderde een prioriteitensessie"),
                "priority_sessions.open": _("opende een prioriteitensessie"),
                "priority_sessions.close": _("sloot een prioriteitensessie"),
                "priority_sessions.reopen": _("opende een prioriteitensessie opnieuw"),
                "priority_sessions.add_candidates": _("zette kandidaten op de longlist"),
                "priority_sessions.write_candidate": _("schreef bij een kandidaat"),
                "priority_sessions.order_candidates": _("veranderde de volgorde van de longlist"),
                "priority_sessions.merge_candidates": _("voegde kandidaten samen"),
                "priority_sessions.split_candidate": _("splitste een kandidaat"),
                "priority_sessions.leave_out": _("liet een kandidaat weg"),
                "priority_sessions.take_back": _("nam een kandidaat terug op de longlist"),
            }
        )
