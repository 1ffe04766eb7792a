from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "regie.foundation.access"
    label = "access"
    verbose_name = "Rechten"

    def ready(self) -> None:
        from regie.foundation.records.verbs import describe

        describe(
            {
                "access.add_member": _("maakte lid"),
                "access.change_role": _("wijzigde de rol"),
                "access.remove_member": _("beëindigde het lidmaatschap"),
                "access.set_partner": _("wijzigde de organisatie van"),
                "access.invite": _("stuurde een uitnodiging"),
            }
        )
