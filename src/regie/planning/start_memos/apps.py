from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StartMemosConfig(AppConfig):
    name = "regie.planning.start_memos"
    label = "start_memos"
    verbose_name = "Startnotitie"

    def ready(self) -> None:
        from regie.foundation.cycles.path import Reading, add_pages
        from regie.foundation.records.verbs import describe
        from regie.planning.start_memos.permissions import VIEW_MEMO
        from regie.planning.start_memos.queries import memo_along, progress
        from regie.planning.start_memos.threads import announce

        steps = ("start_memo", "start_memo_council")
        reading = Reading(progress, memo_along)
        add_pages(dict.fromkeys(steps, "start_memos:memo"), VIEW_MEMO, reading)
        announce()
        describe(
            {
                "start_memos.create": _("begon de startnotitie"),
                "start_memos.write": _("schreef aan de startnotitie"),
                "start_memos.send": _("gaf de startnotitie aan het college"),
                "start_memos.put": _("legde vast dat het college de startnotitie voorlegt"),
                "start_memos.adopt": _("legde vast dat de raad de startnotitie vaststelde"),
                "start_memos.note": _("legde vast dat de raad kennis nam van de startnotitie"),
                "start_memos.return": _("gaf de startnotitie terug"),
                "start_memos.remark": _("gaf een reactie op de startnotitie"),
                "start_memos.reply": _("antwoordde op een reactie op de startnotitie"),
            }
        )
