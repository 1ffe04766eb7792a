from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoundsConfig(AppConfig):
    name = "regie.planning.rounds"
    label = "rounds"
    verbose_name = "Rondes"

    def ready(self) -> None:
        from regie.foundation.records.verbs import describe

        describe(
            {
                "rounds.prepare_round": _("zette een ronde klaar"),
                "rounds.change_round": _("wijzigde een ronde die klaarstaat"),
                "rounds.remove_round": _("nam een ronde weg die klaarstond"),
                "rounds.repeat_round": _("zette dezelfde vraag opnieuw klaar"),
                "rounds.open_round": _("opende een ronde"),
                "rounds.close_round": _("sloot een ronde"),
                "rounds.reopen_round": _("opende een ronde opnieuw"),
                "rounds.show_round": _("toonde de uitslag van een ronde"),
                "rounds.hide_round": _("haalde de uitslag van een ronde van de schermen"),
            }
        )
