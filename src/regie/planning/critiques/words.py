"""Criticism in words: the sentences of `rules` in the language of the reader, with its numbers."""

from dataclasses import dataclass

from django.utils.translation import gettext

from regie.planning.critiques.facts import Amount, Critique, Level, Remedy, Values
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
    return gettext(msgid) % {name: _shown(value) for name, value in values.items()}


def _shown(value: str | int | Amount) -> str:
    if not isinstance(value, Amount):
        return str(value)
    if value.kind == "percent":
        return percent(value.number, value.decimals)
    return number(value.number, value.decimals)
