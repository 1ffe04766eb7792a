"""The forms of amendments: changing, adding and taking out, and what the council did."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.findings.acting import words_field
from regie.planning.decision_desk.asking import Decided, day_field
from regie.planning.objectives.models import Direction
from regie.planning.plan_decisions import rules
from regie.planning.plan_decisions.models import Added, Amendment, AmendmentOutcome
from regie.planning.plan_decisions.queries import Addable
from regie.planning.plan_decisions.services import AmendmentWords
from regie.planning.plan_decisions.telling import field_names
from regie.planning.proposals.models import Priority

Pairs = list[tuple[str, str]]
FIRST, LAST = ("title", "proposer"), ("explanation", "version")


class AmendmentForm(forms.Form):
    """What every amendment says; on its own it takes something out."""

    title = words_field(gettext_lazy("Titel van het amendement"), longest=160)
    proposer = words_field(
        gettext_lazy("Wie stelt het voor?"),
        longest=120,
        help_text=gettext_lazy("Bijvoorbeeld de naam van een fractie."),
    )
    explanation = words_field(gettext_lazy("Toelichting"), longest=2000, rows=3, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self, data: Mapping[str, Any] | None, *, row: Amendment | None = None, **first: object
    ) -> None:
        if row is not None:
            names = ("title", "proposer", "new_text", "explanation", "version", "field")
            first = dict(row.values) | {name: getattr(row, name) for name in names}
        super().__init__(data, initial=first, use_required_attribute=False)

    def place(self, **fields: forms.Field) -> None:
        """Put these fields between what every amendment says."""
        self.fields.update(fields)
        self.order_fields([*FIRST, *fields, *LAST])

    def words(self, target: Mapping[str, Any] | None = None) -> AmendmentWords:
        """What was filled in, as services ask it; `target` says what it is about."""
        said = self.cleaned_data
        names = (*FIRST, "new_text", "explanation", "field")
        return AmendmentWords(
            **{name: said.get(name, "") for name in names},
            values=self.values(),
            **(target or {}),
        )

    def values(self) -> dict[str, object]:
        """What an addition says beside its text."""
        return {}


class TextForm(AmendmentForm):
    """A part gets another text."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, text: str, row: Amendment | None = None
    ) -> None:
        super().__init__(data, row=row, new_text=text)
        self.place(new_text=_long(_("De nieuwe tekst")))


def _long(label: str, *, required: bool = False) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": "16", "data-prose": ""})
    return forms.CharField(label=label, required=required, strip=False, widget=area)


class ValueForm(AmendmentForm):
    """One of the values of an objective changes; with `row` it is known which."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        values: Pairs,
        row: Amendment | None = None,
    ) -> None:
        super().__init__(data, row=row)
        text = words_field(
            _("Wat komt er te staan?"),
            longest=300,
            required=False,
            help_text=_("Schrijf een getal als 12,5 en een dag als 31-12-2030."),
        )
        text.validators = []  # a day looks like a date of birth
        if row is not None:
            self.place(new_text=text)
            return
        field = forms.ChoiceField(
            label=_("Wat verandert er?"), choices=values, widget=forms.RadioSelect
        )
        self.place(field=field, new_text=text)


class PartForm(AmendmentForm):
    """A part comes into the plan: an own one, one of the policy, the approach of a priority."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        parts: Sequence[Addable],
        row: Amendment | None = None,
    ) -> None:
        super().__init__(data, row=row)
        self.parts = {f"{each.kind}-{each.priority or 0}": each for each in parts}
        first = next(iter(self.parts), "")
        if row is not None:
            first = f"{row.values.get('kind')}-{row.values.get('priority') or 0}"
            self.initial["own"] = row.values.get("title")
        self.place(
            part=forms.ChoiceField(
                label=_("Welk onderdeel komt erbij?"),
                choices=[(key, each.title) for key, each in self.parts.items()],
                initial=first,
                widget=forms.RadioSelect,
            ),
            own=words_field(
                _("Titel van het onderdeel"),
                longest=120,
                required=False,
                help_text=_("Alleen nodig bij een eigen onderdeel."),
            ),
            new_text=_long(_("De tekst"), required=True),
        )

    def values(self) -> dict[str, object]:
        """Which part it is."""
        part, said = self.parts[self.cleaned_data["part"]], self.cleaned_data
        return {"kind": part.kind, "priority": part.priority, "title": said.get("own", "")}


class GoalForm(AmendmentForm):
    """An objective comes into the plan."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        priorities: Sequence[Priority],
        row: Amendment | None = None,
    ) -> None:
        super().__init__(data, row=row)
        self.place(
            new_text=words_field(_("Het doel in één zin"), longest=300),
            priority=forms.TypedChoiceField(
                label=_("Bij welke prioriteit?"),
                choices=[("", _("Geen prioriteit")), *((str(p.pk), str(p)) for p in priorities)],
                coerce=int,
                empty_value=None,
                required=False,
            ),
            **{name: _goal_field(name) for name in rules.ADDED_FIELDS if name != "priority"},
        )

    def values(self) -> dict[str, object]:
        """The values of the objective."""
        return {name: self.cleaned_data.get(name) for name in rules.ADDED_FIELDS}


def _goal_field(name: str) -> forms.Field:
    label = field_names()[name]
    label = label[:1].upper() + label[1:]
    if name == "direction":
        choices = [("", _("Kies")), *Direction.choices]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    field = words_field(label, longest=200, required=False)
    if name in {*rules.NUMBERS, *rules.DAYS, *rules.YEARS}:
        field.validators = []  # a day looks like a date of birth
    if name in rules.DAYS:
        field.help_text = _("Schrijf een dag als 31-12-2030.")
    return field


class OutcomeForm(Decided):
    """What the council did with an amendment."""

    def __init__(self, data: Mapping[str, Any] | None, row: Amendment) -> None:
        first = {
            "day": row.day or localdate(),
            "outcome": row.outcome,
            "text": row.decided_text or row.new_text,
            "version": row.version,
        }
        super().__init__(data, first)
        self.fields["outcome"] = forms.ChoiceField(
            label=_("Wat deed de raad?"),
            choices=[each for each in AmendmentOutcome.choices if _fits(each[0], row)],
            widget=forms.RadioSelect,
        )
        self.fields["day"] = day_field(_("Op welke dag?"))
        if row.act != rules.DROP:
            self.fields["text"] = forms.CharField(
                label=_("De tekst zoals de raad die wil"),
                required=False,
                strip=False,
                widget=_area(row),
                help_text=_("Alleen nodig bij “gewijzigd overgenomen”."),
            )
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def _area(row: Amendment) -> forms.Textarea:
    """The text of a part is written in the editor; that of an objective is a plain sentence."""
    editor = {"data-prose": ""} if row.section_id or row.adds == Added.SECTION else {}
    return forms.Textarea(attrs={"rows": "10", **editor})


def _fits(outcome: object, row: Amendment) -> bool:
    """What is taken out cannot be taken out in another way."""
    return row.act != rules.DROP or outcome != AmendmentOutcome.CHANGED
