"""What every form about a decision asks: the day on which it was taken."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from regie.planning.plan_decisions import rules
from regie.planning.plan_decisions.writing import Words
from regie.ui.forms import DayInput


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A day, in the calendar of the browser."""
    return forms.DateField(label=label, required=required, widget=DayInput(), help_text=help_text)


class Decided(forms.Form):
    """What was decided; with a day it was today or before."""

    def __init__(self, data: Mapping[str, Any] | None, first: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(first), use_required_attribute=False)

    def clean_day(self) -> date:
        """No decision of tomorrow."""
        day: date = self.cleaned_data["day"]
        if sentence := rules.day_refusal(day, localdate()):
            raise forms.ValidationError(_(sentence))
        return day

    def words(self) -> Words:
        """What was filled in, as services ask it."""
        said = self.cleaned_data
        return Words(
            day=said.get("day"),
            **{name: said.get(name, "") for name in ("number", "text", "skip", "outcome")},
        )
