"""Numbers, years and directions in the words of an objective. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from regie.planning.objectives.rules import number

Way = Literal["", "decrease", "increase", "keep_above", "keep_below"]

_NUMBER = r"(?<![\d.,/–-])(?:\d{1,3}(?:[. ]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)(?![\d/])"
_PERCENT = r"\s?(?:%|procentpunten|procentpunt|procent\b)"
_AMOUNT = re.compile(rf"({_NUMBER})({_PERCENT})?")
_YEAR = re.compile(r"(?<![\d.,/])((?:19|20)\d\d)(?![\d%]|[.,]\d)")
_DAY = re.compile(
    r"\b(\d{1,2})\s+(januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november"
    r"|december)\s+((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_NOT_AMOUNT = re.compile(
    r"\b(?:per|elke|op de|van de)\s+\d{1,3}(?:[. ]?\d{3})*\s+"
    r"(?:inwoners|jongeren|woningen|huishoudens)|\bprioriteit\s+\d+|\bartikel\s+\d+\w*"
    r"|\b\d{1,2}\s*(?:tot en met|tot|t/m|[-–])\s*\d{1,2}\s*(?:jaar|jarigen)"
    r"|\b(?:binnen|over|na|elke|om de|de afgelopen|de komende)\s+\d+\s+(?:jaar|jaren|maanden|weken)"
    r"|\b\d+\s*(?:-\s*)?jarige\w*|\b24/7\b|\b112\b",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    r"≥|\b(?:minstens|minimaal|ten minste|tenminste|niet lager dan|niet minder dan|meer dan"
    r"|hoger dan|boven de|boven)\b",
    re.I,
)
_AT_MOST = re.compile(
    r"≤|\b(?:hoogstens|maximaal|ten hoogste|niet meer dan|niet hoger dan|minder dan|lager dan"
    r"|onder de|onder)\b",
    re.I,
)
_DOWN = re.compile(
    r"\b(?:daalt|dalen|daling|lager|minder|afname|afnemen|neemt af|nemen af|verminder\w*|verlag\w+"
    r"|verlaagd|terugbreng\w*|teruggebracht|brengen\b.{0,80}\bterug|brengt\b.{0,80}\bterug"
    r"|terugdring\w*|teruggedrongen|dringen\b.{0,80}\bterug|reduc\w+|halver\w+|verkleinen|afneemt"
    r"|neemt\b.{0,60}\baf|nemen\b.{0,60}\baf|omlaag)\b",
    re.I,
)
_UP = re.compile(
    r"\b(?:stijgt|stijgen|stijging|hoger|toename|toenemen|toeneemt|neemt toe|verhog\w+|verhoogd"
    r"|vergrot\w+|groeit|groeien|groei|verbeter\w*|beter|veiliger|verdubbel\w*|versterk\w*|omhoog"
    r"|neemt\b.{0,60}\btoe|nemen\b.{0,60}\btoe)\b",
    re.I,
)
_KEEP = re.compile(
    r"\b(?:behouden|behoud|gelijk blij\w*|blijft|blijven|vasthouden|stabiel)\b", re.I
)
_BASE = re.compile(
    rf"(?:\bvan\s+(?:gemiddeld\s+)?|\bnulmeting\b[^\d]{{0,30}}|\bnu\s+|\bwas\s+){_NUMBER}", re.I
)
_AGAINST = re.compile(
    r"\b(?:ten opzichte van|t\.o\.v\.|vergeleken met|in vergelijking met|tegenover|sinds|peiljaar"
    r"|referentiejaar|peildatum|het niveau van|niveau)\s+(?:het jaar\s+|in\s+)?(?:van\s+)?"
    r"((?:19|20)\d\d)",
    re.I,
)
_MEASURED = re.compile(
    r"\b((?:het\s+)?(?:aantal|percentage|aandeel|rapportcijfer|cijfer)\s+[^,.;:]+?|(?:het\s+)?"
    r"(?:rapportcijfer|waardering))\s+(?=(?:is|zijn|daalt|dalen|stijgt|stijgen|neemt|nemen|blijft"
    r"|blijven|wordt|worden|ligt|liggen|moet|moeten|willen|brengen|verlagen|verhogen|verminderen"
    r"|terugbrengen|terugdringen|halveren|zal|zullen|en)\b|(?:van|naar|met|in|tot|op|voor)\s+"
    r"(?:minimaal|maximaal|minstens|hoogstens|gemiddeld|een|ten)?\s*\d)",
    re.I,
)


@dataclass(frozen=True)
class Amounts:
    """What is read in the words of an objective; a guess that a person corrects."""

    baseline: Decimal | None = None
    baseline_year: int | None = None
    target: Decimal | None = None
    target_percent: Decimal | None = None
    target_date: date | None = None
    direction: Way = ""
    unit: str = ""
    measured_by: str = ""
    known: tuple[tuple[int, Decimal], ...] = ()


def amounts(sentence: str, *, after: int) -> Amounts:
    """Read a sentence; a year later than `after` is when it must be reached.

    >>> found = amounts("Woninginbraken dalen van 3,1 in 2022 naar 2,5 in 2027", after=2025)
    >>> found.baseline, found.baseline_year, found.target, found.target_date.year
    (Decimal('3.1'), 2022, Decimal('2.5'), 2027)
    """
    direction = way(sentence)
    years = [int(year) for year in _YEAR.findall(sentence)]
    against = _AGAINST.search(sentence)
    earlier = [year for year in years if year <= after]
    since = int(against[1]) if against else next(iter(earlier), None)
    baseline, target, percent, unit = _values(sentence, direction)
    return Amounts(
        baseline=baseline,
        baseline_year=since if since is not None and since <= after else None,
        target=target,
        target_percent=percent,
        target_date=_deadline(sentence, years, after),
        direction=direction if percent is None or not direction.startswith("keep") else "",
        unit=unit,
        measured_by=measured(sentence),
    )


def way(sentence: str) -> Way:
    """Which way it has to go; "" when the words do not say."""
    if _KEEP.search(sentence):
        if _AT_MOST.search(sentence):
            return "keep_below"
        return "keep_above" if _AT_LEAST.search(sentence) else ""
    down, up = _DOWN.search(sentence), _UP.search(sentence)
    if down and (not up or down.start() < up.start()):
        return "decrease"
    if up:
        return "increase"
    if _AT_MOST.search(sentence):
        return "keep_below"
    return "keep_above" if _AT_LEAST.search(sentence) else ""


def measured(sentence: str) -> str:
    """What is counted or asked, when the sentence names it: "het aantal meldingen"."""
    found = _MEASURED.search(sentence)
    return " ".join(found[1].split()) if found else ""


def _values(
    sentence: str, direction: str
) -> tuple[Decimal | None, Decimal | None, Decimal | None, str]:
    """Baseline, target, change in per cent and unit."""
    found = _amounts(sentence)
    base_at = {match.end() for match in _BASE.finditer(sentence)}
    baseline: Decimal | None = None
    target: Decimal | None = None
    percent: Decimal | None = None
    unit = ""
    for start, end, value, is_percent in found:
        if end in base_at and baseline is None and len(found) > 1:
            baseline = value
            unit = "%" if is_percent else _unit(sentence[end:])
        elif is_percent and _is_change(sentence, start, end, direction):
            percent = value if percent is None and value < 1000 else percent
        elif target is None:
            target = value
            unit = "%" if is_percent else _unit(sentence[end:]) or unit
    if percent is None and target is None and re.search(r"\bhalver", sentence, re.I):
        percent = Decimal(50)
    if target is not None:
        percent = None
    return baseline, target, percent, unit


def _amounts(sentence: str) -> list[tuple[int, int, Decimal, bool]]:
    """Numbers that say how much: where, the value, and whether it is a percentage."""
    blank = _NOT_AMOUNT.sub(lambda match: "·" * len(match[0]), sentence)
    blank = _DAY.sub(lambda match: "·" * len(match[0]), blank)
    blank = _YEAR.sub(lambda match: "····", blank)
    made = []
    for match in _AMOUNT.finditer(blank):
        value = number(match[1])
        if value is not None and abs(value) < 10**9:
            made.append((match.start(), match.end(1), value, bool(match[2])))
    return made


def _is_change(sentence: str, start: int, end: int, direction: str) -> bool:
    """Whether a percentage is a change ("met 10 %", "10 % minder") and no share of people."""
    before, after = sentence[:start].rstrip().lower(), sentence[end:].lower()
    if re.search(
        r"\b(?:naar|tot|op|hoogstens|maximaal|minimaal|minstens|dan|is|≤|≥)$|[≤≥]$", before
    ):
        return False
    if re.match(r"\s?(?:%|procent)\s*(?:van de|van onze|der|inwoners|bewoners|jongeren)", after):
        return before.endswith("met")
    return direction in {"decrease", "increase"}


def _unit(rest: str) -> str:
    """The words behind a number: what it counts."""
    found = re.match(r"\s*((?:per\s+)?[\d.]*\s?[a-zà-ÿ-]+(?:\s+per\s+[\d. ]+\s*\w+)?)", rest, re.I)
    words = " ".join(found[1].split()) if found else ""
    known = re.match(
        r"(?:per\b.*|meldingen|misdrijven|incidenten|inbraken|aangiften|slachtoffers\b)",
        words,
        re.I,
    )
    return known[0] if known else ""


def _deadline(sentence: str, years: list[int], after: int) -> date | None:
    """The day by which it must be reached; the last of December when only a year is named."""
    for day, month, year in _DAY.findall(sentence):
        if int(year) > after and 1 <= int(day) <= 28:
            return date(int(year), _MONTHS.index(month.lower()) + 1, int(day))
    later = [year for year in years if year > after]
    return date(max(later), 12, 31) if later else None


def first_number(cell: str) -> tuple[Decimal | None, bool]:
    """The first number in a cell of a table that is no year, and whether it is a percentage."""
    found = _amounts(cell)
    return (found[0][2], found[0][3]) if found else (None, False)


def years_of(cell: str) -> list[int]:
    """The years in a cell."""
    return [int(year) for year in _YEAR.findall(cell)]


def by_year(cell: str) -> tuple[tuple[int, Decimal], ...]:
    """Values with their year between brackets: `3,1 (2017); 2,4 (2018)`."""
    found = re.findall(rf"({_NUMBER}){_PERCENT}?\s*\(\s*((?:19|20)\d\d)\s*\)", cell)
    made = ((int(year), number(value)) for value, year in found)
    return tuple(sorted((year, value) for year, value in made if value is not None))
