"""The forms of the start meeting."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.findings.acting import nobody_named, words_field
from regie.evidence.street_knowledge import persons
from regie.evidence.street_knowledge.models import Visibility
from regie.evidence.street_knowledge.rules import season_of
from regie.evidence.street_knowledge.subjects import Choices, Places
from regie.evidence.street_knowledge.words import explained
from regie.foundation.accounts.languages import chosen
from regie.foundation.cycles.queries import FieldView
from regie.planning.start_meetings import rules
from regie.planning.start_meetings.models import Invitee, StartMeeting
from regie.planning.start_meetings.services import DETAILS, TEXTS, token_of
from regie.policy.attention import ATTENTION
from regie.policy.start_meeting import THEME_PARTNERS
from regie.policy.street_knowledge import STREET_KNOWLEDGE
from regie.ui.forms import DayInput

NONE = "none"
"""The choice of who has no opinion about a theme."""


class TimeInput(forms.TimeInput):
    """The clock of the browser."""

    input_type = "time"


class DetailsForm(forms.Form):
    """When, where and why; `seen` tells whether somebody else saved it since."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    purpose = words_field(
        gettext_lazy("Wat is het doel van de bijeenkomst?"),
        longest=300,
        rows=3,
        required=False,
        help_text=gettext_lazy("Dit staat ook in de uitnodiging."),
    )
    day = forms.DateField(label=gettext_lazy("Dag"), required=False, widget=DayInput())
    begins = forms.TimeField(
        label=gettext_lazy("Begintijd"), required=False, widget=TimeInput(format="%H:%M")
    )
    place = words_field(gettext_lazy("Plaats"), longest=120, required=False)
    open_tiers = forms.BooleanField(
        label=gettext_lazy("De keuzes zijn openbaar voor de veiligheidscoördinator"),
        required=False,
        help_text=gettext_lazy(
            "Dit komt ook in de uitnodiging te staan. Zonder vinkje ziet u alleen aantallen."
        ),
    )

    def __init__(self, data: Mapping[str, Any] | None, meeting: StartMeeting) -> None:
        initial = {name: getattr(meeting, name) for name in DETAILS}
        super().__init__(data, initial=initial | {"seen": token_of(meeting, DETAILS)})

    def values(self) -> dict[str, Any]:
        """What is kept, by column."""
        return {name: self.cleaned_data[name] for name in DETAILS}


