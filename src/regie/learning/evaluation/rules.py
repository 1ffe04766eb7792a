"""What an evaluation of a plan must say before it is concluded, and what to be careful with. Pure.

Sources: CCV, checklist IVP, part 3 (positive points, improvement points, involve partners; also
how goals were set, agreements kept, roles divided) and audit offices, who find year after year
that goals cannot be judged and that activities are told as results.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

REACHED, PARTLY, NOT_REACHED, CANNOT_SAY = "reached", "partly", "not_reached", "cannot_say"
VERDICTS = (REACHED, PARTLY, NOT_REACHED, CANNOT_SAY)
NEEDS_REASON = frozenset({PARTLY, NOT_REACHED, CANNOT_SAY})
FULL, LIGHT = "full", "light"
LATE = timedelta(days=730)
"""A plan may have ended so long before the next began: plans start late and are extended."""


# --- which plan comes before which ----------------------------------------------------------------


def comes_before(first: date, last: date, next_first: date) -> bool:
    """Whether a plan of these days is the one before a plan that begins on `next_first`."""
    return first < next_first and last >= next_first - LATE


# --- claims ---------------------------------------------------------------------------------------

_CAUSE = re.compile(
    r"\b(?:dankzij|te danken aan|als gevolg van|heeft geleid tot|hebben geleid tot"
    r"|zorgde voor|zorgden voor|heeft gezorgd voor|hebben gezorgd voor"
    r"|door (?:ons|onze|het|de|dit|deze) "
    r"(?:plan|beleid|aanpak|maatregel|maatregelen|inzet|project|veiligheidsplan)"
    r"|thanks to|as a result of|has led to|have led to)\b",
    re.IGNORECASE,
)


def claims_cause(text: str) -> bool:
    """Whether a text says that the plan brought something about.

    >>> claims_cause("Dankzij onze aanpak zijn er minder inbraken.")
    True
    >>> claims_cause("Er zijn minder inbraken dan in 2022.")
    False
    """
    return _CAUSE.search(text) is not None


# --- people differ --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spread:
    """What people said about one goal: a number of people per verdict, never a mean."""

    counts: tuple[tuple[str, int], ...]

    @property
    def differs(self) -> bool:
        """Whether not everybody said the same."""
        return len(self.counts) > 1

    @property
    def people(self) -> int:
        """How many people gave a verdict."""
        return sum(n for _verdict, n in self.counts)


def spread(verdicts: Iterable[str]) -> Spread:
    """Count who says what, in the order of the verdicts; an empty verdict does not count."""
    found = Counter(verdicts)
    return Spread(tuple((name, found[name]) for name in VERDICTS if found[name]))


# --- ready to conclude? ---------------------------------------------------------------------------


class Weight(StrEnum):
    """Whether a point stands in the way or is only told."""

    REFUSES = "refuses"
    WARNS = "warns"


@dataclass(frozen=True)
class Goal:
    """What the rules need of one old priority or goal."""

    verdict: str = ""
    reason: bool = False
    figure: bool = False
    claims_cause: bool = False


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the rules need to know of an evaluation that is being made."""

    goals: tuple[Goal, ...] = ()
    positive: bool = False
    improvement: bool = False
    unanswered: int = 0
    claims_cause: bool = False
    lessons: int = 0
    partner_views: int = 0
    council_views: int = 0
    light: bool = False


@dataclass(frozen=True)
class Point:
    """Something to do or to know: `words.py` has the sentence of its code, about `n` things."""

    weight: Weight
    code: str
    n: int = 0


def points(facts: Facts) -> tuple[Point, ...]:
    """What stands in the way of concluding, then what is good to know."""
    return (*_refusing(facts), *_warning(facts))


def objection(facts: Facts) -> Point | None:
    """The first thing that stands in the way, or None."""
    return next(iter(_refusing(facts)), None)


def _refusing(facts: Facts) -> tuple[Point, ...]:
    goals = facts.goals
    found = {
        "no_goals": int(not goals),
        "no_verdict": sum(not goal.verdict for goal in goals),
        "no_reason": sum(goal.verdict in NEEDS_REASON and not goal.reason for goal in goals),
        "no_positive": int(not facts.positive),
        "no_improvement": int(not facts.improvement),
    }
    return tuple(Point(Weight.REFUSES, code, n) for code, n in found.items() if n)


def _warning(facts: Facts) -> tuple[Point, ...]:
    goals, full = facts.goals, not facts.light
    unknown = sum(goal.verdict == CANNOT_SAY for goal in goals)
    found = {
        "no_figure": sum(goal.verdict == REACHED and not goal.figure for goal in goals),
        "mostly_unknown": unknown if unknown * 2 > len(goals) else 0,
        "cause_told": sum(goal.claims_cause for goal in goals) + facts.claims_cause,
        "unanswered": facts.unanswered,
        "no_lessons": int(not facts.lessons),
        "no_partner": int(full and not facts.partner_views),
        "no_council": int(full and not facts.council_views),
    }
    return tuple(Point(Weight.WARNS, code, n) for code, n in found.items() if n)
