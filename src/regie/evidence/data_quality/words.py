"""Codes in the reader's words: levels, kinds of figures, verdicts and reasons."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regie.evidence.data_quality import reasons
from regie.evidence.data_quality.rules import Freshness, Reason, Verdict, Verdicts
from regie.evidence.data_quality.slabs import Kind
from regie.evidence.sources.presenting import LEVELS
from regie.foundation.accounts.languages import chosen
from regie.policy.denominators import DENOMINATORS
from regie.policy.indicators import PERCEIVED
from regie.policy.offences import NUISANCE_TYPES, OFFENCE_TYPES
from regie.ui.formats import number, period
from regie.ui.tables import Cell

DAY = "j F Y"


def day(when: date) -> str:
    """A date in words, in one order in every language."""
    return str(date_format(when, DAY))


def level(code: str) -> str:
    """ "buurt"."""
    return str(LEVELS.get(code, code))


@cache
def _types(family: str) -> Mapping[str, tuple[str, str]]:
    items = {"offence": OFFENCE_TYPES, "nuisance": NUISANCE_TYPES}.get(family)
    return {item.code: (item.name, item.name_en) for item in items()} if items else {}


@cache
def _measures() -> Mapping[str, tuple[str, str]]:
    known = {
        stem: (item.name, item.name_en) for item in DENOMINATORS() for stem in item.stems.values()
    }
    return known | {item.stem: (item.name, item.name_en) for item in PERCEIVED()}


def category(code: str, family: str) -> str:
    """ "1.1.1 Diefstal/inbraak woning"; a type of a partner is its own name."""
    found = _types(family).get(code)
    return f"{code} {chosen(*found)}" if found else code


def kind(of: Kind, family: str) -> str:
    """A type, or the measure of a table without types."""
    measure, name = of
    if name in {"", "MW00000"}:
        found = _measures().get(measure)
        words = chosen(*found) if found else measure
        return words[:1].upper() + words[1:]
    return category(name, family)


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
