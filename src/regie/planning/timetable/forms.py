"""The forms of the timetable and the decision calendar."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.street_knowledge import persons
from regie.foundation.accounts.languages import chosen
from regie.planning.timetable import rules, words
from regie.planning.timetable.clashes import months
from regie.planning.timetable.models import Moment, MomentKind
from regie.policy.calendar import PROCESSES
from regie.ui.forms import DayInput

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MONTHS_AHEAD = 36
LONGEST_REASON = 300


class PlainForm(forms.Form):
    """A form that says at a field what should not stand in it: no persons, days in order."""

    checked: tuple[str, ...] = ("why",)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        auto_id: str = "id_%s",
    ) -> None:
        super().__init__(
            data, initial=dict(initial or {}), auto_id=auto_id, use_required_attribute=False
        )

    def renew(self, **values: str) -> None:
        """Fill hidden fields of sent data anew, so that a second try rests on what is shown."""
        if self.is_bound:
            self.data = QueryDict(mutable=True) | dict(self.data.items()) | values

    def clean(self) -> dict[str, Any]:
        """Refuse data about persons in free text."""
        said = super().clean() or {}
        for name in self.checked:
            for sentence in persons.objections(said.get(name) or ""):
                self.add_error(name, _(sentence))
        return said


def _reason(help_text: "str | _StrPromise" = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Waarom?"),
        max_length=LONGEST_REASON,
        required=required,
        widget=forms.Textarea({"rows": 2}),
        help_text=help_text or gettext_lazy("De reden staat in de geschiedenis."),
        error_messages={"required": gettext_lazy(rules.NO_REASON)},
    )


def month_choices(wanted: date | None) -> list[tuple[str, str]]:
    """The months in which the council can still decide, and the one that was chosen."""
    coming = months(timezone.localdate(), MONTHS_AHEAD)
    found = coming if wanted is None or wanted in coming else [wanted, *coming]
    return [(month.isoformat(), words.month(month)) for month in found]


class MonthForm(forms.Form):
    """From which month to count back; a GET form."""

    maand = forms.ChoiceField(label=gettext_lazy("In welke maand moet de raad beslissen?"))

    def __init__(self, data: Mapping[str, Any] | None, *, month: date) -> None:
        super().__init__(data, initial={"maand": month.isoformat()})
        field = forms.ChoiceField(
            label=_("In welke maand moet de raad beslissen?"), choices=month_choices(month)
        )
        self.fields["maand"] = field


class AcceptForm(PlainForm):
    """Take a proposal over, with a reason; `seen` names the plan one looked at."""

    maand = forms.DateField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    why = _reason()

    def clean(self) -> dict[str, Any]:
        """A month a council can decide in."""
        said = super().clean()
        month = said.get("maand")
        if month and (refusal := rules.span_refusal(month, month)):
            self.add_error(None, _(refusal))
        return said


class StepForm(PlainForm):
    """Other days for a step, and why. Only taking over asks for the reason."""

    first = forms.DateField(label=gettext_lazy("Eerste dag"), widget=DayInput)
    last = forms.DateField(label=gettext_lazy("Laatste dag"), widget=DayInput)
    why = _reason(
        gettext_lazy("Nodig als u de dagen overneemt. De reden staat in de geschiedenis."),
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def accepts(self) -> bool:
        """Whether the sender takes the consequences over, and does not only look."""
        return "neem_over" in self.data

    def clean(self) -> dict[str, Any]:
        """Days in order; a reason for who takes it over."""
        said = super().clean()
        first, last = said.get("first"), said.get("last")
        if first and last and (refusal := rules.span_refusal(first, last)):
            self.add_error("last", _(refusal))
        if self.accepts and not said.get("why"):
            self.add_error("why", _(rules.NO_REASON))
        return said


class MomentForm(PlainForm):
    """A moment in the decision calendar; a change also asks why."""

    checked = ("name", "note", "why")

    kind = forms.ChoiceField(label=gettext_lazy("Van wie is dit moment?"))
    name = forms.CharField(
        label=gettext_lazy("Wat gebeurt er?"),
        max_length=120,
        help_text=gettext_lazy("Bijvoorbeeld: raadsvergadering, of driehoeksoverleg."),
    )
    first = forms.DateField(label=gettext_lazy("Dag"), widget=DayInput)
    last = forms.DateField(
        label=gettext_lazy("Laatste dag"),
        widget=DayInput,
        required=False,
        help_text=gettext_lazy("Alleen als het langer duurt dan een dag, zoals een reces."),
    )
    process = forms.ChoiceField(label=gettext_lazy("Hoort bij"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Toelichting"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    why = _reason(gettext_lazy("Anderen lezen zo waarom het moment anders werd."))

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        kinds: Iterable[str],
        row: Moment | None = None,
        process: str = "",
    ) -> None:
        super().__init__(data, initial=_initial(row, process))
        allowed = set(kinds)
        choices = [(code, label) for code, label in MomentKind.choices if code in allowed]
        self.fields["kind"] = forms.ChoiceField(label=_("Van wie is dit moment?"), choices=choices)
        named = [(item.code, chosen(item.name, item.name_en)) for item in PROCESSES()]
        self.fields["process"] = forms.ChoiceField(
            label=_("Hoort bij"), required=False, choices=[("", _("Niets hiervan")), *named]
        )
        self.order_fields(["kind", "name", "first", "last", "process", "note", "why"])
        if row is None:
            del self.fields["why"]

    def clean(self) -> dict[str, Any]:
        """Days in order, and a recess no longer than a recess."""
        said = super().clean()
        first, last = said.get("first"), said.get("last")
        recess = said.get("kind") == MomentKind.RECESS
        if first and last and (refusal := rules.span_refusal(first, last, recess=recess)):
            self.add_error("last", _(refusal))
        return said

    def words(self) -> dict[str, Any]:
        """What the services ask for."""
        return {name: value for name, value in self.cleaned_data.items() if name != "why"}


def _initial(row: Moment | None, process: str) -> dict[str, Any]:
    if row is not None:
        last = row.last if row.last != row.first else None
        names = ("kind", "name", "first", "process", "note")
        return {name: getattr(row, name) for name in names} | {"last": last}
    item = next((item for item in PROCESSES() if item.code == process), None)
    if item is None:
        return {}
    return {"kind": item.body, "name": chosen(item.name, item.name_en), "process": item.code}


class WithdrawForm(PlainForm):
    """Why a moment goes out of the calendar."""

    why = _reason()
