"""The forms of participants, and of who answers them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.planning.priority_sessions import rules
from regie.planning.priority_sessions.acting import PlainForm, text
from regie.planning.priority_sessions.models import (
    Candidate,
    ContributionKind,
    Group,
    Outcome,
)

Data = Mapping[str, Any] | None


class CodeForm(PlainForm):
    """The code of a session, as it stands on the screen in the room."""

    code = forms.CharField(
        label=gettext_lazy("Code van de sessie"),
        max_length=rules.MOST_TYPED,
        help_text=gettext_lazy("Acht tekens. Hoofdletters en spaties maken niet uit."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        """The code as it is kept."""
        code = rules.cleaned_code(self.cleaned_data["code"])
        if not code:
            raise ValidationError(_("Dit is geen code. Een code heeft acht letters en cijfers."))
        return code


class JoinForm(PlainForm):
    """To which group somebody belongs; no question when there are no groups."""

    def __init__(self, data: Data, groups: Sequence[Group]) -> None:
        super().__init__(data)
        self.groups = {str(group.pk): group for group in groups}
        if groups:
            self.fields["group"] = forms.ChoiceField(
                label=_("Bij welke groep hoort u?"),
                choices=[(pk, group.name) for pk, group in self.groups.items()],
                widget=forms.RadioSelect,
            )

    def group(self) -> Group | None:
        """The chosen group."""
        return self.groups.get(str(self.cleaned_data.get("group", "")))


class BringForm(PlainForm):
    """An idea, question, signal or reason; about one candidate or in general."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Wat brengt u in?"),
        choices=ContributionKind.choices,
        initial=ContributionKind.IDEA,
    )
    candidate = forms.ChoiceField(label=gettext_lazy("Waarover?"), required=False)
    text = text(
        gettext_lazy("Uw inbreng"),
        600,
        rows=4,
        more=gettext_lazy("Hoogstens 600 tekens. Schrijf nooit over personen."),
    )

    def __init__(
        self, data: Data, candidates: Sequence[Candidate], about: Candidate | None = None
    ) -> None:
        super().__init__(data, initial={"candidate": str(about.pk) if about else ""})
        self.candidates = {str(item.pk): item for item in candidates}
        field = self.fields["candidate"]
        if isinstance(field, forms.ChoiceField):
            named = [(pk, item.name) for pk, item in self.candidates.items()]
            field.choices = [("", _("In het algemeen")), *named]

    def about(self) -> Candidate | None:
        """The candidate it is about, or None."""
        return self.candidates.get(self.cleaned_data["candidate"])


class AnswerForm(PlainForm):
    """What was done with a contribution; who brought it in reads it."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Wat is ermee gedaan?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
    )
    text = text(
        gettext_lazy("In woorden"),
        600,
        rows=4,
        more=gettext_lazy("Schrijf wat er is gebeurd en waarom. Iedereen kan dit lezen."),
    )
    theme = forms.ChoiceField(label=gettext_lazy("Bij welk thema hoort het nu?"), required=False)

    def __init__(self, data: Data, themes: Sequence[Any], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["theme"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Geen")), *themes]


class RemoveForm(PlainForm):
    """Why somebody is taken out."""

    reason = text(
        gettext_lazy("Waarom?"),
        300,
        rows=2,
        more=gettext_lazy("Deze deelnemer leest uw reden."),
    )
