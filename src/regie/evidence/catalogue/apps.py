from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "regie.evidence.catalogue"
    label = "catalogue"
    verbose_name = "Catalogus"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say the verbs of this room in words."""
        from regie.foundation.records.verbs import describe

        describe({"catalogue.fetch": _("haalde op")})
