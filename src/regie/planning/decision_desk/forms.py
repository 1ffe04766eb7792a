"""The forms of the way of a plan: what a body decided, answers, the life after it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.findings.acting import no_persons, words_field
from regie.planning.decision_desk.asking import Decided, day_field
from regie.planning.plan_decisions import rules, workflow
from regie.planning.plan_decisions.models import Body, Outcome
from regie.planning.plans import rules as states
from regie.planning.plans.models import SafetyPlan
from regie.ui.forms import DayInput

NUMBERED = frozenset({states.EXECUTIVE, states.COUNCIL})
"""Bodies of which a decision has a number."""


def number_field(*, required: bool) -> forms.CharField:
    """The number of a decision."""
    return forms.CharField(
        label=_("Besluitnummer"),
        max_length=60,
        required=required,
        validators=[no_persons],
        help_text=_("Het nummer op de besluitenlijst."),
    )


class StepForm(Decided):
    """What is written down with a step from this state; `asked` are bodies that are passed over."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, name: str, state: str, asked: Sequence[str]
    ) -> None:
        super().__init__(data, {"day": localdate(), "outcome": Outcome.SENT_BACK})
        if name != workflow.TAKE_BACK and state != states.DRAFT:
            self.fields["day"] = day_field(_("Op welke dag is besloten?"))
            if state in NUMBERED:
                self.fields["number"] = number_field(required=False)
        if name == workflow.SEND_BACK and state == states.COUNCIL:
            self.fields["outcome"] = forms.ChoiceField(
                label=_("Wat deed de raad?"),
                choices=[
                    (Outcome.SENT_BACK, _("De raad wil dat het plan eerst verandert")),
                    (Outcome.REJECTED, _("De raad verwierp het plan")),
                ],
                widget=forms.RadioSelect,
            )
        if asked:
            names = ", ".join(str(Body(body).label) for body in asked)
            label = _("Waarom slaat u over: %(names)s?") % {"names": names}
            self.fields["skip"] = words_field(label, longest=500, rows=2)
        if name in workflow.BACK:
            self.fields["text"] = words_field(_("Waarom gaat het plan terug?"), longest=500, rows=3)
        elif state != states.DRAFT:
            self.fields["text"] = words_field(
                _("Wat is erbij gezegd?"),
                longest=2000,
                rows=3,
                required=False,
                help_text=_told(state),
            )


def _told(state: str) -> str:
    if state == states.TRIANGLE:
        return _("Alleen de burgemeester en de veiligheidscoördinator lezen dit.")
    if state == states.EXECUTIVE:
        return _("De raad leest dit bij het besluit van het college. Mag leeg blijven.")
    return _("Wie aan het plan werkt, leest dit. Mag leeg blijven.")


class AdoptForm(Decided):
    """The decision of the council, with the days between which the plan holds."""

    def __init__(self, data: Mapping[str, Any] | None, plan: SafetyPlan) -> None:
        first = {
            "day": localdate(),
            "valid_from": plan.valid_from,
            "valid_to": plan.valid_to,
        }
        super().__init__(data, first)
        self.fields["day"] = day_field(_("Op welke dag besloot de raad?"))
        self.fields["number"] = number_field(required=True)
        self.fields["valid_from"] = day_field(
            _("Het plan geldt vanaf"),
            help_text=_("Dat mag voor de dag van het besluit liggen. Dat komt vaak voor."),
        )
        self.fields["valid_to"] = day_field(_("Het plan geldt tot en met"))
        self.fields["text"] = words_field(
            _("Wat besloot de raad erbij?"), longest=2000, rows=3, required=False
        )

    def clean(self) -> dict[str, Any]:
        """The plan ends after it begins."""
        said = super().clean() or self.cleaned_data
        first, last = said.get("valid_from"), said.get("valid_to")
        if first and last and last <= first:
            self.add_error("valid_to", _(rules.ENDS_TOO_SOON))
        return said


