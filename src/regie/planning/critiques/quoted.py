"""Numbers as they stand in the sentences of a criticism. Pure."""

from typing import Literal

from regie.planning.critiques.facts import Amount, Facts

PLAIN = ("aantal", "rapportcijfer", "schaalscore", "number", "mark", "scale score")
"""Units that say nothing behind a number: "het was 29", not "29 aantal"."""


def value(facts: Facts, number: float, *, unit: bool = True) -> Amount:
    """A value of the objective, with its unit; a plain number needs none."""
    plain = not unit or facts.unit.casefold().startswith(PLAIN)
    return Amount(number, decimals=facts.decimals, unit="" if plain else facts.unit)


def gap(facts: Facts, number: float) -> Amount:
    """A difference of two values, without its sign; of percentages in percent points."""
    kind: Literal["value", "points"] = "points" if facts.unit.startswith("%") else "value"
    return Amount(abs(number), kind, facts.decimals)


def part(share: float) -> Amount:
    """A part as a whole percentage, without its sign: 0.3 is 30 %."""
    return Amount(abs(share) * 100, "percent", 0)


def events(number: float) -> Amount:
    """A number of events, in whole."""
    return Amount(number, "count", 0)
