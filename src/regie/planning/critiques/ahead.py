"""How an objective stands, and what can come: classes, path, fan and pace. Pure.

Counts: a random walk of the level without a trend, the swing of the type, Poisson counts around it
(D11). Surveys: no walk is known, so only the margins of two answers. A chance is never told; it
becomes one of three classes. Formulas: docs/explanation/objectives.md.
"""

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from scipy.special import ndtr

from regie.planning.critiques.facts import Facts, Known
from regie.planning.critiques.noise import (
    LOWER,
    TWO_ANSWERS,
    WILDEST,
    goal,
    known_years,
    meets,
    newest,
    seen,
    start,
)
from regie.planning.critiques.timing import held
from safetymethods.detectability import Direction
from safetymethods.forecasts import (
    Course,
    actual_pace,
    fan,
    path,
    reached,
    recalibrate,
    required_pace,
    status,
    target_probability,
)

LIMITS = (0.1, 0.5, 0.9)
TWO_SIDED, EIGHTY = 1.959964, 1.281552
"""Normal quantiles of a 95 % and an 80 % interval."""
SMALLEST = 1e-9
"""A value under it is nothing: no figure is published so finely."""
FURTHEST = 15
"""Years ahead that are drawn; nobody plans further."""


class Standing(StrEnum):
    """How a target stands: three classes between what cannot be said and what is done."""

    REACHED = "reached"
    ON_COURSE = "on_course"
    UNDECIDED = "undecided"
    BEHIND = "behind"
    NOT_MEASURABLE = "not_measurable"


class Why(StrEnum):
    """Why nothing can be said of an objective; NOTHING when something is."""

    NOTHING = ""
    OUTPUT = "output"
    NO_TARGET = "no_target"
    NO_DATE = "no_date"
    NO_FIGURES = "no_figures"
    BREAK = "break"
    NOISE = "noise"
    NO_SWING = "no_swing"
    ZERO = "zero"


_OF_COURSE = {
    Course.NOT_MEASURABLE: Standing.NOT_MEASURABLE,
    Course.BEHIND: Standing.BEHIND,
    Course.UNDECIDED: Standing.UNDECIDED,
    Course.ON_COURSE: Standing.ON_COURSE,
    Course.REACHED: Standing.REACHED,
}


