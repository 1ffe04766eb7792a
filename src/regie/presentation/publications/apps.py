from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationsConfig(AppConfig):
    name = "regie.presentation.publications"
    label = "publications"
    verbose_name = "Documenten"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from regie.evidence.analyses.models import FrozenEdition
        from regie.foundation.access.strips import PLAN, add_tab
        from regie.foundation.records.verbs import describe
        from regie.planning.plan_decisions.models import PlanEdition, Publication
        from regie.planning.plans.permissions import VIEW_PLAN
        from regie.presentation.publications import receivers
        from regie.presentation.publications.kinds import KINDS
        from regie.ui.paper_forms import add_form

        for kind in KINDS:
            route = f"publications:{kind.code}"
            add_form(kind.code, _("PDF"), route, form="pdf")
            add_form(kind.code, _("Word"), route, form="word")
            add_form(kind.code, _("OpenDocument (ODT)"), route, form="odt")
            add_form(kind.code, _("Webpagina (HTML)"), route, form="html")
        add_form("analysis", _("Presentatie (PDF)"), "publications:analysis_slides", form="pdf")
        add_form("analysis", _("Alle documenten"), "publications:analysis_documents")
        add_tab(PLAN, "papers", _("Documenten"), "publications:papers", VIEW_PLAN, order=80)
        post_save.connect(receivers.print_plan, PlanEdition, dispatch_uid="print_plan")
        post_save.connect(receivers.print_again, Publication, dispatch_uid="print_again")
        post_save.connect(receivers.print_analysis, FrozenEdition, dispatch_uid="print_analysis")
        describe(
            {
                "publications.fail": _("kreeg een document niet gemaakt"),
                "publications.again": _("vroeg een document opnieuw aan"),
            }
        )
