from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanDecisionsConfig(AppConfig):
    name = "regie.planning.plan_decisions"
    label = "plan_decisions"
    verbose_name = _("Besluiten over het plan")

    def ready(self) -> None:
        from regie.foundation.records.verbs import describe

        describe(
            {
                "plan_decisions.offer": _("bood het plan aan de partners aan"),
                "plan_decisions.answer": _("antwoordde als partner op het plan"),
                "plan_decisions.to_management": _("gaf het plan aan het managementteam"),
                "plan_decisions.to_executive": _("gaf het plan aan het college"),
                "plan_decisions.to_triangle": _("legde vast dat het college akkoord is"),
                "plan_decisions.to_council": _("bracht het plan naar de raad"),
                "plan_decisions.send_back": _("stuurde het plan terug"),
                "plan_decisions.take_back": _("haalde het plan terug"),
                "plan_decisions.adopt": _("legde vast dat de raad het plan vaststelde"),
                "plan_decisions.supersede": _("liet een nieuw plan het vorige opvolgen"),
                "plan_decisions.publish": _("legde de bekendmaking van het plan vast"),
                "plan_decisions.extend": _("verlengde het plan"),
                "plan_decisions.withdraw": _("trok het plan in"),
                "plan_decisions.write_council_words": _("vulde het raadsvoorstel aan"),
                "plan_decisions.propose": _("schreef een amendement"),
                "plan_decisions.write_amendment": _("veranderde een amendement"),
                "plan_decisions.decide_amendment": _("legde de uitkomst van een amendement vast"),
            }
        )
