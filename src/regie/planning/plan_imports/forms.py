"""The forms of an existing plan: the file, where parts go, a part, an objective, taking over."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.findings.acting import words_field
from regie.foundation.accounts.languages import chosen
from regie.foundation.cycles.models import PolicyCycle
from regie.planning.objectives import rules as objective_rules
from regie.planning.objectives.models import Direction
from regie.planning.objectives.telling import typed
from regie.planning.plan_imports import rules
from regie.planning.plan_imports.models import FoundObjective, ImportPart
from regie.planning.plan_imports.services import FoundWords, Target
from regie.planning.plans.models import SafetyPlan
from regie.policy.plan_sections import PLAN_SECTIONS
from regie.ui.forms import DayInput

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Pairs = list[tuple[str, str]]
FIRST_YEAR, LAST_YEAR = 1990, 2100


class UploadForm(forms.Form):
    """The file, and the first year of the plan when it does not say so itself."""

    file = forms.FileField(
        label=gettext_lazy("Bestand"),
        help_text=gettext_lazy("Word (.docx), LibreOffice (.odt) of PDF, tot 100 MB."),
        max_length=255,
        error_messages={"empty": gettext_lazy("Dit bestand is leeg.")},
        widget=forms.ClearableFileInput(
            attrs={
                "accept": ".docx,.docm,.dotx,.odt,.pdf,application/pdf,"
                "application/vnd.oasis.opendocument.text,"
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
        ),
    )
    first_year = forms.IntegerField(
        label=gettext_lazy("Eerste jaar van het plan"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        localize=False,
        help_text=gettext_lazy("Leeg laten mag. Regie zoekt dan in het document."),
    )

    def clean_file(self) -> File[bytes]:
        """Refuse what is too large before it is kept."""
        file: File[bytes] = self.cleaned_data["file"]
        if sentence := rules.size_refusal(file.size or 0):
            raise forms.ValidationError(too_large(sentence))
        return file


def too_large(sentence: str = rules.TOO_LARGE) -> str:
    """What is said of a file that is too large."""
    return _(sentence) % {"most": rules.LARGEST // rules.MEGABYTE}


def kinds() -> Pairs:
    """Where a part can go, in the reader's language."""
    known = [(item.code, chosen(item.name, item.name_en)) for item in PLAN_SECTIONS().sections]
    return [
        ("", _("Nog te sorteren")),
        *known,
        (rules.OWN, _("Eigen onderdeel, onder deze kop")),
        (rules.NONE, _("Niet overnemen (blijft hier staan)")),
    ]


class SortForm(forms.Form):
    """A choice for each part on the page."""

    def __init__(self, data: Mapping[str, Any] | None, parts: Iterable[ImportPart]) -> None:
        super().__init__(data)
        options = kinds()
        for part in parts:
            self.fields[f"kind_{part.pk}"] = forms.ChoiceField(
                label=_("Onderdeel voor: %(part)s") % {"part": part},
                choices=options,
                required=False,
                initial=part.kind,
            )

    def chosen(self) -> dict[int, str]:
        """The choices that were sent, by part."""
        return {
            int(name.removeprefix("kind_")): str(value)
            for name, value in self.cleaned_data.items()
            if name in self.data
        }


