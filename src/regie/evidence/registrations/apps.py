from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationsConfig(AppConfig):
    name = "regie.evidence.registrations"
    label = "registrations"
    verbose_name = "Registraties"

    def ready(self) -> None:
        from regie.evidence.series.permissions import VIEW_SERIES
        from regie.foundation.access.strips import DATA, add_tab
        from regie.foundation.records.verbs import describe

        add_tab(
            DATA, "registrations", _("Registraties"), "registrations:home", VIEW_SERIES, order=30
        )
        describe(
            {
                "registrations.receive": _("leverde een bestand van een partner aan"),
                "registrations.correct": _("paste de kolommen aan van"),
                "registrations.store": _("sloeg de tellingen op van"),
                "registrations.refuse": _("weigerde het bestand van"),
                "registrations.withdraw": _("stopte met het bestand van"),
                "registrations.take_back": _("draaide de tellingen terug van"),
            }
        )
