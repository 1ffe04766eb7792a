"""What an objective must be to be kept, and numbers as people type them. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regie.foundation.records.engine import gettext_noop as _

MOST = Decimal(10) ** 10
"""Values of an objective are smaller than this, with and without a minus sign."""
MOST_PERCENT = Decimal(1000)
FIRST_YEAR, LAST_YEAR = 1950, 2100

NO_STATEMENT = _("Schrijf het doel in één zin.")
NO_NUMBER = _("Schrijf dit als een getal, zoals 12.500 of 4,5.")
TWO_WAYS = _("Dit kan twee dingen betekenen. Schrijf 1250 of 1,25.")
TOO_MUCH = _("Dit getal is te groot.")
NEGATIVE_PERCENT = _("Schrijf het percentage zonder minteken. De richting zegt of het omlaag gaat.")
TOO_LOW_PERCENT = _("Lager dan 100 procent minder kan niet.")
PERCENT_NEEDS_WAY = _("Kies bij een percentage of het omlaag of omhoog moet.")
KEEP_NEEDS_VALUE = _("Geef bij zo houden een waarde, geen percentage.")
TWO_TARGETS = _("Geef een waarde of een percentage, niet allebei.")
TWO_MEASURES = _("Kies een cijfer of een eigen meting, niet allebei.")
BEFORE_PLAN = _("Deze datum ligt voor het plan begint. Kies een latere datum.")
NO_YEAR = _("Schrijf een jaar, zoals 2024.")
ENDS_BEFORE = _("Het laatste jaar ligt voor het eerste jaar.")
UNKNOWN_INDICATOR = _("Dit cijfer bestaat niet. Kies er een uit de lijst.")
UNKNOWN_PRIORITY = _("Kies een prioriteit van dit plan.")
UNKNOWN_AREA = _("Kies een gebied van deze gemeente.")
OTHER_TOWN = _("Dit gebied ligt in een andere gemeente. Kies die, of laat de gemeente leeg.")
UNKNOWN_TOWN = _("Kies een gemeente die aan dit plan meedoet.")
UNKNOWN_CODE = _("Deze kritiek geldt niet voor dit doel.")
NO_REASON = _("Schrijf op waarom.")
REMOVED = _("Dit doel is weggehaald. Zet het eerst terug.")
NOT_REMOVED = _("Dit doel staat al in het plan.")
MOVED_ON = _("Iemand anders veranderde dit doel intussen. Uw woorden staan nog in het formulier.")
VANISHED = _("Het doel is veranderd. Deze kritiek geldt niet meer.")
TAKEN_BACK = _("Teruggenomen.")

_GROUPED = re.compile(
    r"-?[1-9]\d{0,2}(?:[. ]\d{3})+(?:,\d+)?|-?[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?"
)
_EITHER = re.compile(r"-?[1-9]\d{0,2},\d{3}")
_PLAIN = re.compile(r"-?\d+(?:[.,]\d+)?")
_MINUS = str.maketrans({"−": "-", "–": "-", "\u00a0": " ", "\u202f": " "})
DIGITS = 4


def number(text: str) -> Decimal | None:
    """A number as people type it in Dutch; None when it is none. At most four decimals are kept.

    A point before three digits groups thousands, unless the number begins with a zero.

    >>> number("1.250"), number("4,5"), number("0.125"), number("−3 %"), number("veel")
    (Decimal('1250'), Decimal('4.5'), Decimal('0.125'), Decimal('-3'), None)
    """
    plain = " ".join(text.translate(_MINUS).replace("€", " ").replace("%", " ").split())
    if len(plain) > 40:
        return None
    if _GROUPED.fullmatch(plain):
        last = "." if plain.count(",") > 1 else ","
        whole, _mark, part = plain.partition(last)
        plain = re.sub(r"[., ]", "", whole) + (f".{part}" if part else "")
    if not _PLAIN.fullmatch(plain):
        return None
    found = Decimal(plain.replace(",", "."))
    places = -int(found.as_tuple().exponent)
    return round(found, DIGITS) if places > DIGITS else found


def number_refusal(text: str, found: Decimal | None, *, english: bool = False) -> str | None:
    """Why what was typed is no value, or None; nothing typed is nothing wrong.

    Who reads English may group thousands with a comma, where Dutch begins the decimals.
    """
    if not text.strip():
        return None
    if english and _EITHER.fullmatch(text.strip()):
        return TWO_WAYS
    if found is None:
        return NO_NUMBER
    return TOO_MUCH if abs(found) >= MOST else None


def percent_refusal(text: str, found: Decimal | None) -> str | None:
    """The same for a percentage, which is a size without a sign."""
    refused = number_refusal(text, found)
    if refused or found is None:
        return refused
    if found < 0:
        return NEGATIVE_PERCENT
    return TOO_MUCH if found >= MOST_PERCENT else None


def is_number(unit: str) -> bool:
    """Whether a unit is a plain number of something, and no rate or share.

    >>> is_number("inbraken"), is_number("per 1.000 woningen"), is_number("% van de inwoners")
    (True, False, False)
    """
    said = unit.casefold().strip()
    return bool(said) and "per " not in f"{said} " and "%" not in said and "cijfer" not in said


def year_refusal(year: int | None) -> str | None:
    """Why this is no year, or None."""
    return None if year is None or FIRST_YEAR <= year <= LAST_YEAR else NO_YEAR


def signed(percent: Decimal | None, direction: str) -> Decimal | None:
    """A percentage with the sign of its direction: 10 for `decrease` becomes -10.

    >>> signed(Decimal(10), "decrease"), signed(Decimal(-5), "increase")
    (Decimal('-10'), Decimal('5'))
    """
    if percent is None:
        return None
    if direction == "decrease":
        return -abs(percent)
    return abs(percent) if direction == "increase" else percent


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What is judged of an objective before it is kept; the rest is judged by critique."""

    statement: str
    direction: str = ""
    has_indicator: bool = False
    measured_by: str = ""
    baseline: Decimal | None = None
    baseline_from: int | None = None
    baseline_to: int | None = None
    target: Decimal | None = None
    target_percent: Decimal | None = None
    target_date: date | None = None