class PartForm(forms.Form):
    """The heading and text of a part."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title = forms.CharField(label=gettext_lazy("Kop"), max_length=160, required=False)
    text = forms.CharField(
        label=gettext_lazy("Tekst"),
        required=False,
        strip=False,
        max_length=rules.LONGEST_PART,
        widget=forms.Textarea(attrs={"rows": 16, "data-prose": "", "spellcheck": "true"}),
    )

    def __init__(self, data: Mapping[str, Any] | None, part: ImportPart) -> None:
        initial = {"seen": part.version, "title": part.title, "text": part.text}
        super().__init__(data, initial=initial, use_required_attribute=False)


def _amount(label: "_StrPromise", help_text: "str | _StrPromise" = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=40, help_text=help_text)


class ObjectiveForm(forms.Form):
    """What was read of an objective, to correct."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    statement = words_field(gettext_lazy("Doel in één zin"), longest=300, rows=3)
    effect = words_field(
        gettext_lazy("Wat mensen ervan merken"), longest=300, rows=2, required=False
    )
    measured_by = words_field(gettext_lazy("Waaraan gemeten"), longest=200, required=False)
    unit = words_field(gettext_lazy("Eenheid"), longest=60, required=False)
    direction = forms.ChoiceField(
        label=gettext_lazy("Welke kant op"),
        required=False,
        choices=[("", gettext_lazy("Dat staat er niet")), *Direction.choices],
    )
    baseline = _amount(gettext_lazy("Nulmeting"))
    baseline_year = forms.IntegerField(
        label=gettext_lazy("Jaar van de nulmeting"), required=False, localize=False
    )
    baseline_source = words_field(
        gettext_lazy("Bron van de nulmeting"), longest=200, required=False
    )
    target = _amount(gettext_lazy("Streefwaarde"))
    target_percent = _amount(
        gettext_lazy("Of een verschil in procenten"), gettext_lazy("Zonder minteken.")
    )
    target_date = forms.DateField(
        label=gettext_lazy("Bereikt op"), required=False, widget=DayInput()
    )
    owner = words_field(
        gettext_lazy("Wie is verantwoordelijk"),
        longest=120,
        required=False,
        help_text=gettext_lazy("Een functie, geen naam."),
    )

    def __init__(self, data: Mapping[str, Any] | None, row: FoundObjective) -> None:
        initial = {name: getattr(row, name) for name in FoundWords.__dataclass_fields__}
        for name in ("baseline", "target", "target_percent"):
            initial[name] = typed(initial[name])
        initial["seen"] = row.version
        super().__init__(data, initial=initial, use_required_attribute=False)

    def clean_baseline(self) -> Decimal | None:
        """The number that was typed."""
        return self._number("baseline")

    def clean_target(self) -> Decimal | None:
        """The number that was typed."""
        return self._number("target")

    def clean_target_percent(self) -> Decimal | None:
        """The number that was typed."""
        return self._number("target_percent")

    def _number(self, name: str) -> Decimal | None:
        text: str = self.cleaned_data[name]
        found = objective_rules.number(text) if text.strip() else None
        refused = (
            objective_rules.percent_refusal(text, found)
            if name == "target_percent"
            else objective_rules.number_refusal(text, found)
        )
        if refused:
            raise forms.ValidationError(_(refused))
        return found

    def written(self) -> FoundWords:
        """What `services.correct` asks."""
        fields = FoundWords.__dataclass_fields__
        return FoundWords(**{name: self.cleaned_data[name] for name in fields})


class TakeForm(forms.Form):
    """The plan that it goes into."""

    target = forms.ChoiceField(label=gettext_lazy("Overnemen in"), widget=forms.RadioSelect)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        drafts: Sequence[SafetyPlan],
        cycles: Sequence[PolicyCycle],
    ) -> None:
        self.targets: dict[str, Target] = {f"plan-{plan.pk}": plan for plan in drafts}
        self.targets |= {f"cycle-{cycle.pk}": cycle for cycle in cycles}
        names = [(key, _name(target)) for key, target in self.targets.items()]
        super().__init__(data, initial={"target": names[0][0] if names else ""})
        field = self.fields["target"]
        if isinstance(field, forms.ChoiceField):
            field.choices = names

    @property
    def earliest(self) -> int:
        """The first year of the earliest plan that it can go into; 0 without one."""
        cycles = [getattr(target, "cycle", target) for target in self.targets.values()]
        return min((cycle.valid_from.year for cycle in cycles), default=0)

    def chosen(self) -> Target:
        """The plan, or the cycle that gets one."""
        return self.targets[self.cleaned_data["target"]]


def _name(target: Target) -> str:
    if isinstance(target, SafetyPlan):
        return _("Het plan dat er al ligt: %(plan)s") % {"plan": target.title}
    return _("Een nieuw plan in de cyclus “%(cycle)s”") % {"cycle": target.name}
