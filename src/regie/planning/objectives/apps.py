from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObjectivesConfig(AppConfig):
    name = "regie.planning.objectives"
    label = "objectives"
    verbose_name = "Doelen"

    def ready(self) -> None:
        from regie.foundation.records.verbs import describe

        describe(
            {
                "objectives.write": _("schreef een doel"),
                "objectives.remove": _("haalde een doel uit het plan"),
                "objectives.restore": _("zette een doel terug in het plan"),
                "objectives.move": _("verplaatste een doel"),
                "objectives.override": _("legde uit waarom kritiek op een doel niet geldt"),
                "objectives.take_back": _("liet kritiek op een doel weer gelden"),
            }
        )
