from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalysesConfig(AppConfig):
    name = "regie.evidence.analyses"
    label = "analyses"
    verbose_name = "Veiligheidsanalyse"

    def ready(self) -> None:
        from regie.evidence.analyses.permissions import VIEW_ANALYSES
        from regie.evidence.analyses.progress import analysis_progress
        from regie.foundation.access.strips import PICTURE, add_tab
        from regie.foundation.cycles.path import add_page
        from regie.foundation.records.verbs import describe

        add_tab(PICTURE, "analyses", _("Analyse"), "analyses:list", VIEW_ANALYSES, order=60)
        add_page("safety_analysis", "analyses:list", VIEW_ANALYSES, analysis_progress)
        describe(
            {
                "analyses.create": _("begon een veiligheidsanalyse"),
                "analyses.write_scope": _("stelde de reikwijdte van de veiligheidsanalyse vast"),
                "analyses.choose_findings": _("koos de bevindingen van de veiligheidsanalyse"),
                "analyses.write_texts": _("schreef aan de tekst van de veiligheidsanalyse"),
                "analyses.remark": _("maakte een opmerking bij de veiligheidsanalyse"),
                "analyses.send": _("gaf de veiligheidsanalyse ter controle"),
                "analyses.return": _("haalde de veiligheidsanalyse terug als concept"),
                "analyses.publish": _("publiceerde de veiligheidsanalyse"),
                "analyses.withdraw": _("trok de veiligheidsanalyse in"),
            }
        )
