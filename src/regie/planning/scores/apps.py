from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScoresConfig(AppConfig):
    name = "regie.planning.scores"
    label = "scores"
    verbose_name = "Scores"

    def ready(self) -> None:
        from regie.foundation.records.verbs import describe
        from regie.planning.priority_sessions.events import longlist_changed
        from regie.planning.priority_sessions.parts import add_part
        from regie.planning.scores.pages import part
        from regie.planning.scores.services import on_longlist_changed

        add_part("scores", part, order=20)
        longlist_changed.connect(on_longlist_changed, dispatch_uid="scores.propose")
        describe(
            {
                "scores.judge": _("gaf scores met een reden"),
                "scores.add_criterion": _("voegde een criterium toe"),
                "scores.change_criterion": _("veranderde een criterium"),
                "scores.remove_criterion": _("haalde een criterium weg"),
            }
        )
