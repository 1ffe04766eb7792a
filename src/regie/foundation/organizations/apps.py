from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    name = "regie.foundation.organizations"
    label = "organizations"
    verbose_name = "Organisaties"

    def ready(self) -> None:
        from regie.foundation.records.verbs import describe

        describe(
            {
                "organizations.add_municipality": _("voegde de gemeente toe"),
                "organizations.add_partner": _("voegde de organisatie toe"),
            }
        )
