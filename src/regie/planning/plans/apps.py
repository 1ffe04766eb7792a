from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "regie.planning.plans"
    label = "plans"
    verbose_name = "Plan"

    def ready(self) -> None:
        from regie.foundation.records.verbs import describe

        describe(
            {
                "plans.begin": _("begon het plan"),
                "plans.describe": _("veranderde titel of periode van het plan"),
                "plans.add_party": _("voegde een gemeente toe aan het plan"),
                "plans.write": _("schreef aan het plan"),
                "plans.add_section": _("voegde een onderdeel toe aan het plan"),
                "plans.rename_section": _("gaf een onderdeel van het plan een andere titel"),
                "plans.move_section": _("verplaatste een onderdeel van het plan"),
                "plans.remove_section": _("haalde een onderdeel uit het plan"),
                "plans.restore_section": _("zette een onderdeel terug in het plan"),
                "plans.follow_priorities": _("gaf prioriteiten een onderdeel in het plan"),
                "plans.write_logic": _("schreef aan de beleidstheorie"),
                "plans.move_logic": _("verplaatste een regel van de beleidstheorie"),
                "plans.remove_logic": _("haalde een regel uit de beleidstheorie"),
                "plans.write_means": _("schreef geld of mensen in het plan"),
                "plans.remove_means": _("haalde geld of mensen uit het plan"),
            }
        )
