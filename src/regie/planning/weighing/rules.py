"""What may stand on a ballot, form by form, and how it is kept. Pure.

`refusal` answers None or a Dutch sentence (a msgid) and never fails, whatever was sent; `clean`
writes an accepted ballot in one way only: identifiers as text, in the order of the question.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from regie.foundation.records.engine import gettext_noop

LIMIT = 100
"""Scores and swings run from 0 to this."""
POINTS = 5
"""Points each participant has, unless the round says otherwise."""
MOST = 5
"""Ticks on an approval ballot, and places in a choice, unless the round says otherwise."""
SMALLEST_GROUP = 5
"""A group of fewer people is not shown apart: its votes could be traced to persons."""


class Form(StrEnum):
    """How a participant says what comes first."""

    POINTS = "points"
    PAIRWISE = "pairwise"
    RANKING = "ranking"
    SCORING = "scoring"
    WEIGHTS = "weights"
    APPROVAL = "approval"
    TIERS = "tiers"


FORMS: Mapping[str, str] = {
    Form.POINTS: gettext_noop("Punten verdelen"),
    Form.PAIRWISE: gettext_noop("Twee aan twee vergelijken"),
    Form.RANKING: gettext_noop("Op volgorde zetten"),
    Form.SCORING: gettext_noop("Scores per criterium"),
    Form.WEIGHTS: gettext_noop("Criteria wegen"),
    Form.APPROVAL: gettext_noop("Aankruisen"),
    Form.TIERS: gettext_noop("Indelen in drie niveaus"),
}
"""The forms with their names on the screen."""

TIERS = ("priority", "strategic", "maintenance")

UNKNOWN_FORM = gettext_noop("Deze vorm van stemmen bestaat niet.")
UNREADABLE = gettext_noop("Uw stem is niet goed aangekomen. Vul het formulier opnieuw in.")
NOTHING = gettext_noop("U hebt nog niets ingevuld.")
UNKNOWN_CANDIDATE = gettext_noop("Een van uw keuzes staat niet op de lijst.")
UNKNOWN_CRITERION = gettext_noop("Een van de criteria staat niet op de lijst.")
TWICE = gettext_noop("U koos hetzelfde onderwerp twee keer.")
WHOLE_POINTS = gettext_noop("Geef hele punten, en geen punten onder nul.")
TOO_MANY_POINTS = gettext_noop("U verdeelde meer punten dan u hebt.")
TOO_MANY_TICKS = gettext_noop("U kruiste meer onderwerpen aan dan mag.")
TOO_MANY_FIRST = gettext_noop("U maakte meer onderwerpen prioriteit dan mag.")
AGAINST_ITSELF = gettext_noop("Een onderwerp is niet met zichzelf te vergelijken.")
PAIR_TWICE = gettext_noop("U vergeleek dezelfde twee onderwerpen twee keer.")
OUT_OF_SCALE = gettext_noop("Geef getallen van 0 tot en met 100.")
SCORES_MISSING = gettext_noop("Scoor een onderwerp op alle criteria, of sla het onderwerp over.")
SWINGS_MISSING = gettext_noop("Geef elk criterium een gewicht.")
NO_WEIGHT = gettext_noop("Geef minstens één criterium een gewicht boven nul.")
UNKNOWN_TIER = gettext_noop("Kies prioriteit, strategisch thema of going concern.")

Content = Mapping[str, Any]
Scores = Mapping[tuple[str, str], tuple[float, float, float]]
"""(candidate, criterion) -> value, low, high: the score of the session with its uncertainty."""


@dataclass(frozen=True)
class Question:
    """What a round asks.

    `candidates` and `criteria` are identifiers as text (a primary key, a code), in the order of
    the screen. `scores` is needed for the form `weights`. `weights` are those of the criteria for
    the form `scoring`; without them each counts as much. `settings` of the round: `points`
    (to divide), `most` (ticks), `places` (how many can be chosen), all 5 unless given.
    """

    form: str
    candidates: tuple[str, ...]
    criteria: tuple[str, ...] = ()
    scores: Scores | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    weights: Mapping[str, float] | None = None

    @property
    def points(self) -> int:
        """Points each participant divides."""
        return int(self.settings.get("points") or POINTS)

    @property
    def most(self) -> int:
        """Ticks a participant has."""
        return int(self.settings.get("most") or MOST)

    @property
    def places(self) -> int:
        """How many candidates can be chosen; never more than there are."""
        asked = max(1, int(self.settings.get("places") or MOST))
        return min(asked, len(self.candidates))


@dataclass(frozen=True)
class Vote:
    """A ballot as it was cast: the name of the group of the participant, "" without group."""

    group: str
    content: Content


def refusal(question: Question, content: object) -> str | None:
    """Why this ballot cannot be cast: a Dutch sentence, or None. Never raises for bad input."""
    form = _FORMS.get(question.form)
    if form is None:
        return UNKNOWN_FORM
    if not isinstance(content, Mapping):
        return UNREADABLE
    try:
        form(question, content)
    except _RefusedError as why:
        return str(why)
    return None


def clean(question: Question, content: object) -> dict[str, Any]:
    """The ballot in its one way of writing. Raises ValueError for a ballot that is refused."""
    why = refusal(question, content)
    if why is not None or not isinstance(content, Mapping):
        raise ValueError(why)
    return _FORMS[question.form](question, content)


class _RefusedError(Exception):
    """A ballot that cannot be cast; the message is the sentence."""


def _need(met: bool, why: str) -> None:
    if not met:
        raise _RefusedError(why)


def _list(content: Content, name: str) -> list[Any]:
    """The part of a ballot that its form is about, where that is a list."""
    part = content.get(name)
    _need(part is not None, NOTHING)
    if not isinstance(part, list):
        raise _RefusedError(UNREADABLE)
    return part


def _mapping(part: object) -> Mapping[Any, Any]:
    """The same where it is a mapping."""
    _need(part is not None, NOTHING)
    if not isinstance(part, Mapping):
        raise _RefusedError(UNREADABLE)
    return part


def _known(given: Iterable[object], known: tuple[str, ...], why: str) -> list[str]:
    """Identifiers as text; each must be known."""
    names = [str(one) for one in given]
    _need(set(names) <= set(known), why)
    return names


def _candidates(question: Question, given: Iterable[object]) -> list[str]:
    """Known candidates, each once, at least one."""
    names = _known(given, question.candidates, UNKNOWN_CANDIDATE)
    _need(len(names) > 0, NOTHING)
    _need(len(set(names)) == len(names), TWICE)
    return names


def _by_name(given: Mapping[Any, Any], known: tuple[str, ...], why: str) -> dict[str, Any]:
    """The same mapping with its keys as text, in the order of the question."""
    _known(given, known, why)
    texts = {str(key): value for key, value in given.items()}
    return {name: texts[name] for name in known if name in texts}


def _number(given: object, why: str) -> float:
    """A number on the scale from 0 to 100; texts that hold one count too."""
    if isinstance(given, bool) or not isinstance(given, (int, float, str)):
        raise _RefusedError(why)
    try:
        value = float(given)
    except (ValueError, OverflowError):
        raise _RefusedError(why) from None
    _need(math.isfinite(value), why)
    return value


def _on_scale(given: object) -> float:
    value = _number(given, OUT_OF_SCALE)
    _need(0 <= value <= LIMIT, OUT_OF_SCALE)
    return value


def _whole(given: object) -> int:
    value = _number(given, WHOLE_POINTS)
    _need(value >= 0 and value == int(value), WHOLE_POINTS)
    return int(value)


def _points(question: Question, content: Content) -> dict[str, Any]:
    given = _by_name(_mapping(content.get("points")), question.candidates, UNKNOWN_CANDIDATE)
    points = {name: _whole(value) for name, value in given.items()}
    _need(sum(points.values()) > 0, NOTHING)
    _need(sum(points.values()) <= question.points, TOO_MANY_POINTS)
    return {"points": {name: value for name, value in points.items() if value}}


def _pairwise(question: Question, content: Content) -> dict[str, Any]:
    pairs: list[list[str]] = []
    for pair in _list(content, "pairs"):
        _need(isinstance(pair, (list, tuple)) and len(pair) == 2, UNREADABLE)
        winner, loser = _known(pair, question.candidates, UNKNOWN_CANDIDATE)
        _need(winner != loser, AGAINST_ITSELF)
        pairs.append([winner, loser])
    _need(len(pairs) > 0, NOTHING)
    _need(len({frozenset(pair) for pair in pairs}) == len(pairs), PAIR_TWICE)
    place = {name: at for at, name in enumerate(question.candidates)}
    return {"pairs": sorted(pairs, key=lambda pair: (place[pair[0]], place[pair[1]]))}


def _ranking(question: Question, content: Content) -> dict[str, Any]:
    return {"order": _candidates(question, _list(content, "order"))}


def _scoring(question: Question, content: Content) -> dict[str, Any]:
    given = _by_name(_mapping(content.get("scores")), question.candidates, UNKNOWN_CANDIDATE)
    scores = {name: _row(question, row) for name, row in given.items() if row}
    _need(len(scores) > 0, NOTHING)
    return {"scores": scores}


def _row(question: Question, row: object) -> dict[str, float]:
    """The scores of one candidate, on every criterion."""
    values = _by_name(_mapping(row), question.criteria, UNKNOWN_CRITERION)
    _need(len(values) == len(question.criteria), SCORES_MISSING)
    return {name: _on_scale(value) for name, value in values.items()}


def _weights(question: Question, content: Content) -> dict[str, Any]:
    given = _by_name(_mapping(content.get("swing")), question.criteria, UNKNOWN_CRITERION)
    _need(len(given) > 0, NOTHING)
    _need(len(given) == len(question.criteria), SWINGS_MISSING)
    swings = {name: _on_scale(value) for name, value in given.items()}
    _need(max(swings.values()) > 0, NO_WEIGHT)
    return {"swing": swings}


def _approval(question: Question, content: Content) -> dict[str, Any]:
    ticked = set(_candidates(question, _list(content, "approved")))
    _need(len(ticked) <= question.most, TOO_MANY_TICKS)
    return {"approved": [name for name in question.candidates if name in ticked]}


def _tiers(question: Question, content: Content) -> dict[str, Any]:
    given = _by_name(_mapping(content.get("tiers")), question.candidates, UNKNOWN_CANDIDATE)
    tiers = {name: tier for name, tier in given.items() if tier}
    _need(len(tiers) > 0, NOTHING)
    _need(all(tier in TIERS for tier in tiers.values()), UNKNOWN_TIER)
    first = sum(tier == TIERS[0] for tier in tiers.values())
    _need(first <= question.most or "most" not in question.settings, TOO_MANY_FIRST)
    return {"tiers": tiers}


_FORMS: Mapping[str, Callable[[Question, Content], dict[str, Any]]] = {
    Form.POINTS: _points,
    Form.PAIRWISE: _pairwise,
    Form.RANKING: _ranking,
    Form.SCORING: _scoring,
    Form.WEIGHTS: _weights,
    Form.APPROVAL: _approval,
    Form.TIERS: _tiers,
}
