"""Can the asked change be seen at all? And what would have to change before it can. Pure.

Counts: the change test of twelve months beside the three years before, turned around. Surveys: the
margin of the difference of two answers with the same margin. Sources and formulas:
docs/explanation/targets.md and docs/explanation/objectives.md.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

from regie.planning.critiques.facts import Facts, Known
from safetymethods.changes import BLOCKS
from safetymethods.detectability import Direction, smallest_change

ALWAYS_CHANCE = 0.0
"""Without a known swing only chance is reckoned with: what chance hides, is hidden for certain."""
TWO_ANSWERS = math.sqrt(2)
FEW = 50
"""At 50 events a year or fewer chance alone hides a fall of 30 %; see explanation/targets.md."""
WILDEST, LEAST_EVENTS, MOST_EVENTS = 1.5, 0.01, 1e9
"""What swings more than fourfold from year to year, or never happens, shows nothing at all."""
LOWER = ("decrease", "keep_below")


@dataclass(frozen=True)
class Seen:
    """The asked change beside the smallest that can be seen; both without a sign.

    Of counts both are parts (0.3: 30 %); of a survey they are in the unit of the answer.
    """

    asked: float
    needed: float | None

    @property
    def visible(self) -> bool:
        """Whether the change is large enough; never when no change is."""
        return self.needed is not None and self.asked >= self.needed


def known_years(facts: Facts) -> tuple[Known, ...]:
    """The years with a value that mean what the newest means, in order of time."""
    years = sorted((item for item in facts.known if item.value is not None), key=_order)
    until = years[-1].year if years else 0
    last = max((item.year for item in facts.breaks if item.year <= until), default=0)
    return tuple(item for item in years if item.year >= last)


def _order(item: Known) -> tuple[int, bool, float]:
    """By year; what comes twice in an order of its own, so that nothing is by accident."""
    return item.year, not item.provisional, item.value or 0.0


def newest(facts: Facts) -> Known | None:
    """The newest year with a value, provisional or not: publishers call years so for long."""
    years = known_years(facts)
    return years[-1] if years else None


def start(facts: Facts) -> float | None:
    """Where the objective starts from: its baseline, else the newest known value."""
    if facts.baseline is not None:
        return facts.baseline
    now = newest(facts)
    return None if now is None else now.value


def goal(facts: Facts) -> float | None:
    """The target as a value: as it was given, or from the start by its percentage."""
    if facts.target is not None:
        return facts.target
    begin = start(facts)
    if begin is None or facts.target_percent is None:
        return None
    return begin * (1 + facts.target_percent / 100)


def meets(direction: str, value: float, target: float) -> bool:
    """Whether a value is at its target or beyond it."""
    return value <= target if direction in LOWER else value >= target


def weaker(direction: str, target: float, value: float) -> bool:
    """Whether a target is worse than a value: who reaches it may have become worse."""
    return target > value if direction in LOWER else target < value


def per_year(facts: Facts) -> float | None:
    """Events a year at the start; None when nothing is counted, or there is no start."""
    begin = start(facts)
    if begin is None or facts.per_count is None:
        return None
    return max(begin * facts.per_count, 0.0)


def swing(facts: Facts) -> float:
    """The yearly swing that counts here: beside others only what is the place's own."""
    if facts.beside != "itself" and facts.net_sigma is not None:
        return facts.net_sigma
    return ALWAYS_CHANCE if facts.sigma is None else facts.sigma


def seen(facts: Facts) -> Seen | None:
    """The asked change beside the smallest visible one; None when that cannot be compared, and
    when no change is asked any more."""
    begin, end, here = start(facts), goal(facts), newest(facts)
    if begin is None or end is None or not _changes(facts, begin, end):
        return None
    if here is not None and not _changes(facts, here.value or 0.0, end):
        return None
    if facts.measured == "survey":
        margin = facts.margin
        return None if margin is None else Seen(abs(end - begin), TWO_ANSWERS * margin)
    events = per_year(facts)
    if events is None or begin <= 0:
        return None
    return Seen(abs(end / begin - 1), needed(facts, events, swing(facts)))


def _changes(facts: Facts, begin: float, end: float) -> bool:
    """Whether a change is asked, in the direction that is asked."""
    return facts.direction in ("decrease", "increase") and not meets(facts.direction, begin, end)


def needed(facts: Facts, events: float, sigma: float, *, years: int = 1) -> float | None:
    """The smallest visible change as a part, of the mean of so many years; None: none is large
    enough. Beside the mean of the three years before, two-sided 5 %, seen in half of the cases."""
    way: Direction = "fall" if facts.direction in LOWER else "rise"
    if sigma > WILDEST or events < LEAST_EVENTS:
        return None
    return _smallest(min(events, MOST_EVENTS), sigma, years, way)


@lru_cache(maxsize=4096)
def _smallest(events: float, sigma: float, years: int, way: Direction) -> float | None:
    """Remembered: criticism, remedies and course ask the same."""
    found = smallest_change(events, sigma, recent_blocks=years, blocks=BLOCKS, direction=way)
    change = float(found.change)
    return None if math.isnan(change) else abs(change)


def few(facts: Facts) -> float | None:
    """How few events there are a year, when that is so few that chance decides; else None.

    Today counts before the baseline; without either the target says about how many there will be.
    """
    here = newest(facts)
    level = here.value if here is not None else start(facts)
    level = goal(facts) if level is None else level
    if level is None or facts.per_count is None:
        return None
    events = max(level * facts.per_count, 0.0)
    return events if events <= FEW else None
