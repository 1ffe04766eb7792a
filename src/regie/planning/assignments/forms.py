"""The form of the assignment. Personal data are refused here, so that a text is never lost."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.findings.acting import words_field
from regie.planning.assignments import rules
from regie.planning.assignments.models import Assignment
from regie.planning.assignments.services import Words, token_of
from regie.ui.forms import DayInput

FIELDS = ("given_by", "asked", "day", "number", "lead")


class AssignmentForm(forms.Form):
    """Who asked what, when, under which number, and who leads."""

    given_by = forms.ChoiceField(
        label=gettext_lazy("Wie gaf de opdracht?"),
        choices=Assignment.Body.choices,
        widget=forms.RadioSelect,
    )
    asked = words_field(
        gettext_lazy("Wat is gevraagd?"),
        longest=1000,
        rows=4,
        help_text=gettext_lazy("Bijvoorbeeld: maak een plan voor 2027–2030, met de raad samen."),
    )
    day = forms.DateField(label=gettext_lazy("Op welke dag?"), widget=DayInput)
    number = words_field(
        gettext_lazy("Besluitnummer"),
        longest=60,
        required=False,
        help_text=gettext_lazy("Het nummer op de besluitenlijst. Mag leeg blijven."),
    )
    lead = words_field(
        gettext_lazy("Wie leidt het werk?"),
        longest=120,
        help_text=gettext_lazy("Noem een functie, geen naam."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None, item: Assignment | None) -> None:
        first: dict[str, Any] = {"given_by": rules.MAYOR, "lead": _("De veiligheidscoördinator")}
        if item is not None:
            first = {name: getattr(item, name) for name in FIELDS}
        super().__init__(data, initial={**first, "seen": token_of(item)})

    def clean_day(self) -> date:
        """Today or before."""
        day: date = self.cleaned_data["day"]
        if day > localdate():
            raise forms.ValidationError(_(rules.IN_FUTURE))
        return day

    def words(self) -> Words:
        """What `services.record` asks."""
        said = self.cleaned_data
        return {
            "given_by": said["given_by"],
            "asked": said["asked"],
            "day": said["day"],
            "number": said["number"],
            "lead": said["lead"],
        }
