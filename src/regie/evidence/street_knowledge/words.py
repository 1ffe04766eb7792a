"""Street knowledge in the reader's words: choices, seasons and days."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regie.evidence.street_knowledge import persons, rules
from regie.evidence.street_knowledge.models import Observation
from regie.foundation.accounts.languages import chosen
from regie.policy.street_knowledge import (
    STREET_KNOWLEDGE,
    ConfidenceItem,
    KindItem,
    NamedItem,
)

Pairs = list[tuple[str, str]]


def named(items: Iterable[NamedItem]) -> Pairs:
    """Code and name of each choice."""
    return [(item.code, chosen(item.name, item.name_en)) for item in items]


def explained(items: Iterable[KindItem]) -> Pairs:
    """Code and name of each kind, with what it is."""
    return [
        (
            item.code,
            f"{chosen(item.name, item.name_en)}: {_lower(chosen(item.summary, item.summary_en))}",
        )
        for item in items
    ]


def meant(items: Iterable[ConfidenceItem]) -> Pairs:
    """Code and name of each grade of confidence, with what it means."""
    return [
        (item.code, f"{chosen(item.name, item.name_en)}. {chosen(item.meaning, item.meaning_en)}")
        for item in items
    ]


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def guidance() -> list[str]:
    """How to write, in the reader's language; with the advice per kind behind it."""
    policy = STREET_KNOWLEDGE()
    rows = [chosen(item.text, item.text_en) for item in policy.guidance]
    rows += [
        f"{chosen(item.name, item.name_en)}: {_lower(chosen(item.guidance, item.guidance_en))}."
        for item in policy.kinds
    ]
    return rows


def examples() -> Pairs:
    """Name and example of each kind."""
    return [
        (chosen(item.name, item.name_en), chosen(item.example, item.example_en))
        for item in STREET_KNOWLEDGE().kinds
    ]


def sensitive(text: str) -> list[str]:
    """The words about origin or religion in a text."""
    terms = {item.code: item.words for item in STREET_KNOWLEDGE().terms}
    found = persons.sensitive_words(text, terms)
    return [word for each in found.values() for word in each]


def season(code: str) -> str:
    """A season in words; an unknown code comes back unchanged."""
    found = rules.read_season(code)
    if found is None:
        return code
    year = {"year": str(found.year), "next": str(found.year + 1)}
    return {
        "spring": _("lente %(year)s"),
        "summer": _("zomer %(year)s"),
        "autumn": _("herfst %(year)s"),
        "winter": _("winter %(year)s–%(next)s"),
        "year": _("heel %(year)s"),
    }[found.part] % year


def seen(row: Observation) -> str:
    """When something was seen: the season, the days, or both."""
    parts = [season(row.season)] if row.season else []
    if row.seen_from and row.seen_to and row.seen_to != row.seen_from:
        first, last = date_format(row.seen_from, "j F Y"), date_format(row.seen_to, "j F Y")
        parts.append(_("%(first)s tot en met %(last)s") % {"first": first, "last": last})
    elif row.seen_from:
        parts.append(date_format(row.seen_from, "j F Y"))
    return ", ".join(parts)
