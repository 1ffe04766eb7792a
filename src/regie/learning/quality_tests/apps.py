from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QualityTestsConfig(AppConfig):
    name = "regie.learning.quality_tests"
    label = "quality_tests"
    verbose_name = "Plantoets"

    def ready(self) -> None:
        from regie.foundation.access.strips import PLAN, add_tab
        from regie.foundation.records.verbs import describe
        from regie.learning.quality_tests.permissions import VIEW_TESTS

        add_tab(PLAN, "quality", _("Plantoets"), "quality_tests:list", VIEW_TESTS, order=90)
        describe(
            {
                "quality_tests.begin": _("begon een toets van het plan"),
                "quality_tests.answer": _("beantwoordde vragen van de plantoets"),
                "quality_tests.take_over": _("nam antwoorden van Regie over in de plantoets"),
                "quality_tests.finish": _("rondde een toets van het plan af"),
                "quality_tests.stop": _("stopte een toets van het plan"),
            }
        )
