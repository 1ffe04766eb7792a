"""What a safety analysis must state before it is published, and how two of them differ. Pure.

Sources: CCV, checklist IVP, parts 1 (scope, argued choices), 3 (evaluation of the previous
period) and 4 (sources named, and why others were not used; perceived beside registered safety).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from regie.evidence.findings.rules import news, verdict_from
from regie.foundation.records.engine import gettext_noop as _

# --- what is stated -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """Whether a theme is part of the analysis, and why."""

    included: bool
    why: str = ""


@dataclass(frozen=True)
class NotUsed:
    """A source that was left out, and why."""

    source: str
    why: str


@dataclass(frozen=True)
class Scope:
    """What the analysis is about: a text, a choice per theme, and sources that were not used.

    `stated` says that a person decided; what Regie proposes is no choice yet.
    """

    text: str = ""
    themes: Mapping[str, Choice] = field(default_factory=dict)
    not_used: tuple[NotUsed, ...] = ()
    stated: bool = False

    def includes(self, theme: str) -> bool:
        """Whether findings of this theme belong in it; those without a theme always do."""
        return not theme or (theme in self.themes and self.themes[theme].included)

    @property
    def unargued(self) -> int:
        """How many themes are left out without a reason."""
        return sum(not choice.included and not choice.why for choice in self.themes.values())


@cache
def _scopes() -> TypeAdapter[Scope]:
    return TypeAdapter(Scope)


def scope_from(stored: Mapping[str, Any]) -> Scope:
    """The scope that `stored_scope` wrote; an empty one from nothing."""
    return _scopes().validate_python(dict(stored))


def stored_scope(scope: Scope) -> dict[str, Any]:
    """The scope in plain values."""
    plain: dict[str, Any] = _scopes().dump_python(scope, mode="json")
    return plain


# --- ready to be published? -----------------------------------------------------------------------


class Weight(StrEnum):
    """Whether a point stands in the way or is only told."""

    REFUSES = "refuses"
    WARNS = "warns"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the rules need to know of a draft; counts and yes or no."""

    scope: bool = False
    scope_text: bool = False
    unargued: int = 0
    findings: int = 0
    not_confirmed: int = 0
    with_news: int = 0
    busy: bool = False
    undecided: int = 0
    without_story: int = 0
    lessons: int = 0
    evaluation: bool = False
    conclusion: bool = False
    not_used: int = 0
    perceived: bool = False
    street: bool = False


@dataclass(frozen=True)
class Point:
    """One thing that is missing or worth knowing; `params` fill the Dutch sentence."""

    code: str
    weight: Weight
    sentence: str
    params: Mapping[str, int] = field(default_factory=dict)


_REFUSES: Mapping[str, str] = {
    "scope": _("De reikwijdte is nog niet vastgesteld. Kies welke thema's erin staan."),
    "unargued": _("Van %(n)s thema's staat er niet bij waarom ze niet meedoen."),
    "findings": _("Er staat nog geen enkele bevinding in."),
    "not_confirmed": _("%(n)s bevindingen zijn niet meer bevestigd. Haal ze eruit of bevestig ze."),
    "with_news": _("Bij %(n)s bevindingen zijn er nieuwere cijfers. Neem die over of laat ze weg."),
    "busy": _("De signalen worden nog berekend. Wacht tot dat klaar is."),
}
_WARNS: Mapping[str, str] = {
    "scope_text": _("Er staat geen uitleg bij de reikwijdte, zoals: fysieke veiligheid of niet."),
    "undecided": _("%(n)s kandidaten zijn nog niet beoordeeld. Die staan er niet in."),
    "without_story": _("Bij %(n)s thema's met bevindingen ontbreekt het verhaal."),
    "lessons": _("Er zijn geen lessen van de vorige periode opgeschreven."),
    "evaluation": _("Er staat niet wat de evaluatie van de vorige periode zei."),
    "conclusion": _("Er staat nog niet wat de raad hieruit moet onthouden."),
    "not_used": _("Er staat niet welke bronnen u niet gebruikte, en waarom."),
    "perceived": _("Er staat niets in over beleving."),
    "street": _("Er is geen straatkennis gebruikt."),
}


def points(facts: Facts) -> tuple[Point, ...]:
    """What stands in the way of publication, then what is worth knowing."""
    return (*_listed(facts, _REFUSES, Weight.REFUSES), *_listed(facts, _WARNS, Weight.WARNS))


def _listed(facts: Facts, sentences: Mapping[str, str], weight: Weight) -> Iterator[Point]:
    for code, sentence in sentences.items():
        value = getattr(facts, code)
        if _wrong(code, value):
            yield Point(code, weight, sentence, {"n": int(value)})


_BAD_WHEN_PRESENT = frozenset(
    {"unargued", "not_confirmed", "with_news", "busy", "undecided", "without_story"}
)


def _wrong(code: str, value: int | bool) -> bool:
    return bool(value) == (code in _BAD_WHEN_PRESENT)


def objection(facts: Facts) -> Point | None:
    """The first point that stands in the way; None when nothing does."""
    return next((point for point in points(facts) if point.weight is Weight.REFUSES), None)


# --- beside the previous analysis -----------------------------------------------------------------


class Turn(StrEnum):
    """What became of a finding since the previous analysis."""

    NEW = "new"
    GONE = "gone"
    WORDS = "words"
    NUMBERS = "numbers"
    SAME = "same"


@dataclass(frozen=True)
class Turned:
    """One finding in both analyses, or in one of them."""

    key: str
    turn: Turn
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Turned, ...]:
    """Lay two frozen analyses beside each other: new and changed in order, then what is gone."""
    old = {item["key"]: item for item in before["findings"]}
    new = {item["key"]: item for item in after["findings"]}
    found = [
        Turned(key, _turn(old.get(key), item), old.get(key), item) for key, item in new.items()
    ]
    gone = [Turned(key, Turn.GONE, item, None) for key, item in old.items() if key not in new]
    return (*found, *gone)


def _turn(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Turn:
    if before is None:
        return Turn.NEW
    said = news(after["kind"], verdict_from(before["verdict"]), verdict_from(after["verdict"]))
    return Turn(said.value) if said else Turn.SAME


# --- calculated again -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Unequal:
    """A value that came out differently: where it stands, what was frozen, what came out now."""

    path: str
    frozen: object
    again: object


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value in a nested structure with its path.

    >>> list(leaves({"a": [1, {"b": 2.5}]}))
    [('a.0', 1), ('a.1.b', 2.5)]
    """
    dot = f"{path}." if path else ""
    if isinstance(value, Mapping):
        for name in sorted(value):
            yield from leaves(value[name], f"{dot}{name}")
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            yield from leaves(item, f"{dot}{place}")
    else:
        yield path, value


def differences(frozen: object, again: object, path: str = "") -> tuple[Unequal, ...]:
    """Every value of two nested structures that is not exactly the same.

    >>> differences({"a": [1, 2.5]}, {"a": [1, 2.4]})
    (Unequal(path='a.1', frozen=2.5, again=2.4),)
    """
    one, two = dict(leaves(frozen, path)), dict(leaves(again, path))
    found = ((name, one.get(name), two.get(name)) for name in sorted({*one, *two}))
    return tuple(Unequal(*item) for item in found if repr(item[1]) != repr(item[2]))
