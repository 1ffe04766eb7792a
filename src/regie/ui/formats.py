"""Numbers and periods in the reader's language. Pure but for the active language."""

import math
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import SupportsFloat

from django.utils import dates, formats
from django.utils.translation import gettext as _

NO_VALUE = "–"
MINUS = "\N{MINUS SIGN}"
_PERIOD = re.compile(r"(?P<year>\d{4})(?:(?P<kind>JJ|MM|KW|HJ)(?P<part>\d{2}))?")


def _finite(value: object) -> float | None:
    # SupportsFloat takes long to ask: what is usual stands before it.
    if not isinstance(value, (int, float, str, Decimal, SupportsFloat)):
        return None
    try:
        result = float(value)
    except ValueError:
        return None
    return result if math.isfinite(result) else None


def number(value: object, decimals: int = 0) -> str:
    """`value` with the language's decimal mark and grouped thousands; "–" without a value."""
    result = _finite(value)
    if result is None:
        return NO_VALUE
    rounded = round(result, decimals) + 0.0  # + 0.0 turns -0.0 into 0.0
    text = formats.number_format(f"{abs(rounded):.{decimals}f}", decimals, use_l10n=True)
    return f"{MINUS}{text}" if rounded < 0 else text


def signed(value: object, decimals: int = 0) -> str:
    """As `number`, with a plus sign for a rise."""
    result = _finite(value)
    text = number(value, decimals)
    return f"+{text}" if result is not None and round(result, decimals) > 0 else text


def percent(value: object, decimals: int = 0) -> str:
    """As `number`, followed by a percent sign."""
    text = number(value, decimals)
    return text if text == NO_VALUE else f"{text}%"


def period(code: str, *, short: bool = False) -> str:
    """Period code of Statistics Netherlands in words; an unknown code comes back unchanged."""
    match = _PERIOD.fullmatch(code.strip())
    if match is None:
        return code
    year, kind, part = match["year"], match["kind"], int(match["part"] or 0)
    if kind == "MM" and 1 <= part <= 12:
        month = dates.MONTHS_3[part] if short else dates.MONTHS[part]
        return f"{month} {year}"
    if kind == "KW" and 1 <= part <= 4:
        return _("%(part)se kwartaal %(year)s") % {"part": part, "year": year}
    if kind == "HJ" and part in {1, 2}:
        return _("%(part)se halfjaar %(year)s") % {"part": part, "year": year}
    return year if kind in {None, "JJ"} else code


def fitting_decimals(values: Iterable[float | None]) -> int:
    """Enough decimals to tell small rates apart: 12,3 but 0,31 and 0,042."""
    known = [value for value in values if value]
    largest = max(known, default=1.0)
    if largest >= 1:
        return 1
    return 2 if largest >= 0.1 else 3
