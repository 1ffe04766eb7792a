"""The form with which a visitor of the demonstration chooses a real municipality."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


class RealMunicipalityForm(forms.Form):
    """One of the municipalities about which real figures were imported."""

    def __init__(
        self, data: QueryDict | None = None, *, municipalities: list[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        self.fields["code"] = forms.ChoiceField(label=_("Gemeente"), choices=municipalities)