class AnswerForm(forms.Form):
    """What a partner says of the version that was offered."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Wat vindt uw organisatie?"),
        choices=[
            (Outcome.AGREED, gettext_lazy("Wij zijn akkoord")),
            (Outcome.ADVISED, gettext_lazy("Akkoord, met opmerkingen")),
            (Outcome.NOT_AGREED, gettext_lazy("Wij zijn niet akkoord")),
        ],
        widget=forms.RadioSelect,
    )
    text = words_field(
        gettext_lazy("Wat moet er anders?"),
        longest=2000,
        rows=5,
        required=False,
        help_text=gettext_lazy("Wie aan het plan werkt, leest dit. De raad leest dit niet."),
    )

    def __init__(self, data: Mapping[str, Any] | None) -> None:
        super().__init__(data, use_required_attribute=False)

    def clean(self) -> dict[str, Any]:
        """Without agreement it says what must change."""
        said = super().clean() or self.cleaned_data
        outcome = said.get("outcome")
        if outcome and outcome != Outcome.AGREED and not said.get("text"):
            self.add_error("text", _(rules.NO_WORDS))
        return said


class CouncilWordsForm(forms.Form):
    """What is added to the proposal to the council; what stays empty gets the words of Regie."""

    number = words_field(gettext_lazy("Nummer van het voorstel"), longest=60, required=False)
    meeting = forms.DateField(
        label=gettext_lazy("Dag van de vergadering"), required=False, widget=DayInput()
    )
    holder = words_field(gettext_lazy("Portefeuillehouder"), longest=120, required=False)
    subject = words_field(gettext_lazy("Onderwerp"), longest=200, required=False)
    motivation = words_field(
        gettext_lazy("Waarom dit voorstel?"), longest=2000, rows=4, required=False
    )
    alternatives = words_field(
        gettext_lazy("Wat kan de raad ook kiezen?"), longest=2000, rows=3, required=False
    )
    finances = words_field(gettext_lazy("Wat kost het?"), longest=2000, rows=3, required=False)
    follow_up = words_field(
        gettext_lazy("Hoe gaat het verder?"), longest=2000, rows=3, required=False
    )
    decision = words_field(
        gettext_lazy("Beslispunten"),
        longest=2000,
        rows=4,
        required=False,
        help_text=gettext_lazy("Eén per regel."),
    )
    attachments = words_field(
        gettext_lazy("Bijlagen"),
        longest=2000,
        rows=3,
        required=False,
        help_text=gettext_lazy("Eén per regel."),
    )

    def __init__(self, data: Mapping[str, Any] | None, known: Mapping[str, Any]) -> None:
        first = {
            name: "\n".join(value) if isinstance(value, list) else value
            for name, value in known.items()
        }
        super().__init__(data, initial=first, use_required_attribute=False)

    def written(self) -> dict[str, str]:
        """What was filled in, days as text."""
        said = self.cleaned_data
        day = said["meeting"]
        return {**said, "meeting": day.isoformat() if day else ""}


# --- the life after adoption ----------------------------------------------------------------------


class PublishForm(Decided):
    """When and where a plan was made known, and when the police got it."""

    def __init__(self, data: Mapping[str, Any] | None, first: Mapping[str, Any]) -> None:
        super().__init__(data, {"day": localdate(), **first})
        self.fields["day"] = day_field(_("Op welke dag is het plan bekendgemaakt?"))
        self.fields["place"] = words_field(
            _("Waar?"), longest=200, help_text=_("Bijvoorbeeld het Gemeenteblad, met het nummer.")
        )
        self.fields["police_on"] = day_field(
            _("Op welke dag kreeg de politie het plan?"),
            required=False,
            help_text=_("De politie houdt rekening met de doelen. Mag later."),
        )


class ExtendForm(Decided):
    """A decision of the council to let the plan hold longer."""

    def __init__(self, data: Mapping[str, Any] | None) -> None:
        super().__init__(data, {"day": localdate()})
        self.fields["until"] = day_field(_("Het plan geldt dan tot en met"))
        self.fields["day"] = day_field(_("Op welke dag besloot de raad?"))
        self.fields["number"] = number_field(required=True)
        self.fields["text"] = words_field(_("Waarom geldt het plan langer?"), longest=500, rows=3)


class WithdrawForm(Decided):
    """Why a plan ends; an adopted one by a decision of the council."""

    def __init__(self, data: Mapping[str, Any] | None, *, adopted: bool) -> None:
        super().__init__(data, {"day": localdate()})
        if adopted:
            self.fields["day"] = day_field(_("Op welke dag besloot de raad?"))
            self.fields["number"] = number_field(required=True)
        self.fields["text"] = words_field(_("Waarom vervalt het plan?"), longest=500, rows=3)
