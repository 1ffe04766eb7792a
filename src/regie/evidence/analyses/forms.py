"""The forms of a draft. Personal data are refused here, so that a text is never lost."""

from typing import Any, ClassVar, Unpack

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.analyses.models import SafetyAnalysis
from regie.evidence.analyses.rules import Choice, NotUsed, Scope, scope_from
from regie.evidence.analyses.services import token_of, write_scope, write_texts
from regie.evidence.findings.acting import Who, words_field
from regie.evidence.findings.subjects import themes_of
from regie.foundation.cycles.models import LessonKind

SPARE = 3
"""Empty lines for more sources."""


class PartForm(forms.Form):
    """A part of a draft, of some `columns`; `seen` tells whether somebody else saved it since."""

    columns: ClassVar[tuple[str, ...]]
    template: ClassVar[str]
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None, item: SafetyAnalysis) -> None:
        initial = {name: getattr(item, name) for name in self.columns}
        super().__init__(data, initial=initial | {"seen": token_of(item, *self.columns)})

    def save(self, item: SafetyAnalysis, **who: Unpack[Who]) -> None:
        """Write what was typed. Raises `RefusedError` and `StaleError`."""
        raise NotImplementedError


class ScopeForm(PartForm):
    """What the analysis is about, a choice per theme, and the sources that were not used."""

    text = words_field(
        gettext_lazy("Waar gaat deze analyse over?"),
        longest=4000,
        rows=4,
        help_text=gettext_lazy(
            "Zeg ook of sociale en fysieke veiligheid erin staan, en waarom wel of niet."
        ),
    )

    columns = ("scope",)
    template = "scope"

    def __init__(self, data: QueryDict | None, item: SafetyAnalysis) -> None:
        super().__init__(data, item)
        scope, names = scope_from(item.scope), themes_of(item.municipality).themes
        self.initial["text"] = scope.text
        self.themes = list(scope.themes)
        for code, choice in scope.themes.items():
            self.fields[f"in-{code}"] = forms.BooleanField(
                label=names.get(code, code), required=False, initial=choice.included
            )
            self.fields[f"why-{code}"] = words_field(
                _("Waarom wel of niet: %(theme)s") % {"theme": names.get(code, code)},
                longest=300,
                required=False,
            )
            self.fields[f"why-{code}"].initial = choice.why
        self.lines = len(scope.not_used) + SPARE
        for at in range(self.lines):
            known = scope.not_used[at] if at < len(scope.not_used) else NotUsed("", "")
            self.fields[f"source-{at}"] = words_field(_("Bron"), longest=120, required=False)
            self.fields[f"because-{at}"] = words_field(
                _("Waarom niet gebruikt?"), longest=300, required=False
            )
            self.fields[f"source-{at}"].initial = known.source
            self.fields[f"because-{at}"].initial = known.why

    def clean(self) -> dict[str, Any]:
        """A theme that is left out and a source that was not used have a reason."""
        said = super().clean() or {}
        for code in self.themes:
            if not said.get(f"in-{code}") and not said.get(f"why-{code}"):
                self.add_error(f"why-{code}", _("Zeg waarom dit thema niet meedoet."))
        for at in range(self.lines):
            if said.get(f"source-{at}") and not said.get(f"because-{at}"):
                self.add_error(f"because-{at}", _("Zeg waarom deze bron niet is gebruikt."))
        return said

    def save(self, item: SafetyAnalysis, **who: Unpack[Who]) -> None:
        """Write what was chosen."""
        said = self.cleaned_data
        themes = {c: Choice(said[f"in-{c}"], said[f"why-{c}"]) for c in self.themes}
        lines = (NotUsed(said[f"source-{n}"], said[f"because-{n}"]) for n in range(self.lines))
        scope = Scope(said["text"], themes, tuple(line for line in lines if line.source))
        write_scope(item, scope, seen=said["seen"], **who)

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two boxes of every theme."""
        return [(self[f"in-{code}"], self[f"why-{code}"]) for code in self.themes]

    def sources(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two boxes of every source."""
        return [(self[f"source-{at}"], self[f"because-{at}"]) for at in range(self.lines)]


class EvaluationForm(PartForm):
    """What the evaluation of the previous period said."""

    evaluation = words_field(
        gettext_lazy("Wat zei de evaluatie van de vorige periode?"),
        longest=6000,
        rows=6,
        required=False,
        help_text=gettext_lazy("Noem wat goed ging en wat beter kan. De analyse begint hiermee."),
    )

    columns = ("evaluation",)
    template = "lessons"

    def save(self, item: SafetyAnalysis, **who: Unpack[Who]) -> None:
        """Write the evaluation."""
        said = self.cleaned_data
        write_texts(item, {"evaluation": said["evaluation"]}, seen=said["seen"], **who)


class LessonForm(forms.Form):
    """One lesson."""

    text = words_field(gettext_lazy("Wat leerde u?"), longest=600, rows=2)
    kind = forms.ChoiceField(
        label=gettext_lazy("Soort les"), choices=LessonKind.choices, widget=forms.RadioSelect
    )
    source = words_field(gettext_lazy("Waar blijkt dat uit?"), longest=200, required=False)


class StoryForm(PartForm):
    """The story: before the findings, per theme, and what the council should remember."""

    introduction = words_field(gettext_lazy("Inleiding"), longest=6000, rows=5, required=False)
    conclusion = words_field(
        gettext_lazy("Aandachtspunten voor de raad"),
        longest=6000,
        rows=5,
        required=False,
        help_text=gettext_lazy("Wat moet de raad onthouden? Nog geen maatregelen."),
    )

    columns = ("introduction", "conclusion", "stories")
    template = "story"

    def __init__(self, data: QueryDict | None, item: SafetyAnalysis) -> None:
        super().__init__(data, item)
        named, scope = themes_of(item.municipality), scope_from(item.scope)
        told = set(item.findings.values_list("theme", flat=True))
        self.themes = [code for code in scope.themes if code in told or scope.includes(code)]
        for code in self.themes:
            label = _("Het verhaal bij %(theme)s") % {"theme": named.of(code)}
            self.fields[f"story-{code}"] = words_field(label, longest=6000, rows=4, required=False)
            self.fields[f"story-{code}"].initial = item.stories.get(code, "")

    def save(self, item: SafetyAnalysis, **who: Unpack[Who]) -> None:
        """Write the story."""
        said = self.cleaned_data
        texts = {name: said[name] for name in ("introduction", "conclusion")}
        stories = {code: said[f"story-{code}"] for code in self.themes}
        write_texts(item, {**texts, "stories": stories}, seen=said["seen"], **who)


class WordsForm(forms.Form):
    """One text: the title of a new analysis, or a remark about a draft."""

    def __init__(self, data: QueryDict | None, text: forms.CharField) -> None:
        super().__init__(data)
        self.fields["text"] = text
