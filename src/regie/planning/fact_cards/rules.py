"""How a figure becomes a score of 0 to 100. Pure.

Scores come from fixed scales: 50 is as elsewhere (or as before), 0 is half of it, 100 twice as
much, with equal steps for every doubling. The anchors stand fixed before anybody sees a figure, so
that adding or dropping a candidate changes no score of another.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

EXTENT, TREND, PERCEPTION = "extent", "trend", "perception"
TWO_SIDED = 1.96
"""The normal quantile that leaves 2.5 per cent at either side."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A ratio that a verdict gives, with its limits; `name` says what it is of.

    1 is as elsewhere, or as before. For perception the ratio says how much worse.
    """

    criterion: str
    name: str
    ratio: float
    low: float
    high: float


@dataclass(frozen=True, order=True)
class Scored:
    """A score of 0 to 100 with how far it can lie off."""

    value: int
    low: int
    high: int


def score(ratio: float) -> int:
    """A ratio on the fixed scale: half is 0, equal 50, twice 100; beyond stays at the end.

    >>> score(0.5), score(1.0), score(2.0), score(9.0), score(0.0)
    (0, 50, 100, 100, 0)
    """
    if ratio <= 0:
        return 0
    return round(min(max(50 + 50 * math.log2(ratio), 0), 100))


def scored(figure: Figure) -> Scored:
    """The score of a figure; its limits never exclude the score itself."""
    value = score(figure.ratio)
    ends = (score(figure.low), score(figure.high), value)
    return Scored(value, min(ends), max(ends))


def deciding(figures: Iterable[Figure]) -> dict[str, Figure]:
    """The figure that counts per criterion: the one with the highest ratio; none is unknown.

    A candidate with several findings is as serious as the most serious of them.
    """
    found: dict[str, Figure] = {}
    for figure in figures:
        known = found.get(figure.criterion)
        if known is None or figure.ratio > known.ratio:
            found[figure.criterion] = figure
    return found


def count_limits(
    observed: float | None, expected: float | None, sigma: float | None
) -> tuple[float, float, float] | None:
    """Observed by expected with its limits: chance, and the normal swing when that is known.

    None without an expected number: unknown is not zero. Source: methods D3 and D4.
    """
    if observed is None or not expected:
        return None
    ratio = observed / expected
    spread = math.sqrt(1 / max(observed, 0.5) + (sigma or 0.0) ** 2)
    factor = math.exp(TWO_SIDED * spread)
    return ratio, ratio / factor, ratio * factor


def worse_ratio(
    value: float | None,
    low: float | None,
    high: float | None,
    beside: float | None,
    *,
    higher_is_worse: bool,
) -> tuple[float, float, float] | None:
    """How much worse an answer is than in the whole country, with its limits; None: unknown."""
    if value is None or not beside or value <= 0:
        return None
    low, high = low or value, high or value
    if higher_is_worse:
        return value / beside, low / beside, high / beside
    return beside / value, beside / high, beside / low
