from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "regie.evidence.catalogue"
    label = "catalogue"
    verbose_name = "Catalogus"

    def ready(self) -> None:
        from regie.evidence.catalogue.permissions import VIEW_CATALOGUE
        from regie.foundation.access.strips import DATA, add_tab
        from regie.foundation.records.verbs import describe

        add_tab(DATA, "catalogue", _("Catalogus"), "catalogue:overview", VIEW_CATALOGUE, order=20)
        describe(
            {
                "catalogue.fetch": _("haalde een tabel op en nam die in gebruik"),
                "catalogue.request_fetch": _("vroeg een openbare tabel op"),
                "catalogue.end_fetch": _("was klaar met ophalen"),
                "catalogue.refuse_fetch": _("kon een tabel niet ophalen"),
                "catalogue.subscribe": _("zette een tabel op het rooster"),
                "catalogue.unsubscribe": _("haalde een tabel van het rooster"),
                "catalogue.look": _("keek in de catalogus van"),
            }
        )
