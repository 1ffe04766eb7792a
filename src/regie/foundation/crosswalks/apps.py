from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrosswalksConfig(AppConfig):
    name = "regie.foundation.crosswalks"
    label = "crosswalks"
    verbose_name = "Gebiedsovergangen"

    def ready(self) -> None:
        from regie.foundation.records.verbs import describe

        describe(
            {
                "crosswalks.register_addresses": _("bewaarde de adressen van een jaar"),
                "crosswalks.register_ledger": _("bewaarde het register van herindelingen"),
                "crosswalks.register_flags": _("bewaarde welke gebieden zijn veranderd"),
                "crosswalks.keep_outlines": _("bewaarde de volledige grenzen"),
            }
        )
