from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    name = "regie.evidence.sources"
    label = "sources"
    verbose_name = "Gegevens"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from regie.foundation.records.verbs import describe

        describe(
            {
                "sources.receive_upload": _("leverde een bestand aan"),
                "sources.import_delivery": _("las een levering in"),
                "sources.refuse": _("weigerde een levering"),
            }
        )
