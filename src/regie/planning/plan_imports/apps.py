from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanImportsConfig(AppConfig):
    name = "regie.planning.plan_imports"
    label = "plan_imports"
    verbose_name = "Bestaand plan"

    def ready(self) -> None:
        from regie.foundation.access.strips import PLAN, add_tab
        from regie.foundation.records.verbs import describe
        from regie.planning.plan_imports.permissions import IMPORT_PLAN

        add_tab(PLAN, "imports", _("Bestaand plan"), "plan_imports:home", IMPORT_PLAN, order=90)
        describe(
            {
                "plan_imports.receive": _("leverde een bestaand plan aan"),
                "plan_imports.read": _("las een bestaand plan"),
                "plan_imports.refuse": _("kon een bestaand plan niet lezen"),
                "plan_imports.sort": _("sorteerde delen van een bestaand plan"),
                "plan_imports.merge": _("voegde delen van een bestaand plan samen"),
                "plan_imports.split": _("splitste een deel van een bestaand plan"),
                "plan_imports.edit": _("veranderde een deel van een bestaand plan"),
                "plan_imports.blank": _("haalde gegevens over personen uit een bestaand plan"),
                "plan_imports.judge": _("beoordeelde een doel uit een bestaand plan"),
                "plan_imports.choose": _("koos het cijfer van een doel uit een bestaand plan"),
                "plan_imports.correct": _("verbeterde een doel uit een bestaand plan"),
                "plan_imports.take_over": _("nam een bestaand plan over"),
                "plan_imports.discard": _("gooide een bestaand plan weg"),
            }
        )
