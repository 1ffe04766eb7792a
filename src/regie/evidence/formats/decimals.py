"""The decimal mark of a file, by the numbers in its first rows. Pure."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext_noop as _

from regie.foundation.records.refusals import RefusedError

_COMMA = re.compile(r"[+-]?\d+,\d+")
_POINT = re.compile(r"[+-]?\d+\.\d+")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")
_FRACTION_COMMA = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+,\d+")


def decimal_of(rows: Sequence[Sequence[str]]) -> str:
    """A comma when one is used in a number; of two marks the one that is not for thousands.

    Raises `RefusedError` when both can be a decimal mark.
    """
    cells = [cell.strip() for row in rows for cell in row]
    commas, points = (
        {cell for cell in cells if pattern.fullmatch(cell)} for pattern in (_COMMA, _POINT)
    )
    if not (commas and points):
        return "," if commas or any(_FRACTION_COMMA.fullmatch(cell) for cell in cells) else "."
    if all(_GROUPED.fullmatch(cell) for cell in points) and not _all_grouped(commas):
        return ","
    if _all_grouped(commas) and not all(_GROUPED.fullmatch(cell) for cell in points):
        return "."
    raise RefusedError(
        _(
            "In dit bestand staan getallen met een punt en getallen met een komma. "
            "Regie weet niet wat het decimaalteken is. Download het bestand opnieuw."
        )
    )


def _all_grouped(commas: set[str]) -> bool:
    return all(_GROUPED.fullmatch(cell.replace(",", ".")) for cell in commas)


def has_fractions(rows: Sequence[Sequence[str]], decimal: str) -> bool:
    """True when a number has a fraction behind this decimal mark."""
    pattern = re.compile(rf"[+-]?[\d.,]*\d{re.escape(decimal)}(\d{{1,2}}|\d{{4,}})")
    return any(pattern.fullmatch(cell.strip()) for row in rows for cell in row)
