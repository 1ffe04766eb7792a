"""How figures are written down by their publishers, read. Pure.

Sources: CBS, "Toelichting symbolen" (signs in StatLine); CBS OData v3 `DataProperties.Default`
(what an empty cell means); CBS, "Codering gebieden"; Politie, TableInfos of 47018NED (types of
offences that are not published below the municipality).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from regie.foundation.areas.rules import COUNTRY_CODES, parse_code

Frequency = Literal["year", "quarter", "month"]
Status = Literal["definitive", "provisional", "revised"]
Default = Literal["Zero", "Missing", "Impossible"]
Level = Literal[
    "country",
    "region",
    "province",
    "municipality",
    "district",
    "neighbourhood",
    "place",
    "unplaced",
]

LOCAL_LEVELS = frozenset({"district", "neighbourhood"})


class State(IntEnum):
    """What a cell says. Only VALUE and ESTIMATED carry a number; zero is a VALUE."""

    NOT_OBSERVED = 0
    VALUE = 1
    HIDDEN = 2
    UNKNOWN = 3
    IMPOSSIBLE = 4
    ESTIMATED = 5


EMPTY_MEANS: Mapping[str, State] = {
    "Zero": State.VALUE,
    "Missing": State.UNKNOWN,
    "Impossible": State.IMPOSSIBLE,
}
BLANKS = frozenset({"", "na", "n/a", "nan", "null", "none"})
FEWEST = range(2, 31)
"""Numbers that a publisher does not show are told as "<5" or "< 10"."""
SIGNS: Mapping[str, State] = {
    **dict.fromkeys((".", "..", "...", "?", "n.b.", "nb", "#n/b", "#n/a"), State.UNKNOWN),
    **dict.fromkeys(("onbekend", "niet bekend", "unknown", "ontbreekt"), State.UNKNOWN),
    **dict.fromkeys(("x", "*", "geheim", "vertrouwelijk", "afgeschermd"), State.HIDDEN),
    **dict.fromkeys((f"<{number}" for number in FEWEST), State.HIDDEN),
    **dict.fromkeys((f"< {number}" for number in FEWEST), State.HIDDEN),
    **dict.fromkeys(("-", "\u2013", "\u2014", "nihil"), State.VALUE),
    **dict.fromkeys(("n.v.t.", "nvt", "(impossible)"), State.IMPOSSIBLE),
}
"""What stands for a number, in small letters. The signs of CBS, and what others write."""


@dataclass(frozen=True)
class Cell:
    """One value as delivered: its state, and its number when it has one."""

    state: State
    value: float | None = None


_NUMBER = {
    ".": re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"),
    ",": re.compile(r"[+-]?\d+(?:,\d+)?"),
}


def parse_cell(text: str | None, *, empty: State, decimal: str = ".") -> Cell | None:
    """Read one value; `empty` is what a blank cell means. None when it cannot be read.

    `decimal` is the decimal mark of the file. A thousands separator is not accepted: "1.234"
    would be a whole number in one file and a fraction in the next.
    """
    bare = (text or "").strip()
    if bare.lower() in BLANKS:
        return Cell(empty, 0.0 if empty is State.VALUE else None)
    if state := SIGNS.get(bare.lower()):
        return Cell(state, 0.0 if state is State.VALUE else None)
    if not _NUMBER[decimal].fullmatch(bare):
        return None
    return Cell(State.VALUE, float(bare.replace(",", ".")))


# --- periods ---------------------------------------------------------------------------------

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
_CODE = re.compile(r"((?:19|20)\d\d)(JJ|KW|MM)(\d\d)")
_YEAR = re.compile(r"((?:19|20)\d\d)(?:[.,]0)?")
_DATE = re.compile(r"((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?(?:[tT ].*)?")
_MONTH = re.compile(r"((?:19|20)\d\d) ([a-z]+)")
_QUARTER = re.compile(r"((?:19|20)\d\d) ([1-4])e kwartaal")
_LAST = {"JJ": 0, "KW": 4, "MM": 12}
_FREQUENCIES: Mapping[str, Frequency] = {"JJ": "year", "KW": "quarter", "MM": "month"}


@dataclass(frozen=True, order=True)
class Period:
    """A period in the code of the publisher ("2023JJ00", "2023MM04") and how final it is."""

    code: str
    status: Status = "definitive"

    @property
    def year(self) -> int:
        """The calendar year."""
        return int(self.code[:4])

    @property
    def frequency(self) -> Frequency:
        """Whether it is a year, a quarter or a month."""
        return _FREQUENCIES[self.code[4:6]]


def parse_period(raw: str, *, dates_are: Frequency = "month") -> Period | None:
    """Understand a code, a year, a Dutch month or quarter or a first-day date; else None.

    `2023*` is provisional and `2023**` revised provisional (CBS signs). A date stands for the
    month or the year that starts there, as `dates_are` says.
    """
    bare = raw.strip()
    status = _status(bare)
    code = _period_code(bare.rstrip("* ").lower(), dates_are)
    return Period(code, status) if code else None


def _status(text: str) -> Status:
    if text.endswith("**"):
        return "revised"
    return "provisional" if text.endswith("*") else "definitive"


def _period_code(text: str, dates_are: Frequency) -> str | None:
    if found := _CODE.fullmatch(text.upper()):
        return text.upper() if _fits(found[2], int(found[3])) else None
    if found := _YEAR.fullmatch(text):
        return f"{found[1]}JJ00"
    if found := _DATE.fullmatch(text):
        return _date_code(
            found[1], int(found[2]), int(found[3] or 1), dates_are if found[3] else "month"
        )
    if found := _QUARTER.fullmatch(text):
        return f"{found[1]}KW0{found[2]}"
    found = _MONTH.fullmatch(text)
    if found and found[2] in MONTHS:
        return f"{found[1]}MM{MONTHS.index(found[2]) + 1:02d}"
    return None


def _fits(kind: str, number: int) -> bool:
    return number == 0 if kind == "JJ" else 1 <= number <= _LAST[kind]


def _date_code(year: str, month: int, day: int, dates_are: Frequency) -> str | None:
    if day != 1 or not 1 <= month <= 12:
        return None
    if dates_are == "year":
        return f"{year}JJ00" if month == 1 else None
    return f"{year}MM{month:02d}"


def missing_periods(codes: Iterable[str]) -> tuple[str, ...]:
    """Years and months that are absent between the first and the last of their kind.

    Surveys that appear every second year miss nothing: years are only asked for when most of
    them are there.
    """
    have = set(codes)
    missing: list[str] = []
    for mark, per_year in (("JJ", 0), ("KW", 4), ("MM", 12)):
        mine = sorted(code for code in have if code[4:6] == mark)
        lost = [code for code in _between(mine, mark, per_year) if code not in have]
        if len(lost) < len(mine):
            missing += lost
    return tuple(missing)


def _between(mine: Sequence[str], mark: str, per_year: int) -> list[str]:
    if not mine:
        return []
    years = range(int(mine[0][:4]), int(mine[-1][:4]) + 1)
    numbers = range(1, per_year + 1) if per_year else (0,)
    every = [f"{year}{mark}{number:02d}" for year in years for number in numbers]
    return [code for code in every if mine[0] < code < mine[-1]]


# --- names of columns ------------------------------------------------------------------------

_POSITION = re.compile(r"_\d+$")
_UNIT = re.compile(r"\s*\(([^()]*)\)\s*$")
KEY_LENGTH = 35


def stem(key: str) -> str:
    """The part of a measure key that stays the same when the table gets another column.

    CBS ends a key in its position (`Huurwoning_61`), which shifts from edition to edition.
    """
    return _POSITION.sub("", key.strip())


@dataclass(frozen=True)
class Header:
    """A column title of a StatLine export, taken apart: the path, the last part and the unit."""

    path: tuple[str, ...]
    unit: str

    @property
    def title(self) -> str:
        """The last part of the path: the name of the topic."""
        return self.path[-1]


def parse_header(raw: str) -> Header:
    """Read `Bevolking/Geslacht/Mannen (aantal)`; older exports write `|` for `/`."""
    text = raw.strip()
    unit = _UNIT.search(text)
    bare = text[: unit.start()] if unit else text
    separator = "|" if "|" in bare else "/"
    parts = tuple(part.strip() for part in bare.split(separator))
    return Header(tuple(part for part in parts if part) or ("",), unit[1].strip() if unit else "")


def stem_of_title(title: str) -> str:
    """The stem CBS makes of a title: words joined, signs dropped, `k_` before a digit."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.findall(r"[A-Za-z0-9]+", plain)
    joined = "".join(word[0].upper() + word[1:] for word in words)
    return (f"k_{joined}" if joined[:1].isdigit() else joined)[:KEY_LENGTH]


