from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    name = "regie.learning.evaluation"
    label = "evaluation"
    verbose_name = "Evaluatie"

    def ready(self) -> None:
        from regie.foundation.cycles.path import Reading, add_pages
        from regie.foundation.records.verbs import describe
        from regie.learning.evaluation import nodes, queries
        from regie.learning.evaluation.permissions import VIEW_EVALUATIONS

        routes = dict.fromkeys(("previous_evaluation", "final_evaluation"), "evaluation:list")
        reading = Reading(queries.progress, queries.evaluations_along)
        add_pages(routes, VIEW_EVALUATIONS, reading)
        nodes.announce()
        describe(
            {
                "evaluation.create": _("begon een evaluatie van een plan"),
                "evaluation.answer": _("beantwoordde vragen van de evaluatie"),
                "evaluation.add_goal": _("zette een oud doel in de evaluatie"),
                "evaluation.change_goal": _("schreef op wat van een oud doel kwam"),
                "evaluation.remove_goal": _("haalde een oud doel uit de evaluatie"),
                "evaluation.give_view": _("gaf een eigen kijk bij de evaluatie"),
                "evaluation.share": _("deelde de evaluatie met partners en raad"),
                "evaluation.return": _("haalde de evaluatie terug als concept"),
                "evaluation.conclude": _("rondde de evaluatie af"),
                "evaluation.withdraw": _("trok de evaluatie in"),
            }
        )
