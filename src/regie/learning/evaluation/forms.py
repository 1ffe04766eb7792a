"""The forms of an evaluation. Personal data are refused here, so that a text is never lost."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.findings.acting import words_field
from regie.foundation.cycles.models import LessonKind, PolicyCycle
from regie.foundation.records.frozen import token
from regie.learning.evaluation import rules, words
from regie.learning.evaluation.models import (
    Evaluation,
    EvaluationForm,
    EvaluationKind,
    Goal,
    Perspective,
)
from regie.learning.evaluation.services import NO_PERIOD, NO_PLAN, Said, stored, token_of
from regie.ui.forms import DayInput

Grouped = Sequence[tuple[str, Sequence[tuple[str, str]]]]
OLDER = "older"


class CreateForm(forms.Form):
    """On which plan to look back: one of the policy cycle, or an older one by its name."""

    plan = words_field(
        gettext_lazy("Naam van het oudere plan"),
        longest=120,
        required=False,
        help_text=gettext_lazy("Alleen voor een plan van voor Regie."),
    )
    first_day = forms.DateField(label=gettext_lazy("Eerste dag"), widget=DayInput, required=False)
    last_day = forms.DateField(label=gettext_lazy("Laatste dag"), widget=DayInput, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Soort"),
        choices=EvaluationKind.choices,
        initial=EvaluationKind.FINAL,
        widget=forms.RadioSelect,
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Hoe uitgebreid?"),
        choices=(
            (EvaluationForm.FULL, gettext_lazy("Volledig: negen vragen en de oude doelen")),
            (EvaluationForm.LIGHT, gettext_lazy("Kort: vier vragen en de oude doelen")),
        ),
        initial=EvaluationForm.FULL,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: QueryDict | None, cycles: Sequence[PolicyCycle], light: bool) -> None:
        super().__init__(data, initial={"form": "light" if light else "full"})
        self.cycles = {str(cycle.pk): cycle for cycle in cycles}
        self.fields["which"] = forms.ChoiceField(
            label=_("Op welk plan kijkt u terug?"),
            choices=[
                *((pk, str(cycle)) for pk, cycle in self.cycles.items()),
                (OLDER, _("Een ouder plan")),
            ],
            widget=forms.RadioSelect,
            # The newest is the plan in the making: one looks back at the one before it.
            initial=next(iter([*self.cycles][1:] or self.cycles), OLDER),
        )
        self.order_fields(["which"])

    def clean(self) -> dict[str, Any]:
        """An older plan has a name and a period."""
        said = super().clean() or {}
        if said.get("which") == OLDER:
            self._older(said)
        return said

    def _older(self, said: Mapping[str, Any]) -> None:
        if not said.get("plan") and "plan" not in self.errors:
            self.add_error("plan", _(NO_PLAN))
        first, last = said.get("first_day"), said.get("last_day")
        for name in ("first_day", "last_day"):
            if not said.get(name) and name not in self.errors:
                self.add_error(name, _("Vul deze dag in."))
        if first and last and last <= first:
            self.add_error("last_day", _(NO_PERIOD))

    def values(self) -> dict[str, Any]:
        """What `services.create` asks."""
        said = self.cleaned_data
        cycle = self.cycles.get(said["which"])
        period = (
            {"plan": cycle.name, "first_day": cycle.valid_from, "last_day": cycle.last_day}
            if cycle
            else {name: said[name] for name in ("plan", "first_day", "last_day")}
        )
        return {**period, "cycle": cycle, "kind": said["kind"], "form": said["form"]}


class AnswersForm(forms.Form):
    """The questions about the plan as a whole."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None, item: Evaluation) -> None:
        super().__init__(data, initial={"seen": token(item.answers)})
        self.codes = [question.code for question in words.questions(item.form)]
        for question in words.questions(item.form):
            field = words_field(question.text, longest=3000, rows=4, required=False)
            field.help_text, field.initial = question.help, item.answers.get(question.code, "")
            self.fields[question.code] = field

    def answers(self) -> dict[str, str]:
        """A text per question."""
        return {code: self.cleaned_data[code] for code in self.codes}


