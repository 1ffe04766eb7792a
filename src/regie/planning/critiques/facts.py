"""What is known of an objective, in plain values. Pure: no tables, no words of a language chosen.

Values are in the unit of the objective. A count behind a value is the number of events in that
year; it decides how large a change can be seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Direction = Literal["", "decrease", "increase", "keep_above", "keep_below"]
Level = Literal["stop", "warn", "note"]
Measured = Literal["", "registered", "survey", "own"]
"""Counted by the police or a partner, asked in a survey, or a measurement of the municipality."""
Beside = Literal["itself", "peers", "country"]
Better = Literal["", "higher", "lower"]
Reacts = Literal["", "reporting", "enforcement", "partly"]
"""What moves the figure besides what happens: how often people report, or how much is checked."""
Counted = Literal["", "offences", "reports"]
"""What is counted: offences of the police, or reports of nuisance."""

STOP: Level = "stop"
WARN: Level = "warn"
NOTE: Level = "note"


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of one year: the value with its limits, and the count behind it.

    `hidden` says that the source withholds this year: that is not zero, so there is no value.
    """

    year: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    count: float | None = None
    provisional: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Break:
    """From this year on the figure means something else; the reason is in the reader's words."""

    year: int
    reason: str


@dataclass(frozen=True)
class Rhythm:
    """When a source has figures: every so many years, `lag_days` after the end of a year.

    `first` is a year that had figures, None when every year has. `every` 0: no more figures come.
    """

    every: int = 1
    lag_days: int = 15
    first: int | None = None


@dataclass(frozen=True)
class Bundle:
    """Indicators that can be taken together: their name, events in the newest year, swing, and
    which year that is."""

    name: str
    count: float
    sigma: float
    year: int | None = None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything that is known of one objective when it is judged.

    `outcome` is False for an objective about what the municipality itself delivers. `unit` is the
    unit of the objective and `known_unit` that of the indicator, in words. `per_count` is how
    many events a value of one stands for (population / 1,000 for a rate, 1 for a number), None
    when nothing is counted. `sigma` is the yearly swing beyond chance: of the log rate, of a survey
    of the answer in its unit; `net_sigma` the first beside comparable municipalities. `margin` is
    half the width of the newest survey answer, in the unit.
    """

    statement: str = ""
    effect: str = ""
    means: tuple[str, ...] = ()
    outcome: bool = True
    priority: bool = True
    indicator: str = ""
    name: str = ""
    measured: Measured = ""
    measured_by: str = ""
    measuring_plan: str = ""
    source: str = ""
    unit: str = ""
    known_unit: str = ""
    decimals: int = 1
    direction: Direction = ""
    better: Better = ""
    baseline: float | None = None
    baseline_from: int | None = None
    baseline_to: int | None = None
    baseline_source: str = ""
    target: float | None = None
    target_percent: float | None = None
    target_date: date | None = None
    beside: Beside = "itself"
    plan_from: date | None = None
    plan_to: date | None = None
    today: date = date.min
    owner: str = ""
    holder: str = ""
    area_name: str = ""
    population: int | None = None
    per_count: float | None = None
    known: tuple[Known, ...] = ()
    breaks: tuple[Break, ...] = ()
    sigma: float | None = None
    net_sigma: float | None = None
    margin: float | None = None
    reacts: Reacts = ""
    counted: Counted = ""
    rhythm: Rhythm | None = None
    bundle: Bundle | None = None


@dataclass(frozen=True)
class Amount:
    """A number in a sentence. `kind`: a value in `unit`, a percentage, percent points, a count."""

    number: float
    kind: Literal["value", "percent", "points", "count"] = "value"
    decimals: int = 1
    unit: str = ""


@dataclass(frozen=True)
class Term:
    """A word in a sentence that is a msgid itself."""

    msgid: str


Value = str | int | date | Amount | Term
Values = Mapping[str, Value]


@dataclass(frozen=True)
class Critique:
    """One criticism. `words`, `remedy` and `evidence` are Dutch msgids with `values` in them.

    `level`: "stop" when nobody can be held to account for it as it stands, "warn" when a reader
    will ask, "note" for what is good to know. None of them blocks.
    """

    code: str
    level: Level
    words: str
    remedy: str
    values: Values = field(default_factory=dict)
    evidence: str = ""


@dataclass(frozen=True)
class Remedy:
    """A way to make an objective measurable. `words` is a msgid; `needed` the change that can
    then be seen, as a part (-0.3: a fall of 30 %), None when that cannot be said."""

    code: str
    words: str
    values: Values = field(default_factory=dict)
    needed: float | None = None
    enough: bool = False
