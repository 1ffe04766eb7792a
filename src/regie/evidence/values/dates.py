"""Dates and periods as partners write them, read. Pure.

Days with a time zone are taken to Dutch time first: a report of 1 September 00:30 is written as
31 August 22:30Z. Excel keeps a date as the number of days since 30 December 1899.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from regie.evidence.formats.rules import MONTHS, parse_period

DateOrder = Literal["day-month", "month-day", ""]
"""Which comes first; empty when that is not known."""
Grain = Literal["month", "quarter", "year"]
"""The length of the periods in which is counted."""

_HOME = ZoneInfo("Europe/Amsterdam")
_EXCEL_START = date(1899, 12, 30)
_EXCEL_DAYS = range(20_000, 80_000)
EARLIEST = date(1995, 1, 1)
"""Registrations before this day are taken for mistakes: no partner's system reaches back."""

_TIME = r"(?:[T ,]+(?P<time>\d{1,2}[:.u]\d{2}.*))?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(?P<time>\d{4,6}))?")
_SHORT = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){_TIME}")
_WORDS = re.compile(
    rf"(?:[a-z]+,? +)?(\d{{1,2}})[ .-]+([a-z]{{3,9}})[ .,-]+(\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE
)
_ENGLISH = re.compile(rf"([a-z]{{3,9}})\.? (\d{{1,2}}),? (\d{{4}}){_TIME}", re.IGNORECASE)
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_EPOCH = re.compile(r"(1\d{9})(\d{3})?")
_ZONE = re.compile(r".*\d{2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})$", re.IGNORECASE)
_ENGLISH_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


def _month_names() -> dict[str, int]:
    names = {"mrt": 3, "sept": 9}
    for number, (dutch, english) in enumerate(zip(MONTHS, _ENGLISH_MONTHS, strict=True), start=1):
        names |= {dutch: number, english: number, dutch[:3]: number, english[:3]: number}
    return names


_MONTH_NAMES = _month_names()


@dataclass(frozen=True, slots=True)
class Moment:
    """A day that was read; `swapped` when it only fits the other order of day and month."""

    day: date
    timed: bool = False
    swapped: bool = False


@lru_cache(maxsize=100_000)
def read_day(text: str, order: DateOrder) -> Moment | None:
    """The day a text stands for, or None.

    Years of two digits belong to this century up to 2069. Without an order ("") a text such as
    "03-04-2026" cannot be read, "23-04-2026" can.
    """
    bare = text.strip()
    if not bare or len(bare) > 60:
        return None
    if _ZONE.fullmatch(bare):
        return _zoned(bare)
    if found := (_ISO.fullmatch(bare) or _COMPACT.fullmatch(bare)):
        return _moment(int(found[1]), int(found[2]), int(found[3]), found["time"])
    if found := _SHORT.fullmatch(bare):
        return _ordered(found, order)
    return _in_words(bare) or _numbered(bare)


def _zoned(text: str) -> Moment | None:
    try:
        moment = datetime.fromisoformat(text.replace("z", "Z"))
    except ValueError:
        return None
    if moment.tzinfo is None or not 1900 < moment.year < 2100:
        return None
    return Moment(moment.astimezone(_HOME).date(), timed=True)


def _moment(
    year: int, month: int, day: int, time: str | None = None, *, swapped: bool = False
) -> Moment | None:
    full = year if year >= 100 else year + (2000 if year < 70 else 1900)
    try:
        return Moment(date(full, month, day), _is_time(time), swapped)
    except ValueError:
        return None


def _is_time(time: str | None) -> bool:
    """Midnight is what programs write when they only know the day."""
    return bool(time) and any(sign in "123456789" for sign in str(time))


def _ordered(found: re.Match[str], order: DateOrder) -> Moment | None:
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    if not order:
        if first <= 12 and second <= 12 and first != second:
            return None
        order = "day-month" if second <= 12 else "month-day"
    day, month = (first, second) if order == "day-month" else (second, first)
    swapped = month > 12 >= day
    if swapped:
        day, month = month, day
    return _moment(year, month, day, found["time"], swapped=swapped)


def _in_words(text: str) -> Moment | None:
    if found := _WORDS.fullmatch(text):
        day, name = found[1], found[2]
    elif found := _ENGLISH.fullmatch(text):
        name, day = found[1], found[2]
    else:
        return None
    month = _MONTH_NAMES.get(name.casefold())
    return _moment(int(found[3]), month, int(day), found["time"]) if month else None


