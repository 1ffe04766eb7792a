"""The form with which a profile of another municipality comes in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.series.counts_page import Choice
from regie.evidence.series.for_partner import PartnersForm, harmless_title

PROFILE_LIMIT = 1_000_000


class ProfileFileForm(PartnersForm):
    """A profile that another municipality gave."""

    title = forms.CharField(
        label=gettext_lazy("Naam van de registratie"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Laat leeg om de naam uit het profiel te gebruiken."),
    )
    file = forms.FileField(label=gettext_lazy("Kolomprofiel (JSON)"), max_length=255)

    def clean_title(self) -> str:
        """No names of people in the name of a registration."""
        return harmless_title(self.cleaned_data["title"])

    def clean_file(self) -> File[bytes]:
        """A profile is small."""
        file: File[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > PROFILE_LIMIT:
            raise forms.ValidationError(_("Dit bestand is te groot voor een kolomprofiel."))
        return file

    def clean(self) -> dict[str, Any]:
        """A profile is kept for one partner."""
        said = super().clean() or {}
        self.ask_for_partner()
        return said


class FilterForm(forms.Form):
    """Which period, kind and areas the page shows."""

    use_required_attribute = False  # "all types" is an empty value, which a browser would refuse

    def __init__(
        self, periods: Sequence[Choice], types: Sequence[Choice], levels: Sequence[Choice]
    ) -> None:
        super().__init__()
        asked = (
            ("periode", _("Periode"), periods),
            ("soort", _("Soort"), types),
            ("niveau", _("Gebieden"), levels),
        )
        for name, label, choices in asked:
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[(choice.value, choice.label) for choice in choices],
                initial=next((choice.value for choice in choices if choice.chosen), ""),
            )
