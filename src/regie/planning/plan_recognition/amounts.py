"""Numbers, years and directions in the words of an objective. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    r"\d\s?(?:%|procent)\s+(?:onder|beneden|lager|minder)\b"
    r"|\b(?:stijging|toename|groei)\b.{0,60}\b(?:ombuig\w+|om te buigen|keren|stoppen|tegengaan)\b"
    r"|\b(?:gedaald|afgenomen|verminderd|teruggelopen|gereduceerd|gehalveerd|terug te brengen"
    r"|terug te dringen|daalt|dalen|daling|lager|minder|afname|afnemen|neemt af|nemen af"
    r"|verminder\w*|verlag\w+"
    r"|verlaagd|terugbreng\w*|teruggebracht|brengen\b.{0,80}\bterug|brengt\b.{0,80}\bterug"
    r"|terugdring\w*|teruggedrongen|dringen\b.{0,80}\bterug|reduc\w+|halver\w+|verkleinen|afneemt"
    r"|neemt\b.{0,60}\baf|nemen\b.{0,60}\baf|omlaag)\b",
    re.I,
)
_UP = re.compile(
    r"\d\s?(?:%|procent)\s+(?:boven|hoger|meer)\b"
    r"|\b(?:gestegen|toegenomen|verbeterd|gegroeid|stijgt|stijgen|stijging|hoger|toename|toenemen"
    r"|toeneemt|neemt toe|verhog\w+|verhoogd"
    r"|vergrot\w+|groeit|groeien|groei|verbeter\w*|beter|veiliger|verdubbel\w*|versterk\w*|omhoog"
    r"|neemt\b.{0,60}\btoe|nemen\b.{0,60}\btoe)\b",
    re.I,
)
_CHANGE_OF = re.compile(
    r"\b(?:afname|daling|vermindering|reductie|stijging|toename|groei)\b[^.;]{0,80}\bvan"
    r"(?:\s+(?:minimaal|minstens|ten minste|maximaal|circa|ongeveer))?$"
)
_KEEP = re.compile(
    r"\b(?:behouden|behoud|gelijk blij\w*|blijft|blijven|vasthouden|stabiel)\b", re.I
)
_THEN = r"(?:\s+(?:er|dat|dit|het)){0,2}(?:\s+(?:nog|gemiddeld|circa|ongeveer|ruim))?\s+"
_BASE = re.compile(
    rf"\bvan\s+(?:gemiddeld\s+|circa\s+|ongeveer\s+)?{_NUMBER}|\bnulmeting\b[^\d]{{0,30}}{_NUMBER}"
    rf"|\b(?:was|waren|bedroeg|lag|nu(?:\s+(?:is|zijn|ligt))?){_THEN}{_NUMBER}"
    rf"|\b(?:tegenover|ten opzichte van|t\.o\.v\.|vergeleken met)\s+"
    rf"(?:de\s+|het\s+|ruim\s+)?{_NUMBER}"
    rf"|\([^()\d·]{{0,40}}····(?:\s?[-–]\s?····)?\s*[:=]?\s*(?:was|waren)?\s*"
    rf"(?<=[a-z·:=] ){_NUMBER}(?=[^()]*\))"
    rf"|\([^()\d·]{{0,30}}\b(?:nulmeting|nu|stand|was|gemiddelde?)\b[^()\d·]{{0,10}}"
    rf"(?<=[a-z:=] ){_NUMBER}(?=[^()]*\))",
    re.I,
)
"""Where a number is what it was: years in the words are blanked before."""
_BESIDE_AFTER = re.compile(
    r"^\s?(?:%|procent\w*)?(?:\s+[a-z]+){0,2}?\s*(?:in|\()\s*((?:19|20)\d\d)", re.I
)
_BESIDE_BEFORE = re.compile(
    r"((?:19|20)\d\d)\s*(?::|(?:was|waren)(?:\s+(?:dat|dit|er|het)){0,2})?"
    r"\s*(?:nog\s+|gemiddeld\s+|circa\s+)?$",
    re.I,
)
_PART = (
    (re.compile(r"\b(?:halver|gehalveerd|met de helft)", re.I), Decimal(50)),
    (re.compile(r"\bmet een kwart\b", re.I), Decimal(25)),
    (re.compile(r"\bmet een derde\b", re.I), Decimal("33.33")),
    (re.compile(r"\bverdubbel", re.I), Decimal(100)),
)
_AGAINST = re.compile(
    r"\b(?:ten opzichte van|t\.o\.v\.|vergeleken met|in vergelijking met|tegenover|sinds|peiljaar"
    r"|referentiejaar|peildatum|het niveau van|niveau)\s+(?:het jaar\s+|in\s+)?(?:van\s+)?"
    r"((?:19|20)\d\d)",
    re.I,
)
_MEASURED = re.compile(
    r"\b((?:het\s+)?(?:aantal|percentage|aandeel|rapportcijfer|cijfer)\s+[^.;:]{2,140}?|(?:het\s+)?"
    r"(?:rapportcijfer|waardering)),?\s+(?=(?:is|zijn|daalt|dalen|stijgt|stijgen|neemt|nemen|blijft"
    r"|blijven|wordt|worden|ligt|liggen|moet|moeten|willen|brengen|verlagen|verhogen|verminderen"
    r"|terugbrengen|terugdringen|halveren|zal|zullen|gaat|gaan|en)\b|(?:van|naar|met|in|tot|op|voor)"
    r"\s+(?:minimaal|maximaal|minstens|hoogstens|gemiddeld|een|ten)?\s*\d)",
    re.I,
)


_TAIL = re.compile(
    r"\s+(?:daalt|dalen|stijgt|stijgen|groeit|neemt|nemen|gaat|gaan|is|zijn|blijft|blijven|wordt)$"
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
    found = _values(sentence, direction)
    deadline = _deadline(sentence, years, after)
    earlier = [year for year in years if year <= after]
    against = _AGAINST.search(sentence)
    since = int(against[1]) if against else next(iter(earlier), None)
    if since is not None and since > after:
        since = None
    return directed(
        replace(
            found,
            baseline_year=found.baseline_year or since,
            target_date=deadline,
            direction=direction if found.target_percent is None or direction[:4] != "keep" else "",
            measured_by=measured(sentence),
        )
    )


def before(sentence: str) -> Amounts:
    """What a sentence beside an objective says of how it is now: "Nu is dat 52%"."""
    blank = _without_years(sentence)
    ends = {match.end() for match in _BASE.finditer(blank)}
    for start, end, value, is_percent in _amounts(sentence):
        if end in ends:
            year = _year_beside(sentence, start, end)
            return Amounts(value, year, unit="%" if is_percent else "")
    return Amounts()


def directed(found: Amounts) -> Amounts:
    """With the direction that the values themselves say: what is not so yet has to get there."""
    if found.direction in {"decrease", "increase"} and found.target_percent is not None:
        return found
    newest = found.known[-1][1] if found.known else found.baseline
    start = found.baseline if found.baseline is not None else newest
    if found.target is None or start is None or found.target == start:
        return found
    if _holds(found.direction, found.target, start):
        return found
    return replace(found, direction="decrease" if found.target < start else "increase")


def _holds(direction: str, target: Decimal, start: Decimal) -> bool:
    """Whether what has to be kept is so already."""
    return (direction == "keep_below" and start <= target) or (
        direction == "keep_above" and start >= target
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
    return _TAIL.sub("", " ".join(found[1].split())) if found else ""


def _values(sentence: str, direction: str) -> Amounts:
    """Baseline with the year beside it, target, change in per cent and unit."""
    found = _amounts(sentence)
    bases = {match.end() for match in _BASE.finditer(_without_years(sentence))}
    made = Amounts()
    for start, end, value, is_percent in found:
        unit = "%" if is_percent else _unit(sentence[end:])
        if end in bases and made.baseline is None and _has_other(found, sentence):
            year = _year_beside(sentence, start, end)
            made = replace(made, baseline=value, baseline_year=year, unit=made.unit or unit)
        elif is_percent and _is_change(sentence, start, end, direction):
            change = value if made.target_percent is None and value < 1000 else made.target_percent
            made = replace(made, target_percent=change)
        elif made.target is None and not _is_difference(sentence, start, direction):
            made = replace(made, target=value, unit=unit or made.unit)
    if made.target is not None:
        return replace(made, target_percent=None)
    return made if made.target_percent is not None else replace(made, target_percent=part(sentence))


def _has_other(found: Sequence[tuple[int, int, Decimal, bool]], sentence: str) -> bool:
    """Whether more is counted than what it was."""
    return len(found) > 1 or part(sentence) is not None


def part(sentence: str) -> Decimal | None:
    """A change in per cent that is said in words: "met een kwart"."""
    return next((value for pattern, value in _PART if pattern.search(sentence)), None)


def _is_difference(sentence: str, start: int, direction: str) -> bool:
    """Whether a number says how much it changes ("met 200 af") and not what it becomes."""
    return direction in {"decrease", "increase"} and bool(
        re.search(r"\bmet\s+(?:minimaal|maximaal|minstens|ten minste|circa)?\s*$", sentence[:start])
    )


def _year_beside(sentence: str, start: int, end: int) -> int | None:
    """The year that stands right before or behind a number."""
    behind = _BESIDE_AFTER.match(sentence[end:])
    ahead = _BESIDE_BEFORE.search(sentence[:start])
    found = behind or ahead
    return int(found[1]) if found else None


def _without_years(sentence: str) -> str:
    return _YEAR.sub(lambda match: "····", sentence)


def _amounts(sentence: str) -> list[tuple[int, int, Decimal, bool]]:
    """Numbers that say how much: where, the value, and whether it is a percentage."""
    blank = _NOT_AMOUNT.sub(lambda match: "·" * len(match[0]), sentence)
    blank = _DAY.sub(lambda match: "·" * len(match[0]), blank)
    blank = _without_years(blank)
    made = []
    for match in _AMOUNT.finditer(blank):
        value = number(match[1])
        if value is not None and abs(value) < 10**9:
            made.append((match.start(), match.end(1), value, bool(match[2])))
    return made


def _is_change(sentence: str, start: int, end: int, direction: str) -> bool:
    """Whether a percentage is a change ("met 10 %", "10 % minder") and no share of people."""
    ahead, after = sentence[:start].rstrip().lower(), sentence[end:].lower()
    if _CHANGE_OF.search(ahead):
        return True
    if re.match(r"\s?(?:%|procent)\s+(?:onder|boven|lager|hoger|minder|meer)\b", after):
        return True
    if re.search(
        r"\b(?:naar|tot|op|hoogstens|maximaal|minimaal|minstens|dan|is|≤|≥)$|[≤≥]$", ahead
    ):
        return False
    if re.match(r"\s?(?:%|procent)\s*(?:van de|van onze|der|inwoners|bewoners|jongeren)", after):
        return ahead.endswith("met")
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


def day_in(text: str, *, after: int) -> date | None:
    """The day by which something must be reached, in a cell such as "eind 2026"."""
    return _deadline(text, years_of(text), after)


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
