"""The forms of how we calculate. They read; what may be stored is judged by the services."""

import re

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.methods.rules import LONGEST
from regie.policy.methods import DefaultItem

_WHOLE = re.compile(r"\d{1,3}(?:[.\s]\d{3})+|\d+")


HELP = gettext_lazy("Iedereen met toegang kan dit lezen. Zet hier geen gegevens over personen in.")
_BOX = forms.Textarea(attrs={"rows": 3})


class ChoiceForm(forms.Form):
    """Another value for one setting, and why."""

    value = forms.CharField(
        label=gettext_lazy("Nieuwe waarde"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Waarom kiest u dit?"), max_length=LONGEST, help_text=HELP, widget=_BOX
    )

    def __init__(self, data: QueryDict | None = None, *, item: DefaultItem) -> None:
        """`item` is the setting."""
        super().__init__(data)
        self._item = item

    def clean_value(self) -> float:
        """The number, written in Dutch or in English: 0,95 and 0.95 are the same."""
        text = str(self.cleaned_data["value"]).strip()
        if self._item.whole and _WHOLE.fullmatch(text):
            return float(re.sub(r"[.\s]", "", text))
        try:
            return float(text.replace(",", "."))
        except ValueError:
            raise forms.ValidationError(_("Vul een getal in.")) from None


class ResetForm(forms.Form):
    """Back to the default, and why. It stands beside a `ChoiceForm`, so its ids differ."""

    reason = forms.CharField(
        label=gettext_lazy("Waarom gaat u terug naar de standaard?"),
        max_length=LONGEST,
        help_text=HELP,
        widget=_BOX,
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        """`data` as posted."""
        super().__init__(data, auto_id="id_back_%s")


class SwapForm(forms.Form):
    """A municipality to take out or put in, and why."""

    peer = forms.ChoiceField(label=gettext_lazy("Gemeente"))
    reason = forms.CharField(
        label=gettext_lazy("Waarom past deze gemeente wel of juist niet bij u?"),
        max_length=LONGEST,
        help_text=HELP,
        widget=_BOX,
    )

    def __init__(
        self, data: QueryDict | None = None, *, choices: list[tuple[str, list[tuple[str, str]]]]
    ) -> None:
        """`choices` are grouped: who may go out, who may come in."""
        super().__init__(data)
        self.fields["peer"] = forms.ChoiceField(
            label=self.fields["peer"].label, choices=[("", _("Kies een gemeente")), *choices]
        )


class LevelForm(forms.Form):
    """The level to look at."""

    niveau = forms.ChoiceField(label=gettext_lazy("Niveau"), required=False)

    def __init__(self, level: str, choices: list[tuple[str, str]]) -> None:
        """`level` is chosen now."""
        super().__init__(initial={"niveau": level})
        self.fields["niveau"] = forms.ChoiceField(
            label=self.fields["niveau"].label, choices=choices, required=False
        )
