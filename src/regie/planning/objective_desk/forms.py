"""The form of an objective, and the reasons that are asked."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.findings.acting import words_field
from regie.foundation.accounts.languages import spoken
from regie.planning.objective_desk.drafting import Offers
from regie.planning.objectives import queries, rules
from regie.planning.objectives.models import Comparison, Direction, Objective, ObjectiveKind
from regie.planning.objectives.readings import Measure
from regie.planning.objectives.telling import typed
from regie.planning.objectives.words import ObjectiveWords
from regie.ui.forms import DayInput

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OWN, LATER = "own", ""
"""How an objective is measured when it is no indicator of the catalogue."""
FEWEST_MEANS, MOST_MEANS = 2, 30
PLAIN = (
    "statement",
    "effect",
    "kind",
    "measured_by",
    "measuring_plan",
    "unit",
    "baseline_from",
    "baseline_to",
    "baseline_source",
    "direction",
    "target_date",
    "beside",
    "ambition",
    "owner",
    "holder",
)
"""Fields that are in the form as they are in the table."""


def _year(label: "_StrPromise") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=rules.FIRST_YEAR,
        max_value=rules.LAST_YEAR,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), gettext_lazy("Schrijf een jaar, zoals 2024.")
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "6"}),
    )


class ObjectiveForm(forms.Form):
    """An objective as people type it; `seen` is the version that was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    statement = words_field(
        gettext_lazy("Het doel in één zin"),
        longest=300,
        rows=2,
        help_text=gettext_lazy(
            "Schrijf wat er anders is als het lukt, niet wat u gaat doen. Bijvoorbeeld: "
            "minder woninginbraken in 2030."
        ),
    )
    effect = words_field(
        gettext_lazy("Wat merken mensen daarvan?"),
        longest=300,
        rows=2,
        required=False,
        help_text=gettext_lazy("Het maatschappelijk effect. Bijvoorbeeld: rust in de wijk."),
    )
    priority = forms.ChoiceField(
        label=gettext_lazy("Bij welke prioriteit?"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Kies een prioriteit van dit plan.")},
    )
    municipality = forms.ChoiceField(label=gettext_lazy("Voor welke gemeente?"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Wat voor doel is het?"),
        widget=forms.RadioSelect,
        choices=[
            (ObjectiveKind.OUTCOME, gettext_lazy("Een effect: er verandert iets voor mensen")),
            (ObjectiveKind.OUTPUT, gettext_lazy("Een prestatie: dit leveren wij zelf")),
        ],
    )
    asked = forms.CharField(
        label=gettext_lazy("Zoek een cijfer"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Bijvoorbeeld inbraak, jongeren of onveilig."),
    )
    indicator = forms.ChoiceField(
        label=gettext_lazy("Waaraan ziet u of het lukt?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": gettext_lazy("Dit cijfer bestaat niet. Kies er een uit de lijst.")
        },
    )
    measured_by = words_field(
        gettext_lazy("Uw eigen meting: wat telt of vraagt u?"),
        longest=200,
        required=False,
        help_text=gettext_lazy("Alleen als u zelf meet."),
    )
    measuring_plan = words_field(
        gettext_lazy("Wie meet, hoe vaak en vanaf wanneer?"), longest=400, rows=2, required=False
    )
    area_code = forms.ChoiceField(
        label=gettext_lazy("Voor welk gebied?"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Kies een gebied van deze gemeente.")},
    )
    baseline = forms.CharField(
        label=gettext_lazy("Waarde"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    unit = words_field(
        gettext_lazy("Eenheid"),
        longest=60,
        required=False,
        help_text=gettext_lazy("Bijvoorbeeld: per 1.000 woningen, of inbraken."),
    )
    baseline_from = _year(gettext_lazy("Eerste jaar"))
    baseline_to = _year(gettext_lazy("Laatste jaar"))
    baseline_source = words_field(gettext_lazy("Bron"), longest=200, required=False)
    direction = forms.ChoiceField(
        label=gettext_lazy("Welke kant op?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", gettext_lazy("nog niet gekozen")),
            *Direction.choices,
        ],
    )
    target = forms.CharField(
        label=gettext_lazy("Streefwaarde"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Bijvoorbeeld 4,5 of 1.250."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    target_percent = forms.CharField(
        label=gettext_lazy("Of: hoeveel procent verschil"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Zonder minteken. Bijvoorbeeld 20."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    target_date = forms.DateField(
        label=gettext_lazy("Bereikt op"), required=False, widget=DayInput()
    )
    beside = forms.ChoiceField(
        label=gettext_lazy("Waarmee vergelijkt u?"),
        widget=forms.RadioSelect,
        choices=Comparison.choices,
    )
    ambition = words_field(
        gettext_lazy("Ambitie op langere termijn"),
        longest=200,
        required=False,
        help_text=gettext_lazy("Na de looptijd van dit plan. Bijvoorbeeld: 3,0 in 2034."),
    )
    owner = words_field(
        gettext_lazy("Wie is verantwoordelijk?"),
        longest=120,
        required=False,
        help_text=gettext_lazy("Een functie, geen naam. Bijvoorbeeld: teamleider toezicht."),
    )
    holder = words_field(
        gettext_lazy("Portefeuillehouder"),
        longest=120,
        required=False,
        help_text=gettext_lazy("Bijvoorbeeld: burgemeester."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        offers: Offers,
        initial: Mapping[str, Any] | None = None,
        *,
        rows: int = FEWEST_MEANS,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), use_required_attribute=False)
        self.homes = offers.homes
        whole = [("", _("Nog geen prioriteit"))]
        self._choose("priority", [*whole, *((str(p.pk), str(p)) for p in offers.priorities)])
        self._choose("area_code", [("", _("De hele gemeente")), *offers.areas])
        self._choose("indicator", _measured(offers))
        towns = [(str(town.pk), str(town)) for town in offers.towns]
        self._choose("municipality", [("", _("Alle gemeenten van dit plan")), *towns])
        if len(towns) < 2:
            del self.fields["municipality"]
        for place in range(min(rows, MOST_MEANS)):
            label = _("Middel %(n)s") % {"n": place + 1}
            self.fields[f"means_{place}"] = words_field(label, longest=200, required=False)

    def _choose(self, name: str, choices: Sequence[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def means(self) -> list[BoundField]:
        """The rows of means."""
        return [self[name] for name in self.fields if name.startswith("means_")]

    # --- numbers as people type them --------------------------------------------------------------

    def clean_baseline(self) -> Decimal | None:
        """A value."""
        return self._number("baseline")

    def clean_target(self) -> Decimal | None:
        """A value."""
        return self._number("target")

    def clean_target_percent(self) -> Decimal | None:
        """A size without a sign."""
        text = self.cleaned_data["target_percent"]
        found = rules.number(text)
        return self._judged(found, rules.percent_refusal(text, found))

    def _number(self, name: str) -> Decimal | None:
        text = self.cleaned_data[name]
        found = rules.number(text)
        return self._judged(found, rules.number_refusal(text, found, english=spoken() == "en"))

    @staticmethod
    def _judged(found: Decimal | None, refused: str | None) -> Decimal | None:
        if refused:
            raise forms.ValidationError(_(refused))
        return found

    def clean(self) -> dict[str, Any]:
        """An area lies in one municipality, also in a joint plan."""
        said = super().clean() or self.cleaned_data
        home, town = self._home(), said.get("municipality")
        if home is not None and town and str(home) != town:
            self.add_error("area_code", _(rules.OTHER_TOWN))
        return said

    def _home(self) -> int | None:
        return self.homes.get(self.cleaned_data.get("area_code") or "")

    # --- what was written -------------------------------------------------------------------------

    def written(self, unit: str = "", basis: Mapping[str, Any] | None = None) -> ObjectiveWords:
        """The objective as services ask it, of what could be read; `unit` when nobody typed one."""
        said = self.cleaned_data
        given: dict[str, Any] = {name: said.get(name) for name in _VALUES}
        given |= {name: said.get(name) or "" for name in _TEXTS}
        chosen = said.get("indicator") or LATER
        return ObjectiveWords(
            **given | {"unit": given["unit"] or unit},
            kind=said.get("kind") or ObjectiveKind.OUTCOME,
            beside=said.get("beside") or Comparison.ITSELF,
            priority=_pk(said.get("priority")),
            municipality=_pk(said.get("municipality")) or self._home(),
            indicator="" if chosen == OWN else chosen,
            baseline_basis=basis or {},
            means=tuple(said[name] for name in said if name.startswith("means_") and said[name]),
        )

    def refuse(self, found: tuple[str, str] | None) -> None:
        """Show what keeps an objective from being kept, at its field."""
        if found is not None:
            field, sentence = found
            self.add_error(field if field in self.fields else None, _(sentence))

    def unreadable(self) -> list[str]:
        """What is typed and cannot be read, in words; what is still empty is no mistake here."""
        return [
            f"{self.fields[name].label}: {sentence}"
            for name, sentences in self.errors.items()
            if name in self.fields and str(self.data.get(name, "")).strip()
            for sentence in sentences
        ]


_VALUES = (
    "baseline",
    "baseline_from",
    "baseline_to",
    "target",
    "target_percent",
    "target_date",
)
_TEXTS = (
    "statement",
    "effect",
    "measured_by",
    "measuring_plan",
    "area_code",
    "unit",
    "baseline_source",
    "direction",
    "ambition",
    "owner",
    "holder",
)


def _pk(text: str | None) -> int | None:
    return int(text) if text else None


def _measured(offers: Offers) -> list[tuple[str, str]]:
    """What can be measured, each with its source, rhythm and last value."""
    listed: list[tuple[str, str]] = [(item.code, _offered(item)) for item in offers.measures]
    code, name = offers.kept
    if code and code not in {known for known, _label in listed}:
        listed.insert(0, (code, _("%(name)s (geen cijfers meer)") % {"name": name}))
    return [*listed, (OWN, _("Een eigen meting")), (LATER, _("Nog niet gekozen"))]


def _offered(item: Measure) -> SafeString:
    about = [part for part in (item.theme_name, item.source, item.rhythm, item.latest) if part]
    return format_html('{} <span class="regie-sub">{}</span>', item.name, " · ".join(about))


def first_values(row: Objective) -> dict[str, Any]:
    """What stands in the form of an objective before anybody typed. No queries when its means
    were read along."""
    measured = row.indicator.code if row.indicator else OWN if row.measured_by else LATER
    percent = None if row.target_percent is None else abs(row.target_percent)
    return {
        **{name: getattr(row, name) for name in PLAIN},
        "seen": row.version,
        "priority": str(row.priority_id or ""),
        "municipality": str(row.municipality_id or ""),
        "area_code": row.area_code,
        "indicator": measured,
        "baseline": typed(row.baseline),
        "target": typed(row.target),
        "target_percent": typed(percent),
        **means_values(queries.means_words(row)),
    }


def means_values(texts: Sequence[str]) -> dict[str, str]:
    """Means by the names of their fields."""
    return {f"means_{place}": text for place, text in enumerate(texts)}


class ReasonForm(forms.Form):
    """Why a criticism does not hold, or why an objective is taken out."""

    reason = words_field(gettext_lazy("Waarom?"), longest=300, rows=3)
