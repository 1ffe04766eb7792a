from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssignmentsConfig(AppConfig):
    name = "regie.planning.assignments"
    label = "assignments"
    verbose_name = "Opdracht"

    def ready(self) -> None:
        from regie.foundation.cycles.path import add_page
        from regie.foundation.records.verbs import describe
        from regie.planning.assignments.permissions import VIEW_ASSIGNMENT
        from regie.planning.assignments.queries import progress

        add_page("assignment", "assignments:assignment", VIEW_ASSIGNMENT, progress)
        describe({"assignments.record": _("legde de opdracht voor het veiligheidsplan vast")})
