"""Periods as people and spreadsheets write them, put in the writing of publishers. Pure.

A publisher writes 2024, 2024MM01 or "2024 januari"; a spreadsheet makes "jan-24" or 1-1-2024 of
it, and a person "Q1 2024". A date stands for what starts there, so its day is always the first.
"""

import re
from collections.abc import Mapping

from regie.evidence.formats.rules import MONTHS, Period, parse_period

_ENGLISH = "january february march april may june july august september october november december"
_SHORT = "jan feb mrt apr mei jun jul aug sep okt nov dec"
_WORDS: Mapping[str, int] = {
    word: number
    for words in (MONTHS, _ENGLISH.split(), _SHORT.split())
    for number, word in enumerate(words, 1)
} | {"mar": 3, "oct": 10, "sept": 9}
_STATUS = ((" nader voorlopig", "**"), (" voorlopig", "*"), (" definitief", ""))
_FULL = r"(?P<year>(?:19|20)\d\d)"
_NAMED = (
    re.compile(rf"{_FULL}[ -]+(?P<word>[a-z]+)\.?"),
    re.compile(r"(?P<word>[a-z]+)\.?[ '’-]+(?P<year>(?:(?:19|20)\d\d|\d\d))"),
)
_QUARTERS = (
    re.compile(rf"{_FULL}[ -]?(?:q|kw?)(?P<quarter>[1-4])"),
    re.compile(rf"(?:q|kw?)(?P<quarter>[1-4])[ -]*{_FULL}"),
    re.compile(rf"(?P<quarter>[1-4])e kwartaal[ -]+{_FULL}"),
)
_NUMBERED = (
    re.compile(rf"{_FULL}(?P<month>0[1-9]|1[0-2])"),
    re.compile(rf"{_FULL}/(?P<month>0[1-9]|1[0-2])"),
    re.compile(rf"(?P<month>0?[1-9]|1[0-2])[-/]{_FULL}"),
)
_DAY = re.compile(rf"(?P<one>\d\d?)(?P<mark>[-/.])(?P<two>\d\d?)(?P=mark){_FULL}(?: 0?0:00(:00)?)?")
_ISO = re.compile(rf"{_FULL}[-/](\d\d)[-/](\d\d)(?:[t ][\d:.+z]*)?")


def read_period(raw: str, *, dates_are_years: bool = False) -> Period | None:
    """Understand a period in any writing; None for anything else. See `rules.parse_period`."""
    return parse_period(spelled(raw), dates_are="year" if dates_are_years else "month")


def spelled(raw: str) -> str:
    """The period as publishers write it; the text itself when it is no period."""
    text = " ".join(raw.replace("(", " ").replace(")", " ").casefold().split())
    for word, sign in _STATUS:
        if text.endswith(word):
            return spelled(text.removesuffix(word)) + sign
    bare = text.rstrip("* ")
    sign = text[len(bare) :].strip()
    found = _month(bare) or _quarter(bare) or first_day(bare)
    return f"{found}{sign}" if found else raw


def first_day(raw: str) -> str:
    """A date on which a month starts as 2024-02-01; "" for anything else.

    1-2-2024 is the first of February. With slashes the month may stand first, as in America.
    """
    text = raw.strip().casefold()
    if found := _ISO.fullmatch(text):
        return f"{found['year']}-{found[2]}-{found[3]}" if found[3] == "01" else ""
    found = _DAY.fullmatch(text)
    if not found:
        return ""
    one, two = int(found["one"]), int(found["two"])
    month = two if one == 1 else one if two == 1 and found["mark"] == "/" else 0
    return f"{found['year']}-{month:02d}-01" if 1 <= month <= 12 else ""


def _month(text: str) -> str:
    for form in _NAMED:
        found = form.fullmatch(text)
        if found and found["word"] in _WORDS:
            year = found["year"] if len(found["year"]) == 4 else f"20{found['year']}"
            return f"{year}MM{_WORDS[found['word']]:02d}"
    found = next((f for form in _NUMBERED if (f := form.fullmatch(text))), None)
    return f"{found['year']}MM{int(found['month']):02d}" if found else ""


def _quarter(text: str) -> str:
    found = next((f for form in _QUARTERS if (f := form.fullmatch(text))), None)
    return f"{found['year']}KW0{found['quarter']}" if found else ""
