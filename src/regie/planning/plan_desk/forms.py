"""The forms of the plan: a text, its parts, its days, lines of logic, money and people."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.findings.acting import words_field
from regie.planning.plans import rules
from regie.planning.plans.models import Logic, Means, SafetyPlan
from regie.planning.plans.services import LogicWords, MeansWords
from regie.planning.proposals.models import Priority
from regie.ui.forms import DayInput

Pairs = list[tuple[str, str]]
WHOLE, EVERY = "", "every"


class TextForm(forms.Form):
    """The text of a part; `seen` is the last version that was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = forms.CharField(
        label=gettext_lazy("Tekst"),
        required=False,
        strip=False,
        help_text=format_lazy(
            "<span data-prose-plain>{}</span>",  # the editor in the browser needs no marks
            gettext_lazy(
                "Zet ## voor een kop en - voor een opsomming. Laat tussen alinea's een regel leeg."
            ),
        ),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        text: str = "",
        seen: int = 0,
        marks: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial={"text": text, "seen": seen}, use_required_attribute=False)
        own = {"rows": "20", "data-prose": "", "spellcheck": "true"}
        self.fields["text"].widget = forms.Textarea(attrs={**own, **(marks or {})})

    def clean_text(self) -> str:
        """No longer than a part may be."""
        text: str = self.cleaned_data["text"]
        if sentence := rules.text_refusal(text):
            raise forms.ValidationError(_(sentence))
        return text


class CompareForm(forms.Form):
    """Two versions of a text to read beside each other; the names stand in the address."""

    oud = forms.ChoiceField(label=gettext_lazy("Van"))
    nieuw = forms.ChoiceField(label=gettext_lazy("Naar"))

    def __init__(self, numbers: Sequence[int], old: int, new: int) -> None:
        super().__init__(initial={"oud": old, "nieuw": new}, use_required_attribute=False)
        told = [(n, _("Tekst %(n)s") % {"n": n}) for n in numbers]
        for name, first in (("oud", [(0, _("Lege tekst"))]), ("nieuw", [])):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [*first, *told]


class TitleForm(forms.Form):
    """The own title of a part."""

    title = words_field(
        gettext_lazy("Eigen titel"),
        longest=120,
        required=False,
        help_text=gettext_lazy("Leeg laten geeft de gewone titel terug."),
    )


class AddForm(forms.Form):
    """A new part: an own one, or one that this plan does not have."""

    kind = forms.ChoiceField(label=gettext_lazy("Welk onderdeel?"), widget=forms.RadioSelect)
    title = words_field(
        gettext_lazy("Titel"),
        longest=120,
        required=False,
        help_text=gettext_lazy("Een eigen onderdeel heeft een titel nodig."),
    )

    def __init__(self, data: Mapping[str, Any] | None, kinds: Pairs) -> None:
        super().__init__(data, initial={"kind": rules.OWN}, use_required_attribute=False)
        kind = self.fields["kind"]
        if isinstance(kind, forms.ChoiceField):
            kind.choices = [(rules.OWN, _("Een eigen onderdeel")), *kinds]
            kind.widget = kind.widget if kinds else forms.HiddenInput()
        self.fields["title"].required = not kinds


class DetailsForm(forms.Form):
    """The title of the plan, its own name for such a document, and its days."""

    title = words_field(gettext_lazy("Titel"), longest=160)
    document_name = words_field(
        gettext_lazy("Hoe noemt u zo'n document?"),
        longest=80,
        required=False,
        help_text=gettext_lazy("Bijvoorbeeld kadernota of meerjarenprogramma."),
    )
    valid_from = forms.DateField(label=gettext_lazy("Eerste dag"), widget=DayInput())
    valid_to = forms.DateField(label=gettext_lazy("Laatste dag"), widget=DayInput())

    def __init__(self, data: Mapping[str, Any] | None, plan: SafetyPlan) -> None:
        names = ("title", "document_name", "valid_from", "valid_to")
        first = {name: getattr(plan, name) for name in names}
        super().__init__(data, initial=first, use_required_attribute=False)

    def clean(self) -> dict[str, Any]:
        """The plan ends after it begins."""
        said = super().clean() or self.cleaned_data
        first, last = said.get("valid_from"), said.get("valid_to")
        if first and last and last <= first:
            self.add_error("valid_to", _(rules.ENDS_TOO_SOON))
        return said


