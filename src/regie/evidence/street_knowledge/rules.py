"""When something was seen, and who may still change what was written. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from regie.evidence.street_knowledge.workflow import EDITABLE
from regie.foundation.records.engine import gettext_noop as _

SEASONS = ("spring", "summer", "autumn", "winter")
WHOLE_YEAR = "year"
MEMBERS, CONFIDENTIAL = "members", "confidential"

NO_PERIOD = _("Kies wanneer u dit zag.")
ENDS_BEFORE = _("De laatste dag ligt vóór de eerste dag.")
ONLY_AN_END = _("Vul ook de eerste dag in.")
IN_FUTURE = _("Deze dag ligt nog in de toekomst.")
NOT_YOURS = _("Deze waarneming is van een andere organisatie. Geef haar terug met een reden.")
CLOSED = _("Deze waarneming is gebruikt of ingetrokken. De tekst ligt nu vast.")
NO_ORGANISATION = _("De veiligheidscoördinator moet nog vastleggen voor welke organisatie u werkt.")


@dataclass(frozen=True)
class Season:
    """A season or whole year; a winter is named after the year in which it begins."""

    year: int
    part: str

    @property
    def code(self) -> str:
        """How it is kept, such as `2026-summer`."""
        return f"{self.year}-{self.part}"


def season_of(day: date) -> Season:
    """The meteorological season of a day: winter is December, January and February.

    >>> season_of(date(2026, 1, 5)).code
    '2025-winter'
    """
    if day.month < 3:
        return Season(day.year - 1, "winter")
    return Season(day.year, SEASONS[day.month // 3 - 1])


def seasons(today: date, count: int = 8) -> tuple[Season, ...]:
    """The season of today and those before it, newest first, then this year and the last."""
    found = [season_of(today)]
    while len(found) < count:
        last = found[-1]
        at = SEASONS.index(last.part)
        found.append(Season(last.year, SEASONS[at - 1]) if at else Season(last.year - 1, "winter"))
    return (*found, Season(today.year, WHOLE_YEAR), Season(today.year - 1, WHOLE_YEAR))


def read_season(code: str) -> Season | None:
    """A season from its code; None for anything else.

    >>> read_season("2026-summer"), read_season("soon")
    (Season(year=2026, part='summer'), None)
    """
    year, _mark, part = code.partition("-")
    known = year.isdigit() and len(year) == 4 and part in (*SEASONS, WHOLE_YEAR)
    return Season(int(year), part) if known else None


def period_problems(
    season: str, first: date | None, last: date | None, today: date
) -> tuple[tuple[str, str], ...]:
    """What is wrong with the time, as (field, msgid); nothing when it is right."""
    found = []
    if not season and first is None and last is None:
        found.append(("season", NO_PERIOD))
    if first is None and last is not None:
        found.append(("seen_from", ONLY_AN_END))
    if first is not None and last is not None and last < first:
        found.append(("seen_to", ENDS_BEFORE))
    days = (("seen_from", first), ("seen_to", last))
    found += [(name, IN_FUTURE) for name, day in days if day is not None and day > today]
    return tuple(found)


def why_not_change(*, state: str, maker: int | None, mine: int | None) -> str | None:
    """Why this reader cannot change or withdraw the words, or None.

    `maker` is the organisation that brought it, `mine` that of the reader; None for the
    municipality's own people.
    """
    if maker != mine:
        return NOT_YOURS
    return None if state in EDITABLE else CLOSED


def inside(area: str, codes: Sequence[str]) -> bool:
    """Whether one of `codes` is this area or lies in it, by the codes themselves.

    >>> inside("WK990101", ["BU99010102"]), inside("BU99010102", ["WK990101"])
    (True, False)
    """
    return any(code == area or _lies_in(code, area) for code in codes)


def _lies_in(code: str, area: str) -> bool:
    if area.startswith("GM"):
        return code[2:6] == area[2:6]
    return area.startswith("WK") and code.startswith(f"BU{area[2:]}")
