"""The forms of surveys: what a survey is, a file or a few rows, and the confirmation."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.street_knowledge.persons import objections
from regie.evidence.street_knowledge.subjects import Choices
from regie.evidence.surveys.models import Method, Survey
from regie.evidence.surveys.rules import LEAST_EFFECT, MOST_EFFECT, Problem
from regie.evidence.surveys.services import ABOUT

ROWS = 6
"""So many rows can be typed at once; more belong in a file."""
FILLED = ("question", "share", "count", "sample", "low", "high")


class DayInput(forms.DateInput):
    """The date picker of the browser."""

    input_type = "date"


class AboutForm(forms.Form):
    """What a survey is: who was asked what, when and how."""

    title = forms.CharField(
        label=gettext_lazy("Naam van de enquête"),
        max_length=120,
        help_text=gettext_lazy("Gebruik voor elke editie dezelfde naam. Dan vergelijkt Regie ze."),
    )
    fieldwork_from = forms.DateField(
        label=gettext_lazy("Eerste dag van het veldwerk"), widget=DayInput(format="%Y-%m-%d")
    )
    fieldwork_to = forms.DateField(
        label=gettext_lazy("Laatste dag van het veldwerk"), widget=DayInput(format="%Y-%m-%d")
    )
    method = forms.ChoiceField(
        label=gettext_lazy("Hoe zijn mensen gevraagd?"),
        choices=Method.choices,
        widget=forms.RadioSelect,
    )
    version = forms.CharField(
        label=gettext_lazy("Versie van de vragenlijst"),
        max_length=20,
        help_text=gettext_lazy(
            "Bijvoorbeeld 2024. Verandert een vraag? Geef dan een nieuwe versie. Regie vergelijkt "
            "versies niet met elkaar."
        ),
    )
    design_effect = forms.FloatField(
        label=gettext_lazy("Ontwerpeffect"),
        initial=1,
        localize=True,
        min_value=LEAST_EFFECT,
        max_value=MOST_EFFECT,
        help_text=gettext_lazy(
            "Met 1 rekent Regie als bij een gewone steekproef. Door weging of trekking per buurt "
            "is het hoger, en zijn de marges breder. Vraag het aan het onderzoeksbureau."
        ),
    )
    design_effect_reason = forms.CharField(
        label=gettext_lazy("Waarom dit ontwerpeffect?"),
        max_length=200,
        help_text=gettext_lazy("Bijvoorbeeld: opgegeven door het bureau."),
    )

    def __init__(
        self,
        data: QueryDict | None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        *,
        survey: Survey | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        known = {name: getattr(survey, name) for name in ABOUT} if survey else {}
        super().__init__(
            data, files, initial={**(initial or {}), **known}, use_required_attribute=False
        )

    def clean(self) -> dict[str, Any]:
        """Days in order and not in the future; no persons."""
        said = super().clean() or {}
        first, last = said.get("fieldwork_from"), said.get("fieldwork_to")
        if first and last and last < first:
            self.add_error("fieldwork_to", _("De laatste dag ligt vóór de eerste dag."))
        if last and last > localdate():
            self.add_error("fieldwork_to", _("Deze dag ligt nog in de toekomst."))
        for name in ("title", "version", "design_effect_reason"):
            for sentence in objections(said.get(name, "")):
                self.add_error(name, _(sentence))
        return said

    def about(self) -> dict[str, Any]:
        """What is kept of it, by field."""
        return {name: self.cleaned_data[name] for name in ABOUT}


class UploadForm(AboutForm):
    """A survey with its answers in a file."""

    file = forms.FileField(
        label=gettext_lazy("Bestand met de antwoorden"),
        max_length=255,
        help_text=gettext_lazy("Excel, ODS of CSV. Eén rij per vraag, gebied en jaar."),
    )


class RowForm(forms.Form):
    """One row that is typed; what stands in it is judged as a row of a file is."""

    question = forms.CharField(label=gettext_lazy("Vraag"), max_length=300, required=False)
    theme = forms.ChoiceField(label=gettext_lazy("Thema"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("Gebied"), required=False)
    year = forms.CharField(label=gettext_lazy("Jaar"), max_length=10, required=False)
    share = forms.CharField(label=gettext_lazy("Percentage"), max_length=20, required=False)
    count = forms.CharField(label=gettext_lazy("Of: aantal"), max_length=20, required=False)
    sample = forms.CharField(label=gettext_lazy("Antwoorden"), max_length=20, required=False)
    low = forms.CharField(label=gettext_lazy("Ondergrens (%)"), max_length=20, required=False)
    high = forms.CharField(label=gettext_lazy("Bovengrens (%)"), max_length=20, required=False)
    design_effect = forms.CharField(
        label=gettext_lazy("Ontwerpeffect"), max_length=20, required=False
    )

    def __init__(
        self, data: QueryDict | None, *, number: int, themes: Choices, areas: Choices
    ) -> None:
        super().__init__(data, prefix=f"rij{number}", use_required_attribute=False)
        self.number = number
        for name, choices in (("theme", themes), ("area", areas)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("Maak een keuze")), *choices]

    @property
    def filled(self) -> bool:
        """Whether something was typed here."""
        return any(str(self.data.get(self.add_prefix(name), "")).strip() for name in FILLED)

    def cells(self) -> dict[str, str]:
        """The cells by what they mean."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}

    def tell(self, problems: Sequence[Problem]) -> None:
        """Put what is wrong with this row beside its fields."""
        for found in problems:
            if found.row == self.number:
                self.add_error(found.column, _(found.sentence) % found.params)

    def drawn(self) -> "RowForm":
        """Ready to be drawn: what every row needs is not called optional.

        An empty row is right, so that these fields are required of a filled row only.
        """
        for name in ("question", "theme", "area", "year"):
            self.fields[name].required = True
        return self

    @property
    def shown(self) -> bool:
        """The first row stands open, and every row with something in it."""
        return self.number == 1 or self.filled


