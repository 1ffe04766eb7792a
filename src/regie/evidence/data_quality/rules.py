"""Is a source fresh, and what can its figures be used for? Pure.

A verdict says for one use whether figures are usable, usable with care, or not, each with reasons.
There is no score: figures that are fine for a level can be useless for a trend. The codes of the
reasons are put into words in `reasons.py`.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

Use = Literal["level", "trend", "comparison"]
Answer = Literal["usable", "care", "not"]
USES: tuple[Use, ...] = ("level", "trend", "comparison")
ANSWERS: tuple[Answer, ...] = ("usable", "care", "not")

MOST, LEAST = 0.95, 0.5
"""From 95 percent of the cells on a source is complete; under half it says too little."""
TREND_YEARS, SHORT_YEARS = 3, 5
"""A line needs three years on one side of a break; five before it can be trusted."""
SMALL = 5.0
"""Under five a year a difference of one or two is chance (Poisson)."""
UNPLACED = 0.02
"""Early years and the newest year are biased by about one to two percent (data of the police)."""
FEW_PEOPLE = 0.1
"""With one area in ten under 200 inhabitants, rates do not compare."""
SAMPLE, LARGE_SAMPLE = 100, 1000
"""With 100 answers a margin is ten points, with 1,000 three (simple sample, 95 percent)."""


# --- fresh or stale ------------------------------------------------------------------------------

FreshState = Literal["fresh", "waiting", "stale", "rebuild", "closed", "unknown"]


@dataclass(frozen=True)
class Rhythm:
    """When figures come; see `policy/publication_rhythms.toml`."""

    every: Literal["month", "year", "two_years", "never"]
    lag: int = 0
    grace: int = 0
    rebuild_month: int = 0
    first_year: int = 0


@dataclass(frozen=True)
class Freshness:
    """How fresh a source is. `expected` is the newest period that should be there, `behind` how
    many periods are missing, `next_at` the day on which the next period is expected."""

    state: FreshState
    expected: str = ""
    behind: int = 0
    next_at: date | None = None


def freshness(
    rhythm: Rhythm | None, last: str, today: date, classification_year: int | None = None
) -> Freshness:
    """Lay the newest period beside the rhythm of the publisher."""
    if rhythm is None or not last:
        return Freshness("unknown")
    if rhythm.every == "never":
        return Freshness("closed")
    due = _newest(rhythm, today)
    late = _newest(rhythm, today - timedelta(days=rhythm.grace))
    have = _number(rhythm, last)
    coming = _day_of(rhythm, max(due, have) + _step(rhythm))
    state: FreshState = "fresh"
    if have < late:
        state = "stale"
    elif have < due:
        state = "waiting"
    elif _awaits_rebuild(rhythm, today, classification_year):
        state = "rebuild"
    behind = max(0, (due - have) // _step(rhythm))
    return Freshness(state, _code(rhythm, due), behind, coming)


def _step(rhythm: Rhythm) -> int:
    return 2 if rhythm.every == "two_years" else 1


def _number(rhythm: Rhythm, code: str) -> int:
    """Periods in a row: years, or months since the year nought. A year ends in its last month."""
    year, mark, part = int(code[:4]), code[4:6], int(code[6:8])
    if rhythm.every != "month":
        return year if mark == "JJ" or part == 12 else year - 1
    return year * 12 + (part - 1 if mark == "MM" else 11)


def _code(rhythm: Rhythm, number: int) -> str:
    if rhythm.every == "month":
        return f"{number // 12}MM{number % 12 + 1:02d}"
    return f"{number}JJ00"


def _day_of(rhythm: Rhythm, number: int) -> date:
    """The day on which the figures of a period are expected."""
    if rhythm.every == "month":
        year, month = number // 12, number % 12 + 1
        return date(year, month, monthrange(year, month)[1]) + timedelta(days=rhythm.lag)
    return date(number, 12, 31) + timedelta(days=rhythm.lag)


def _newest(rhythm: Rhythm, today: date) -> int:
    """The newest period whose figures should be there on a day."""
    number = today.year * 12 + today.month + 12 if rhythm.every == "month" else today.year + 2
    while not _held(rhythm, number) or _day_of(rhythm, number) > today:
        number -= 1
    return number


def _held(rhythm: Rhythm, number: int) -> bool:
    return rhythm.every != "two_years" or (number - rhythm.first_year) % 2 == 0


def _awaits_rebuild(rhythm: Rhythm, today: date, classification_year: int | None) -> bool:
    """The month of the yearly rebuild is over and the areas are still those of an older year."""
    if not rhythm.rebuild_month or classification_year is None:
        return False
    newest = today.year if today.month > rhythm.rebuild_month else today.year - 1
    return classification_year < newest


# --- usable for what -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Evidence:
    """What is known of one series of figures on one level; shares run from 0 to 1.

    `filled` is the part of the areas and periods with a number. `years` counts the years with
    figures, `years_after_break` those after the last break (all when there is none). `mean` is the
    average count per area and year, None for what is not counted. `sample` is the number of
    answers behind a survey figure, 0 when it is not a survey or not known; `margins` whether the
    margins are delivered. `rate` says whether a denominator can be laid beside it.
    """

    filled: float = 1.0
    areas: int = 1
    hidden: bool = False
    years: int = 10
    years_after_break: int = 10
    gaps: int = 0
    provisional: bool = False
    stale: bool = False
    unplaced: float = 0.0
    unplaced_inflated: bool = False
    classification_known: bool = True
    classification_mixed: bool = False
    rate: bool = True
    few_people: float = 0.0
    mean: float | None = None
    enforcement: bool = False
    survey: bool = False
    sample: int = 0
    margins: bool = True
    own_count: bool = False


@dataclass(frozen=True)
class Reason:
    """Why a verdict is not simply "usable": a code of `reasons.py` and its values."""

    code: str
    weight: Answer
    params: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """The answer for one use."""

    use: Use
    answer: Answer
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Verdicts:
    """The answers for the three uses."""

    level: Verdict
    trend: Verdict
    comparison: Verdict

    def __iter__(self) -> Iterator[Verdict]:
        return iter((self.level, self.trend, self.comparison))

    @property
    def answers(self) -> tuple[Answer, Answer, Answer]:
        """The three answers, without their reasons."""
        return self.level.answer, self.trend.answer, self.comparison.answer


@dataclass(frozen=True)
class Rule:
    """One line of the table: which uses it touches, when it holds and how heavy it is."""

    code: str
    uses: tuple[Use, ...]
    weight: Answer
    holds: Callable[[Evidence], bool]
    params: Callable[[Evidence], dict[str, float]] = lambda _evidence: {}


def _percent(share: float) -> float:
    return round(100 * share, 1)


ALL: tuple[Use, ...] = USES
RULES: tuple[Rule, ...] = (
    Rule("nothing", ALL, "not", lambda e: not e.hidden and e.filled == 0),
    Rule("hidden", ALL, "not", lambda e: e.hidden),
    Rule(
        "sparse",
        ALL,
        "not",
        lambda e: not e.hidden and 0 < e.filled < LEAST,
        lambda e: {"share": _percent(e.filled)},
    ),
    Rule(
        "incomplete",
        ALL,
        "care",
        lambda e: LEAST <= e.filled < MOST,
        lambda e: {"share": _percent(e.filled)},
    ),
    Rule("stale", ("level",), "care", lambda e: e.stale),
    Rule("provisional", ("level", "trend"), "care", lambda e: e.provisional),
    Rule(
        "unplaced",
        ("level", "comparison"),
        "care",
        lambda e: e.unplaced >= UNPLACED,
        lambda e: {"share": _percent(e.unplaced)},
    ),
    Rule("unplaced_inflated", ("level", "trend"), "care", lambda e: e.unplaced_inflated),
    Rule("no_margins", ALL, "not", lambda e: e.survey and not e.margins),
    Rule(
        "small_sample",
        ALL,
        "not",
        lambda e: e.survey and 0 < e.sample < SAMPLE,
        lambda e: {"count": e.sample},
    ),
    Rule(
        "sample",
        ALL,
        "care",
        lambda e: e.survey and (e.sample == 0 or SAMPLE <= e.sample < LARGE_SAMPLE),
    ),
    Rule(
        "short",
        ("trend",),
        "not",
        lambda e: e.years < TREND_YEARS,
        lambda e: {"years": e.years},
    ),
    Rule(
        "fresh_break",
        ("trend",),
        "not",
        lambda e: e.years >= TREND_YEARS > e.years_after_break,
        lambda e: {"years": e.years_after_break},
    ),
    Rule(
        "break",
        ("trend",),
        "care",
        lambda e: TREND_YEARS <= e.years_after_break < e.years,
        lambda e: {"years": e.years_after_break},
    ),
    Rule(
        "few_years",
        ("trend",),
        "care",
        lambda e: TREND_YEARS <= e.years < SHORT_YEARS,
        lambda e: {"years": e.years},
    ),
    Rule("gaps", ("trend",), "care", lambda e: e.gaps > 0, lambda e: {"count": e.gaps}),
    Rule("mixed", ("trend",), "care", lambda e: e.classification_mixed),
    Rule(
        "small",
        ("trend", "comparison"),
        "care",
        lambda e: e.mean is not None and 0 < e.mean < SMALL,
        lambda e: {"mean": round(e.mean or 0.0, 1)},
    ),
    Rule("enforcement", ALL, "care", lambda e: e.enforcement),
    Rule("one_area", ("comparison",), "not", lambda e: e.areas < 2),
    Rule("no_rate", ("comparison",), "not", lambda e: not e.rate),
    Rule("no_year", ("comparison",), "not", lambda e: not e.classification_known),
    Rule(
        "few_people",
        ("comparison",),
        "care",
        lambda e: e.few_people >= FEW_PEOPLE,
        lambda e: {"share": _percent(e.few_people)},
    ),
    Rule("own_count", ("comparison",), "care", lambda e: e.own_count),
)


def judge(evidence: Evidence) -> Verdicts:
    """What figures can be used for, with every reason against it."""
    level, trend, comparison = (_verdict(use, evidence) for use in USES)
    return Verdicts(level, trend, comparison)


def _verdict(use: Use, evidence: Evidence) -> Verdict:
    reasons = tuple(
        Reason(rule.code, rule.weight, rule.params(evidence))
        for rule in RULES
        if use in rule.uses and rule.holds(evidence)
    )
    heaviest = max((ANSWERS.index(reason.weight) for reason in reasons), default=0)
    return Verdict(use, ANSWERS[heaviest], reasons)


def table() -> list[tuple[str, str, str]]:
    """The rules as a printable table: code, uses, weight."""
    return [(rule.code, ", ".join(rule.uses), rule.weight) for rule in RULES]


# --- texts people type ---------------------------------------------------------------------------

_MAIL = re.compile(r"\S+@\S+\.\S+")
_LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[ .-]?\d){7,}(?!\d)")
_BIRTH = re.compile(r"\b\d{1,2}[-/]\d{1,2}[-/](?:19|20)\d\d\b")


def looks_personal(text: str) -> bool:
    """An address of a person, a long number or a date of birth: it does not belong here."""
    return any(found.search(text) for found in (_MAIL, _LONG_NUMBER, _BIRTH))
