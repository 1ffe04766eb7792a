"""How an objective stands, and what can come: classes, path, fan and pace. Pure.

Counts: a random walk of the level without a trend, the swing of the type, Poisson counts around it
(D11). Surveys: the same of an answer, with the margins around it. A chance is never told; it
becomes one of three classes. Formulas: docs/explanation/objectives.md.
"""

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from regie.planning.courses import classing
from regie.planning.courses.classing import FURTHEST, SMALLEST, events_of, scale_of
from regie.planning.critiques.facts import Facts, Known
from regie.planning.critiques.noise import (
    WILDEST,
    goal,
    known_years,
    meets,
    newest,
    seen,
    start,
)
from regie.planning.critiques.timing import held
from safetymethods.answers import answer_ahead
from safetymethods.forecasts import Course, actual_pace, fan, path, required_pace

LIMITS = (0.1, 0.5, 0.9)


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
    PROVISIONAL = "provisional"
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

    `judged` is the year that the class rests on: the newest that its source has settled, or that of
    the target once it is over (`final`). `sticks` says that the class of a year earlier stands,
    although the chance is just past its border; `close` that luck may have decided at the end.
    `past` are the years with a value, those before a break included. `path` is the steady way from
    the start to the target.
    """

    standing: Standing
    why: Why = Why.NOTHING
    probability: float | None = None
    final: bool = False
    sticks: bool = False
    close: bool = False
    newest: Known | None = None
    judged: Known | None = None
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
        judged=classing.judged_on(facts),
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
        (_unsettled(facts), Why.PROVISIONAL),
        (not classing.is_over(facts) and _without_swing(facts), Why.NO_SWING),
    )
    return next((why for holds, why in reasons if holds), Why.NOTHING)


def _unsettled(facts: Facts) -> bool:
    """Whether what has to be judged is still provisional."""
    here = classing.judged_on(facts)
    last, known = facts.target_date, newest(facts)
    over = last is not None and known is not None and known.year >= last.year
    return here is None or (over and not classing.is_over(facts))


def _without_swing(facts: Facts) -> bool:
    asked = facts.measured == "survey"
    return facts.sigma is None or (asked and facts.margin is None)


def _broken(facts: Facts) -> bool:
    """Whether baseline and newest figure mean different things."""
    here, begin = newest(facts), facts.baseline_from or facts.baseline_to
    if here is None or begin is None:
        return False
    return any(begin < item.year <= here.year for item in facts.breaks)


# --- judging --------------------------------------------------------------------------------------


def _judged(facts: Facts, about: Ahead) -> Ahead:
    if classing.is_over(facts):
        done, close = classing.at_the_end(facts)
        standing = Standing.REACHED if done else Standing.BEHIND
        return replace(about, standing=standing, final=True, close=close)
    found = classing.classed(facts)
    if found is None:
        return replace(about, why=Why.ZERO)
    return replace(
        about,
        standing=_OF_COURSE[found.course],
        probability=None if math.isnan(found.probability) else found.probability,
        sticks=found.sticks,
    )


# --- what is drawn --------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def fan_of(facts: Facts) -> tuple[Spread, ...]:
    """What coming years can hold when nothing changes; empty where that is not known."""
    here = classing.judged_on(facts)
    left = classing.years_left(facts, here) if here else 0
    if here is None or left <= 0 or _without_swing(facts):
        return ()
    if facts.measured == "survey":
        return _survey_fan(facts, here, left)
    recent = classing.recent(facts, here)
    if facts.per_count is None or sum(recent) == 0:
        return ()
    swing = min(facts.sigma or 0.0, WILDEST)
    made = fan(recent, swing, left, quantiles=LIMITS).quantiles / scale_of(facts, here)
    return tuple(Spread(here.year + at + 1, *map(float, made[at])) for at in range(left))


def _survey_fan(facts: Facts, here: Known, left: int) -> tuple[Spread, ...]:
    """What the coming editions can answer; only in years that are asked."""
    level, variance = classing.answered(facts)[here.year]
    years = [y for y in range(here.year + 1, here.year + left + 1) if _asked_in(facts, y)]
    passed = [year - here.year for year in years]
    error = classing.error_of(facts, here)
    made = answer_ahead(level, variance, error, facts.sigma or 0.0, passed, quantiles=LIMITS)
    rows = made.quantiles.tolist()
    return tuple(Spread(year, *row) for year, row in zip(years, rows, strict=True))


def _asked_in(facts: Facts, year: int) -> bool:
    return facts.rhythm is None or held(facts.rhythm, year)


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
    here, end = classing.judged_on(facts), goal(facts)
    left = classing.years_left(facts, here) if here else 0
    value = (here.value if here else None) or 0.0
    if end is None or left <= 0 or min(value, end) < SMALLEST or meets(facts.direction, value, end):
        return None
    return Pace(float(required_pace(value, end, left).pace))


def _actual(facts: Facts) -> Pace | None:
    """The change per year since the baseline, of counts only."""
    years, here = known_years(facts), classing.judged_on(facts)
    first, last = facts.baseline_from or facts.baseline_to, facts.baseline_to or facts.baseline_from
    if facts.per_count is None or first is None or last is None or here is None or first > last:
        return None
    base = [events_of(facts, item) for item in years if first <= item.year <= last]
    passed = here.year - (first + last) / 2
    if len(base) < last - first + 1 or here.year <= last:
        return None
    found = actual_pace(events_of(facts, here), sum(base), passed, blocks=len(base))
    numbers = [float(found.pace), float(found.low), float(found.high)]
    return Pace(*numbers) if all(map(math.isfinite, numbers)) else None
