"""Verdicts, their reasons and freshness in the reader's words."""

from django.utils.translation import gettext as _

from regie.evidence.data_quality import reasons
from regie.evidence.data_quality.rules import Freshness, Reason, Verdict, Verdicts
from regie.evidence.vintages.words import category, day, kind, level
from regie.ui.formats import number, period
from regie.ui.tables import Cell

__all__ = [
    "category",
    "day",
    "fresh_badge",
    "fresh_sentence",
    "kind",
    "level",
    "reason",
    "verdict_badges",
    "verdict_cell",
]


def reason(of: Reason) -> str:
    """Why a verdict is not simply "usable"."""
    shown = {
        key: number(value, 0 if float(value).is_integer() else 1)
        for key, value in of.params.items()
    }
    return _(reasons.REASONS[of.code]) % shown


def verdict_cell(of: Verdict) -> Cell:
    """The answer as a badge, with every reason in words."""
    return Cell(
        badge=_(reasons.ANSWERS[of.answer]),
        badge_kind=reasons.ANSWER_BADGES[of.answer],
        sub=" ".join(reason(one) for one in of.reasons),
    )


def verdict_badges(of: Verdicts) -> list[Cell]:
    """The three answers without their reasons."""
    return [
        Cell(badge=_(reasons.ANSWERS[one.answer]), badge_kind=reasons.ANSWER_BADGES[one.answer])
        for one in of
    ]


def fresh_badge(of: Freshness) -> tuple[str, str]:
    """Fresh or stale in a word, and the kind of badge."""
    words, badge = reasons.FRESH[of.state]
    return _(words), badge


def fresh_sentence(of: Freshness) -> str:
    """What is expected when."""
    if of.state in {"closed", "unknown"} or of.next_at is None:
        return ""
    if of.state in {"stale", "waiting"}:
        return _("Cijfers tot en met %(period)s zouden er nu moeten zijn.") % {
            "period": period(of.expected)
        }
    if of.state == "rebuild":
        return _("De uitgever bouwde de tabel intussen op met nieuwe gebieden.")
    return _("Nieuwe cijfers komen rond %(day)s.") % {"day": day(of.next_at)}
