from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationsConfig(AppConfig):
    name = "regie.presentation.publications"
    label = "publications"
    verbose_name = "Documenten"

    def ready(self) -> None:
        from regie.presentation.publications.kinds import KINDS
        from regie.ui.paper_forms import add_form

        for kind in KINDS:
            route = f"publications:{kind.code}"
            add_form(kind.code, _("PDF"), route, form="pdf")
            add_form(kind.code, _("Word"), route, form="word")
            add_form(kind.code, _("OpenDocument (ODT)"), route, form="odt")
            add_form(kind.code, _("Webpagina (HTML)"), route, form="html")
