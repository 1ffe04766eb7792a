"""Criticism in words: the sentences of `rules` in the language of the reader, with its numbers."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext

from regie.planning.critiques.facts import Amount, Critique, Level, Remedy, Term, Value, Values
from regie.ui.formats import number, percent


@dataclass(frozen=True)
class Said:
    """One criticism as it stands on the page."""

    code: str
    level: Level
    words: str
    remedy: str
    evidence: str = ""


def said(critique: Critique) -> Said:
    """A criticism in the language that is active."""
    return Said(
        critique.code,
        critique.level,
        filled(critique.words, critique.values),
        filled(critique.remedy, critique.values),
        filled(critique.evidence, critique.values),
    )


def remedy_said(remedy: Remedy) -> str:
    """A remedy in the language that is active."""
    return filled(remedy.words, remedy.values)


def filled(msgid: str, values: Values) -> str:
    """The sentence of a msgid with its values; "" for an empty one."""
    if not msgid:
        return ""
    return gettext(msgid) % {name: shown(value) for name, value in values.items()}


def shown(value: Value) -> str:
    """A value in the language that is active."""
    if isinstance(value, Term):
        return gettext(value.msgid)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return _amount(value) if isinstance(value, Amount) else str(value)


def _amount(amount: Amount) -> str:
    if amount.kind == "percent":
        return percent(amount.number, amount.decimals)
    text = number(amount.number, amount.decimals)
    if amount.kind == "points":
        return gettext("%(number)s procentpunt") % {"number": text}
    if amount.unit.startswith("%"):
        return f"{text}{amount.unit}"
    return f"{text} {amount.unit}".strip()
