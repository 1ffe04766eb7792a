from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignalsConfig(AppConfig):
    name = "regie.evidence.signals"
    label = "signals"
    verbose_name = "Signalen"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from regie.evidence.methods.models import MethodChoice, PeerSwap
        from regie.evidence.signals import receivers
        from regie.evidence.signals.permissions import VIEW_SIGNALS
        from regie.evidence.sources.signals import put_to_use
        from regie.foundation.access.strips import PICTURE, add_tab
        from regie.foundation.records.verbs import describe

        put_to_use.connect(receivers.keep_watch)
        for model in (MethodChoice, PeerSwap):
            post_save.connect(receivers.follow_choice, sender=model)
        add_tab(PICTURE, "signals", _("Signalen"), "signals:overview", VIEW_SIGNALS, order=20)
        describe({"signals.recompute": _("berekende signalen opnieuw")})
