"""What a reader chooses on the pages of the safety picture."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _


class YearsForm(forms.Form):
    """Two classification years to compare."""

    van = forms.ChoiceField(label=_("Van indeling"), required=False)
    tot = forms.ChoiceField(label=_("Naar indeling"), required=False)

    def __init__(self, years: Sequence[int], since: int, until: int) -> None:
        """`years` newest first; the comparison always goes forward."""
        super().__init__(initial={"van": str(since), "tot": str(until)})
        choices = [(str(year), str(year)) for year in years]
        self.fields["van"] = forms.ChoiceField(
            label=self.fields["van"].label, required=False, choices=choices[1:]
        )
        self.fields["tot"] = forms.ChoiceField(
            label=self.fields["tot"].label, required=False, choices=choices[:-1]
        )