def unique_stems(stems: Sequence[str]) -> tuple[str, ...]:
    """Give the second and later column with the same stem a number: `Huurwoning.2`."""
    seen: dict[str, int] = {}
    result = []
    for name in stems:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return tuple(result)


def same_title(one: str, other: str) -> bool:
    """Compare two titles without regard to case, spaces and signs."""
    return stem_of_title(one).casefold() == stem_of_title(other).casefold()


# --- codes -----------------------------------------------------------------------------------

_LEADING_CODE = re.compile(r"(\d\.\d\.\d{1,2}|[A-Z]\d{2,3})\s+\S")


def area_code(raw: str) -> str | None:
    """A padded area code without its padding; both national codes become `NL00`."""
    known = parse_code(raw)
    if known is None:
        return None
    return "NL00" if known.code in {"NL00", "NL01"} else known.code


def level_of(code: str) -> Level | None:
    """The level a code lies on; "place unknown" and "abroad" are `unplaced`, kept apart."""
    known = parse_code(code)
    if known is None:
        return None
    return "unplaced" if known.pseudo and known.code not in COUNTRY_CODES else _level(known.kind)


def _level(kind: str) -> Level:
    levels: tuple[Level, ...] = (
        "country",
        "region",
        "province",
        "municipality",
        "district",
        "neighbourhood",
    )
    return levels[[str(level) for level in levels].index(kind)]


def municipality_of(code: str) -> str:
    """`GM0344` for everything that lies in it; "" for a country, province or region."""
    known = parse_code(code)
    return known.municipality if known else ""


def category_code(raw: str, names: Mapping[str, str]) -> str | None:
    """The code of a type given as a padded code, a name, or a code and a name.

    `names` maps code to name. "1.2.3 Diefstal van …", "Diefstal van …" and "1.2.3 " are one type.
    """
    bare = raw.strip()
    if bare in names:
        return bare
    leading = _LEADING_CODE.match(bare)
    if leading and leading[1] in names:
        return leading[1]
    return next((code for code, name in names.items() if same_title(name, bare)), None)
