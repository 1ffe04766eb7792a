"""The forms of the start memo: one question at a time, decisions, remarks and replies."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.findings.acting import no_persons, words_field
from regie.foundation.accounts.languages import chosen
from regie.planning.start_memos import rules
from regie.planning.start_memos.models import Answer, Outcome, ReplyOutcome
from regie.policy.start_memo import QuestionItem
from regie.ui.forms import DayInput

Pairs = list[tuple[str, str]]
NONE = "none"
"""The choice of a council that did not choose."""


def choices_of(item: QuestionItem) -> Pairs:
    """Code and name of each choice, in the reader's language."""
    return [(choice.code, chosen(choice.name, choice.name_en)) for choice in item.choices]


class AnswerForm(forms.Form):
    """The answer to one question; `seen` is the version that was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    choice = forms.ChoiceField(label=gettext_lazy("Wat stelt u voor?"), widget=forms.RadioSelect)
    text = words_field("", longest=rules.LONGEST, rows=8)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        item: QuestionItem,
        answer: Answer | None,
        *,
        text: str = "",
    ) -> None:
        known = answer.text if answer else ""
        initial = {
            "seen": answer.number if answer else 0,
            "choice": answer.choice if answer else "",
            "text": text or known,
        }
        super().__init__(data, initial=initial, use_required_attribute=False)
        why = _("Waarom stelt u dit voor?") if item.choices else _("Uw antwoord")
        self.fields["text"].label = why
        if not item.choices:
            del self.fields["choice"]
        elif isinstance(field := self.fields["choice"], forms.ChoiceField):
            field.choices = choices_of(item)


class DecisionForm(forms.Form):
    """When a body decided, and under which number."""

    day = forms.DateField(label=gettext_lazy("Op welke dag is besloten?"), widget=DayInput())
    number = forms.CharField(
        label=gettext_lazy("Besluitnummer"),
        max_length=60,
        required=False,
        validators=[no_persons],
        help_text=gettext_lazy("Het nummer op de besluitenlijst. Mag leeg blijven."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"day": localdate()}, use_required_attribute=False)

    def clean_day(self) -> date:
        """A decision was taken today or before."""
        day: date = self.cleaned_data["day"]
        if sentence := rules.day_refusal(day, localdate()):
            raise forms.ValidationError(_(sentence))
        return day


class CouncilForm(DecisionForm):
    """What the council decided, with its answer to each question it was asked."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Wat deed de raad?"),
        choices=[
            (Outcome.ADOPTED, gettext_lazy("De raad stelde de startnotitie vast")),
            (Outcome.NOTED, gettext_lazy("De raad nam alleen kennis van de startnotitie")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        items: Sequence[QuestionItem],
        proposed: Mapping[str, str],
    ) -> None:
        super().__init__(data)
        self.order_fields(["outcome", "day", "number"])
        self.items = items
        for item in items:
            pairs = choices_of(item)
            put = dict(pairs).get(proposed.get(item.code, ""), "")
            self.fields[f"choice-{item.code}"] = forms.ChoiceField(
                label=chosen(item.question, item.question_en),
                choices=[*pairs, (NONE, _("De raad koos hierin niet"))],
                initial=proposed.get(item.code) or NONE,
                widget=forms.RadioSelect,
                help_text=_("Voorstel van het college: %(choice)s.") % {"choice": put}
                if put
                else "",
            )
            label = _("Wat zei de raad hierbij?")
            self.fields[f"text-{item.code}"] = words_field(
                label, longest=1000, rows=2, required=False
            )

    def rows(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        """The name and the two fields of each question."""
        for item in self.items:
            name = chosen(item.name, item.name_en)
            yield name, self[f"choice-{item.code}"], self[f"text-{item.code}"]

    def answers(self) -> dict[str, dict[str, str]]:
        """What the council answered, by question."""
        said = self.cleaned_data
        found = {}
        for item in self.items:
            choice = said[f"choice-{item.code}"]
            words = {"choice": "" if choice == NONE else choice, "text": said[f"text-{item.code}"]}
            found[item.code] = words
        return found


class RemarkForm(forms.Form):
    """What a council member says about one question."""

    text = words_field(gettext_lazy("Uw reactie"), longest=1000, rows=3)

    def __init__(self, data: Mapping[str, Any] | None, code: str, text: str = "") -> None:
        super().__init__(data, initial={"text": text}, auto_id=f"id_%s_{code}")


class ReplyForm(forms.Form):
    """What the coordinator does with a remark."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Wat is ermee gedaan?"),
        choices=ReplyOutcome.choices,
        widget=forms.RadioSelect,
    )
    text = words_field(
        gettext_lazy("Uw antwoord"),
        longest=1000,
        rows=3,
        help_text=gettext_lazy("Het raadslid en alle andere lezers zien dit antwoord."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, initial: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), use_required_attribute=False)
