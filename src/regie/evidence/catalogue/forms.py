"""Choosing what to see, what part to fetch and how often."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regie.evidence.catalogue.models import Rhythm
from regie.evidence.catalogue.serving import themes
from regie.foundation.accounts.languages import chosen

OWN, WHOLE = "own", "whole"
PARTS = ((OWN, _("alleen onze gemeente")), (WHOLE, _("heel Nederland")))


def _themes() -> list[tuple[str, str]]:
    named = [(theme.code, chosen(theme.name, theme.name_en)) for theme in themes()]
    return [("", gettext("Alle thema's")), *named]


class FilterForm(forms.Form):
    """Which tables the list shows; unknown values are left out of account."""

    thema = forms.ChoiceField(label=_("Thema"), choices=_themes, required=False)
    zoek = forms.CharField(label=_("Zoek in de tabellen"), required=False, max_length=100)


class PartForm(forms.Form):
    """Which part of a table is fetched."""

    part = forms.ChoiceField(
        label=_("Welk deel"),
        choices=PARTS,
        initial=OWN,
        widget=forms.RadioSelect,
        help_text=_("Heel Nederland duurt langer. Vergelijken met andere gemeenten kan dan wel."),
    )

    def wants_whole(self) -> bool:
        """Whether the whole table is wanted."""
        return bool(self.cleaned_data["part"] == WHOLE)


class PlanForm(PartForm):
    """How often a table is fetched."""

    rhythm = forms.ChoiceField(label=_("Hoe vaak"), choices=Rhythm.choices)
    field_order = ("rhythm", "part")
