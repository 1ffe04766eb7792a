"""The forms of who leads the rounds; a ballot is no form of Django (`ballots.py`)."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from regie.evidence.findings.acting import words_field
from regie.planning.rounds import rules
from regie.planning.rounds.models import Round, RoundForm
from regie.planning.rounds.services import Plan

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

EXPLAINED = (
    (RoundForm.POINTS, _("Punten verdelen: snel, ieder heeft er vijf")),
    (RoundForm.PAIRWISE, _("Twee aan twee vergelijken: als kiezen lastig is")),
    (RoundForm.RANKING, _("Op volgorde zetten: bij een korte lijst")),
    (RoundForm.SCORING, _("Scores per criterium: grondig, kost tijd")),
    (RoundForm.WEIGHTS, _("Criteria wegen: hoe zwaar telt wat?")),
    (RoundForm.APPROVAL, _("Aankruisen: de slotronde, ten hoogste vijf")),
    (RoundForm.TIERS, _("Indelen in drie niveaus: prioriteit, strategisch, going concern")),
)


def _number(
    label: "_StrPromise", most: int, least: int = 1, help_text: "str | _StrPromise" = ""
) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, required=False, help_text=help_text
    )


class RoundPlanForm(forms.Form):
    """What is asked, in which form, and for how long."""

    form = forms.ChoiceField(label=_("Hoe stemmen de deelnemers?"), choices=EXPLAINED)
    question = words_field(
        _("Welke vraag lezen zij?"),
        longest=200,
        help_text=_("Bijvoorbeeld: waarop moet de gemeente de komende vier jaar inzetten?"),
    )
    minutes = _number(
        _("Na hoeveel minuten sluit de ronde vanzelf?"),
        rules.MOST_MINUTES,
        help_text=_("Leeg: u sluit de ronde zelf."),
    )
    points = _number(_("Hoeveel punten heeft ieder?"), rules.MOST_POINTS)
    most = _number(_("Hoeveel mag ieder er aankruisen?"), rules.MOST_PLACES)
    pairs = _number(_("Hoeveel tweetallen ziet ieder?"), rules.MOST_PAIRS, least=rules.FEWEST_PAIRS)
    places = _number(
        _("Hoeveel onderwerpen kunnen er worden gekozen?"),
        rules.MOST_PLACES,
        help_text=_("Leeg: vijf."),
    )
    open_ballot = forms.BooleanField(
        label=_("Open stemming: bij de uitslag staat wie wat stemde"),
        required=False,
        help_text=_("Deelnemers lezen dit voordat zij stemmen."),
    )

    EXTRA = ("points", "most", "pairs", "places")

    def __init__(self, data: QueryDict | None, item: Round | None, *, open_ballot: bool) -> None:
        known: dict[str, Any] = {"open_ballot": open_ballot}
        if item is not None:
            columns = ("form", "question", "open_ballot")
            known = {**item.settings, **{name: getattr(item, name) for name in columns}}
        super().__init__(data, initial=known)

    def extra(self) -> list[forms.BoundField]:
        """The settings that belong to one form of voting, for under a disclosure."""
        return [self[name] for name in self.EXTRA]

    def plan(self) -> Plan:
        """What was asked for."""
        given = self.cleaned_data
        return Plan(
            form=given["form"],
            question=given["question"],
            open_ballot=given["open_ballot"],
            minutes=given["minutes"],
            settings={name: given[name] for name in self.EXTRA if given[name]},
        )


class ReasonForm(forms.Form):
    """Why a round opens again."""

    reason = words_field(_("Waarom gaat de ronde weer open?"), longest=300)
