from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StreetKnowledgeConfig(AppConfig):
    name = "regie.evidence.street_knowledge"
    label = "street_knowledge"
    verbose_name = "Straatkennis"

    def ready(self) -> None:
        from regie.evidence.street_knowledge.permissions import VIEW_STREET
        from regie.foundation.access.strips import PICTURE, add_tab
        from regie.foundation.records.verbs import describe

        add_tab(
            PICTURE,
            "street_knowledge",
            _("Straatkennis"),
            "street_knowledge:overview",
            VIEW_STREET,
            order=30,
        )
        describe(
            {
                "street_knowledge.bring": _("bracht straatkennis in"),
                "street_knowledge.change": _("veranderde een waarneming"),
                "street_knowledge.accept": _("nam een waarneming op in de analyse"),
                "street_knowledge.give_back": _("gaf een waarneming terug"),
                "street_knowledge.tell": _("schreef op wat met een waarneming is gedaan"),
                "street_knowledge.withdraw": _("trok een waarneming in"),
            }
        )