@dataclass(frozen=True)
class Spread:
    """What a coming year can hold when nothing changes: the middle, and 80 % between the limits."""

    year: int
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Pace:
    """A change per year as a part; the limits are for chance alone, None for a required pace."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """How an objective stands. Values in its unit; `probability` is never shown.

    `final` says that the year of the target is over. `past` are the years with a value, those
    before a break included. `path` is the steady way from the start to the target.
    """

    standing: Standing
    why: Why = Why.NOTHING
    probability: float | None = None
    final: bool = False
    newest: Known | None = None
    start: float | None = None
    goal: float | None = None
    target_year: int | None = None
    past: tuple[Known, ...] = ()
    path: tuple[tuple[int, float], ...] = ()
    required: Pace | None = None
    actual: Pace | None = None


@lru_cache(maxsize=1024)
def ahead(facts: Facts) -> Ahead:
    """How an objective stands; never fails, but says why nothing can be said.

    Remembered: equal facts give the same answer, and a page shows many objectives.
    """
    about = Ahead(
        standing=Standing.NOT_MEASURABLE,
        newest=newest(facts),
        start=start(facts),
        goal=goal(facts),
        target_year=facts.target_date.year if facts.target_date else None,
        past=tuple(sorted((k for k in facts.known if k.value is not None), key=_year)),
        path=_path(facts),
        required=_required(facts),
        actual=_actual(facts),
    )
    why = _silent(facts)
    return replace(about, why=why) if why else _judged(facts, about)


def _year(item: Known) -> int:
    return item.year


def _silent(facts: Facts) -> Why:
    """Why nothing can be said, the plainest reason first."""
    change = seen(facts)
    reasons = (
        (not facts.outcome, Why.OUTPUT),
        (goal(facts) is None or not facts.direction, Why.NO_TARGET),
        (facts.target_date is None, Why.NO_DATE),
        (newest(facts) is None, Why.NO_FIGURES),
        (_broken(facts), Why.BREAK),
        (change is not None and not change.visible, Why.NOISE),
        ((facts.margin if facts.measured == "survey" else facts.sigma) is None, Why.NO_SWING),
    )
    return next((why for holds, why in reasons if holds), Why.NOTHING)


def _broken(facts: Facts) -> bool:
    """Whether baseline and newest figure mean different things."""
    here, begin = newest(facts), facts.baseline_from or facts.baseline_to
    if here is None or begin is None:
        return False
    return any(begin < item.year <= here.year for item in facts.breaks)


def years_left(facts: Facts) -> int:
    """Years from the newest figure to the year of the target; 0 without one of them."""
    here = newest(facts)
    return facts.target_date.year - here.year if here and facts.target_date else 0


# --- judging --------------------------------------------------------------------------------------


def _judged(facts: Facts, about: Ahead) -> Ahead:
    value, end = _here(facts), goal(facts) or 0.0
    if years_left(facts) <= 0:
        done = meets(facts.direction, value, end)
        return replace(about, standing=Standing.REACHED if done else Standing.BEHIND, final=True)
    chance, done = (_asked if facts.measured == "survey" else _counted)(facts, value, end)
    if math.isnan(chance) and not done:
        return replace(about, why=Why.ZERO)
    keeps = facts.direction.startswith("keep")
    code = int(status(chance, reached=done and not keeps).status)
    return replace(
        about, standing=_OF_COURSE[Course(code)], probability=None if math.isnan(chance) else chance
    )


def _here(facts: Facts) -> float:
    here = newest(facts)
    return (here.value or 0.0) if here else 0.0


def _counted(facts: Facts, value: float, end: float) -> tuple[float, bool]:
    """The recalibrated chance of the target, and whether it is met for certain."""
    way = _way(facts)
    recent, events = _recent(facts), max(end * _scale(facts), 0.0)
    sigma, left = min(facts.sigma or 0.0, WILDEST), min(years_left(facts), FURTHEST)
    found = target_probability(recent, sigma, events, left, direction=way).probability
    return float(found), bool(reached(recent[1], events, direction=way))


def _asked(facts: Facts, value: float, end: float) -> tuple[float, bool]:
    """The same for an answer: the next one differs only by the margins of both."""
    sign = 1 if facts.direction in LOWER else -1
    margin = max(facts.margin or 0.0, SMALLEST)
    drawn = float(ndtr(sign * (end - value) / (TWO_ANSWERS * margin / TWO_SIDED)))
    edge = value + sign * margin * EIGHTY / TWO_SIDED
    return float(recalibrate(drawn)), meets(facts.direction, edge, end)


def _way(facts: Facts) -> Direction:
    return "fall" if facts.direction in LOWER else "rise"


def _scale(facts: Facts) -> float:
    """Events that a value of one stands for in the newest year."""
    here = newest(facts)
    if here is not None and here.count and (here.value or 0.0) >= SMALLEST:
        return here.count / (here.value or 1.0)
    return facts.per_count or 1.0


def _recent(facts: Facts) -> tuple[float, float]:
    """Events of the year before the newest and of the newest; twice the newest after a gap."""
    years = known_years(facts)
    last = years[-1]
    before = years[-2] if len(years) > 1 and years[-2].year == last.year - 1 else last
    return _events(facts, before), _events(facts, last)


def _events(facts: Facts, item: Known) -> float:
    count = (item.value or 0.0) * _scale(facts) if item.count is None else item.count
    return count if count >= SMALLEST else 0.0


# --- what is drawn --------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def fan_of(facts: Facts) -> tuple[Spread, ...]:
    """What coming years can hold when nothing changes; empty where that is not known."""
    left = min(years_left(facts), FURTHEST)
    if left <= 0:
        return ()
    if facts.measured == "survey":
        return _survey_fan(facts, left)
    if facts.sigma is None or facts.per_count is None or sum(_recent(facts)) == 0:
        return ()
    made = fan(
        _recent(facts), min(facts.sigma, WILDEST), left, quantiles=LIMITS
    ).quantiles / _scale(facts)
    first = known_years(facts)[-1].year + 1
    return tuple(Spread(first + at, *map(float, made[at])) for at in range(left))


def _survey_fan(facts: Facts, left: int) -> tuple[Spread, ...]:
    """The same answer again, with the margins of both; only in years that are asked."""
    if facts.margin is None:
        return ()
    value, half = _here(facts), TWO_ANSWERS * facts.margin * EIGHTY / TWO_SIDED
    first = known_years(facts)[-1].year + 1
    years = [y for y in range(first, first + left) if facts.rhythm is None or held(facts.rhythm, y)]
    return tuple(Spread(year, value - half, value, value + half) for year in years)


def _path(facts: Facts) -> tuple[tuple[int, float], ...]:
    """The steady way from the baseline to the target, a value per year."""
    begin, end = start(facts), goal(facts)
    first = facts.baseline_to or facts.baseline_from or (_known_year(facts))
    if begin is None or end is None or first is None or facts.target_date is None:
        return ()
    last = min(facts.target_date.year, first + FURTHEST)
    years = range(first, last + 1)
    if min(begin, end) < SMALLEST or last <= first:
        return ()
    steady = path(begin, end, first, facts.target_date.year, list(years)).value
    return tuple((year, float(value)) for year, value in zip(years, steady, strict=True))


def _known_year(facts: Facts) -> int | None:
    here = newest(facts)
    return here.year if here else None


def _required(facts: Facts) -> Pace | None:
    """The change per year that still leads to the target; None when nothing is left to do."""
    value, end, left = _here(facts), goal(facts), years_left(facts)
    if end is None or left <= 0 or min(value, end) < SMALLEST or meets(facts.direction, value, end):
        return None
    return Pace(float(required_pace(value, end, left).pace))


def _actual(facts: Facts) -> Pace | None:
    """The change per year since the baseline, of counts only."""
    years = known_years(facts)
    first, last = facts.baseline_from or facts.baseline_to, facts.baseline_to or facts.baseline_from
    if facts.per_count is None or first is None or last is None or not years or first > last:
        return None
    base = [_events(facts, item) for item in years if first <= item.year <= last]
    passed = years[-1].year - (first + last) / 2
    if len(base) < last - first + 1 or years[-1].year <= last:
        return None
    found = actual_pace(_events(facts, years[-1]), sum(base), passed, blocks=len(base))
    numbers = [float(found.pace), float(found.low), float(found.high)]
    return Pace(*numbers) if all(map(math.isfinite, numbers)) else None