def refusal(claim: Claim, plan_from: date) -> tuple[str, str] | None:
    """The field and the sentence for what keeps an objective from being kept; None: nothing.

    A bad objective can be kept: critique says what is bad about it. Only what means nothing or
    contradicts itself is refused.
    """
    checks = (
        (bool(claim.statement.strip()), "statement", NO_STATEMENT),
        (not (claim.has_indicator and claim.measured_by.strip()), "measured_by", TWO_MEASURES),
        (_fits(claim.baseline), "baseline", TOO_MUCH),
        (year_refusal(claim.baseline_from) is None, "baseline_from", NO_YEAR),
        (year_refusal(claim.baseline_to) is None, "baseline_to", NO_YEAR),
        (_in_order(claim), "baseline_to", ENDS_BEFORE),
        (_fits(claim.target), "target", TOO_MUCH),
        (claim.target is None or claim.target_percent is None, "target_percent", TWO_TARGETS),
        *_percent(claim),
        (claim.target_date is None or claim.target_date >= plan_from, "target_date", BEFORE_PLAN),
    )
    return next(((field, sentence) for fine, field, sentence in checks if not fine), None)


def _fits(value: Decimal | None) -> bool:
    return value is None or abs(value) < MOST


def _in_order(claim: Claim) -> bool:
    first, last = claim.baseline_from, claim.baseline_to
    return first is None or last is None or last >= first


def _percent(claim: Claim) -> tuple[tuple[bool, str, str], ...]:
    """What a target in per cent asks; nothing without one."""
    percent = claim.target_percent
    if percent is None:
        return ()
    falls = claim.direction == "decrease" and abs(percent) > 100
    return (
        (abs(percent) < MOST_PERCENT, "target_percent", TOO_MUCH),
        (bool(claim.direction), "direction", PERCENT_NEEDS_WAY),
        (not claim.direction.startswith("keep"), "target_percent", KEEP_NEEDS_VALUE),
        (not falls, "target_percent", TOO_LOW_PERCENT),
    )


def moved(order: list[int], pk: int, *, up: bool) -> list[int] | None:
    """The order with one of them a place higher or lower; None when that changes nothing.

    >>> moved([1, 2, 3], 3, up=True)
    [1, 3, 2]
    """
    if pk not in order:
        return None
    here = order.index(pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(order):
        return None
    found = list(order)
    found[here], found[there] = found[there], found[here]
    return found
