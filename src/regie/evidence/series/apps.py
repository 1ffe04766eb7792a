from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SeriesConfig(AppConfig):
    name = "regie.evidence.series"
    label = "series"
    verbose_name = "Reeksen"

    def ready(self) -> None:
        from regie.foundation.records.verbs import describe

        describe(
            {
                "series.save_profile": _("bewaarde een kolomprofiel"),
                "series.store_counts": _("sloeg tellingen op"),
                "series.withdraw_counts": _("draaide een levering terug"),
            }
        )
