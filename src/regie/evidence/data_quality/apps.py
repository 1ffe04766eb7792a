from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DataQualityConfig(AppConfig):
    name = "regie.evidence.data_quality"
    label = "data_quality"
    verbose_name = "Datakwaliteit"

    def ready(self) -> None:
        from regie.evidence.data_quality import doors
        from regie.evidence.data_quality.permissions import VIEW_QUALITY
        from regie.evidence.sources.doors import add_door
        from regie.foundation.access.strips import DATA, add_tab
        from regie.foundation.records.verbs import describe

        add_tab(
            DATA, "data_quality", _("Datakwaliteit"), "data_quality:desk", VIEW_QUALITY, order=40
        )
        for maker in doors.DOORS:
            add_door(maker)
        describe(
            {
                "data_quality.ask": _("schreef een vraag over gegevens op"),
                "data_quality.mark_asked": _("stelde vragen over gegevens"),
                "data_quality.answer": _("schreef het antwoord op een vraag over gegevens op"),
                "data_quality.drop": _("liet een vraag over gegevens vervallen"),
                "data_quality.reopen": _("opende een vraag over gegevens opnieuw"),
            }
        )
