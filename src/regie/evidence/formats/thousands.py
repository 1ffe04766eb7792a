"""Marks for thousands: when 1.234 is a thousand and more, and when nobody can tell. Pure."""

from typing import Literal, NamedTuple

Verdict = Literal["none", "thousands", "doubt"]


class Marked(NamedTuple):
    """How often one mark stands in the numbers of a column, by what stands behind it.

    `grouped` before every three digits, `odd` of those not ending in 000, `behind` with the other
    mark and decimals at the end, `decimal` where it can only be a decimal mark.
    """

    grouped: int
    odd: int
    behind: int
    decimal: int


class Plain(NamedTuple):
    """How many numbers of the column have no mark, below a thousand and from a thousand up."""

    small: int
    large: int


def verdict(marked: Marked, plain: Plain, *, counts: bool, other_is_decimal: bool) -> Verdict:
    """Whether a mark separates thousands in a column.

    `counts` says that the column counts something, so that a fraction is impossible;
    `other_is_decimal` that the file has the other mark in its fractions. A thousands mark stands
    in every number from a thousand up, so one number without it leaves the column in doubt.
    """
    if not marked.grouped and not marked.behind:
        return "none"
    if marked.decimal:
        return "none"  # a column of fractions, of which some have three digits
    if plain.large:
        return "doubt"
    sure = marked.behind or other_is_decimal or (counts and (marked.odd or plain.small))
    return "thousands" if sure else "doubt"
