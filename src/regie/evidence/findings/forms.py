"""The forms of findings. Personal data are refused here, so that a text is never lost."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.findings.acting import words_field
from regie.evidence.findings.models import Confidence, Finding
from regie.evidence.findings.services import Story

Choices = Sequence[tuple[str, str]]
Grouped = Sequence[tuple[str, Choices]]


class ConfirmForm(forms.Form):
    """How sure we are."""

    confidence = forms.ChoiceField(
        label=gettext_lazy("Hoe zeker is dit?"),
        choices=Confidence.choices,
        initial=Confidence.MEDIUM,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Hoog: cijfers, beleving en straatkennis wijzen dezelfde kant op. "
            "Laag: er is maar één bron, of de bronnen spreken elkaar tegen."
        ),
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = words_field(
        gettext_lazy("Waarom?"),
        longest=500,
        rows=3,
        help_text=gettext_lazy("De reden blijft bij de bevinding staan."),
    )


class MergeForm(forms.Form):
    """With which other finding."""

    reason = words_field(gettext_lazy("Waarom?"), longest=500, rows=2, required=False)

    def __init__(self, data: QueryDict | None, choices: Choices) -> None:
        super().__init__(data)
        self.fields["into"] = forms.ChoiceField(
            label=_("Samenvoegen met"),
            choices=choices,
            help_text=_("Deze bevinding wordt daar een onderdeel van. U kunt haar weer losmaken."),
        )
        self.order_fields(["into", "reason"])


class StoryForm(forms.Form):
    """What a person adds to the figures."""

    headline = words_field(
        gettext_lazy("Eigen kop"),
        longest=200,
        required=False,
        help_text=gettext_lazy("Leeg: Regie maakt de kop uit het oordeel."),
    )
    story = words_field(
        gettext_lazy("Het verhaal achter de cijfers"),
        longest=6000,
        rows=8,
        required=False,
        help_text=gettext_lazy("Wat verklaart dit? Wat merken bewoners en partners?"),
    )
    other_sources = words_field(gettext_lazy("Andere bronnen"), longest=600, rows=2, required=False)
    not_used = words_field(
        gettext_lazy("Welke bron is niet gebruikt, en waarom?"),
        longest=600,
        rows=2,
        required=False,
    )
    confidence = forms.ChoiceField(
        label=gettext_lazy("Hoe zeker is dit?"),
        choices=[("", gettext_lazy("nog niet bepaald")), *Confidence.choices],
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None, finding: Finding, themes: Grouped) -> None:
        names = ("headline", "story", "other_sources", "not_used", "confidence", "version")
        super().__init__(data, initial={name: getattr(finding, name) for name in names})
        self.fields["theme"] = forms.ChoiceField(
            label=_("Thema"),
            choices=themes,
            initial=finding.theme,
            help_text=_("Onder dit thema staat de bevinding in de analyse."),
        )

    def story_of(self) -> Story:
        """What was written."""
        return Story(**{name: self.cleaned_data[name] for name in Story.__dataclass_fields__})


class OwnForm(StoryForm):
    """A finding that no figure proposes."""

    headline = words_field(
        gettext_lazy("Wat hebt u gevonden?"),
        longest=200,
        help_text=gettext_lazy("In één zin, zonder oorzaak en zonder oplossing."),
    )
    other_sources = words_field(
        gettext_lazy("Waar blijkt dit uit?"),
        longest=600,
        rows=2,
        help_text=gettext_lazy("Bijvoorbeeld: eigen enquête 2026, gesprek met de wijkagent."),
    )


class LinkForm(forms.Form):
    """Which street knowledge belongs to a finding."""

    def __init__(self, data: QueryDict | None, choices: Choices, chosen: Sequence[str]) -> None:
        super().__init__(data, initial={"observations": list(chosen)})
        self.fields["observations"] = forms.MultipleChoiceField(
            label=_("Straatkennis bij deze bevinding"),
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
