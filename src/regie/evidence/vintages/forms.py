"""The form that chooses what a picture or table shows."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

Choices = list[tuple[str, str]]


class ChoiceForm(forms.Form):
    """What a picture or table shows; a field with nothing to choose from is left out."""

    LABELS = {
        "niveau": _("Niveau"),
        "soort": _("Soort"),
        "gebied": _("Gebied"),
        "jaar": _("Jaar"),
        "met": _("Vergelijk met"),
    }

    def __init__(self, chosen: dict[str, str], offered: dict[str, Choices]) -> None:
        super().__init__(QueryDict("", mutable=True), prefix=None)
        for name, choices in offered.items():
            if len(choices) > 1:
                self.fields[name] = forms.ChoiceField(
                    label=self.LABELS[name], choices=choices, required=False
                )
        self.data = QueryDict("", mutable=True)
        self.data.update({name: chosen.get(name, "") for name in self.fields})
