"""What the methods say about one indicator, as plain values: verdicts and their reasons. Pure.

A verdict answers two questions apart: is this more than chance, and is it outside what this
offence normally does from year to year? Only the second earns an arrow. A verdict that cannot be
given says why; nothing here is ever silently absent.

Sources: the project's methods D2 to D7 (`docs/explanation/signals.md`).
"""

from dataclasses import dataclass, replace
from enum import StrEnum


class Word(StrEnum):
    """How a level stands beside what was expected; the words on the screen follow from it."""

    COMPARABLE = "comparable"
    ATTENTION = "attention"
    DEVIATING = "deviating"
    TOO_LITTLE = "too_little"


class Arrow(StrEnum):
    """The direction of a change that is outside the normal swing; NONE says nothing changed."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class Why(StrEnum):
    """Why there is no verdict, or why a verdict earns no arrow."""

    NOTHING = ""
    NO_FIGURES = "no_figures"
    HIDDEN = "hidden"
    FEW = "few"
    SMALL = "small"
    NO_DENOMINATOR = "no_denominator"
    BOUNDARY = "boundary"
    BREAK = "break"
    SHORT = "short"
    DOUBTFUL = "doubtful"
    NO_PEERS = "no_peers"
    NO_PARAMETER = "no_parameter"
    CHANCE = "chance"
    SWING = "swing"
    MANY_TESTS = "many_tests"
    NO_MONTHS = "no_months"


@dataclass(frozen=True, kw_only=True)
class Level:
    """The level of an area beside what comparable places would lead one to expect (D3).

    Counts are of one year (or of `years` years for a neighbourhood). `low95` to `high998` are the
    limits between which the count of an ordinary place would lie; `ratio` is observed by expected.
    """

    area: str
    period: str
    years: int = 1
    observed: float | None = None
    expected: float | None = None
    ratio: float | None = None
    low95: float | None = None
    high95: float | None = None
    low998: float | None = None
    high998: float | None = None
    p: float | None = None
    size: float | None = None
    word: Word = Word.TOO_LITTLE
    higher: bool = False
    why: Why = Why.NOTHING
    peers: tuple[str, ...] = ()
    left_out: int = 0
    provisional: bool = False

    @property
    def told_apart(self) -> bool:
        """Outside the limits within which ordinary places lie."""
        return self.word in {Word.ATTENTION, Word.DEVIATING}


@dataclass(frozen=True, kw_only=True)
class Change:
    """The last twelve months beside the blocks of twelve before (D4).

    `expected` is the mean of the earlier blocks; `low` and `high` are what twelve months lie
    between in 95 of 100 years when only chance and the normal swing `sigma` work. `net_…` are the
    same after the change of the whole country was taken out.
    """

    area: str
    first: str = ""
    last: str = ""
    blocks: int = 0
    recent: float | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    ratio: float | None = None
    ratio_low: float | None = None
    ratio_high: float | None = None
    sigma: float | None = None
    p_chance: float | None = None
    p_swing: float | None = None
    beyond_chance: bool = False
    beyond_swing: bool = False
    arrow: Arrow = Arrow.NONE
    why: Why = Why.NOTHING
    net_ratio: float | None = None
    net_p: float | None = None
    net_arrow: Arrow = Arrow.NONE
    provisional: bool = False


@dataclass(frozen=True, kw_only=True)
class Slope:
    """How fast a series of months goes up or down, in per cent a year, over five years (D5)."""

    first: str = ""
    last: str = ""
    per_year: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    dispersion: float | None = None
    why: Why = Why.NOTHING


@dataclass(frozen=True, kw_only=True)
class Month:
    """The newest settled month beside what the sixty months before lead one to expect (D6)."""

    period: str = ""
    observed: float | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    flagged: bool = False
    higher: bool = False
    why: Why = Why.NOTHING


@dataclass(frozen=True, kw_only=True)
class Place:
    """One district or neighbourhood of the municipality (D2, D4, D7).

    `level` compares it with the rate of the whole municipality. `smoothed` is the shrunken ratio
    to that rate with its limits; `exceedance` the probability that the real ratio is above 1;
    `weight` how much of `smoothed` is the place's own figures. `z` is Gi*: together with its
    neighbours higher (hot) or lower (cold) than the rest.
    """

    area: str
    kind: str
    level: Level
    change: Change
    smoothed: float | None = None
    smoothed_low: float | None = None
    smoothed_high: float | None = None
    exceedance: float | None = None
    weight: float | None = None
    z: float | None = None
    hot: bool = False
    cold: bool = False

    @property
    def strikes(self) -> bool:
        """Is there anything in it that a person should look at?"""
        doubtful = self.level.why is Why.DOUBTFUL
        moves = self.change.arrow is not Arrow.NONE
        return self.level.told_apart or moves or doubtful or self.hot or self.cold


@dataclass(frozen=True, kw_only=True)
class Concentration:
    """How unevenly an offence is spread over the neighbourhoods (D7), beside chance alone."""

    period: str = ""
    years: int = 0
    places: int = 0
    total: float | None = None
    gini: float | None = None
    gini_expected: float | None = None
    gini_high: float | None = None
    top_share: float | None = None
    top_places: int = 0
    top: tuple[str, ...] = ()
    concentrated: bool = False
    why: Why = Why.NOTHING


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A question of the national safety survey in one area: the newest answer and its change.

    Values are in the question's own unit. `significant` says that the margins of both editions,
    taken together, leave out that nothing changed. `worse` follows from the question.
    """

    area: str
    period: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    earlier: str = ""
    earlier_value: float | None = None
    difference: float | None = None
    difference_low: float | None = None
    difference_high: float | None = None
    significant: bool = False
    worse: bool = False
    beside: float | None = None
    beside_low: float | None = None
    beside_high: float | None = None
    higher_than_country: bool = False
    lower_than_country: bool = False
    why: Why = Why.NOTHING


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Registered and perceived safety of the same area and theme that move apart."""

    area: str
    theme: str
    question: str
    answer: Answer
    registered: Change
    kind: str


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """Everything the methods say about one indicator in one municipality.

    `fingerprint` stands for all it rests on: deliveries, estimates, settings and method version.
    Survey questions have `answers` and nothing else.
    """

    indicator: str
    municipality: str
    level: Level
    change: Change
    slope: Slope
    month: Month
    concentration: Concentration
    places: tuple[Place, ...] = ()
    answers: tuple[Answer, ...] = ()
    gaps: tuple[Gap, ...] = ()
    problems: tuple[str, ...] = ()
    deliveries: tuple[int, ...] = ()
    fingerprint: str = ""

    def in_short(self) -> "Assessment":
        """The same without the places about which there is nothing to say."""
        return replace(self, places=tuple(place for place in self.places if place.strikes))

    @property
    def hot_places(self) -> tuple[Place, ...]:
        """Places that are clearly above the municipality, highest first."""
        chosen = [p for p in self.places if p.level.higher and p.level.told_apart]
        return tuple(sorted(chosen, key=lambda place: -(place.smoothed or 0.0)))

    @property
    def moving_places(self) -> tuple[Place, ...]:
        """Places with an arrow of their own."""
        return tuple(p for p in self.places if p.change.arrow is not Arrow.NONE)
