"""The forms of the quality desk."""

from django import forms
from django.utils.translation import gettext_lazy as _


class QuestionForm(forms.Form):
    """A question of one's own."""

    text = forms.CharField(
        label=_("Eigen vraag"),
        max_length=300,
        help_text=_("Zet hier geen gegevens over personen in."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
