"""The words of an evaluation in the reader's language; nothing here asks a question of the data."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regie.foundation.access.queries import role_label
from regie.foundation.accounts.languages import chosen
from regie.learning.evaluation.models import Evaluation, EvaluationState, Perspective, Verdict
from regie.learning.evaluation.rules import LIGHT, Point, Spread
from regie.policy.plan_evaluation import PLAN_EVALUATION, QuestionItem

CHAPTERS = {
    "promise": gettext_lazy("Wat was beloofd?"),
    "worked": gettext_lazy("Wat werkte?"),
    "not_worked": gettext_lazy("Wat werkte niet?"),
    "cooperation": gettext_lazy("Hoe ging de samenwerking?"),
    "council": gettext_lazy("Wat kreeg de raad te zien?"),
    "open": gettext_lazy("Wat blijft open?"),
}
BADGES = {
    Verdict.REACHED.value: "positive",
    Verdict.PARTLY.value: "info",
    Verdict.NOT_REACHED.value: "warning",
    Verdict.CANNOT_SAY.value: "neutral",
    "": "neutral",
}
ICONS = {
    Verdict.REACHED.value: "circle-check",
    Verdict.PARTLY.value: "adjustments",
    Verdict.NOT_REACHED.value: "circle-x",
    Verdict.CANNOT_SAY.value: "help-circle",
    "": "clock",
}


@dataclass(frozen=True)
class QuestionView:
    """A question about the plan as a whole, in the reader's language."""

    code: str
    chapter: str
    text: str
    help: str
    light: bool


def questions(form: str) -> tuple[QuestionView, ...]:
    """The questions of a form, in order."""
    items = PLAN_EVALUATION().questions
    return tuple(_question(item) for item in items if item.light or form != LIGHT)


def _question(item: QuestionItem) -> QuestionView:
    text, help_text = chosen(item.text, item.text_en), chosen(item.help, item.help_en)
    return QuestionView(item.code, item.chapter, text, help_text, item.light)


def verdict_name(code: str) -> str:
    """A verdict in words; "" is one that was not given yet."""
    item = next((item for item in PLAN_EVALUATION().verdicts if item.code == code), None)
    return chosen(item.name, item.name_en) if item else _("Nog niet gezegd")


def verdict_choices() -> list[tuple[str, str]]:
    """The verdicts with what they mean, for a form."""
    return [
        (item.code, f"{chosen(item.name, item.name_en)}: {chosen(item.meaning, item.meaning_en)}")
        for item in PLAN_EVALUATION().verdicts
    ]


def spread_words(found: Spread) -> str:
    """Who says what, counted: never one verdict out of many."""
    return ", ".join(f"{n} × {verdict_name(code).lower()}" for code, n in found.counts)


def who(view: Perspective) -> str:
    """Whose view it is: the organisation of a partner, else the role; never the person."""
    return str(view.partner) if view.partner else role_label(view.role)


POINTS: dict[str, Callable[[int], str]] = {
    "no_goals": lambda n: _("Zet er ten minste één oude prioriteit of doel in."),
    "no_verdict": lambda n: ngettext(
        "Van %(n)s doel is nog niet gezegd of het is bereikt. “Niet te zeggen” mag ook.",
        "Van %(n)s doelen is nog niet gezegd of ze zijn bereikt. “Niet te zeggen” mag ook.",
        n,
    ),
    "no_reason": lambda n: ngettext(
        "Bij %(n)s doel ontbreekt de reden. Alleen “bereikt” mag zonder.",
        "Bij %(n)s doelen ontbreekt de reden. Alleen “bereikt” mag zonder.",
        n,
    ),
    "no_positive": lambda n: _("Schrijf op wat goed werkte, of voeg zo'n les toe."),
    "no_improvement": lambda n: _("Schrijf op wat niet werkte of beter kan, of voeg zo'n les toe."),
    "no_figure": lambda n: ngettext(
        "Bij %(n)s doel staat “bereikt” zonder cijfer of bron.",
        "Bij %(n)s doelen staat “bereikt” zonder cijfer of bron.",
        n,
    ),
    "mostly_unknown": lambda n: ngettext(
        "Van %(n)s doel is niet te zeggen of het is bereikt. Stel nieuwe doelen meetbaar.",
        "Van %(n)s doelen is niet te zeggen of ze zijn bereikt. Stel nieuwe doelen meetbaar.",
        n,
    ),
    "cause_told": lambda n: ngettext(
        "Op %(n)s plek staat dat iets door het plan kwam. Een cijfer voor en na zegt dat niet.",
        "Op %(n)s plekken staat dat iets door het plan kwam. Een cijfer voor en na zegt dat niet.",
        n,
    ),
    "unanswered": lambda n: ngettext(
        "%(n)s vraag is niet beantwoord. Dat mag, maar misschien mist de raad die.",
        "%(n)s vragen zijn niet beantwoord. Dat mag, maar misschien mist de raad die.",
        n,
    ),
    "no_lessons": lambda n: _("Er zijn nog geen lessen. De veiligheidsanalyse begint daarmee."),
    "no_partner": lambda n: _("Nog geen partner gaf een eigen kijk. Deel de evaluatie eerst."),
    "no_council": lambda n: _("Nog geen raadslid gaf een eigen kijk."),
}
"""What the rules found, as a sentence."""


def sentence(point: Point) -> str:
    """One point of the rules in words."""
    return POINTS[point.code](point.n) % {"n": point.n}


def progress(item: Evaluation | None) -> str:
    """How far a look back is, in one sentence."""
    if item is None:
        return _("Er is nog niet teruggekeken op dit plan.")
    sentences = {
        EvaluationState.DRAFT: _("De evaluatie van “%(plan)s” is een concept."),
        EvaluationState.SHARED: _("De evaluatie van “%(plan)s” ligt bij partners en raad."),
        EvaluationState.CONCLUDED: _("De evaluatie van “%(plan)s” is afgerond."),
        EvaluationState.WITHDRAWN: _("De evaluatie van “%(plan)s” is ingetrokken."),
    }
    return sentences[EvaluationState(item.state)] % {"plan": item.plan}
