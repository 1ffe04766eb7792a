"""The forms of street knowledge: short enough for two minutes on a telephone."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.street_knowledge import persons, rules, words
from regie.evidence.street_knowledge.models import Observation, Visibility
from regie.evidence.street_knowledge.services import FIELDS, FREE_TEXTS, NO_REASON
from regie.evidence.street_knowledge.subjects import Choices, Places
from regie.policy.street_knowledge import STREET_KNOWLEDGE

GROUP = "hot_group"
DAYS = "days"
"""The choice of who rather fills in the days."""
MORE = ("seen_from", "seen_to", "frequency", "dayparts", "done", "unnamed")
"""Fields that may be left alone; they stand under "Meer vertellen"."""


class DayInput(forms.DateInput):
    """The date picker of the browser."""

    input_type = "date"


class ObservationForm(forms.Form):
    """What somebody saw. Seven answers are needed; the rest may wait."""

    kind = forms.ChoiceField(label=gettext_lazy("Wat zag u?"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=gettext_lazy("In één zin"),
        max_length=120,
        help_text=gettext_lazy("Bijvoorbeeld: dealen op het plein achter de winkels."),
    )
    description = forms.CharField(
        label=gettext_lazy("Wat gebeurt daar?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Schrijf wat er gebeurt. Schrijf nooit wie het doet."),
    )
    area = forms.ChoiceField(label=gettext_lazy("Waar?"))
    theme = forms.ChoiceField(label=gettext_lazy("Bij welk thema past dit?"))
    season = forms.ChoiceField(label=gettext_lazy("Wanneer zag u dit?"))
    confidence = forms.ChoiceField(
        label=gettext_lazy("Hoe zeker bent u?"), widget=forms.RadioSelect
    )
    basis = forms.ChoiceField(label=gettext_lazy("Hoe weet u dit?"))
    visibility = forms.ChoiceField(
        label=gettext_lazy("Wie mag dit lezen?"),
        choices=Visibility.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Anderen lezen het pas als het gebruikt wordt in de analyse."),
    )
    seen_from = forms.DateField(
        label=gettext_lazy("Eerste dag"), required=False, widget=DayInput(format="%Y-%m-%d")
    )
    seen_to = forms.DateField(
        label=gettext_lazy("Laatste dag"), required=False, widget=DayInput(format="%Y-%m-%d")
    )
    frequency = forms.ChoiceField(label=gettext_lazy("Hoe vaak?"), required=False)
    dayparts = forms.MultipleChoiceField(
        label=gettext_lazy("Op welk moment?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    done = forms.CharField(
        label=gettext_lazy("Wat doen bewoners of uw organisatie er al aan?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    unnamed = forms.BooleanField(
        label=gettext_lazy("Noem onze organisatie niet bij deze waarneming"), required=False
    )
    about_behaviour = forms.BooleanField(
        label=gettext_lazy("Ik heb dit gelezen. De tekst gaat over gedrag."), required=False
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        themes: Choices,
        places: Places,
        partner: bool,
        row: Observation | None = None,
        area_name: str = "",
    ) -> None:
        super().__init__(data, initial=_initial(row), use_required_attribute=False)
        self.row, self.places, self.today = row, places, localdate()
        policy = STREET_KNOWLEDGE()
        self._offer("kind", words.explained(policy.kinds))
        self._offer("confidence", words.meant(policy.confidence))
        self._offer("basis", [("", _("Maak een keuze")), *words.named(policy.bases)])
        self._offer("frequency", [("", _("Weet ik niet")), *words.named(policy.frequencies)])
        self._offer("dayparts", words.named(policy.dayparts))
        self._offer("season", self._seasons())
        self._offer("theme", [("", _("Maak een keuze")), *_with_old(themes, row, "theme")])
        self._offer("area", [("", _("Maak een keuze")), *self._areas(area_name)])
        if not partner:
            del self.fields["unnamed"]
        if not self._terms():
            del self.fields["about_behaviour"]

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def _seasons(self) -> list[tuple[str, str]]:
        known = [(each.code, words.season(each.code)) for each in rules.seasons(self.today)]
        old = self.row.season if self.row else ""
        if old and old not in dict(known):
            known.append((old, words.season(old)))
        return [*known, (DAYS, _("Ik vul zelf de dagen in"))]

    def _areas(self, name: str) -> Choices:
        """The areas of today, and the old one of an observation whose area is gone."""
        choices = self.places.choices()
        old = self.row.area if self.row else ""
        if old and old not in {area.code for area in self.places.all}:
            choices.append((_("Oude indeling"), [(old, name or old)]))
        return choices

    def _terms(self) -> list[str]:
        """Words about origin or religion in what was sent about a group."""
        if self.data.get("kind") != GROUP:
            return []
        text = " ".join(str(self.data.get(name, "")) for name in FREE_TEXTS)
        return words.sensitive(text)

    @property
    def warning(self) -> str:
        """What the words about origin or religion are, and what to do; "" without any."""
        found = self._terms()
        if not found:
            return ""
        return _(
            "Deze woorden gaan over herkomst of geloof: %(words)s. "
            "Beschrijf liever wat de groep doet."
        ) % {"words": ", ".join(found)}

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields that may be left alone."""
        return [self[name] for name in MORE if name in self.fields]

    @property
    def more_open(self) -> bool:
        """Whether something stands there already, or is wrong there."""
        return any(field.errors or field.value() for field in self.more)

    def clean(self) -> dict[str, Any]:
        """Refuse what says who it is about; ask for care with words about origin or religion."""
        said = super().clean() or {}
        said["season"] = "" if said.get("season") == DAYS else said.get("season", "")
        group = said.get("kind") == GROUP
        for name in FREE_TEXTS:
            for sentence in persons.objections(said.get(name, ""), group=group):
                self.add_error(name, _(sentence))
        days = said.get("seen_from"), said.get("seen_to")
        for name, sentence in rules.period_problems(said["season"], *days, self.today):
            if "season" not in self.errors:
                self.add_error(name, _(sentence))
        if "about_behaviour" in self.fields and not said.get("about_behaviour"):
            sentence = _("Zet hier een vinkje, of haal die woorden weg.")
            self.add_error("about_behaviour", sentence)
        return said

    def words(self) -> dict[str, Any]:
        """What is kept, by field; the year of the areas belongs to the chosen area."""
        said = self.cleaned_data
        kept = self.row is not None and self.row.area == said["area"]
        year = self.row.area_year if kept and self.row else self.places.year
        return {name: {"unnamed": False, "area_year": year}.get(name) for name in FIELDS} | {
            name: said[name] for name in FIELDS if name in said
        }


