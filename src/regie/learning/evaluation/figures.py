"""What the house knows about the indicator of an old goal: the figures in words, never a cause."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from regie.evidence.appraisal.rules import Assessment
from regie.evidence.findings.subjects import by_code, themes_of
from regie.evidence.indicators.definitions import PERCEPTION, Definition
from regie.evidence.signals import words as say
from regie.evidence.signals.queries import assessments
from regie.evidence.wording import words
from regie.foundation.organizations.models import Municipality


@dataclass(frozen=True)
class Known:
    """An indicator with what its figures say now. `url` is the page that explains it."""

    code: str
    name: str
    told: tuple[str, ...]
    url: str


def known(municipality: Municipality, codes: Collection[str]) -> dict[str, Known]:
    """What the figures say about these indicators, by code. 1 query, none without codes."""
    wanted = {code for code in codes if code in by_code()}
    found = assessments(municipality, wanted) if wanted else {}
    return {code: _known(municipality, by_code()[code], found.get(code)) for code in wanted}


def _known(municipality: Municipality, item: Definition, found: Assessment | None) -> Known:
    route = "diagnosis:indicator" if item.kind == PERCEPTION else "signals:verdict"
    url = reverse(route, args=[municipality.slug, item.slug])
    told = tuple(_told(municipality, item, found)) if found else ()
    return Known(item.code, words.name(item), told or (_("Er zijn nu geen cijfers."),), url)


def _told(municipality: Municipality, item: Definition, found: Assessment) -> list[str]:
    if item.kind == PERCEPTION:
        own = next((a for a in found.answers if a.area == municipality.code), None)
        return say.answer_sentences(own, item, municipality.name) if own else []
    return say.change_sentences(found.change, item, municipality.name)


def choices(municipality: Municipality) -> list[tuple[str, list[tuple[str, str]]]]:
    """The indicators with figures here, under their themes, for a form. 3 queries."""
    themes, having = themes_of(municipality), assessments(municipality)
    grouped: dict[str, list[tuple[str, str]]] = {}
    for code, item in by_code().items():
        if code in having:
            home = themes.of(item.theme) if item.theme else _("Over de cijfers")
            grouped.setdefault(home, []).append((code, words.name(item)))
    return sorted((home, sorted(items, key=lambda i: i[1])) for home, items in grouped.items())
