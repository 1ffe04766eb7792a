"""Codes in the reader's words: levels, types and measures, days."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from django.utils.formats import date_format

from regie.evidence.sources.presenting import LEVELS
from regie.evidence.vintages.slabs import Kind
from regie.foundation.accounts.languages import chosen
from regie.policy.denominators import DENOMINATORS
from regie.policy.indicators import PERCEIVED
from regie.policy.offences import NUISANCE_TYPES, OFFENCE_TYPES

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
