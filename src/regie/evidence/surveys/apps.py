from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "regie.evidence.surveys"
    label = "surveys"
    verbose_name = "Enquêtes"

    def ready(self) -> None:
        from regie.evidence.surveys.permissions import VIEW_SURVEYS
        from regie.evidence.surveys.progress import participation_progress
        from regie.foundation.access.strips import PICTURE, add_tab
        from regie.foundation.cycles.path import add_page
        from regie.foundation.records.verbs import describe

        add_tab(PICTURE, "surveys", _("Enquêtes"), "surveys:overview", VIEW_SURVEYS, order=40)
        add_page("participation", "surveys:overview", VIEW_SURVEYS, participation_progress)
        describe(
            {
                "surveys.save": _("bewaarde een enquête"),
                "surveys.replace": _("verving een enquête"),
                "surveys.describe": _("veranderde de gegevens van een enquête"),
                "surveys.withdraw": _("trok een enquête in"),
            }
        )
