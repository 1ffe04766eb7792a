"""The forms of remarks and answers."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from regie.evidence.findings.acting import words_field
from regie.planning.plan_remarks.models import RemarkOutcome
from regie.planning.plan_remarks.services import RemarkWords


class RemarkForm(forms.Form):
    """A remark, a suggestion for one paragraph, or both."""

    text = words_field(_("Uw opmerking"), longest=1000, rows=4, required=False)
    suggestion = words_field(
        _("Uw voorstel voor deze alinea"),
        longest=6000,
        rows=8,
        required=False,
        help_text=_("Wijzig de tekst zoals u hem zou schrijven. Leeg laten mag."),
    )
    on_behalf = words_field(_("Namens welke afdeling of organisatie?"), longest=120, required=False)
    quote = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None, *, quote: str, seen: int, on_behalf: str) -> None:
        first = {"quote": quote, "seen": seen, "on_behalf": on_behalf, "suggestion": quote}
        super().__init__(data, initial=first, use_required_attribute=False)
        if not (data.get("quote") if data else quote):
            del self.fields["suggestion"]
            self.fields["text"].required = True

    def words(self) -> RemarkWords:
        """What `services.remark` asks; a suggestion that changes nothing is none."""
        said = self.cleaned_data
        suggestion = said.get("suggestion", "")
        same = suggestion.strip() == said["quote"].strip()
        return RemarkWords(
            text=said["text"],
            suggestion="" if same else suggestion,
            quote=said["quote"],
            on_behalf=said["on_behalf"],
        )


class AnswerForm(forms.Form):
    """What was done with a remark."""

    outcome = forms.ChoiceField(
        label=_("Wat deed u ermee?"), choices=RemarkOutcome.choices, widget=forms.RadioSelect
    )
    text = words_field(_("Uw antwoord"), longest=1000, rows=4)

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data, use_required_attribute=False)