def _initial(row: Observation | None) -> dict[str, Any]:
    """The season of today, or what stands there already."""
    if row is None:
        return {"season": rules.season_of(localdate()).code}
    return {name: getattr(row, name) for name in FIELDS} | {"season": row.season or DAYS}


def _with_old(choices: Choices, row: Observation | None, name: str) -> Choices:
    """A theme that the cycle no longer has stays a choice for who already chose it."""
    old = getattr(row, name) if row else ""
    if not old or any(old == code for _group, items in choices for code, _name in items):
        return choices
    return [*choices, (_("Oud thema"), [(old, old)])]


class FilterForm(forms.Form):
    """Which observations to show."""

    stand = forms.ChoiceField(label=gettext_lazy("Stand"), required=False)
    soort = forms.ChoiceField(label=gettext_lazy("Soort"), required=False)
    thema = forms.ChoiceField(label=gettext_lazy("Thema"), required=False)
    gebied = forms.ChoiceField(label=gettext_lazy("Gebied"), required=False)

    def __init__(self, data: Mapping[str, Any], offered: Mapping[str, list[Any]]) -> None:
        super().__init__(data)
        for name in list(self.fields):
            field = self.fields[name]
            if name not in offered:
                del self.fields[name]
            elif isinstance(field, forms.ChoiceField):
                field.choices = [("", _("Alle")), *offered[name]]

    def chosen(self) -> dict[str, str]:
        """What was chosen; an unknown choice counts as none."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ReplyForm(forms.Form):
    """What the coordinator does with an observation; the partner reads it."""

    reply = forms.CharField(
        label=gettext_lazy("Wat doet u ermee?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Wie dit meldde, leest uw antwoord."),
    )
    confidential = forms.BooleanField(
        label=gettext_lazy("Houd deze waarneming vertrouwelijk"), required=False
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, may_hide: bool = False, reply: str = ""
    ) -> None:
        super().__init__(data, initial={"reply": reply}, use_required_attribute=False)
        if not may_hide:
            del self.fields["confidential"]

    def clean(self) -> dict[str, Any]:
        """No persons here either, and a reason for who gives it back."""
        said = super().clean() or {}
        for sentence in persons.objections(said.get("reply", "")):
            self.add_error("reply", _(sentence))
        if self.data.get("step") == "return" and not said.get("reply"):
            self.add_error("reply", _(NO_REASON))
        return said
