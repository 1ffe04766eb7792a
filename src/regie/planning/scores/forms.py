"""The forms of criteria and scores."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.planning.priority_sessions.acting import PlainForm, text
from regie.planning.priority_sessions.models import Candidate, Criterion
from regie.planning.priority_sessions.rules import NO_REASON
from regie.planning.scores.rules import judged
from regie.planning.scores.services import Judgement


class CriterionForm(PlainForm):
    """The words of a criterion."""

    name = text(gettext_lazy("Naam"), 80)
    explanation = text(gettext_lazy("Uitleg"), 300, rows=2, required=False)
    low_anchor = text(gettext_lazy("Wat betekent 0?"), 160)
    high_anchor = text(gettext_lazy("Wat betekent 100?"), 160)


def _points(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=100, required=False)


class ScoresForm(PlainForm):
    """The scores of one candidate: per criterion a number, how far it can lie off, and why."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        candidate: Candidate,
        criteria: Sequence[Criterion],
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, initial=initial)
        self.candidate, self.criteria = candidate, criteria
        for item in criteria:
            code = item.code
            self.fields[f"score_{code}"] = _points(_("Score (0 tot 100)"))
            self.fields[f"low_{code}"] = _points(_("Minstens"))
            self.fields[f"high_{code}"] = _points(_("Hoogstens"))
            self.fields[f"reason_{code}"] = text(_("Waarom?"), 300, required=False)

    def blocks(self) -> list[tuple[Criterion, list[forms.BoundField]]]:
        """The fields per criterion."""
        parts = ("score", "low", "high", "reason")
        return [(item, [self[f"{part}_{item.code}"] for part in parts]) for item in self.criteria]

    def clean(self) -> dict[str, Any]:
        """Limits around the score; a score that people gave has a reason."""
        said = super().clean() or {}
        self.judgements: list[Judgement] = []
        for item in self.criteria:
            self._read(item.code, said)
        return said

    def _read(self, code: str, said: Mapping[str, Any]) -> None:
        three = [said.get(f"{part}_{code}") for part in ("score", "low", "high")]
        reason = said.get(f"reason_{code}", "")
        proposed = [self.initial.get(f"{part}_{code}") for part in ("score", "low", "high")]
        try:
            score = judged(*three)
        except ValueError:
            self.add_error(f"score_{code}", _("De score ligt niet tussen minstens en hoogstens."))
            return
        if score and not reason and three != proposed:
            self.add_error(f"reason_{code}", _(NO_REASON))
        self.judgements.append(Judgement(self.candidate.pk, code, score, reason))
