"""Where a record happened: from codes, points, postcodes and names to areas. Pure.

The most precise thing in a row decides; when that is blank or unknown the next is tried. Nothing
of an address is remembered but the answers, as long as the counting lasts.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from regie.evidence.profiles.roles import Role
from regie.evidence.tallies.results import Places
from regie.evidence.values.columns import NOTHING
from regie.foundation.areas.rules import is_pseudo, parse_code
from regie.foundation.records.engine import gettext_noop as _

Shares = tuple[tuple[str, float], ...]
NOWHERE: Shares = ()
MOST_REMEMBERED = 500_000
LONGEST_NOTHING = max(map(len, NOTHING))

NO_PLACE = _("Er staat geen plaats bij deze regel.")
UNKNOWN_CODE = _("Deze gebiedscode is niet bekend.")
UNKNOWN_POSTCODE = _("Deze postcode is niet bekend.")
NO_POSTCODE = _("Dit is geen postcode.")
UNKNOWN_NAME = _("Deze naam hoort niet bij één buurt of wijk.")
NO_POINT = _("Dit is geen punt in Nederland.")
OUTSIDE = _("Deze regel ligt buiten de gemeente.")
IN_NO_AREA = _("Dit punt ligt buiten alle buurten.")

_POSTCODE = re.compile(r"(?<!\d)(\d{4}) ?([A-Za-z]{2})(?![A-Za-z])|^(\d{4})$")
_NUMBER = re.compile(r"\d{1,5}")
_LAST_NUMBER = re.compile(r"[^\d\s,]\s+(\d{1,5})\b")
_COORDINATE = re.compile(r"-?\d+(?:\.\d+)?(?:[eE]\+?\d+)?")
_FLOATS = re.compile(r"-?\d+(?:\.\d+)?")

BOUNDS: Mapping[str, tuple[float, float, float, float]] = {
    "rd": (0.0, 300_000.0, 300_000.0, 625_000.0),
    "wgs84": (3.0, 50.0, 8.0, 54.0),
}
"""Smallest x and y and largest x and y of the Netherlands in each system."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one record lies: shares of areas, or why it has none. `role` tells which cell said so.

    `outside`: it lies in another municipality or in no area at all.
    """

    shares: Shares
    reason: str = ""
    role: Role | None = None
    outside: bool = False


def number_of(text: str) -> float | None:
    """A coordinate as a number; a decimal comma is understood, as are spaces between thousands."""
    bare = text.strip().replace(",", ".").replace(" ", "").replace("\u00a0", "")
    return float(bare) if _COORDINATE.fullmatch(bare) else None


def point_of(text: str) -> tuple[float, float] | None:
    """Both coordinates of one cell: WKT, GeoJSON, an object with x and y or lon and lat, a pair."""
    bare = text.strip()
    if bare.startswith("{"):
        return _from_object(bare)
    bare = re.sub(r"^SRID=\d+;", "", bare, flags=re.IGNORECASE)
    if bare.count(",") >= 2 and ";" not in bare and "(" not in bare:
        return None
    found = _FLOATS.findall(bare)
    return (float(found[0]), float(found[1])) if len(found) in {2, 3} else None


def _from_object(text: str) -> tuple[float, float] | None:
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        return None
    inner = raw.get("coordinates", raw.get("geometry")) if isinstance(raw, dict) else None
    if isinstance(inner, dict):
        inner = inner.get("coordinates")
    if isinstance(inner, list) and len(inner) >= 2:
        return _pair(inner[0], inner[1])
    low = {str(name).lower(): value for name, value in raw.items()}
    for one, other in (("x", "y"), ("lon", "lat"), ("longitude", "latitude"), ("lng", "lat")):
        if one in low and other in low:
            return _pair(low[one], low[other])
    return None


def _pair(one: object, other: object) -> tuple[float, float] | None:
    x, y = number_of(str(one)), number_of(str(other))
    return None if x is None or y is None else (x, y)


class Locator:
    """Finds the areas of rows, in batches; remembers what it asked before."""

    def __init__(self, places: Places, at: Mapping[Role, int], crs: str, municipality: str) -> None:
        self._places, self._at, self._home = places, at, municipality
        self._crs = "rd" if Role.X in at else "wgs84" if Role.LONGITUDE in at else crs
        self._known: dict[tuple[Role, str], Shares] = {}
        self._fine = bool(set(at) & _FINE)
        finders = (
            (Role.AREA_CODE, self._by_code),
            (Role.POSTCODE, self._by_postcode),
            (Role.ADDRESS, self._by_postcode),
            (Role.AREA_NAME, self._by_name),
            (Role.MUNICIPALITY, self._by_municipality),
        )
        used = dict.fromkeys(find for role, find in finders if role in at)
        self._by_text = tuple(used)

    def locate(self, rows: Sequence[Sequence[str]]) -> list[Placed]:
        """Where each row lies, in the order of the rows."""
        points = self._points(rows)
        return [self._one(row, point) for row, point in zip(rows, points, strict=True)]

    def cell(self, row: Sequence[str], role: Role) -> str:
        """What a row says for a role; empty for nothing and for dashes."""
        position = self._at.get(role)
        if position is None or position >= len(row):
            return ""
        text = row[position].strip()
        return "" if len(text) <= LONGEST_NOTHING and text.casefold() in NOTHING else text

    def _one(self, row: Sequence[str], point: str | None) -> Placed:
        if Role.MUNICIPALITY in self._at and self._elsewhere(row):
            return Placed(NOWHERE, OUTSIDE, Role.MUNICIPALITY, outside=True)
        failed = self._by_point(point)
        if failed is not None and failed.shares:
            return self._inside(failed)
        for find in self._by_text:
            found = find(row)
            if found is not None and (found.shares or found.outside):
                return self._inside(found)
            failed = failed or found
        return failed or Placed(NOWHERE, NO_PLACE)

    def _inside(self, placed: Placed) -> Placed:
        """Mark what lies in another municipality; parts of a postcode may."""
        home = self._home
        if not home or placed.outside:
            return placed
        if any(_town(area) == home for area, _part in placed.shares):
            return placed
        return Placed(NOWHERE, OUTSIDE, placed.role, outside=True)

    def _elsewhere(self, row: Sequence[str]) -> bool:
        text = self.cell(row, Role.MUNICIPALITY) if self._home else ""
        if not text:
            return False
        town = self._town_of(text)
        return bool(town) and town != self._home

    def _town_of(self, text: str) -> str:
        found = self._remembered(Role.MUNICIPALITY, text)
        return found[0][0] if found else ""

    def _remembered(self, role: Role, text: str) -> Shares:
        at = (role, text)
        if at not in self._known:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[at] = self._ask(role, text)
        return self._known[at]

    def _ask(self, role: Role, text: str) -> Shares:
        if role is Role.AREA_CODE:
            return _certain(self._places.code(text))
        if role is Role.AREA_NAME:
            return _certain(self._places.name(text, self._home))
        if role is Role.MUNICIPALITY:
            code = f"GM{text.zfill(4)}" if text.isdigit() else text
            found = self._places.code(code) if parse_code(code) else self._places.name(text)
            return _certain(found if found and found.startswith("GM") else None)
        postcode, _sign, number = text.partition("|")
        shares = self._places.postcode(postcode, int(number) if number else None)
        return tuple(shares)

    def _by_code(self, row: Sequence[str]) -> Placed | None:
        text = self.cell(row, Role.AREA_CODE)
        if not text:
            return None
        known = parse_code(text)
        if known is not None and known.pseudo:
            return Placed(NOWHERE, NO_PLACE, Role.AREA_CODE)
        shares = self._remembered(Role.AREA_CODE, text)
        if not shares and known is not None and self._home and known.municipality:
            other = known.municipality != self._home
            return Placed(NOWHERE, OUTSIDE if other else UNKNOWN_CODE, Role.AREA_CODE, other)
        return Placed(shares, "" if shares else UNKNOWN_CODE, Role.AREA_CODE)

    def _by_point(self, point: str | None) -> Placed | None:
        if point is None:
            return None
        role = next(role for role in (Role.X, Role.LONGITUDE, Role.POINT) if role in self._at)
        if point == _NO_POINT:
            return Placed(NOWHERE, NO_POINT, role)
        if not point or is_pseudo(point):
            return Placed(NOWHERE, IN_NO_AREA, role, outside=True)
        return Placed(((point, 1.0),), "", role)

    def _by_postcode(self, row: Sequence[str]) -> Placed | None:
        role, text = Role.POSTCODE, self.cell(row, Role.POSTCODE)
        number = _NUMBER.search(self.cell(row, Role.HOUSE_NUMBER))
        address = self.cell(row, Role.ADDRESS)
        if not text and address:
            role, text = Role.ADDRESS, address
        if not text:
            return None
        found = _POSTCODE.search(text)
        if found is None:
            return Placed(NOWHERE, NO_POSTCODE if role is Role.POSTCODE else NO_PLACE, role)
        if number is None and address:
            number = _LAST_NUMBER.search(address.replace(found[0], ""))
        postcode = f"{found[1]}{found[2].upper()}" if found[1] else found[3]
        house = number[number.lastindex or 0] if number else ""
        shares = self._remembered(Role.POSTCODE, f"{postcode}|{house}")
        return Placed(shares, "" if shares else UNKNOWN_POSTCODE, role)

    def _by_name(self, row: Sequence[str]) -> Placed | None:
        text = self.cell(row, Role.AREA_NAME)
        if not text:
            return None
        shares = self._remembered(Role.AREA_NAME, text)
        return Placed(shares, "" if shares else UNKNOWN_NAME, Role.AREA_NAME)

    def _by_municipality(self, row: Sequence[str]) -> Placed | None:
        """Only when the file can say no more: else a lost postcode would look like a place."""
        text = self.cell(row, Role.MUNICIPALITY)
        if not text or self._fine:
            return None
        town = self._town_of(text)
        return Placed(_certain(town), "" if town else UNKNOWN_NAME, Role.MUNICIPALITY)

    def _points(self, rows: Sequence[Sequence[str]]) -> Sequence[str | None]:
        """The area of every row with coordinates, asked for all at once."""
        if not {Role.X, Role.LONGITUDE, Role.POINT} & set(self._at):
            return [None] * len(rows)
        pairs = [self._coordinates(row) for row in rows]
        good = [i for i, pair in enumerate(pairs) if pair and _within(pair, self._crs)]
        answers: list[str | None] = [_NO_POINT if pair else None for pair in pairs]
        if good:
            xy = np.array([pairs[i] for i in good], dtype=np.float64)
            found = self._places.points(xy[:, 0], xy[:, 1], self._crs)
            for i, code in zip(good, found, strict=True):
                answers[i] = str(code)
        return answers

    def _coordinates(self, row: Sequence[str]) -> tuple[float, float] | None:
        """Both numbers of a row; None when the cells are blank."""
        if Role.POINT in self._at:
            text = self.cell(row, Role.POINT)
            return (point_of(text) or _NONSENSE) if text else None
        one, other = (Role.X, Role.Y) if Role.X in self._at else (Role.LONGITUDE, Role.LATITUDE)
        left, right = self.cell(row, one), self.cell(row, other)
        return (_pair(left, right) or _NONSENSE) if left or right else None


_NO_POINT = "?"
_NONSENSE = (-1.0, -1.0)
_FINE = frozenset(
    {Role.AREA_CODE, Role.AREA_NAME, Role.POSTCODE, Role.ADDRESS, Role.X, Role.LONGITUDE}
    | {Role.POINT}
)


def _within(pair: tuple[float, float], crs: str) -> bool:
    left, bottom, right, top = BOUNDS.get(crs, BOUNDS["rd"])
    return left <= pair[0] <= right and bottom <= pair[1] <= top


def _certain(code: str | None) -> Shares:
    return ((code, 1.0),) if code and not is_pseudo(code) else NOWHERE


def _town(area: str) -> str:
    return f"GM{area[2:6]}" if area[:2] in {"BU", "WK", "GM"} else area
