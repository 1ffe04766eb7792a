"""The class of an objective, year after year, with borders that stick. Pure.

A class changes only when a new year is settled and its chance passes a border by more than 0.05, so
the years since the baseline are walked through in order; nothing is stored, and the same figures
always give the same class. A year that its publisher calls provisional is provisional in all its
months, more than the quarter that may be: the class then rests on the year before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from regie.planning.critiques.facts import Facts, Known
from regie.planning.critiques.noise import LOWER, WILDEST, goal, known_years, meets, newest
from safetymethods.answers import answer_ahead, answer_chance, answer_level
from safetymethods.detectability import Direction
from safetymethods.forecasts import Course, reached, status, target_probability
from safetymethods.result import Flags, Floats

TWO_SIDED, EIGHTY = 1.959964, 1.281552
"""Normal quantiles of a 95 % and an 80 % interval."""
SMALLEST = 1e-9
"""A value under it is nothing: no figure is published so finely."""
FURTHEST = 15
"""Years ahead that are reckoned with; nobody plans further."""


@dataclass(frozen=True)
class Classed:
    """The class with its recalibrated chance (NaN when only what is reached is known)."""

    course: Course
    probability: float
    sticks: bool


def settled(facts: Facts) -> tuple[Known, ...]:
    """The years that are no longer provisional, of the newest meaning, in order of time."""
    return tuple(item for item in known_years(facts) if not item.provisional)


def judged_on(facts: Facts) -> Known | None:
    """The year that the class rests on: the first that tells whether the target is met, else the
    newest settled year."""
    years, last = settled(facts), facts.target_date
    after = [item for item in years if last is not None and item.year >= last.year]
    return after[0] if after else (years[-1] if years else None)


def years_left(facts: Facts, here: Known) -> int:
    """Years from a figure to the year of the target, as many as are reckoned with."""
    return min(facts.target_date.year - here.year, FURTHEST) if facts.target_date else 0


def is_over(facts: Facts) -> bool:
    """Whether the figure of the year of the target is there, and settled."""
    here = judged_on(facts)
    return here is not None and facts.target_date is not None and years_left(facts, here) <= 0


def at_the_end(facts: Facts) -> tuple[bool, bool]:
    """Whether the target is met, and whether luck may have decided that."""
    here, end = judged_on(facts), goal(facts) or 0.0
    if here is None:
        return False, False
    done = meets(facts.direction, here.value or 0.0, end)
    sides: tuple[Direction, ...] = ("fall", "rise")
    clear = any(_is_beyond(facts, [here], end, side)[0] for side in sides)
    return done, not clear


def classed(facts: Facts) -> Classed | None:
    """The class at the newest settled year; None when nothing was counted to look ahead from."""
    years, end = _walked(facts), goal(facts) or 0.0
    ahead = [years_left(facts, item) for item in years]
    find = _of_answers if facts.measured == "survey" else _of_counts
    chances = find(facts, years, end, ahead)
    done = _is_beyond(facts, years, end, way_of(facts)) & (not facts.direction.startswith("keep"))
    here = newest(facts)
    if here is not None and not meets(facts.direction, here.value or 0.0, end):
        done[-1] = False  # what is provisional proves nothing, but it can make doubtful
    if np.isnan(chances[-1]) and not done[-1]:
        return None
    previous: int | None = None
    for chance, met in zip(chances, done, strict=True):
        previous = int(status(chance, reached=met, previous=previous).status)
    plain = int(status(chances[-1], reached=done[-1]).status)
    course = Course(plain if previous is None else previous)
    return Classed(course, float(chances[-1]), plain != course)


def _walked(facts: Facts) -> tuple[Known, ...]:
    """The settled years after the baseline; without any only the newest settled year."""
    years = settled(facts)
    first = facts.baseline_to or facts.baseline_from
    since = tuple(item for item in years if first is not None and item.year > first)
    return since or years[-1:]


def way_of(facts: Facts) -> Direction:
    """Whether less or more is asked."""
    return "fall" if facts.direction in LOWER else "rise"


# --- counts ---------------------------------------------------------------------------------------


def _of_counts(facts: Facts, years: Sequence[Known], end: float, ahead: Sequence[int]) -> Floats:
    """The recalibrated chances of the target, seen from each year."""
    two = [recent(facts, item) for item in years]
    goals = [max(end * scale_of(facts, item), 0.0) for item in years]
    sigma = min(facts.sigma or 0.0, WILDEST)
    return target_probability(two, sigma, goals, ahead, direction=way_of(facts)).probability


def scale_of(facts: Facts, item: Known) -> float:
    """Events that a value of one stood for in that year."""
    if item.count and (item.value or 0.0) >= SMALLEST:
        return item.count / (item.value or 1.0)
    return facts.per_count or 1.0


def recent(facts: Facts, item: Known) -> tuple[float, float]:
    """Events of the year before and of the year; twice the year itself after a gap."""
    before = [each for each in known_years(facts) if each.year == item.year - 1]
    return events_of(facts, before[0] if before else item), events_of(facts, item)


def events_of(facts: Facts, item: Known) -> float:
    """How many events a year had."""
    count = (item.value or 0.0) * scale_of(facts, item) if item.count is None else item.count
    return count if count >= SMALLEST else 0.0


def _is_beyond(facts: Facts, years: Sequence[Known], end: float, way: Direction) -> Flags:
    """Whether each year lies beyond a value, its 80 % limit included."""
    if facts.measured == "survey":
        sign = 1 if way == "fall" else -1
        half = [EIGHTY * error_of(facts, item) for item in years]
        edges = [(item.value or 0.0) + sign * at for item, at in zip(years, half, strict=True)]
        return np.array([sign * edge <= sign * end for edge in edges])
    counts = [events_of(facts, item) for item in years]
    goals = [max(end * scale_of(facts, item), 0.0) for item in years]
    return reached(counts, goals, direction=way)


# --- answers of a survey --------------------------------------------------------------------------


def _of_answers(facts: Facts, years: Sequence[Known], end: float, ahead: Sequence[int]) -> Floats:
    levels = answered(facts)
    level, variance = np.array([levels[item.year] for item in years]).T
    errors = [error_of(facts, item) for item in years]
    coming = answer_ahead(level, variance, errors, facts.sigma or 0.0, ahead)
    return answer_chance(coming, end, direction=way_of(facts)).probability


def answered(facts: Facts) -> dict[int, tuple[float, float]]:
    """The level behind the settled answers and its variance, by year."""
    years = {item.year: item for item in settled(facts)}
    values = [item.value or 0.0 for item in years.values()]
    errors = [error_of(facts, item) for item in years.values()]
    found = answer_level(values, errors, list(years), facts.sigma or 0.0)
    rows = zip(found.level.tolist(), found.variance.tolist(), strict=True)
    return dict(zip(years, rows, strict=True))


def error_of(facts: Facts, item: Known) -> float:
    """The standard error of an answer, from its own margin or else the newest one."""
    if item.low is not None and item.high is not None:
        return max(item.high - item.low, SMALLEST) / 2 / TWO_SIDED
    return max(facts.margin or 0.0, SMALLEST) / TWO_SIDED
