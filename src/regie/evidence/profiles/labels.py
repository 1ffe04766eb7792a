"""The types and states of a file: no incident, misspelt, of which theme. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from regie.evidence.profiles.profile import TypeLabel
from regie.evidence.values.columns import NOTHING
from regie.evidence.values.marks import is_name, says_who
from regie.evidence.values.words import code_of, key, words

LONGEST, MOST = 100, 500
ALIKE, RARE = 0.86, 3

_NO_INCIDENT_WORDS = """
test testmelding testdossier proef proefmelding dummy dubbel dubbele duplicaat
duplicate ingetrokken geannuleerd cancelled canceled vervallen informatieverzoek
informatieaanvraag informatievraag informatie vraag compliment spam foutief onterecht
nietontvankelijk geenoverlast req que com
"""
_NO_INCIDENT = frozenset(_NO_INCIDENT_WORDS.split())
_STARTS = ("test", "proef", "dubbel", "duplica", "informatieve", "informatieaan", "ingetrok")

_THEMES: Mapping[str, str] = {
    "jeugd": "youth_nuisance",
    "jongeren": "youth_nuisance",
    "hang": "youth_nuisance",
    "geluid": "social_quality",
    "lawaai": "social_quality",
    "muziek": "social_quality",
    "buren": "social_quality",
    "burenoverlast": "social_quality",
    "drugs": "social_quality",
    "alcohol": "social_quality",
    "verward": "social_quality",
    "dak": "social_quality",
    "intimidatie": "social_quality",
    "afval": "physical_quality",
    "vervuiling": "physical_quality",
    "zwerfvuil": "physical_quality",
    "grofvuil": "physical_quality",
    "graffiti": "physical_quality",
    "verlichting": "physical_quality",
    "hondenpoep": "physical_quality",
    "ongedierte": "physical_quality",
    "stank": "physical_quality",
    "vandalisme": "physical_quality",
    "vernieling": "physical_quality",
    "horeca": "nightlife",
    "uitgaan": "nightlife",
    "evenement": "events",
    "vuurwerk": "events",
    "parkeren": "road_safety",
    "parkeer": "road_safety",
    "verkeer": "road_safety",
    "hard": "road_safety",
    "winkel": "shopping_areas",
    "woonfraude": "organised_crime",
    "hennep": "organised_crime",
    "onderhuur": "organised_crime",
}


def no_incident(label: str) -> bool:
    """A test, a duplicate, a withdrawn report or a question: not something that happened.

    >>> no_incident("TEST - niet gebruiken"), no_incident("Geluidsoverlast")
    (True, False)
    """
    bare = key(label)
    first = words(label)[:1]
    return bare in _NO_INCIDENT or bare.startswith(_STARTS) or bool(set(first) & {"test", "proef"})


def theme_of(label: str) -> str:
    """The safety theme a label points to; empty when none does."""
    for word in words(label):
        for start, theme in _THEMES.items():
            if word.startswith(start):
                return theme
    return ""


def kept(text: str) -> bool:
    """Whether a text can be a label: short, and about nobody."""
    bare = text.strip()
    return (
        bare.casefold() not in NOTHING
        and len(bare) <= LONGEST
        and not says_who(bare)
        and not is_name(bare)
    )


def types_of(counts: Counter[str]) -> tuple[TypeLabel, ...]:
    """A label for every type met; a rare spelling close to a common one gets its label.

    Returns at most 500, the most frequent first.
    """
    spelled: dict[str, Counter[str]] = {}
    for text, times in counts.items():
        if kept(text):
            spelled.setdefault(key(text), Counter())[" ".join(text.split())] += times
    often = Counter({name: sum(texts.values()) for name, texts in spelled.items()})
    found: list[TypeLabel] = []
    for name, _times in often.most_common(MOST):
        target = _meant(name, often)
        label = spelled[target].most_common(1)[0][0]
        source = spelled[name].most_common(1)[0][0]
        found.append(
            TypeLabel(
                source=source,
                code=code_of(label),
                label=label,
                theme=theme_of(label),
                incident=not no_incident(source),
            )
        )
    return tuple(found)


def _meant(name: str, often: Counter[str]) -> str:
    """The common label a rare one was probably meant to be."""
    common = [other for other, times in often.items() if times >= RARE * often[name]]
    if no_incident(name) or len(name) < 4:
        return name
    close = get_close_matches(name, [other for other in common if other != name], 1, ALIKE)
    return close[0] if close else name


def misspelt(types: Iterable[TypeLabel]) -> tuple[TypeLabel, ...]:
    """The types whose label is another spelling than the file has."""
    return tuple(item for item in types if key(item.source) != key(item.label))


def left_out(counts: Counter[str]) -> tuple[str, ...]:
    """The states of records that are no incident."""
    found = {" ".join(text.split()) for text in counts if kept(text) and no_incident(text)}
    return tuple(sorted(found))
