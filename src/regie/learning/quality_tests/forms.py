"""The form of one section of a test: an answer, why, where it stands, and what can be done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from regie.evidence.findings.acting import words_field
from regie.learning.quality_tests import services, words
from regie.learning.quality_tests.models import ItemAnswer
from regie.learning.quality_tests.services import Given
from regie.learning.quality_tests.words import ItemView, SectionView

Pair = tuple[str, str]


@dataclass(frozen=True)
class Asked:
    """One item with its fields."""

    item: ItemView
    answer: BoundField
    motivation: BoundField
    place: BoundField
    improvement: BoundField


class SectionForm(forms.Form):
    """The items of a section; `seen` says what was stored when the form was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: QueryDict | None,
        section: SectionView,
        answers: Mapping[str, ItemAnswer],
        places: Mapping[str, str],
    ) -> None:
        seen = services.token_of(answers, section.number)
        super().__init__(data, initial={"seen": seen}, use_required_attribute=False)
        self.section = section
        options = [("", _("Geen plek")), *places.items()]
        for item in section.items:
            self._ask(item, answers.get(item.code), options)

    def _ask(self, item: ItemView, known: ItemAnswer | None, places: list[Pair]) -> None:
        # The number in every label tells apart what would all be called the same.
        n = {"n": item.number}
        why, better = _("Waarom? (%(n)s)") % n, _("Wat kan beter? (%(n)s)") % n
        fields: dict[str, forms.Field] = {
            "answer": forms.ChoiceField(
                label=_("Uw antwoord (%(n)s)") % n,
                choices=[*words.answer_choices(), ("", _("Nog geen antwoord"))],
                widget=forms.RadioSelect,
                required=False,
            ),
            "motivation": words_field(why, longest=1000, rows=2, required=False),
            "place": forms.ChoiceField(
                label=_("Waar staat dat in het plan? (%(n)s)") % n, choices=places, required=False
            ),
            "improvement": words_field(better, longest=500, required=False),
        }
        for name, field in fields.items():
            field.initial = getattr(known, name) if known else ""
            self.fields[f"{item.code}-{name}"] = field

    def asked(self) -> Iterator[Asked]:
        """Every item with its fields, in order."""
        for item in self.section.items:
            code = item.code
            yield Asked(item, *(self[f"{code}-{name}"] for name in services.FIELDS))

    def given(self) -> dict[str, Given]:
        """What was said, by item."""
        told = self.cleaned_data
        return {
            item.code: Given(*(told[f"{item.code}-{name}"] for name in services.FIELDS))
            for item in self.section.items
        }

    def refuse(self, refusals: Mapping[str, str]) -> None:
        """Say beside each item why its answer cannot be kept."""
        for code, sentence in refusals.items():
            self.add_error(f"{code}-motivation", _(sentence))
