from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VintagesConfig(AppConfig):
    name = "regie.evidence.vintages"
    label = "vintages"
    verbose_name = "Standen"

    def ready(self) -> None:
        from regie.evidence.sources.doors import add_door
        from regie.evidence.sources.signals import put_to_use
        from regie.evidence.vintages import doors, receivers
        from regie.foundation.records.verbs import describe

        put_to_use.connect(receivers.lay_beside_the_old)
        for maker in doors.DOORS:
            add_door(maker)
        describe({"vintages.compare": _("vergeleek twee standen van een tabel")})