class GoalForm(forms.Form):
    """An old priority or goal and what came of it."""

    name = words_field(
        gettext_lazy("Oude prioriteit of doel"),
        longest=160,
        help_text=gettext_lazy("Bijvoorbeeld: minder woninginbraken."),
    )
    promised = words_field(
        gettext_lazy("Wat was beloofd?"),
        longest=600,
        rows=2,
        required=False,
        help_text=gettext_lazy(
            "Neem over wat in het plan stond: waar stond het, waar moest het heen?"
        ),
    )
    verdict = forms.ChoiceField(
        label=gettext_lazy("Is het bereikt?"), widget=forms.RadioSelect, required=False
    )
    reason = words_field(
        gettext_lazy("Waaruit blijkt dat, of waarom is het niet te zeggen?"),
        longest=800,
        rows=3,
        required=False,
        help_text=gettext_lazy("Schrijf wat er gebeurde. Zeg niet waardoor, als u dat niet weet."),
    )
    indicator = forms.ChoiceField(
        label=gettext_lazy("Welk cijfer in Regie hoort hierbij?"),
        required=False,
        help_text=gettext_lazy("Regie zet erbij wat dat cijfer nu zegt, met de bron."),
    )
    figure = words_field(
        gettext_lazy("Een ander cijfer"),
        longest=300,
        required=False,
        help_text=gettext_lazy("Met het jaar. Bijvoorbeeld: 212 meldingen in 2022, 180 in 2025."),
    )
    source = words_field(gettext_lazy("Bron van dat cijfer"), longest=200, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None, indicators: Grouped, goal: Goal | None) -> None:
        known = {**stored(goal), "seen": token_of(goal)} if goal else {}
        super().__init__(data, initial=known)
        _choose(self.fields["verdict"], [*words.verdict_choices(), ("", words.verdict_name(""))])
        options: list[Any] = [("", _("Geen")), *indicators]
        offered = {code for _home, items in indicators for code, _name in items}
        if goal and goal.indicator and goal.indicator not in offered:
            options.append((goal.indicator, goal.indicator))
        _choose(self.fields["indicator"], options)

    def values(self) -> dict[str, str]:
        """What `services.add_goal` and `change_goal` ask."""
        return {name: text for name, text in self.cleaned_data.items() if name != "seen"}


def _choose(field: forms.Field, choices: Sequence[Any]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


class ViewForm(forms.Form):
    """How one person sees every old goal, and the plan as a whole."""

    def __init__(
        self,
        data: QueryDict | None,
        goals: Sequence[Goal],
        mine: Mapping[int | None, Perspective],
    ) -> None:
        super().__init__(data)
        self.goals = goals
        for goal in goals:
            self._ask(str(goal.pk), mine.get(goal.pk))
        view = mine.get(None)
        self.fields["text-whole"] = words_field(
            _("Hoe kijkt u op het hele plan terug?"), longest=800, rows=4, required=False
        )
        self.fields["text-whole"].initial = view.text if view else ""

    def _ask(self, key: str, view: Perspective | None) -> None:
        names = [(code, words.verdict_name(code)) for code in rules.VERDICTS]
        self.fields[f"verdict-{key}"] = forms.ChoiceField(
            label=_("Is het bereikt, volgens u?"),
            choices=[*names, ("", _("Dat laat ik open"))],
            required=False,
            widget=forms.RadioSelect,
            initial=view.verdict if view else "",
        )
        self.fields[f"text-{key}"] = words_field(
            _("Waaraan merkt u dat?"), longest=800, rows=2, required=False
        )
        self.fields[f"text-{key}"].initial = view.text if view else ""

    def blocks(self) -> Iterator[tuple[Goal, BoundField, BoundField]]:
        """Every goal with its two fields."""
        for goal in self.goals:
            yield goal, self[f"verdict-{goal.pk}"], self[f"text-{goal.pk}"]

    def said(self) -> dict[int | None, Said]:
        """What was said, by goal."""
        told = self.cleaned_data
        found: dict[int | None, Said] = {
            goal.pk: Said(told[f"verdict-{goal.pk}"], told[f"text-{goal.pk}"])
            for goal in self.goals
        }
        return found | {None: Said(text=told["text-whole"])}


class LessonForm(forms.Form):
    """A lesson for the next plan."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Wat voor les is het?"),
        choices=LessonKind.choices,
        widget=forms.RadioSelect,
        initial=LessonKind.WORKED,
    )
    text = words_field(
        gettext_lazy("De les"),
        longest=600,
        rows=3,
        help_text=gettext_lazy("In één of twee zinnen, zodat de raad haar begrijpt."),
    )
    source = words_field(
        gettext_lazy("Waar blijkt dat uit?"),
        longest=200,
        required=False,
        help_text=gettext_lazy("Leeg: de naam van deze evaluatie."),
    )

    def __init__(self, data: QueryDict | None, goals: Sequence[Goal]) -> None:
        super().__init__(data)
        named = [(str(goal.pk), goal.name) for goal in goals]
        self.fields["goal"] = forms.ChoiceField(
            label=_("Bij welk doel hoort de les?"),
            choices=[("", _("Bij het hele plan")), *named],
            required=False,
        )
