"""The forms of the board, of what others put first, and of alignment."""

from collections.abc import Mapping, Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.planning.priorities import rules
from regie.planning.priorities.fields import day, words
from regie.planning.priorities.models import AlignedWith, AttentionLevel, Relation, Scope
from regie.planning.priorities.services import AlignmentWords, HigherWords

Choices = Sequence[tuple[str, str]]


class MoveForm(forms.Form):
    """Where themes go, and why."""

    level = forms.ChoiceField(
        label=gettext_lazy("Naar welk niveau?"),
        choices=AttentionLevel.choices,
        widget=forms.RadioSelect,
    )
    reason = words(
        gettext_lazy("Waarom?"),
        longest=500,
        rows=2,
        help_text=gettext_lazy("Deze reden komt bij elk gekozen thema te staan."),
    )
    instead = words(
        gettext_lazy("Gaat iets omlaag: wat gebeurt er dan mee?"),
        longest=500,
        rows=2,
        required=False,
        help_text=gettext_lazy("Bijvoorbeeld: het gewone werk gaat door, de campagne stopt."),
    )

    def __init__(
        self, data: QueryDict | None = None, initial: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), use_required_attribute=False)

    def full_clean(self) -> None:
        """Choices in the reader's language start with a capital."""
        field = self.fields["level"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(c, str(n).capitalize()) for c, n in AttentionLevel.choices]
        super().full_clean()


class OverrideForm(forms.Form):
    """Why a warning does not hold here."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=20)
    subject = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    reason = words(gettext_lazy("Waarom houdt u dit toch zo?"), longest=500, rows=2)


class PreviousForm(forms.Form):
    """What every theme was in the plan before."""

    def __init__(
        self, data: QueryDict | None, themes: Sequence[tuple[int, str]], known: Mapping[int, str]
    ) -> None:
        super().__init__(data)
        choices = [("", _("Weet ik niet")), *AttentionLevel.choices]
        for pk, name in themes:
            self.fields[f"theme-{pk}"] = forms.ChoiceField(
                label=name, choices=choices, required=False, initial=known.get(pk, "")
            )

    def chosen(self) -> dict[int, str]:
        """The chosen levels by the number of the theme."""
        found = self.cleaned_data.items()
        return {int(name.removeprefix("theme-")): value for name, value in found if value}


class HigherForm(forms.Form):
    """A priority of one's own region, or of the country."""

    scope = forms.ChoiceField(
        label=gettext_lazy("Van wie is deze prioriteit?"),
        choices=Scope.choices,
        initial=Scope.REGIONAL,
        widget=forms.RadioSelect,
    )
    name = words(gettext_lazy("Prioriteit"), longest=160)
    body = words(
        gettext_lazy("In welk plan staat die?"),
        longest=160,
        help_text=gettext_lazy("Bijvoorbeeld: regionaal beleidsplan politie, of het basisteam."),
    )
    first_year = forms.IntegerField(label=gettext_lazy("Eerste jaar"), min_value=2000)
    last_year = forms.IntegerField(label=gettext_lazy("Laatste jaar"), max_value=2060)
    source = words(
        gettext_lazy("Waar is dat na te lezen?"),
        longest=300,
        help_text=gettext_lazy("De titel van het stuk met de datum, of het adres op internet."),
    )

    def words(self) -> HigherWords:
        """What was written."""
        return HigherWords(**self.cleaned_data)


class RelationForm(forms.Form):
    """How our priorities stand beside one of others."""

    relation = forms.ChoiceField(
        label=gettext_lazy("Hoe verhouden uw prioriteiten zich hiertoe?"),
        choices=Relation.choices,
        widget=forms.RadioSelect,
    )
    reason = words(
        gettext_lazy("Waarom?"),
        longest=500,
        rows=2,
        required=False,
        help_text=gettext_lazy("Dit mag leeg blijven als de prioriteit dezelfde is."),
    )

    def __init__(
        self,
        data: QueryDict | None,
        themes: Sequence[tuple[str, Choices]],
        initial: Mapping[str, object],
    ) -> None:
        super().__init__(data, initial=dict(initial), use_required_attribute=False)
        self.fields["themes"] = forms.MultipleChoiceField(
            label=_("Met welke thema's?"),
            choices=themes,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Kies de thema's die hetzelfde zijn of eraan bijdragen."),
        )
        self.order_fields(["relation", "themes", "reason"])


class AlignForm(forms.Form):
    """With whom it was talked over, when, and what came out."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Met wie is afgestemd?"),
        choices=AlignedWith.choices,
        widget=forms.RadioSelect,
    )
    who = words(
        gettext_lazy("Wie zaten er aan tafel?"),
        longest=200,
        help_text=gettext_lazy("Noem functies, geen namen: burgemeester, officier, teamchef."),
    )
    held_on = day(gettext_lazy("Wanneer?"))
    outcome = words(
        gettext_lazy("Wat kwam eruit?"),
        longest=1000,
        rows=3,
        help_text=gettext_lazy("In gewone woorden. Schrijf niets over lopende zaken of inzet."),
    )
    attachment = words(
        gettext_lazy("Tekst uit het verslag"),
        longest=6000,
        rows=4,
        required=False,
        help_text=gettext_lazy("Alleen woorden. Alleen u en de burgemeester lezen dit."),
    )

    def clean_held_on(self) -> object:
        """A talk that was not held yet aligns nothing."""
        value = self.cleaned_data["held_on"]
        if value > localdate():
            raise ValidationError(_(rules.IN_FUTURE))
        return value

    def words(self) -> AlignmentWords:
        """What was written."""
        return AlignmentWords(**self.cleaned_data)


class SkipForm(forms.Form):
    """Why alignment is skipped, in the light way of working."""

    reason = words(gettext_lazy("Waarom slaat u de rest over?"), longest=500, rows=2)
