"""What is asked when a figure is taken in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from regie.evidence.findings.acting import words_field
from regie.planning.plan_figures import rules


class WordsForm(forms.Form):
    """The conclusion of a figure, and its words for who cannot see it."""

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
