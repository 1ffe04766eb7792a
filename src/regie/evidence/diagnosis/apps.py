from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiagnosisConfig(AppConfig):
    name = "regie.evidence.diagnosis"
    label = "diagnosis"
    verbose_name = "Veiligheidsbeeld"

    def ready(self) -> None:
        from regie.evidence.diagnosis.permissions import VIEW_PICTURE
        from regie.foundation.access.strips import PICTURE, add_tab, name_strip

        name_strip(PICTURE, _("Onderdelen van het veiligheidsbeeld"))
        add_tab(PICTURE, "diagnosis", _("Het beeld"), "diagnosis:picture", VIEW_PICTURE, order=10)
