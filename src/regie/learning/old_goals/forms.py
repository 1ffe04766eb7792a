"""The form to take old goals over. Personal data are refused here, so that no text is lost."""

from collections.abc import Sequence
from dataclasses import asdict

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.findings.acting import no_persons
from regie.learning.old_goals import rules
from regie.learning.old_goals.queries import LONGEST_NAME, Known

MOST_AT_ONCE = 50


class TakeOverForm(forms.Form):
    """Old goals at once: those Regie knows, and lines from the old plan."""

    known = forms.MultipleChoiceField(
        label=gettext_lazy("Wat Regie weet van dit plan"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    lines = forms.CharField(
        label=gettext_lazy("Plak de doelen uit het oude plan"),
        required=False,
        validators=[no_persons],
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Elke regel wordt een doel. U beoordeelt ze daarna een voor een."),
    )

    def __init__(self, data: QueryDict | None, offered: Sequence[Known]) -> None:
        names = [each.name for each in offered]
        super().__init__(data, initial={"known": names})
        self.offered = {each.name: each for each in offered}
        known = self.fields["known"]
        if isinstance(known, forms.MultipleChoiceField):
            known.choices = [(name, name) for name in names]
        if not names:
            del self.fields["known"]

    def clean_lines(self) -> list[str]:
        """A goal per line, without the mark of a list before it."""
        lines = [
            rules.without_mark(" ".join(line.split()))
            for line in self.cleaned_data["lines"].splitlines()
        ]
        found = [line for line in lines if line]
        if long := next((line for line in found if len(line) > LONGEST_NAME), None):
            told = _("Deze regel is te lang: “%(line)s…”. Een doel heeft hooguit %(n)s tekens.")
            raise forms.ValidationError(told % {"line": long[:40], "n": LONGEST_NAME})
        if len(found) > MOST_AT_ONCE:
            told = _("U plakte %(n)s regels. Neem er hooguit %(most)s tegelijk over.")
            raise forms.ValidationError(told % {"n": len(found), "most": MOST_AT_ONCE})
        return found

    def goals(self) -> list[dict[str, str]]:
        """What `services.take_over` asks."""
        ticked = [self.offered[name] for name in self.cleaned_data.get("known", [])]
        return [
            *(asdict(each) for each in ticked),
            *({"name": line} for line in self.cleaned_data["lines"]),
        ]
