"""The words of the test in the reader's language: items, answers, verdicts of the machine."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.foundation.access.queries import role_label
from regie.foundation.accounts.languages import chosen, spoken
from regie.learning.plan_checks.verdicts import Value
from regie.learning.quality_tests.models import AnswerChoice, PlanTest
from regie.learning.quality_tests.places import LONGEST
from regie.learning.quality_tests.rules import Passage, Verdict
from regie.planning.plan_papers.shape import said
from regie.policy.quality_test import QUALITY_TEST, CheckItem, SectionItem
from regie.ui.inlines.shortening import one_stop, shortened

KINDS = {
    "automatic": gettext_lazy("Regie rekent"),
    "assisted": gettext_lazy("Regie helpt"),
    "judgement": gettext_lazy("mens oordeelt"),
}
BADGES = {"met": "positive", "partly": "warning", "not": "negative", "na": "neutral", "": "neutral"}
FEW = 6
"""So many names are told in a sentence; the rest is counted."""


@dataclass(frozen=True)
class ItemView:
    """An item in the reader's language. `met`, `partly` and `not_met` say what counts as such."""

    code: str
    number: str
    kind: str
    kind_words: str
    own: bool
    text: str
    met: str
    partly: str
    not_met: str
    help: str
    hint: str
    source: str


@dataclass(frozen=True)
class SectionView:
    """A section of the test in the reader's language."""

    number: int
    name: str
    own: bool
    source: str
    link: str
    items: tuple[ItemView, ...]


def sections() -> tuple[SectionView, ...]:
    """The whole test, in order."""
    return tuple(map(_section, QUALITY_TEST().sections))


def section(number: int) -> SectionView | None:
    """One section by its number."""
    return next((found for found in sections() if found.number == number), None)


def _section(item: SectionItem) -> SectionView:
    return SectionView(
        item.number,
        chosen(item.name, item.name_en),
        item.own,
        item.source,
        item.link,
        tuple(map(item_view, QUALITY_TEST().of(item.number))),
    )


def item_view(item: CheckItem) -> ItemView:
    """An item in the language that is active."""
    return ItemView(
        item.code,
        item.number,
        item.kind,
        str(KINDS[item.kind]),
        item.own,
        chosen(item.text, item.text_en),
        chosen(item.met, item.met_en),
        chosen(item.partly, item.partly_en),
        chosen(item.not_met, item.not_met_en),
        chosen(item.help, item.help_en),
        chosen(item.hint, item.hint_en),
        item.source,
    )


def answer_name(code: str) -> str:
    """An answer in words; "" is none yet."""
    return str(AnswerChoice(code).label) if code else _("niet beantwoord")


def answer_choices() -> list[tuple[str, str]]:
    """The answers for a form."""
    return [(code, str(label).capitalize()) for code, label in AnswerChoice.choices]


def verdict_words(verdict: Verdict) -> str:
    """What the machine found, in sentences of the language that is active."""
    return " ".join(_filled(sentence, verdict.values) for sentence in verdict.words)


def passage_words(passage: Passage) -> str:
    """Something to read, in the language that is active."""
    if passage.words:
        return _filled(passage.words, passage.values)
    return said(passage.text, spoken())


def _filled(sentence: str, values: Mapping[str, Value]) -> str:
    return one_stop(_(sentence) % {name: _shown(value) for name, value in values.items()})


def _shown(value: Value) -> str:
    if not isinstance(value, tuple):
        return str(value)
    named = [_(each) for each in value[:FEW]]
    more = len(value) - FEW
    told = ", ".join(shortened(each.rstrip("."), LONGEST) for each in named)
    return _("%(names)s en nog %(n)s") % {"names": told, "n": more} if more > 0 else told


def who(test: PlanTest) -> str:
    """Whose test it is: the organisation of a partner, else the role; never the person."""
    return str(test.partner) if test.partner else role_label(test.role)
