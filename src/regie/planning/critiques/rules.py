"""What an expert says of an objective. Pure: from facts to criticisms, each with a way to mend it.

Critique advises and never blocks. `facts.py` says what is known, `words.py` says it in words.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from regie.planning.critiques import figures, formal, mending, noise, timing
from regie.planning.critiques.facts import Critique, Facts, Remedy

CODES = (
    "no_statement",
    "means_as_goal",
    "means_in_goal",
    "no_effect",
    "no_indicator",
    "no_measuring_plan",
    "no_target",
    "direction_only",
    "no_date",
    "no_baseline",
    "no_baseline_year",
    "no_baseline_source",
    "percentage_without_year",
    "already_reached",
    "weaker_than_now",
    "nothing_to_keep",
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

Check = Callable[[Facts], Iterator[Critique]]
_OF_WORDS: tuple[Check, ...] = (
    formal.means,
    formal.no_effect,
    formal.measure,
    formal.target,
    formal.target_date,
)
_OF_FIGURES: tuple[Check, ...] = (
    formal.baseline,
    formal.percentage,
    figures.beside_now,
    figures.inside_noise,
    figures.small_numbers,
    figures.outside_seen,
    figures.series_break,
    figures.unit_shifts,
)
_OF_SOURCE: tuple[Check, ...] = (
    formal.mixed_sources,
    formal.reacts,
    timing.no_reading_in_time,
    formal.people,
)


@lru_cache(maxsize=1024)
def critiques(facts: Facts) -> tuple[Critique, ...]:
    """Every criticism of an objective, in the order of `CODES`; none when it is a good one.

    Without a sentence there is nothing to judge but that. What the municipality delivers itself is
    counted by itself, so that the criticism of baseline and figures does not hold for it.
    Remembered: a page shows many objectives, of which few change.
    """
    missing = tuple(formal.no_statement(facts))
    if missing:
        return missing
    checks = (*_OF_WORDS, *(_OF_FIGURES if facts.outcome else ()), *_OF_SOURCE)
    found = [critique for check in checks for critique in check(facts)]
    return tuple(sorted(found, key=lambda critique: CODES.index(critique.code)))


@lru_cache(maxsize=1024)
def remedies(facts: Facts) -> tuple[Remedy, ...]:
    """What would make it measurable, what is enough first; none when it already is.

    Beside every way stands the change that can then be seen.
    """
    found = noise.seen(facts)
    if found is None or found.visible:
        return ()
    ways = mending.of_survey if facts.measured == "survey" else mending.of_counts
    listed = sorted(ways(facts, found), key=lambda way: (not way.enough, way.needed or 0.0))
    return (*listed, mending.output())
