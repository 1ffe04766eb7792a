"""What an expert says of an objective. Pure: from facts to criticisms, each with a way to mend it.

Critique advises and never blocks. `facts.py` says what is known, `words.py` says it in words.
"""

from regie.planning.critiques.facts import (
    NOTE,
    STOP,
    WARN,
    Amount,
    Break,
    Bundle,
    Critique,
    Direction,
    Facts,
    Known,
    Level,
    Remedy,
    Rhythm,
)

__all__ = [
    "CODES",
    "NOTE",
    "STOP",
    "WARN",
    "Amount",
    "Break",
    "Bundle",
    "Critique",
    "Direction",
    "Facts",
    "Known",
    "Level",
    "Remedy",
    "Rhythm",
    "critiques",
    "remedies",
]

CODES = (
    "no_statement",
    "means_as_goal",
    "no_effect",
    "no_indicator",
    "no_measuring_plan",
    "direction_only",
    "no_baseline",
    "no_baseline_year",
    "no_baseline_source",
    "percentage_without_year",
    "no_target",
    "no_date",
    "already_reached",
    "weaker_than_now",
    "inside_noise",
    "small_numbers",
    "outside_seen",
    "series_break",
    "unit_shifts",
    "mixed_sources",
    "reacts_to_reporting",
    "reacts_to_enforcement",
    "no_reading_in_time",
    "nobody_responsible",
    "no_priority",
)
"""Every code, in the order in which they are told."""


def critiques(facts: Facts) -> tuple[Critique, ...]:
    """Every criticism of an objective, in the order of `CODES`; none when it is a good one."""
    return ()


def remedies(facts: Facts) -> tuple[Remedy, ...]:
    """What would make it measurable, the most effective first; none when it already is."""
    return ()
