from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FindingsConfig(AppConfig):
    name = "regie.evidence.findings"
    label = "findings"
    verbose_name = "Bevindingen"

    def ready(self) -> None:
        from regie.evidence.findings.permissions import VIEW_FINDINGS
        from regie.evidence.findings.refreshing import on_recomputed
        from regie.evidence.signals.events import recomputed
        from regie.foundation.access.strips import PICTURE, add_tab
        from regie.foundation.records.verbs import describe

        add_tab(PICTURE, "findings", _("Bevindingen"), "findings:list", VIEW_FINDINGS, order=50)
        recomputed.connect(on_recomputed, dispatch_uid="findings.refresh")
        describe(
            {
                "findings.refresh": _("werkte de kandidaat-bevindingen bij"),
                "findings.confirm": _("bevestigde een bevinding"),
                "findings.reject": _("wees een bevinding af"),
                "findings.reject_many": _("wees bevindingen af"),
                "findings.merge": _("voegde een bevinding samen met een andere"),
                "findings.unmerge": _("maakte een samengevoegde bevinding weer los"),
                "findings.reopen": _("opende een bevinding opnieuw"),
                "findings.accept_news": _("nam nieuwe cijfers over in een bevinding"),
                "findings.accept_numbers": _("nam nieuwe cijfers met dezelfde conclusie over"),
                "findings.write_story": _("schreef het verhaal bij een bevinding"),
                "findings.link": _("koos welke straatkennis bij een bevinding hoort"),
                "findings.add_own": _("schreef een eigen bevinding"),
            }
        )
