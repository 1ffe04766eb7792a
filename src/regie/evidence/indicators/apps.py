from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "regie.evidence.indicators"
    label = "indicators"
    verbose_name = "Indicatoren"

    def ready(self) -> None:
        """Say this room's actions in words, for the logbook."""
        from regie.evidence.indicators.models import VERBS
        from regie.foundation.records.verbs import describe

        describe(VERBS)
