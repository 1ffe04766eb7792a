from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationsConfig(AppConfig):
    name = "regie.presentation.publications"
    label = "publications"
    verbose_name = "Documenten"

    def ready(self) -> None:
        from regie.foundation.access.strips import PLAN, add_tab
        from regie.planning.plans.permissions import VIEW_PLAN
        from regie.presentation.publications.kinds import KINDS
        from regie.ui.paper_forms import add_form

        for kind in KINDS:
            route = f"publications:{kind.code}"
            add_form(kind.code, _("PDF"), route, form="pdf")
            add_form(kind.code, _("Word"), route, form="word")
            add_form(kind.code, _("OpenDocument (ODT)"), route, form="odt")
            add_form(kind.code, _("Webpagina (HTML)"), route, form="html")
        add_form("analysis", _("Presentatie (PDF)"), "publications:analysis_slides", form="pdf")
        add_tab(PLAN, "papers", _("Documenten"), "publications:papers", VIEW_PLAN, order=80)
