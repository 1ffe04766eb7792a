from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationsConfig(AppConfig):
    name = "regie.presentation.publications"
    label = "publications"
    verbose_name = "Documenten"

    def ready(self) -> None:
        from regie.evidence.analyses.documents import add_document

        add_document("pdf", _("PDF"), "publications:analysis", form="pdf")
        add_document("word", _("Word"), "publications:analysis", form="word")
        add_document("odt", _("OpenDocument (ODT)"), "publications:analysis", form="odt")
