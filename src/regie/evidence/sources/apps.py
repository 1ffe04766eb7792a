from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    name = "regie.evidence.sources"
    label = "sources"
    verbose_name = "Gegevens"

    def ready(self) -> None:
        from regie.evidence.sources.permissions import VIEW_DELIVERIES
        from regie.foundation.access.strips import DATA, add_tab, name_strip
        from regie.foundation.records.verbs import describe

        name_strip(DATA, _("Onderdelen van Gegevens"))
        add_tab(DATA, "sources", _("Leveringen"), "sources:deliveries", VIEW_DELIVERIES, order=10)
        describe(
            {
                "sources.receive_upload": _("leverde een bestand aan"),
                "sources.import_delivery": _("las een levering in"),
                "sources.refuse": _("weigerde een levering"),
            }
        )