class _LineForm(forms.Form):
    """A line that two people can write at once; `version` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    priority = forms.ChoiceField(label=gettext_lazy("Bij welke prioriteit?"))

    def offer(self, priorities: Sequence[Priority], *first: tuple[str, str]) -> None:
        """The priorities to choose from."""
        field = self.fields["priority"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*first, *((str(each.pk), str(each)) for each in priorities)]


class LogicForm(_LineForm):
    """A line of the intervention logic."""

    doing = words_field(gettext_lazy("Als wij dit doen"), longest=400, rows=2)
    effect = words_field(gettext_lazy("dan gebeurt er dit"), longest=400, rows=2)
    because = words_field(gettext_lazy("omdat"), longest=400, rows=2)
    source = words_field(
        gettext_lazy("Waar blijkt dat uit?"),
        longest=300,
        required=False,
        help_text=gettext_lazy("Onderzoek, een evaluatie of ervaring van een partner."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        priorities: Sequence[Priority],
        row: Logic | None = None,
        *,
        priority: str = "",
    ) -> None:
        names = ("version", "doing", "effect", "because", "source")
        first: dict[str, Any] = {"version": 0}
        if row:
            first = {name: getattr(row, name) for name in names}
        first["priority"] = str(row.priority_id) if row else priority
        super().__init__(data, initial=first, use_required_attribute=False)
        self.offer(priorities)

    def written(self) -> LogicWords:
        """The line as services ask it."""
        said = self.cleaned_data
        names = ("doing", "effect", "because", "source")
        return LogicWords(**{name: said[name] for name in names})


class MeansForm(_LineForm):
    """Money and people of one year, or of every year of the plan at once."""

    what = words_field(gettext_lazy("Waarvoor?"), longest=160)
    year = forms.ChoiceField(label=gettext_lazy("Jaar"))
    amount = forms.CharField(
        label=gettext_lazy("Euro per jaar"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Bijvoorbeeld 12.500."),
    )
    fte = forms.CharField(
        label=gettext_lazy("Fte"),
        required=False,
        max_length=10,
        help_text=gettext_lazy("Mensen in hele banen, bijvoorbeeld 0,5."),
    )
    structural = forms.ChoiceField(
        label=gettext_lazy("Is dit geld er elk jaar?"),
        choices=[
            ("yes", gettext_lazy("Ja, structureel")),
            ("no", gettext_lazy("Nee, incidenteel")),
        ],
        widget=forms.RadioSelect,
    )
    cover = words_field(
        gettext_lazy("Waaruit betaald?"),
        longest=160,
        required=False,
        help_text=gettext_lazy("Noem ook tot wanneer, als het geld ophoudt."),
    )
    region = forms.BooleanField(
        label=gettext_lazy("Dit is de bijdrage aan de veiligheidsregio"), required=False
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        priorities: Sequence[Priority],
        years: Sequence[int],
        row: Means | None = None,
        *,
        priority: str = "",
    ) -> None:
        super().__init__(data, initial=_first(row, priority, years), use_required_attribute=False)
        self.offer(priorities, (WHOLE, _("Het plan als geheel")))
        self.fields["priority"].required = False
        self.years = years
        year = self.fields["year"]
        every = [] if row else [(EVERY, _("Elk jaar van het plan"))]
        if isinstance(year, forms.ChoiceField):
            year.choices = [*every, *((str(each), str(each)) for each in years)]

    def clean_amount(self) -> Decimal | None:
        """Euros as people type them."""
        return self._number("amount", money=True)

    def clean_fte(self) -> Decimal | None:
        """Full-time equivalents as people type them."""
        return self._number("fte")

    def _number(self, name: str, *, money: bool = False) -> Decimal | None:
        text = self.cleaned_data[name]
        found = rules.number(text, money=money)
        if sentence := rules.number_refusal(text, found, most=None if money else rules.MOST_FTE):
            raise forms.ValidationError(_(sentence))
        return found

    def written(self) -> MeansWords:
        """The line as services ask it."""
        said = self.cleaned_data
        chosen = said["year"]
        return MeansWords(
            what=said["what"],
            years=tuple(self.years) if chosen == EVERY else (int(chosen),),
            priority=int(said["priority"]) if said["priority"] else None,
            amount=said["amount"],
            fte=said["fte"],
            structural=said["structural"] == "yes",
            cover=said["cover"],
            region=said["region"],
        )


def _first(row: Means | None, priority: str, years: Sequence[int]) -> dict[str, Any]:
    """What stands in the form before anybody typed."""
    if row is None:
        return {"version": 0, "year": EVERY, "structural": "yes", "priority": priority}
    return {
        "version": row.version,
        "priority": str(row.priority_id or WHOLE),
        "what": row.what,
        "year": str(row.year),
        "amount": _typed(row.amount),
        "fte": _typed(row.fte),
        "structural": "yes" if row.structural else "no",
        "cover": row.cover,
        "region": row.region,
    }


def _typed(value: Decimal | None) -> str:
    """A number as somebody would type it: no zeros at its end."""
    if value is None:
        return ""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
