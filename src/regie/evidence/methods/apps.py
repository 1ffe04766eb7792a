from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MethodsConfig(AppConfig):
    name = "regie.evidence.methods"
    label = "methods"
    verbose_name = "Rekenwijze"

    def ready(self) -> None:
        """Say this room's actions in words, for the logbook."""
        from regie.evidence.methods.permissions import VIEW_METHODS
        from regie.foundation.access.strips import PICTURE, add_tab
        from regie.foundation.records.verbs import describe

        add_tab(PICTURE, "methods", _("Rekenwijze"), "methods:settings", VIEW_METHODS, order=70)
        describe(
            {
                "methods.choose": _("veranderde een instelling van de rekenwijze"),
                "methods.reset": _("zette een instelling terug op de standaard"),
                "methods.estimate": _("liet schommeling en spreiding schatten"),
                "methods.swap_peer": _("wisselde een vergelijkbare gemeente"),
                "methods.end_swap": _("maakte een wissel ongedaan"),
            }
        )
