"""The forms of setting up a session. Personal data are refused here, so that no text is lost."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.findings.acting import nobody_named
from regie.planning.priority_sessions import rules
from regie.planning.priority_sessions.acting import PlainForm, text
from regie.planning.priority_sessions.models import Joining, SessionKind
from regie.planning.priority_sessions.services import Setup
from regie.policy.session_criteria import ScreenItem
from regie.ui.forms import DayInput

Choices = Sequence[tuple[str, str]]
Data = Mapping[str, Any] | None


class SetupForm(PlainForm):
    """What a facilitator chooses; everything but the name has a sensible start."""

    name = text(gettext_lazy("Hoe heet de sessie?"), 120)
    kind = forms.ChoiceField(
        label=gettext_lazy("Voor wie is de sessie?"),
        choices=SessionKind.choices,
        widget=forms.RadioSelect,
    )
    held_on = forms.DateField(
        label=gettext_lazy("Op welke dag?"), required=False, widget=DayInput()
    )
    joining = forms.ChoiceField(
        label=gettext_lazy("Hoe doen mensen mee?"),
        choices=Joining.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Zonder naam kan ook wie geen account heeft meedoen."),
    )
    groups = forms.CharField(
        label=gettext_lazy("Groepen om te vergelijken"),
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Eén per regel: fracties, wijken of organisaties."),
        validators=[nobody_named],
    )
    max_priorities = forms.IntegerField(
        label=gettext_lazy("Hoeveel prioriteiten hoogstens?"),
        min_value=1,
        max_value=10,
        help_text=gettext_lazy("Meer dan vijf betekent in de praktijk: geen keuze."),
    )
    explanation = text(
        gettext_lazy("Wat moeten deelnemers weten?"),
        600,
        rows=3,
        required=False,
        more=gettext_lazy("Bijvoorbeeld: de sessie adviseert, de raad besluit later."),
    )
    open_ballot = forms.BooleanField(
        label=gettext_lazy("Openbaar: iedereen ziet wie wat inbracht en koos"),
        required=False,
        help_text=gettext_lazy("Zonder vinkje ziet niemand dat, ook u niet."),
    )

    def clean_groups(self) -> list[str]:
        """Names, each once, in the order they were typed."""
        lines = [" ".join(line.split())[:80] for line in self.cleaned_data["groups"].splitlines()]
        names = list(dict.fromkeys(line for line in lines if line))
        if len(names) > rules.MOST_GROUPS:
            raise ValidationError(_("Hoogstens 20 groepen. Voeg er een paar samen."))
        return names

    def clean(self) -> dict[str, Any]:
        """An open session cannot be one without names."""
        said = super().clean() or {}
        if said.get("open_ballot") and said.get("joining") == Joining.ANONYMOUS:
            self.add_error("open_ballot", _("Openbaar kan alleen als deelnemers inloggen."))
        return said

    def setup(self) -> Setup:
        """What was chosen."""
        return Setup(**self.cleaned_data)


class ThemesForm(PlainForm):
    """Which themes come on the longlist as well."""

    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Nog niet op de longlist"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Data, choices: Choices) -> None:
        super().__init__(data)
        field = self.fields["themes"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices


class OwnForm(PlainForm):
    """A candidate that is no theme."""

    name = text(gettext_lazy("Eigen kandidaat"), 120)
    field = forms.ChoiceField(label=gettext_lazy("Bij welk veld?"), required=False)

    def __init__(self, data: Data, choices: Choices) -> None:
        super().__init__(data)
        field = self.fields["field"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Geen")), *choices]


class WordsForm(PlainForm):
    """The name of a candidate, and what the facilitator adds to its card."""

    name = text(gettext_lazy("Naam"), 120)
    influence = text(gettext_lazy("Wat kan de gemeente hieraan doen?"), 600, rows=3, required=False)
    costs = text(gettext_lazy("Wat kost het elders?"), 600, rows=3, required=False)
    ground = text(
        gettext_lazy("Waarop baseert u dat?"),
        300,
        required=False,
        more=gettext_lazy("Bijvoorbeeld: de evaluatie van het vorige plan."),
    )

    def clean(self) -> dict[str, Any]:
        """What is said about influence or costs rests on something."""
        said = super().clean() or {}
        if (said.get("influence") or said.get("costs")) and not said.get("ground"):
            self.add_error("ground", _("Schrijf op waarop u dat baseert."))
        return said


class MergeForm(PlainForm):
    """With which other candidate, and what they are called together."""

    name = text(gettext_lazy("Naam van beide samen"), 120)

    def __init__(self, data: Data, choices: Choices) -> None:
        super().__init__(data)
        self.fields["into"] = forms.ChoiceField(label=_("Samenvoegen met"), choices=choices)
        self.order_fields(["into", "name"])


class SplitForm(PlainForm):
    """Which findings go along to a new candidate."""

    name = text(gettext_lazy("Naam van de nieuwe kandidaat"), 120)
    findings = forms.MultipleChoiceField(
        label=gettext_lazy("Welke bevindingen gaan mee?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Data, choices: Choices) -> None:
        super().__init__(data)
        self.most = len(choices) - 1
        field = self.fields["findings"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices

    def clean_findings(self) -> list[int]:
        """Not all of them: something has to stay."""
        chosen: list[str] = self.cleaned_data["findings"]
        if len(chosen) > self.most:
            raise ValidationError(_("Laat minstens één bevinding achter."))
        return [int(pk) for pk in chosen]


class ScreenForm(PlainForm):
    """The yes/no questions, and the reason to leave a candidate out."""

    reason = text(
        gettext_lazy("Waarom valt deze kandidaat af?"),
        300,
        rows=3,
        more=gettext_lazy("Deelnemers kunnen deze reden lezen."),
    )

    def __init__(self, data: Data, questions: Iterable[tuple[ScreenItem, str]]) -> None:
        super().__init__(data)
        self.codes = []
        for item, question in questions:
            self.codes.append(item.code)
            self.fields[f"screen_{item.code}"] = forms.ChoiceField(
                label=question,
                choices=[("yes", _("Ja")), ("no", _("Nee"))],
                initial="yes",
                widget=forms.RadioSelect,
            )
        self.order_fields([*(f"screen_{code}" for code in self.codes), "reason"])

    def answers(self) -> dict[str, bool]:
        """Whether each question was answered with yes."""
        return {code: self.cleaned_data[f"screen_{code}"] == "yes" for code in self.codes}

    def clean(self) -> dict[str, Any]:
        """Only a "no" leaves a candidate out."""
        said = super().clean() or {}
        if not self.errors and all(self.answers().values()):
            raise ValidationError(_("Alle antwoorden zijn ja. Dan valt deze kandidaat niet af."))
        return said


class ReasonForm(PlainForm):
    """Why."""

    reason = text(gettext_lazy("Waarom?"), 300, rows=3)