class ReportForm(forms.Form):
    """The words of the report; what was counted comes by itself."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    shared_view = words_field(
        gettext_lazy("Wat zien we samen?"),
        longest=4000,
        rows=6,
        required=False,
        help_text=gettext_lazy("De gedeelde conclusie: wat valt op, en wat zit erachter?"),
    )
    cooperation = words_field(
        gettext_lazy("Hoe gaat de samenwerking?"),
        longest=4000,
        rows=4,
        required=False,
        help_text=gettext_lazy("Wat gaat goed, wat kan beter, en wie misten we?"),
    )
    next_steps = words_field(
        gettext_lazy("Hoe gaan we verder?"),
        longest=4000,
        rows=4,
        required=False,
        help_text=gettext_lazy("Wie doet wat, en wanneer zien we elkaar weer?"),
    )

    def __init__(self, data: Mapping[str, Any] | None, meeting: StartMeeting) -> None:
        initial = {name: getattr(meeting, name) for name in TEXTS}
        super().__init__(data, initial=initial | {"seen": token_of(meeting, TEXTS)})

    def values(self) -> dict[str, Any]:
        """What is kept, by column."""
        return {name: self.cleaned_data[name] for name in TEXTS}


class InviteeForm(forms.Form):
    """An organisation on the list, and in which function somebody comes."""

    organisation = forms.CharField(
        label=gettext_lazy("Organisatie of afdeling"), max_length=60, validators=[nobody_named]
    )
    function = forms.CharField(
        label=gettext_lazy("Functie van wie komt"),
        max_length=80,
        required=False,
        validators=[nobody_named],
        help_text=gettext_lazy("Bijvoorbeeld: teamchef. Schrijf geen namen op."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Soort"), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None, initial: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), use_required_attribute=False)
        kinds = [(x.code, chosen(x.name, x.name_en)) for x in THEME_PARTNERS().organisations]
        if isinstance(field := self.fields["kind"], forms.ChoiceField):
            field.choices = [("", _("Leid dit af uit de naam")), *kinds]


class PointForm(forms.Form):
    """A point of the agenda."""

    title = words_field(gettext_lazy("Punt"), longest=160)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minuten"), min_value=1, max_value=rules.LONGEST_MINUTES
    )

    def __init__(
        self, data: Mapping[str, Any] | None, title: str = "", minutes: int = 15, mark: object = ""
    ) -> None:
        values = {"title": title, "minutes": minutes}
        super().__init__(
            data, initial=values, auto_id=f"id_%s_{mark}", use_required_attribute=False
        )


class SightingForm(forms.Form):
    """What a partner sees, short enough to write down while people talk."""

    invitee = forms.ChoiceField(label=gettext_lazy("Welke organisatie ziet dit?"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Wat is er gezien?"), widget=forms.RadioSelect)
    title = forms.CharField(label=gettext_lazy("In één zin"), max_length=120)
    description = forms.CharField(
        label=gettext_lazy("Wat gebeurt daar?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Schrijf wat er gebeurt. Schrijf nooit wie het doet."),
    )
    area = forms.ChoiceField(label=gettext_lazy("Waar?"))
    theme = forms.ChoiceField(label=gettext_lazy("Bij welk thema past dit?"))

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        themes: Choices,
        places: Places,
        invitees: Iterable[Invitee] | None,
    ) -> None:
        super().__init__(data, use_required_attribute=False)
        self.places = places
        empty = ("", _("Maak een keuze"))
        self._offer("kind", explained(STREET_KNOWLEDGE().kinds))
        self._offer("area", [empty, *places.choices()])
        self._offer("theme", [empty, *themes])
        if invitees is None:
            del self.fields["invitee"]
        else:
            rows = [(str(row.pk), row.organisation) for row in invitees]
            self._offer("invitee", [("", _("Geen of meer organisaties")), *rows])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """No persons, as everywhere in street knowledge."""
        said = super().clean() or {}
        for name in ("title", "description"):
            group = said.get("kind") == "hot_group"
            for sentence in persons.objections(said.get(name, ""), group=group):
                self.add_error(name, _(sentence))
        return said

    def words(self, today: date | None = None) -> dict[str, Any]:
        """An observation for street knowledge: seen about now, heard at a meeting."""
        said = self.cleaned_data
        return {
            **{name: said[name] for name in ("kind", "title", "description", "area", "theme")},
            "area_year": self.places.year,
            "season": season_of(today or localdate()).code,
            "seen_from": None,
            "seen_to": None,
            "frequency": "",
            "dayparts": [],
            "confidence": "medium",
            "basis": "meeting",
            "done": "",
            "visibility": Visibility.MEMBERS,
            "unnamed": False,
        }


class TiersForm(forms.Form):
    """The themes of one field, each in a tier or in none."""

    def __init__(
        self, data: Mapping[str, Any] | None, field: FieldView, known: Mapping[str, str]
    ) -> None:
        super().__init__(data)
        self.name, self.code = field.name, field.code
        levels = [(item.code, chosen(item.name, item.name_en)) for item in ATTENTION().levels]
        for theme in field.themes:
            self.fields[theme.code] = forms.ChoiceField(
                label=theme.name,
                choices=[*levels, (NONE, _("Geen mening"))],
                initial=known.get(theme.code, NONE),
                widget=forms.RadioSelect,
            )

    def tiers(self) -> dict[str, str]:
        """The tier of each theme, "" for none."""
        said = self.cleaned_data.items()
        return {theme: "" if tier == NONE else tier for theme, tier in said}
