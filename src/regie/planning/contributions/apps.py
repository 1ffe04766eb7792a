from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContributionsConfig(AppConfig):
    name = "regie.planning.contributions"
    label = "contributions"
    verbose_name = "Inbreng"

    def ready(self) -> None:
        from regie.foundation.records.verbs import describe
        from regie.planning.contributions import beneath, threads
        from regie.planning.contributions.pages import contributions_part, people_part
        from regie.planning.priority_sessions.parts import add_part

        add_part("people", people_part, order=30)
        add_part("contributions", contributions_part, order=90)
        beneath.announce()
        threads.announce()
        describe(
            {
                "contributions.join": _("deed mee aan een sessie"),
                "contributions.change_group": _("koos een andere groep"),
                "contributions.bring_in": _("bracht iets in"),
                "contributions.withdraw_contribution": _("trok een inbreng in"),
                "contributions.answer": _("schreef wat met een inbreng is gedaan"),
                "priority_sessions.remove_participant": _("haalde een deelnemer uit een sessie"),
            }
        )