def _numbered(text: str) -> Moment | None:
    """A day as a number: of a spreadsheet, or seconds since 1970."""
    if (found := _SERIAL.fullmatch(text)) and int(found[1]) in _EXCEL_DAYS:
        return Moment(_EXCEL_START + timedelta(days=int(found[1])), timed=len(text) > 5)
    if found := _EPOCH.fullmatch(text):
        moment = datetime.fromtimestamp(int(found[1]), tz=UTC).astimezone(_HOME)
        return Moment(moment.date(), timed=True)
    return None


@dataclass(frozen=True)
class OrderSeen:
    """What a column of dates shows about the order of day and month, in numbers of values."""

    day_first: int = 0
    month_first: int = 0
    either: int = 0

    @property
    def order(self) -> DateOrder:
        """The order that is proven; empty when it must be asked."""
        if self.month_first and self.day_first:
            return ""
        if self.month_first:
            return "month-day"
        return "" if self.either and not self.day_first else "day-month"


def order_in(texts: Iterable[str]) -> OrderSeen:
    """Look for proof: a number above twelve can only be a day."""
    seen = [0, 0, 0]
    for text in texts:
        found = _SHORT.fullmatch(text.strip())
        if found is None:
            continue
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second:
            seen[0] += 1
        elif second > 12 >= first:
            seen[1] += 1
        elif first != second:
            seen[2] += 1
    return OrderSeen(*seen)


_PERIODS = (
    (re.compile(r"(?P<year>(?:19|20)\d\d)[- /.]?(?:m|mm)?(?P<month>\d{1,2})"), "month"),
    (re.compile(r"(?P<month>\d{1,2})[- /.](?P<year>(?:19|20)\d\d)"), "month"),
    (re.compile(r"(?P<name>[a-z]{3,9})\.?[- '’/]+(?P<year>(?:19|20)?\d\d)"), "name"),
    (re.compile(r"(?P<year>(?:19|20)\d\d)[- /]+(?P<name>[a-z]{3,9})\.?"), "name"),
    (re.compile(r"(?P<year>(?:19|20)\d\d)[- /.]?(?:k|q|kw)(?P<quarter>\d)"), "quarter"),
    (re.compile(r"(?:k|q|kw)(?P<quarter>\d)[- /.']*(?P<year>(?:19|20)\d\d)"), "quarter"),
    (re.compile(r"(?P<quarter>\d)e (?:kwartaal|kw\.?)[- ,/]*(?P<year>(?:19|20)\d\d)"), "quarter"),
    (re.compile(r"(?:jaar )?(?P<year>(?:19|20)\d\d)(?:\.0)?"), "year"),
)


@lru_cache(maxsize=20_000)
def read_period(text: str) -> str | None:
    """The code of a month, quarter or year: "2026MM09", "2026KW03" or "2026JJ00"; else None."""
    bare = " ".join(text.casefold().split()).rstrip("*")
    for pattern, kind in _PERIODS:
        if found := pattern.fullmatch(bare):
            return _period(kind, found.groupdict())
    known = parse_period(bare)
    return known.code if known else None


def _period(kind: str, parts: dict[str, str]) -> str | None:
    year = int(parts["year"])
    year += 0 if year >= 100 else 2000
    if kind == "year":
        return f"{year}JJ00"
    if kind == "quarter":
        return f"{year}KW0{parts['quarter']}" if parts["quarter"] in "1234" else None
    month = _MONTH_NAMES.get(parts["name"], 0) if kind == "name" else int(parts["month"])
    return f"{year}MM{month:02d}" if 1 <= month <= 12 else None


def period_of(day: date, grain: Grain) -> str:
    """The period a day falls in."""
    if grain == "year":
        return f"{day.year}JJ00"
    if grain == "quarter":
        return f"{day.year}KW0{(day.month + 2) // 3}"
    return f"{day.year}MM{day.month:02d}"


def coarser(period: str, grain: Grain) -> str | None:
    """The period in the grain asked; None when it is longer than that."""
    kind, number = period[4:6], int(period[6:8])
    if grain == "year":
        return f"{period[:4]}JJ00"
    if grain == "quarter" and kind == "MM":
        return f"{period[:4]}KW0{(number + 2) // 3}"
    return period if kind == {"month": "MM", "quarter": "KW"}[grain] else None


def grain_of(periods: Iterable[str]) -> Grain:
    """The longest period among these codes."""
    kinds = {period[4:6] for period in periods}
    if "JJ" in kinds:
        return "year"
    return "quarter" if "KW" in kinds else "month"
