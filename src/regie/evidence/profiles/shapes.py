"""The shapes of values: days, periods, codes, postcodes, coordinates, numbers, labels. Pure.

Every shape is a share between 0 and 1: which part of the filled values has it.
"""

from collections.abc import Callable, Mapping
from functools import cache

from regie.evidence.profiles.roles import Role
from regie.evidence.values.columns import Values, holds_points, is_pc4, is_postcode
from regie.evidence.values.dates import read_day, read_period
from regie.evidence.values.marks import ends_in_number
from regie.foundation.areas.rules import parse_code

Range = tuple[float, float]
RANGES: Mapping[Role, Range] = {
    Role.X: (1_000.0, 300_000.0),
    Role.Y: (300_000.0, 625_000.0),
    Role.LONGITUDE: (3.0, 8.0),
    Role.LATITUDE: (50.0, 54.0),
}
"""Where coordinates of the Netherlands lie, in metres (RD) and degrees (WGS84)."""

_BOUNDS = (
    "waarde",
    "ondergrens",
    "bovengrens",
    "value",
    "lower",
    "upper",
    "mw000",
    "mog00",
    "mbg00",
)


def number(text: str) -> float | None:
    """A number as partners write it: with a decimal comma or point, a sign, a per cent sign."""
    bare = text.strip().rstrip("%").strip().replace("\u00a0", "").replace(" ", "")
    if bare.count(",") == 1 and "." not in bare:
        bare = bare.replace(",", ".")
    try:
        found = float(bare)
    except ValueError:
        return None
    return found if abs(found) < 1e15 else None


def is_number(text: str) -> bool:
    """Any number."""
    return number(text) is not None


def is_whole(text: str) -> bool:
    """A whole number of a size that counts have; or a sign that withholds one."""
    found = number(text)
    return (found is not None and found.is_integer() and 0 <= found < 1e7) or is_sign(text)


def is_sign(text: str) -> bool:
    """What stands for a number that is not given."""
    return text.strip() in {".", "x", "X", "*"} or text.strip().startswith("<")


def is_day(text: str) -> bool:
    """A day, in either order; the bare number of a spreadsheet is not enough proof."""
    bare = text.strip()
    if len(bare) < 6 and not bare.isdigit():
        return False
    return read_day(bare, "day-month") is not None


def is_serial(text: str) -> bool:
    """A day as a spreadsheet keeps it, of the years 2000 to 2050."""
    found = number(text)
    return found is not None and 36_526 <= found <= 54_788


def is_time(text: str) -> bool:
    """Hours and minutes."""
    parts = text.strip().split(":")
    if len(parts) not in {2, 3} or not all(part.isdigit() and len(part) <= 2 for part in parts):
        return False
    return int(parts[0]) < 24 and int(parts[1]) < 60


def _is_period(text: str) -> bool:
    return read_period(text) is not None


def _is_area(text: str) -> bool:
    return parse_code(text) is not None


def _is_bound(text: str) -> bool:
    return text.strip().casefold().startswith(_BOUNDS)


def _is_post(text: str) -> bool:
    return is_postcode(text) or is_pc4(text)


@cache
def _inside(role: Role) -> Callable[[str], bool]:
    low, high = RANGES[role]

    def test(text: str) -> bool:
        found = number(text)
        return found is not None and low <= found <= high

    return test


def labels(values: Values) -> float:
    """How much a column looks like a few labels that return."""
    if not values.filled or values.length > 80 or values.count(is_number) > 0.5 * values.filled:
        return 0.0
    if values.filled < 8:
        return 0.6
    return max(0.0, 1.0 - 1.6 * values.distinct_share)


def numbers_of_own(values: Values) -> float:
    """How much a column looks like numbers of dossiers: all different, each with a digit."""
    digits = values.share(values.count(lambda text: any(sign.isdigit() for sign in text)))
    spaces = values.share(values.count(lambda text: " " in text.strip()))
    return digits * (1 - spaces) if values.distinct_share >= 0.85 else 0.0


def fits(role: Role, values: Values) -> float:
    """Which part of the values can have this role."""
    tests: Mapping[Role, Callable[[str], bool]] = {
        Role.PERIOD: _is_period,
        Role.TIME: is_time,
        Role.AREA_CODE: _is_area,
        Role.POSTCODE: _is_post,
        Role.MARGIN: _is_bound,
        Role.COUNT: is_whole,
        Role.VALUE: lambda text: is_number(text) or is_sign(text),
        Role.LOWER: lambda text: is_number(text) or is_sign(text),
        Role.UPPER: lambda text: is_number(text) or is_sign(text),
        Role.SAMPLE: is_whole,
        Role.DESIGN: is_number,
        Role.ADDRESS: ends_in_number,
    }
    if role in tests:
        return values.share(values.count(tests[role]))
    if role in RANGES:
        return values.share(values.count(_inside(role)))
    return _fits_whole(role, values)


def _fits_whole(role: Role, values: Values) -> float:
    """Roles that show in the column as a whole."""
    if role is Role.DATE:
        return values.share(values.count(lambda text: is_day(text) or is_serial(text)))
    if role is Role.POINT:
        return 1.0 if holds_points(values.texts) else 0.0
    if role in {Role.CATEGORY, Role.STATUS}:
        return labels(values)
    if role is Role.HOUSE_NUMBER:
        return values.share(
            values.count(lambda text: text.strip()[:1].isdigit() and len(text) < 12)
        )
    if role is Role.IDENTIFIER:
        return numbers_of_own(values)
    return 0.5
