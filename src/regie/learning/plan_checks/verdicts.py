"""What the machine or a person says of one item of the test, and how verdicts are made. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from regie.foundation.records.engine import gettext_noop as _

MET, PARTLY, NOT, NOT_APPLICABLE = "met", "partly", "not", "na"
ANSWERS = (MET, PARTLY, NOT, NOT_APPLICABLE)
_ORDER = {NOT: 0, PARTLY: 1, MET: 2}

Value = str | int | tuple[str, ...]
"""A tuple is a list of names; those of Regie are msgids."""

LACKS = _("Nog niet: %(lacks)s.")
EMPTY = _("Dit onderdeel staat niet in het plan of is leeg.")
SHORT = _("Dit onderdeel heeft %(n)s woorden. Dat is weinig.")
THERE = _("Dit onderdeel heeft %(n)s woorden.")
FOUND = _("Gevonden: %(found)s.")
NOT_FOUND = _("Niet gevonden: %(lacks)s.")


@dataclass(frozen=True)
class Verdict:
    """An answer of the machine. `words` are sentences (msgids) that `values` fills in.

    `anchors` are the places in the plan it rests on, as `reading.py` names them.
    """

    answer: str
    words: tuple[str, ...]
    values: Mapping[str, Value] = field(default_factory=dict)
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unit:
    """Something that has what is asked or not: a priority, an objective, a figure."""

    name: str
    fine: bool
    anchor: str = ""


def worse(one: str, other: str) -> bool:
    """Whether the first answer says less good of a plan than the second.

    >>> worse("partly", "met"), worse("met", "met")
    (True, False)
    """
    return _ORDER[one] < _ORDER[other]


def share(fine: int, everything: int) -> str:
    """All, some or none of it; nothing to count is none.

    >>> share(2, 2), share(1, 2), share(0, 2), share(0, 0)
    ('met', 'partly', 'not', 'not')
    """
    if not fine:
        return NOT
    return MET if fine >= everything else PARTLY


def of_units(units: Sequence[Unit], counted: str, nothing: str) -> Verdict:
    """A verdict of how many of these have it; what lacks it is named and pointed at.

    `counted` is a sentence with `%(n)s` and `%(all)s`, `nothing` the one without any unit.
    """
    if not units:
        return Verdict(NOT, (nothing,))
    lacking = [unit for unit in units if not unit.fine]
    fine = len(units) - len(lacking)
    return Verdict(
        share(fine, len(units)),
        (counted, LACKS) if lacking else (counted,),
        {"n": fine, "all": len(units), "lacks": names(unit.name for unit in lacking)},
        anchors(unit.anchor for unit in (lacking or units)),
    )


def of_length(n: int, enough: int, where: Iterable[str]) -> Verdict:
    """A verdict of a part with so many words."""
    found = anchors(where)
    if not n:
        return Verdict(NOT, (EMPTY,), {}, found)
    return Verdict(
        MET if n >= enough else PARTLY, (THERE if n >= enough else SHORT,), {"n": n}, found
    )


def of_found(
    found: Sequence[str], asked: Sequence[str], enough: int, where: Iterable[str]
) -> Verdict:
    """A verdict of how many of the things that were asked were found."""
    lacks = names(each for each in asked if each not in found)
    met = len(found) >= enough
    said = ((FOUND,) if found else ()) + (() if met else (NOT_FOUND,))
    return Verdict(
        MET if met else PARTLY if found else NOT,
        said,
        {"found": names(found), "lacks": lacks},
        anchors(where),
    )


def names(given: Iterable[str]) -> tuple[str, ...]:
    """Names without doubles, in order."""
    return tuple(dict.fromkeys(given))


def anchors(given: Iterable[str]) -> tuple[str, ...]:
    """Places without doubles and without empty ones, in order."""
    return tuple(dict.fromkeys(each for each in given if each))
