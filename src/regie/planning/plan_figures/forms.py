"""What is asked when a figure is taken in."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from regie.evidence.findings.acting import words_field
from regie.planning.plan_figures import rules

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _english_caption(help_text: "_StrPromise") -> forms.CharField:
    return words_field(
        _("Wat laat de figuur zien? (Engels)"),
        longest=rules.LONGEST_CAPTION,
        rows=2,
        required=False,
        help_text=help_text,
    )


class WordsForm(forms.Form):
    """The conclusion of a figure, its words for who cannot see it and a remark, in Dutch and in
    English: a plan is printed in both."""

    caption = words_field(
        _("Wat laat de figuur zien?"),
        longest=rules.LONGEST_CAPTION,
        rows=2,
        help_text=_("Deze zin staat boven de figuur."),
    )
    description = words_field(
        _("Beschrijving voor wie de figuur niet ziet"),
        longest=rules.LONGEST_DESCRIPTION,
        rows=4,
        help_text=_("Noem wat er te zien is en de belangrijkste getallen."),
    )
    note = words_field(
        _("Uw opmerking bij de figuur"),
        longest=rules.LONGEST_NOTE,
        rows=2,
        required=False,
        help_text=_("Deze zin staat onder de figuur. U kunt dit leeg laten."),
    )
    caption_en = _english_caption(_("Voor een plan in het Engels. Leeg: de woorden van het beeld."))
    description_en = words_field(
        _("Beschrijving voor wie de figuur niet ziet (Engels)"),
        longest=rules.LONGEST_DESCRIPTION,
        rows=3,
        required=False,
    )
    note_en = words_field(
        _("Uw opmerking bij de figuur (Engels)"),
        longest=rules.LONGEST_NOTE,
        rows=2,
        required=False,
    )

    def words(self) -> dict[str, rules.OwnWords]:
        """What was typed, by language. Call it when the form is valid."""
        given = self.cleaned_data
        parts = ("caption", "description", "note")
        return {
            "nl": rules.OwnWords(*(given[part] for part in parts)),
            "en": rules.OwnWords(*(given[f"{part}_en"] for part in parts)),
        }


class OtherWordsForm(WordsForm):
    """Other words for a figure that was taken in; `seen` is the version they are about."""

    seen = forms.IntegerField(widget=forms.HiddenInput())
    caption_en = _english_caption(_("Voor een plan in het Engels. Leeg: zoals het nu is."))


class PlaceForm(forms.Form):
    """Of which area the figures are: the whole municipality, a district or a neighbourhood."""

    gebied = forms.ChoiceField(label=_("Waarvan wilt u cijfers?"))

    def __init__(self, chosen: str, groups: list[tuple[str, list[tuple[str, str]]]]) -> None:
        super().__init__(initial={"gebied": chosen})
        if isinstance(field := self.fields["gebied"], forms.ChoiceField):
            field.choices = groups
