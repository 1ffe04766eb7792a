"""The forms of the proposal: a priority, a reason, the decision, and everything at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.foundation.cycles.queries import FieldView
from regie.planning.priorities.fields import day, words
from regie.planning.priorities.models import AttentionLevel, ThemeLevel
from regie.planning.proposals.deciding import Choice
from regie.planning.proposals.models import CouncilChoice, Priority
from regie.planning.proposals.quick import Line, Quick, Rewritten
from regie.planning.proposals.services import PriorityWords

Grouped = Sequence[tuple[str, Sequence[tuple[str, str]]]]
Choices = Sequence[tuple[str, str]]


class PriorityForm(forms.Form):
    """One priority, in words, with what it rests on."""

    name = words(
        gettext_lazy("Naam"),
        longest=120,
        help_text=gettext_lazy(
            "Zeg wat er anders moet. Bijvoorbeeld: minder overlast bij scholen."
        ),
    )
    why = words(
        gettext_lazy("Waarom dit?"),
        longest=1500,
        rows=4,
        required=False,
        help_text=gettext_lazy("Wat zeggen de cijfers, de bewoners, de partners en de raad?"),
    )
    less = words(
        gettext_lazy("Wat krijgt daardoor minder aandacht?"), longest=600, rows=2, required=False
    )
    difference = words(
        gettext_lazy("De sessie adviseerde dit niet: waarom stelt u het toch voor?"),
        longest=600,
        rows=2,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: QueryDict | None,
        row: Priority | None,
        *,
        themes: Grouped,
        findings: Choices,
        candidates: Choices,
    ) -> None:
        names = ("name", "why", "less", "difference", "version")
        known = {name: getattr(row, name) for name in names} if row else {}
        super().__init__(data, initial=known, use_required_attribute=False)
        offers: tuple[tuple[str, str, Any], ...] = (
            ("themes", _("Welke thema's horen hierbij?"), themes),
            ("findings", _("Op welke bevindingen rust dit?"), findings),
            ("candidates", _("Welke kandidaten uit de sessie zijn dit?"), candidates),
        )
        for name, label, choices in offers:
            if choices:
                chosen = [str(each.pk) for each in getattr(row, name).all()] if row else []
                self.fields[name] = forms.MultipleChoiceField(
                    label=label,
                    choices=choices,
                    required=False,
                    initial=chosen,
                    widget=forms.CheckboxSelectMultiple,
                )
        self.order_fields(["name", "themes", "why", "less", "findings", "candidates"])

    def written(self) -> PriorityWords:
        """What was written; numbers as numbers."""
        said = self.cleaned_data
        texts = {name: said[name] for name in ("name", "why", "less", "difference")}
        themes, findings, candidates = (
            [int(value) for value in said.get(name, ())]
            for name in ("themes", "findings", "candidates")
        )
        return PriorityWords(**texts, themes=themes, findings=findings, candidates=candidates)


class ReasonForm(forms.Form):
    """Why."""

    reason = words(gettext_lazy("Waarom?"), longest=500, rows=2)


class DecisionForm(forms.Form):
    """What the council decided: the day, the number, and a choice for each priority."""

    day = day(gettext_lazy("Dag van het besluit"))
    number = words(
        gettext_lazy("Nummer van het besluit"),
        longest=60,
        help_text=gettext_lazy("Bijvoorbeeld het nummer op de besluitenlijst."),
    )

    def __init__(self, data: QueryDict | None, priorities: Sequence[Priority]) -> None:
        super().__init__(data, initial={"day": localdate()}, use_required_attribute=False)
        self.priorities = priorities
        choices = [
            (choice.value, str(choice.label).capitalize())
            for choice in CouncilChoice
            if choice != CouncilChoice.ADDED
        ]
        for row in priorities:
            self.fields[f"decision-{row.pk}"] = forms.ChoiceField(
                label=_("De raad heeft deze prioriteit"),
                choices=choices,
                initial=CouncilChoice.ADOPTED,
                widget=forms.RadioSelect,
            )
            self.fields[f"name-{row.pk}"] = words(
                _("Nieuwe naam, als de raad die wijzigde"), longest=120, required=False
            )
            self.fields[f"reason-{row.pk}"] = words(
                _("Reden van de wijziging"), longest=600, rows=2, required=False
            )
        self.fields["added_name"] = words(
            _("Voegde de raad een prioriteit toe?"), longest=120, required=False
        )
        self.fields["added_reason"] = words(
            _("Reden van de raad"), longest=600, rows=2, required=False
        )

    def groups(self) -> list[tuple[Priority, list[BoundField]]]:
        """The fields of each priority together."""
        return [
            (row, [self[f"{name}-{row.pk}"] for name in ("decision", "name", "reason")])
            for row in self.priorities
        ]

    def choices(self) -> dict[int, Choice]:
        """What the council did with each priority, by its number."""
        said = self.cleaned_data
        return {
            row.pk: Choice(
                decision=said[f"decision-{row.pk}"],
                name=said[f"name-{row.pk}"],
                reason=said[f"reason-{row.pk}"],
            )
            for row in self.priorities
        }

    def added(self) -> Choice | None:
        """What the council added, or None."""
        said = self.cleaned_data
        if not said["added_name"]:
            return None
        return Choice(decision="added", name=said["added_name"], reason=said["added_reason"])


@dataclass(frozen=True)
class ThemeFields:
    """The fields of one theme on the page where everything is done at once."""

    name: str
    level: BoundField
    reason: BoundField
    seen: BoundField


class QuickForm(forms.Form):
    """Everything at once: a level and a reason per theme, and words per priority."""

    skip = words(
        gettext_lazy("Nog niet met iedereen afgestemd? Schrijf op waarom u dat overslaat."),
        longest=500,
        rows=2,
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None,
        fields: Sequence[FieldView],
        rows: Mapping[int, ThemeLevel],
        priorities: Sequence[Priority],
    ) -> None:
        super().__init__(data, use_required_attribute=False)
        self.by_field, self.priorities = fields, priorities
        levels = [
            ("", _("Nog niet")),
            *((c, str(n).capitalize()) for c, n in AttentionLevel.choices),
        ]
        for theme in (theme for field in fields for theme in field.themes):
            row, name = rows.get(theme.pk), {"name": theme.name}
            self.fields[f"level-{theme.pk}"] = forms.ChoiceField(
                label=_("Niveau van %(name)s") % name,
                choices=levels,
                required=False,
                initial=row.level if row else "",
            )
            self.fields[f"reason-{theme.pk}"] = words(
                _("Reden bij %(name)s") % name, longest=500, required=False
            )
            self.initial[f"reason-{theme.pk}"] = row.reason if row else ""
            self.fields[f"seen-{theme.pk}"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=row.pk if row else 0
            )
        for item in priorities:
            self._ask_words(item)

    def _ask_words(self, item: Priority) -> None:
        asked = (
            ("name", _("Naam"), 120, 0),
            ("why", _("Waarom dit?"), 1500, 3),
            ("less", _("Wat krijgt daardoor minder aandacht?"), 600, 2),
        )
        for name, label, longest, lines in asked:
            field = words(label, longest=longest, rows=lines, required=name == "name")
            field.initial = getattr(item, name)
            self.fields[f"{name}-p{item.pk}"] = field
        self.fields[f"version-p{item.pk}"] = forms.IntegerField(
            widget=forms.HiddenInput, initial=item.version
        )

    def themes(self) -> list[tuple[str, list[ThemeFields]]]:
        """The fields of every theme, under the name of its safety field."""
        return [
            (
                field.name,
                [
                    ThemeFields(
                        theme.name,
                        self[f"level-{theme.pk}"],
                        self[f"reason-{theme.pk}"],
                        self[f"seen-{theme.pk}"],
                    )
                    for theme in field.themes
                ],
            )
            for field in self.by_field
        ]

    def words_of(self) -> list[tuple[Priority, list[BoundField]]]:
        """The fields of each priority together."""
        names = ("name", "why", "less", "version")
        return [(item, [self[f"{name}-p{item.pk}"] for name in names]) for item in self.priorities]

    def written(self) -> Quick:
        """What was written, for the service."""
        said = self.cleaned_data
        lines = [
            Line(
                theme=theme.pk,
                level=said[f"level-{theme.pk}"],
                reason=said[f"reason-{theme.pk}"],
                seen=said[f"seen-{theme.pk}"] or 0,
            )
            for field in self.by_field
            for theme in field.themes
            if said[f"level-{theme.pk}"]
        ]
        rewritten = [
            Rewritten(
                pk=item.pk,
                version=said[f"version-p{item.pk}"],
                name=said[f"name-p{item.pk}"],
                why=said[f"why-p{item.pk}"],
                less=said[f"less-p{item.pk}"],
            )
            for item in self.priorities
        ]
        return Quick(lines=lines, priorities=rewritten, skip=said["skip"])
