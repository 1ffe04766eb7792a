from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HouseStylesConfig(AppConfig):
    name = "regie.presentation.house_styles"
    label = "house_styles"
    verbose_name = "Huisstijl"

    def ready(self) -> None:
        from regie.foundation.access.cards import add_card
        from regie.foundation.records.verbs import describe
        from regie.presentation.house_styles.permissions import MANAGE_STYLE

        add_card(
            _("Huisstijl"),
            _("De Word-sjabloon waarin documenten van deze gemeente komen."),
            "house_styles:overview",
            "file-text",
            MANAGE_STYLE,
        )
        describe(
            {
                "house_styles.add": _("voegde een Word-sjabloon toe"),
                "house_styles.choose": _("koos een andere Word-sjabloon"),
                "house_styles.put_aside": _("ging terug naar de gewone opmaak"),
                "house_styles.remove": _("verwijderde een Word-sjabloon"),
            }
        )