def typed_rows(data: QueryDict | None, *, themes: Choices, areas: Choices) -> list[RowForm]:
    """The rows of the page where answers are typed."""
    return [
        RowForm(data, number=number, themes=themes, areas=areas) for number in range(1, ROWS + 1)
    ]


class ConfirmForm(forms.Form):
    """Save what was shown; rows with a problem are left out knowingly."""

    draft = forms.CharField(widget=forms.HiddenInput)
    leave_out = forms.BooleanField(
        label=gettext_lazy("Laat de rijen met een probleem weg"), required=False
    )

    def __init__(self, data: QueryDict | None, *, draft: str = "", bad: int = 0) -> None:
        super().__init__(data, initial={"draft": draft}, use_required_attribute=False)
        self.fields["leave_out"].required = bool(bad)
        if not bad:
            del self.fields["leave_out"]


class WithdrawForm(forms.Form):
    """Why a survey is taken out of use."""

    why = forms.CharField(
        label=gettext_lazy("Waarom trekt u deze enquête in?"),
        max_length=200,
        help_text=gettext_lazy("Uw reden komt in het logboek."),
    )

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data, use_required_attribute=False)

    def clean_why(self) -> str:
        """No persons in the logbook either."""
        said: str = self.cleaned_data["why"]
        for sentence in objections(said):
            raise forms.ValidationError(_(sentence))
        return said


class FilterForm(forms.Form):
    """Which answers to show."""

    vraag = forms.ChoiceField(label=gettext_lazy("Vraag"), required=False)
    gebied = forms.ChoiceField(label=gettext_lazy("Gebied"), required=False)
    jaar = forms.ChoiceField(label=gettext_lazy("Jaar"), required=False)

    def __init__(self, data: Mapping[str, Any], offered: Mapping[str, list[Any]]) -> None:
        super().__init__(data)
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("Alle")), *offered[name]]

    def chosen(self) -> dict[str, str]:
        """What was chosen; an unknown choice counts as none."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
