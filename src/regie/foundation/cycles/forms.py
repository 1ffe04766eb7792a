"""Forms of the policy cycle."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.foundation.cycles.queries import FieldView, StepView, ThemeView
from regie.foundation.cycles.rules import FULL, LIGHT, NAME_TAKEN, twice
from regie.ui.forms import DayInput

LONGEST_NAME = 120
MONTHS_BACK, MONTHS = 12, 43
VARIANT_CHOICES = (
    (FULL, gettext_lazy("Volledig: alle stappen")),
    (LIGHT, gettext_lazy("Licht: dezelfde producten, minder bijeenkomsten")),
)


def decision_months() -> list[tuple[str, str]]:
    """The months in which a council can decide: from a year ago to two and a half years ahead."""
    today = timezone.localdate()
    start = today.year * 12 + today.month - 1 - MONTHS_BACK
    days = [date(number // 12, number % 12 + 1, 1) for number in range(start, start + MONTHS)]
    named = [(day.isoformat(), date_format(day, "F Y")) for day in days]
    return [("", _("Nog niet bekend")), *named]


class StartForm(forms.Form):
    """A new cycle."""

    name = forms.CharField(
        label=gettext_lazy("Naam"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("Bijvoorbeeld: Veiligheidsplan 2027–2030."),
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Eerste dag"),
        widget=DayInput,
        help_text=gettext_lazy("Deze dag mag voor het besluit van de raad liggen."),
    )
    valid_to = forms.DateField(label=gettext_lazy("Laatste dag"), widget=DayInput)
    variant = forms.ChoiceField(
        label=gettext_lazy("Werkwijze"),
        choices=VARIANT_CHOICES,
        widget=forms.RadioSelect,
        initial=FULL,
    )
    decision_month = forms.TypedChoiceField(
        label=gettext_lazy("In welke maand moet de raad beslissen?"),
        help_text=gettext_lazy("Regie rekent vanaf deze maand terug. U kunt dit later kiezen."),
        required=False,
        coerce=date.fromisoformat,
        empty_value=None,
        choices=decision_months,
    )


class MoveForm(forms.Form):
    """Another step, and why."""

    step = forms.ChoiceField(label=gettext_lazy("Naar welke stap?"))
    why = forms.CharField(
        label=gettext_lazy("Waarom nu?"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("De reden staat in het logboek."),
    )

    def __init__(
        self, data: QueryDict | None, steps: Iterable[StepView], initial: dict[str, str]
    ) -> None:
        super().__init__(data, initial=initial)
        choices = [(step.code, step.label) for step in steps]
        self.fields["step"] = forms.ChoiceField(label=_("Naar welke stap?"), choices=choices)


class SkipForm(forms.Form):
    """A step that is left out, and why."""

    step = forms.CharField(widget=forms.HiddenInput)
    why = forms.CharField(
        label=gettext_lazy("Waarom slaat u deze stap over?"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Iedereen die het pad bekijkt, leest de reden. Noem geen personen."),
    )


class ExtendForm(forms.Form):
    """A later last day, and why."""

    until = forms.DateField(label=gettext_lazy("Nieuwe laatste dag"), widget=DayInput)
    why = forms.CharField(
        label=gettext_lazy("Waarom?"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Bijvoorbeeld: de raad besloot om de looptijd te verlengen."),
    )


class ThemeForm(forms.Form):
    """A theme of the municipality's own."""

    name = forms.CharField(label=gettext_lazy("Naam van het thema"), max_length=LONGEST_NAME)
    field = forms.ChoiceField(
        label=gettext_lazy("Thuisveld"),
        help_text=gettext_lazy("Elk thema hoort bij één veld."),
    )
    flanking = forms.BooleanField(
        label=gettext_lazy("Flankerend: het thema raakt ook ander beleid"), required=False
    )

    def __init__(self, data: QueryDict | None, fields: Iterable[FieldView]) -> None:
        super().__init__(data)
        choices = [(str(view.pk), view.name) for view in fields]
        self.fields["field"] = forms.ChoiceField(
            label=_("Thuisveld"), help_text=_("Elk thema hoort bij één veld."), choices=choices
        )
        self.order_fields(["name", "field", "flanking"])


@dataclass(frozen=True)
class NameRow:
    """One line of the names page: what it is called officially and the box for the own name."""

    official: str
    box: forms.BoundField
    flanking: bool = False


@dataclass(frozen=True)
class NameGroup:
    """A field with its themes on the names page."""

    title: str
    rows: tuple[NameRow, ...]


class NamesForm(forms.Form):
    """The local names of all fields and themes of a cycle; an empty box means the official."""

    def __init__(self, data: QueryDict | None, views: tuple[FieldView, ...]) -> None:
        super().__init__(data)
        self.views = views
        for view in views:
            self.fields[f"field-{view.pk}"] = _name_box(view)
            for theme in view.themes:
                self.fields[f"theme-{theme.pk}"] = _name_box(theme)

    def clean(self) -> dict[str, Any]:
        """Refuse two things with one name: nobody could tell them apart in a report."""
        cleaned = super().clean() or {}
        shown = {key: cleaned.get(key) or name for key, name in self._official().items()}
        double = twice(shown.values())
        for key, name in shown.items():
            if name.strip().casefold() in double and key in self.changed_data:
                self.add_error(key, _(NAME_TAKEN))
        return cleaned

    def names(self, kind: str) -> dict[int, str]:
        """The filled-in names of `field` or `theme`, by primary key."""
        prefix = f"{kind}-"
        return {
            int(key.removeprefix(prefix)): value
            for key, value in self.cleaned_data.items()
            if key.startswith(prefix)
        }

    def groups(self) -> list[NameGroup]:
        """The boxes as the page shows them."""
        return [
            NameGroup(
                title=view.official,
                rows=(
                    NameRow(view.official, self[f"field-{view.pk}"]),
                    *(
                        NameRow(theme.official, self[f"theme-{theme.pk}"], theme.flanking)
                        for theme in view.themes
                    ),
                ),
            )
            for view in self.views
        ]

    def _official(self) -> dict[str, str]:
        names = {f"field-{view.pk}": view.official for view in self.views}
        return names | {f"theme-{t.pk}": t.official for v in self.views for t in v.themes}


def _name_box(view: FieldView | ThemeView) -> forms.CharField:
    own = isinstance(view, ThemeView) and view.own
    return forms.CharField(
        label=view.official or _("Eigen thema"),
        initial=view.local_name,
        max_length=LONGEST_NAME,
        required=own,
    )
