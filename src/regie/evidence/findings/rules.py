"""What a finding is, what it rests on, and when a new verdict says something else. Pure.

Which findings follow from the verdicts stands in `proposing.py`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from regie.evidence.appraisal.rules import (
    Answer,
    Change,
    Concentration,
    Gap,
    Level,
    Place,
    Slope,
)
from regie.evidence.data_quality.rules import looks_personal as personal
from regie.foundation.records.engine import gettext_noop
from regie.foundation.records.refusals import refuse


class Kind(StrEnum):
    """What a finding is about. OWN was written by a person and follows from no verdict."""

    LEVEL = "level"
    CHANGE = "change"
    PLACE_LEVEL = "place_level"
    PLACE_CHANGE = "place_change"
    CONCENTRATION = "concentration"
    PERCEIVED = "perceived"
    GAP = "perception_gap"
    DATA = "data_problem"
    OWN = "own"


ORDER = tuple(Kind)
HIGHER, LOWER, UP, DOWN = "higher", "lower", "up", "down"
BETTER, WORSE = "better", "worse"
Said = tuple[object, ...]
SHOWN = 6
"""Places that are named one by one; of the others only the number."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What the rules need to know of an indicator.

    `position` orders the indicators by field and theme. `categories` are the codes that are added
    up, so that sums and their parts recognise each other. `total` hides its parts.
    """

    code: str
    position: int
    theme: str
    field: str
    family: str
    categories: frozenset[str] = frozenset()
    total: bool = False


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The part of an assessment that a finding rests on, as it is kept with the finding.

    `level`, `change` and `slope` are those of the whole municipality; `places` are only the places
    the finding names.
    """

    level: Level | None = None
    change: Change | None = None
    slope: Slope | None = None
    places: tuple[Place, ...] = ()
    concentration: Concentration | None = None
    answers: tuple[Answer, ...] = ()
    gaps: tuple[Gap, ...] = ()
    problems: tuple[str, ...] = ()
    deliveries: tuple[int, ...] = ()
    fingerprint: str = ""


NOTHING = Verdict()


@cache
def _adapter() -> TypeAdapter[Verdict]:
    return TypeAdapter(Verdict)


def stored(verdict: Verdict) -> dict[str, Any]:
    """The verdict in plain values; floats keep every digit."""
    plain: dict[str, Any] = _adapter().dump_python(verdict, mode="json")
    return plain


def verdict_from(plain: Mapping[str, Any]) -> Verdict:
    """What `stored` wrote. Raises pydantic's ValidationError for anything else."""
    return _adapter().validate_python(dict(plain))


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A finding as the figures propose it. `evidence` are indicators that say the same.

    `under` is the key of the candidate that says this already, "" for one that stands alone.
    """

    key: str
    kind: Kind
    indicator: str
    theme: str
    field: str
    position: int
    direction: str = ""
    areas: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    under: str = ""
    verdict: Verdict = NOTHING


def district_of(area: str) -> str:
    """The code of the district a neighbourhood lies in; "" for any other area.

    >>> district_of("BU99010203"), district_of("WK990102")
    ('WK990102', '')
    """
    return f"WK{area[2:8]}" if area.startswith("BU") else ""


def says_something(answer: Answer) -> bool:
    """More than chance: against the edition before, or against the country."""
    return answer.significant or answer.higher_than_country or answer.lower_than_country


def direction_of_answer(answer: Answer) -> str:
    """What changed comes first, then how it stands beside the country; "" for neither."""
    if answer.significant:
        return WORSE if answer.worse else BETTER
    if answer.higher_than_country:
        return HIGHER
    return LOWER if answer.lower_than_country else ""


def code_of(problem: str) -> str:
    """A problem is a code, or a code and what it is about behind a colon."""
    return problem.partition(":")[0]


# --- a new verdict beside a decision --------------------------------------------------------------


def areas_of(verdict: Verdict) -> tuple[str, ...]:
    """The places a verdict names, in its own order."""
    if verdict.places:
        return tuple(place.area for place in verdict.places)
    return verdict.concentration.top if verdict.concentration else ()


class News(StrEnum):
    """What the newest verdict adds to the one a person decided about."""

    NOTHING = ""
    NUMBERS = "numbers"
    WORDS = "words"
    GONE = "gone"


def news(kind: str, decided: Verdict, now: Verdict | None) -> News:
    """Lay the newest verdict beside the one that was decided about; None: no verdict any more."""
    if now is None:
        return News.GONE
    if said(kind, decided) != said(kind, now):
        return News.WORDS
    return News.NOTHING if _bare(decided) == _bare(now) else News.NUMBERS


def said(kind: str, verdict: Verdict) -> Said:
    """What a verdict says in words, without its numbers: equal means nothing new was said."""
    return _SAYS[Kind(kind)](verdict)


def _places(verdict: Verdict) -> Said:
    return tuple(sorted((p.area, p.level.word, p.change.arrow) for p in verdict.places))


_SAYS: Mapping[Kind, Callable[[Verdict], Said]] = {
    Kind.LEVEL: lambda v: (v.level.word, v.level.higher) if v.level else (),
    Kind.CHANGE: lambda v: (v.change.arrow, v.change.net_arrow) if v.change else (),
    Kind.PLACE_LEVEL: _places,
    Kind.PLACE_CHANGE: _places,
    Kind.CONCENTRATION: lambda v: tuple(sorted(v.concentration.top)) if v.concentration else (),
    Kind.PERCEIVED: lambda v: tuple(sorted((a.area, direction_of_answer(a)) for a in v.answers)),
    Kind.GAP: lambda v: tuple(sorted((gap.area, gap.kind) for gap in v.gaps)),
    Kind.DATA: lambda v: tuple(sorted(set(map(code_of, v.problems)))),
    Kind.OWN: lambda v: (),  # who wrote a finding says what it says; no verdict changes that
}


def _bare(verdict: Verdict) -> Verdict:
    """Without where it came from: the same numbers from another delivery are no news."""
    return replace(verdict, deliveries=(), fingerprint="")


# --- texts people write ---------------------------------------------------------------------------

PERSONAL = gettext_noop(
    "Zet hier geen gegevens over personen in: geen adressen van e-mail, nummers of geboortedatums."
)
_YEARS = re.compile(r"\b((?:19|20)\d\d)\s*[-–/ ]\s*(?=(?:19|20)\d\d\b)")


def looks_personal(text: str) -> bool:
    """As on the quality desk; a row of years such as "2019-2023" is no number of a person.

    >>> looks_personal("van 2019-2023 daalde het"), looks_personal("bel 06 12345678")
    (False, True)
    """
    return personal(_YEARS.sub(r"\1, ", text))


def refuse_personal(*texts: str) -> None:
    """Raise `RefusedError` when a text has data about persons."""
    refuse(PERSONAL if any(map(looks_personal, texts)) else None)
