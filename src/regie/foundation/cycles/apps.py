from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CyclesConfig(AppConfig):
    name = "regie.foundation.cycles"
    label = "cycles"
    verbose_name = "Beleidscyclus"

    def ready(self) -> None:
        from regie.foundation.access.strips import CYCLE, add_tab, name_strip
        from regie.foundation.cycles.permissions import VIEW_CYCLE
        from regie.foundation.records.verbs import describe

        name_strip(CYCLE, _("Pad, planning en kalender"))
        add_tab(CYCLE, "path", _("Het pad"), "cycles:cycle", VIEW_CYCLE, order=10)
        describe(
            {
                "cycles.start_cycle": _("startte de beleidscyclus"),
                "cycles.move_to_step": _("zette de cyclus op een andere stap"),
                "cycles.skip_step": _("sloeg een stap van de cyclus over"),
                "cycles.extend_cycle": _("verlengde de beleidscyclus"),
                "cycles.want_decision": _("koos de maand van het raadsbesluit"),
                "cycles.rename": _("gaf een veld of thema een andere naam"),
                "cycles.add_theme": _("voegde een eigen thema toe"),
                "cycles.add_lesson": _("schreef een les van de vorige periode op"),
                "cycles.withdraw_lesson": _("trok een les in"),
            }
        )
